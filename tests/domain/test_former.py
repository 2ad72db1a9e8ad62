"""Former ids: a rename keeps the history of every card, and no id ever means two things."""

from collections.abc import Callable

import pytest
from made_muscles import catalog, deck, muscle, point

from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey, LookAlikes
from studyapp.errors import DeckError

LIFTER, LOWERER = "muscles/tail-lifter.yaml", "muscles/tail-lowerer.yaml"
Load = Callable[..., Catalog]


def led(catalog: Catalog) -> dict[str, str]:
    """Where every former card id leads."""
    assert {key.deck for pair in catalog.former.items() for key in pair} <= {"tails"}
    return {former.card: now.card for former, now in catalog.former.items()}


def formerly(*idents: str, of: str) -> tuple[str, str]:
    """The change that gives the entry of that id its former ids."""
    return (f"id: {of}\n", f"id: {of}\n    formerly: [{', '.join(idents)}]\n")


def muscle_was(*idents: str) -> tuple[str, str]:
    return ("latin: Musculus levator caudae\n", f"latin: Musculus levator caudae\nformerly: [{', '.join(idents)}]\n")


def notes_were(**idents: str) -> tuple[str, str]:
    renamed = "".join(f"  - {{id: {now.replace('__', '.')}, formerly: [{old}]}}\n" for now, old in idents.items())
    return ("bibliography:\n", f"renamed_notes:\n{renamed}bibliography:\n")


def refusal(load: Load, changes: dict[str, object]) -> str:
    with pytest.raises(DeckError) as error:
        load(changes)
    return str(error.value)


def test_a_deck_without_renames_has_no_former_ids(small: Catalog) -> None:
    assert small.former == {}


def test_every_card_of_a_renamed_muscle_is_known_under_its_former_id(catalog_with: Load, small: Catalog) -> None:
    catalog = catalog_with({LIFTER: muscle_was("tail-hoist")})
    own = [key.card for key in small.cards if "tail-lifter" in key.card.split(".")]
    assert "condition.tail-fracture.told-from.tail-lifter.forward" in own
    assert led(catalog) == {ident.replace("tail-lifter", "tail-hoist"): ident for ident in own}
    old = CardKey("tails", "tail-hoist.actions.forward")
    now = CardKey("tails", "tail-lifter.actions.forward")
    assert catalog.card(old) is catalog.cards[now]
    assert (catalog.now(old), catalog.now(now), now.note) == (now, now, "tail-lifter.actions")


def test_the_cases_and_look_alikes_of_a_renamed_muscle_are_known_under_its_former_id() -> None:
    long = muscle("long", point(thigh="essential", calf="essential"), formerly=("tall",))
    short = muscle("short", point(thigh="essential", heel="essential"))
    made = catalog(deck(long, short, manifest={"look_alikes": (LookAlikes(muscle="long", other="short"),)}))
    former = {old.card: now.card for old, now in made.former.items()}
    assert former["vignette.tall.only.forward"] == "vignette.long.only.forward"
    assert former["look-alike.short.tall.forward"] == "look-alike.long.short.forward"
    assert not any("short.only" in old for old in former)


def test_a_muscle_renamed_twice_is_known_under_both_former_ids(catalog_with: Load) -> None:
    catalog = catalog_with({LIFTER: muscle_was("tail-hoist", "tail-crane")})
    assert {"tail-hoist.actions.forward", "tail-crane.actions.forward"} <= set(led(catalog))


def test_every_card_of_a_renamed_note_is_known_under_its_former_id(catalog_with: Load) -> None:
    catalog = catalog_with({"deck.yaml": notes_were(**{"tail-lifter__innervation": "tail-lifter.nerve"})})
    assert led(catalog) == {
        "tail-lifter.nerve.forward": "tail-lifter.innervation.forward",
        "tail-lifter.nerve.further": "tail-lifter.innervation.further",
    }


def test_a_note_renamed_before_its_muscle_was_is_known_under_all_four_ids(catalog_with: Load) -> None:
    catalog = catalog_with(
        {
            LIFTER: muscle_was("tail-hoist"),
            "deck.yaml": notes_were(**{"tail-lifter__innervation": "tail-lifter.nerve"}),
        }
    )
    now = "tail-lifter.innervation.forward"
    former = [old for old, new in led(catalog).items() if new == now]
    assert sorted(former) == [
        "tail-hoist.innervation.forward",
        "tail-hoist.nerve.forward",
        "tail-lifter.nerve.forward",
    ]


@pytest.mark.parametrize(
    ("file", "entry", "old", "new"),
    [
        ("complaints.yaml", "tail-ache", "complaint.sore.muscles.forward", "complaint.tail-ache.muscles.forward"),
        ("conditions.yaml", "tail-fracture", "condition.sore.pain.forward", "condition.tail-fracture.pain.forward"),
        ("cards.yaml", "owners", "card.sore.forward", "card.owners.forward"),
    ],
)
def test_complaints_conditions_and_free_cards_may_be_renamed(
    catalog_with: Load, file: str, entry: str, old: str, new: str
) -> None:
    assert led(catalog_with({file: formerly("sore", of=entry)}))[old] == new


def test_a_renamed_complaint_leaves_the_muscles_own_card_as_it_is(catalog_with: Load) -> None:
    former = led(catalog_with({"complaints.yaml": formerly("sore", of="tail-ache")}))
    assert list(former.values()) == ["complaint.tail-ache.muscles.forward"]


def test_a_live_id_listed_as_former_is_an_error(catalog_with: Load) -> None:
    told = refusal(catalog_with, {LIFTER: muscle_was("tail-lowerer")})
    assert "“tail-lowerer.actions.forward” is listed as former, but is a live id" in told


def test_a_former_id_claimed_twice_is_an_error(catalog_with: Load) -> None:
    lowerer = ("latin: Musculus depressor caudae\n", "latin: Musculus depressor caudae\nformerly: [tail-hoist]\n")
    told = refusal(catalog_with, {LIFTER: muscle_was("tail-hoist"), LOWERER: lowerer})
    assert "“tail-hoist.actions.forward” is claimed as former by two cards" in told


def test_a_cycle_of_renames_is_an_error(catalog_with: Load) -> None:
    lowerer = ("latin: Musculus depressor caudae\n", "latin: Musculus depressor caudae\nformerly: [tail-lifter]\n")
    told = refusal(catalog_with, {LIFTER: muscle_was("tail-lowerer"), LOWERER: lowerer})
    assert "is listed as former, but is a live id" in told


def test_a_note_that_lists_its_own_id_as_former_leads_nowhere(catalog_with: Load) -> None:
    change = notes_were(**{"tail-lifter__innervation": "tail-lifter.innervation"})
    assert catalog_with({"deck.yaml": change}).former == {}


def test_an_id_of_another_deck_is_no_former_id(catalog_with: Load) -> None:
    catalog = catalog_with({LIFTER: muscle_was("tail-hoist")})
    with pytest.raises(KeyError):
        catalog.card(CardKey("heads", "tail-hoist.actions.forward"))
