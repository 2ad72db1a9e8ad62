"""What is written and what follows from it are held against each other; each difference has a lasting name."""

import pytest
from made_muscles import SINGLE, TOLD, action, deck, muscle, point, words

from studyapp.domain.complaint import Complaint, ComplaintMuscle, Support
from studyapp.domain.deck import Deck, LookAlikes
from studyapp.domain.discrepancies import discrepancies_of
from studyapp.domain.fact import SubjectKind
from studyapp.domain.muscle import Muscle, Partner


def names(made: Deck) -> list[str]:
    return [one.name for one in discrepancies_of(made, words(made))]


def partner(muscle: str, movement: str = "raising") -> Partner:
    return Partner(muscle=muscle, movement=movement, **SINGLE)


def turner(ident: str) -> Muscle:
    """A muscle that neither raises nor lowers."""
    return muscle(ident, actions=[action("turning")])


def test_a_muscle_whose_actions_are_not_written_yet_is_held_against_nothing() -> None:
    made = deck(muscle("up", actions=[action("raising")], synergists=(partner("begun"),)), muscle("begun"))
    assert names(made) == []


def test_a_written_partner_without_an_action_behind_it_is_told() -> None:
    made = deck(muscle("up", actions=[action("raising")], synergists=(partner("idle"),)), turner("idle"))
    (one,) = discrepancies_of(made, words(made))
    assert (one.name, one.kind, one.subject) == ("up.synergist.raising.idle.unsupported", SubjectKind.MUSCLE, "up")
    assert one.path == ("synergists", 0)
    assert one.message == "“idle” as synergist in raising is written, but no action of it says so"


def test_a_written_list_that_leaves_somebody_out_is_told() -> None:
    made = deck(
        muscle("up", actions=[action("raising")], antagonists=(partner("down"),)),
        muscle("down", actions=[action("lowering")]),
        muscle("sink", actions=[action("lowering")]),
    )
    assert names(made) == ["up.antagonist.raising.sink.missing"]


def test_a_list_of_undescribed_partners_claims_nothing_about_the_described_ones() -> None:
    made = deck(
        muscle("up", actions=[action("raising")], synergists=(partner("stranger"),)),
        muscle("hoist", actions=[action("raising")]),
    )
    assert list(discrepancies_of(made, words(made, stranger="Stranger"))) == []


def listed(muscle: str, support: Support) -> Complaint:
    entry = ComplaintMuscle(muscle=muscle, support=support, **TOLD)
    return Complaint(id="ache", name="Ache", zones=("calf",), muscles=(entry,))


@pytest.mark.parametrize(
    ("support", "calf", "told"),
    [
        (Support.AGREES, "essential", None),
        (Support.AGREES, "spillover", None),
        (Support.AGREES, None, "is said to agree with its map, which does not reach the complaint's zones"),
        (Support.AGREES, "rare", "is said to agree with its map, which does not reach the complaint's zones"),
        (Support.FITS_WEAKLY, "spillover", None),
        (Support.FITS_WEAKLY, None, "is listed, but its map does not reach the complaint's zones"),
        (
            Support.FITS_WEAKLY,
            "essential",
            "is said to fit weakly, though its map reaches the complaint's zones as a rule",
        ),
        (Support.ARTICLE, "essential", None),
        (Support.ARTICLE, None, "is listed, but its map does not reach the complaint's zones"),
    ],
)
def test_the_stated_support_is_held_against_the_map(support: Support, calf: str | None, told: str | None) -> None:
    zones = {"heel": "essential", **({"calf": calf} if calf else {})}
    made = deck(muscle("one", point(**zones)), complaints=(listed("one", support),))
    found = list(discrepancies_of(made, words(made)))
    assert [one.message for one in found] == ([f"“one” {told}"] if told else [])
    assert all(one.name.startswith("complaint.ache.muscle.one.un") and one.path == ("muscles", 0) for one in found)


def test_a_muscle_that_reaches_the_zones_as_a_rule_and_is_not_listed_is_told() -> None:
    made = deck(
        muscle("one", point(calf="essential")),
        muscle("two", point(calf="essential")),
        muscle("now-and-then", point(calf="spillover")),
        complaints=(listed("one", Support.AGREES),),
    )
    assert names(made) == ["complaint.ache.muscle.two.missing"]


def test_a_muscle_without_a_map_is_held_against_nothing() -> None:
    made = deck(muscle("one"), complaints=(listed("one", Support.AGREES),))
    assert names(made) == []


def test_a_list_of_many_movers_is_held_against_them_all() -> None:
    many = [muscle(f"m{number}", actions=[action("raising")]) for number in range(20)]
    told = tuple(partner(one.id) for one in many)
    assert names(deck(muscle("up", actions=[action("raising")], synergists=told), *many)) == []


def test_look_alikes_of_which_one_is_only_named_wait_for_it() -> None:
    pair = {"look_alikes": (LookAlikes(muscle="one", other="stranger"),)}
    made = deck(muscle("one", point(calf="essential")), manifest=pair)
    assert list(discrepancies_of(made, words(made, stranger="Stranger"))) == []


def test_look_alikes_that_refer_to_no_common_zone_are_told() -> None:
    pair = {"look_alikes": (LookAlikes(muscle="one", other="other"),)}
    apart = deck(muscle("one", point(calf="essential")), muscle("other", point(heel="essential")), manifest=pair)
    assert names(apart) == ["look-alike.one.other"]
    alike = deck(muscle("one", point(seat="essential")), muscle("other", point(seat_upper="rare")), manifest=pair)
    assert names(alike) == []
