"""Notes and cards: what is asked together, how, and what is kept out of every answer."""

from collections.abc import Callable

import pytest

from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.way import Way

LIFTER, LOWERER = "muscles/tail-lifter.yaml", "muscles/tail-lowerer.yaml"


def card(catalog: Catalog, ident: str) -> Card:
    return catalog.cards[CardKey("tails", ident)]


def texts(catalog: Catalog, ident: str) -> list[str]:
    return [answer.text for answer in card(catalog, ident).answers]


def test_the_actions_are_one_note_whose_card_asks_for_the_list(small: Catalog) -> None:
    actions = card(small, "tail-lifter.actions.forward")
    assert actions.prompt == "What are the actions of tail lifter?"
    assert texts(small, actions.key.card) == ["raising of the tail", "turning of the tail"]
    assert [fact.id for fact in actions.facts] == [
        "tail-lifter.action.tail-raising",
        "tail-lifter.action.tail-turning.left.tail-wet",
    ]


def test_a_contested_fact_is_shown_but_never_an_answer(small: Catalog) -> None:
    actions = card(small, "tail-lifter.actions.forward")
    assert [fact.id for fact in actions.contested] == ["tail-lifter.action.tail-lowering"]
    for one in small.cards.values():
        assert all(fact.keyed for fact in one.facts)
        assert not {fact.id for fact in one.contested} & {fact.id for fact in one.facts}


def test_a_note_of_contested_facts_only_has_no_card(catalog_with: Callable[..., Catalog]) -> None:
    contested = (
        "  - {id: droop, text: A drooping tail, status: contested, sources: [{source: gray}],\n"
        "     views: [{statement: It droops., sources: [{source: gray}]},\n"
        "             {statement: It does not., sources: [{source: notes}]}]}\n"
    )
    plain = "  - {id: droop, text: A drooping tail, status: single-source, sources: [{source: gray}]}\n"
    catalog = catalog_with({LIFTER: (plain, contested)})
    assert CardKey("tails", "tail-lifter.signs.forward") not in catalog.cards
    assert "tail-lifter.signs" not in [note.id for note in catalog.notes]
    assert "tail-lifter.sign.droop" in [fact.id for fact in catalog.facts]


def test_what_may_not_be_asked_is_told_as_also_right_beside_what_is(small: Catalog) -> None:
    for ident, asked, told in (
        ("tail-lifter.signs.forward", ["A drooping tail"], ["An itch"]),
        ("tail-lifter.antagonists.tail-raising.forward", ["Tail lowerer"], ["Tail muscles"]),
    ):
        one = card(small, ident)
        assert [answer.text for answer in one.required] == asked
        assert [answer.text for answer in one.answers if one.is_extra(answer)] == told


def test_what_may_not_be_asked_makes_no_card_of_its_own(small: Catalog) -> None:
    for one in small.cards.values():
        assert not one.facts[0].silent


def test_secondary_actions_are_optional_forwards_and_backwards(small: Catalog) -> None:
    forward = {answer.text: answer.optional for answer in card(small, "tail-lifter.actions.forward").answers}
    assert forward == {"raising of the tail": False, "turning of the tail": True}
    backward = {answer.text: answer.optional for answer in card(small, "movement.tail-turning.movers.forward").answers}
    assert backward == {"Tail lifter": True, "Tail lowerer": False}


def test_rare_zones_are_optional_and_told_as_rare(small: Catalog) -> None:
    tip, base = card(small, "tail-lifter.trigger-point.upper.referral.forward").answers
    assert (tip.text, tip.optional, tip.detail) == ("tip of the tail", False, None)
    assert (base.text, base.optional, base.detail) == ("base of the tail", True, "rarely, seldom all of it")


def test_trigger_points_whose_place_nobody_tells_are_asked_for_their_zones_only(
    catalog_with: Callable[..., Catalog],
) -> None:
    placed = "    location: {text: middle, status: single-source, sources: [{source: gray}]}\n"
    catalog = catalog_with({LOWERER: (placed, "")})
    assert CardKey("tails", "tail-lowerer.trigger-point.only.location.forward") not in catalog.cards
    assert texts(catalog, "tail-lowerer.trigger-point.only.referral.forward") == ["tip of the tail"]


def test_a_spillover_zone_is_a_full_answer_told_as_occasional(small: Catalog) -> None:
    (tip,) = card(small, "tail-lifter.trigger-point.lower.referral.forward").answers
    assert (tip.optional, tip.detail) == (False, "sometimes")


@pytest.mark.parametrize(
    ("ident", "answers"),
    [
        ("movement.tail-turning.movers.forward", ["Tail lifter", "Tail lowerer"]),
        ("nerve.caudal-nerve.supplies.forward", ["Tail lifter", "Tail lowerer"]),
        ("zone.tail-tip.referrers.forward", ["Tail lifter", "Tail lowerer"]),
    ],
)
def test_a_backward_question_asks_for_all_muscles_of_the_deck(small: Catalog, ident: str, answers: list[str]) -> None:
    assert texts(small, ident) == answers


def test_muscles_that_share_a_landmark_are_asked_for_by_it_and_those_on_a_part_of_it_are_also_right(
    catalog_with: Callable[..., Catalog],
) -> None:
    def attached(ident: str, site: str) -> str:
        evidence = "status: single-source, sources: [{source: gray}]"
        return f"  - {{id: {ident}, end: origin, bone: tail-bone, site: {site}, landmark: there, {evidence}}}\n"

    crest, tip = attached("other", "tail-crest"), attached("third", "crest-tip")
    head = "id: tail-wagger\nname: Tail wagger\nlatin: Musculus agitator caudae\nattachments:\n"
    three = {
        LIFTER: ("attachments:\n", f"attachments:\n{crest}"),
        LOWERER: ("actions:\n", f"attachments:\n{tip}actions:\n"),
        "muscles/tail-wagger.yaml": head + crest,
    }
    shared = card(catalog_with(three), "landmark.tail-crest.origins.forward")
    assert shared.prompt == "Which muscles of this deck arise from the crest of the tail?"
    assert [(answer.text, shared.is_extra(answer)) for answer in shared.answers] == [
        ("Tail lifter", False),
        ("Tail wagger", False),
        ("Tail lowerer", True),
    ]


def test_one_real_answer_and_one_that_may_be_right_are_no_list(catalog_with: Callable[..., Catalog]) -> None:
    crest = (
        "  - {id: other, end: origin, bone: tail-bone, site: SITE, landmark: there, status: single-source,\n"
        "     sources: [{source: gray}]}\n"
    )
    catalog = catalog_with(
        {
            LIFTER: ("attachments:\n", f"attachments:\n{crest.replace('SITE', 'tail-crest')}"),
            LOWERER: ("actions:\n", f"attachments:\n{crest.replace('SITE', 'crest-tip')}actions:\n"),
        }
    )
    assert CardKey("tails", "landmark.tail-crest.origins.forward") not in catalog.cards


def test_a_backward_question_is_worth_asking_only_from_two_muscles_on(
    small: Catalog, catalog_with: Callable[..., Catalog]
) -> None:
    assert CardKey("tails", "movement.tail-raising.movers.forward") not in small.cards
    assert CardKey("tails", "zone.tail-base.referrers.forward") not in small.cards
    alone = catalog_with({LOWERER: None, LIFTER: ("muscle: tail-lowerer", "muscle: tail-twister")})
    assert not [key for key in alone.cards if key.card.startswith(("movement.", "nerve.", "zone."))]


def test_a_contested_mover_does_not_count_as_the_second_muscle(small: Catalog) -> None:
    assert CardKey("tails", "movement.tail-lowering.movers.forward") not in small.cards


def test_two_trigger_points_of_one_muscle_are_one_answer(small: Catalog) -> None:
    backward = card(small, "zone.tail-tip.referrers.forward")
    assert backward.answers[0].detail == "upper trigger points; lower trigger points"
    assert [fact.id for fact in backward.facts] == [
        "tail-lifter.trigger-point.upper.referral.tail-tip",
        "tail-lifter.trigger-point.lower.referral.tail-tip",
        "tail-lowerer.trigger-point.only.referral.tail-tip",
    ]


def test_a_merged_answer_is_optional_when_each_of_its_facts_is(catalog_with: Callable[..., Catalog]) -> None:
    spillover, essential = "{zone: tail-tip, extent: spillover}", "{zone: tail-tip, extent: essential}\n          -"
    rare = "{zone: tail-tip, extent: rare}"
    both_rare = catalog_with({LIFTER: (spillover, rare, essential, f"{rare}\n          -")})
    assert [answer.optional for answer in card(both_rare, "zone.tail-tip.referrers.forward").answers] == [True, False]


def test_a_merged_answer_is_not_optional_when_one_of_its_facts_is_not(catalog_with: Callable[..., Catalog]) -> None:
    one_rare = catalog_with({LIFTER: ("{zone: tail-tip, extent: spillover}", "{zone: tail-tip, extent: rare}")})
    assert not card(one_rare, "zone.tail-tip.referrers.forward").answers[0].optional


def test_only_nicknames_are_also_asked_in_reverse(small: Catalog) -> None:
    reverse = [key.card for key in small.cards if key.card.endswith(".reverse")]
    assert reverse == ["tail-lifter.nickname.flag.reverse"]
    assert card(small, reverse[0]).prompt == "According to Tail Manual, which muscle is nicknamed the “flag bearer”?"
    assert texts(small, reverse[0]) == ["Tail lifter"]


def test_the_roots_are_a_further_card_of_the_nerves_note(small: Catalog) -> None:
    nerve, roots = (card(small, f"tail-lifter.innervation.{face}") for face in ("forward", "further"))
    assert nerve.note == roots.note == "tail-lifter.innervation"
    assert (roots.answers[0].text, roots.answers[0].accept) == ("S4, S5", ("S5",))


def test_siblings_are_the_cards_of_one_note(small: Catalog) -> None:
    siblings = small.siblings()
    assert siblings[CardKey("tails", "tail-lifter.innervation.forward")] == ("tails", "tail-lifter.innervation")
    assert siblings[CardKey("tails", "tail-lifter.innervation.further")] == ("tails", "tail-lifter.innervation")
    assert set(siblings) == set(small.cards)


@pytest.mark.parametrize(
    ("ident", "prompt"),
    [
        (
            "tail-lifter.trigger-point.upper.referral.forward",
            "According to Tail Manual, where do the upper trigger points of tail lifter refer pain?",
        ),
        (
            "complaint.tail-ache.muscles.forward",
            "According to Tail Notes, trigger points of which muscles may stand behind tail ache?",
        ),
        ("tail-lifter.actions.forward", "What are the actions of tail lifter?"),
    ],
)
def test_what_is_attributed_is_asked_as_according_to(small: Catalog, ident: str, prompt: str) -> None:
    assert card(small, ident).prompt == prompt


def test_a_described_muscle_is_asked_for_its_complaints_a_named_one_is_not(small: Catalog) -> None:
    assert texts(small, "tail-lifter.complaints.forward") == ["Tail ache"]
    assert CardKey("tails", "tail-twister.complaints.forward") not in small.cards


@pytest.mark.parametrize(
    ("ident", "ways"),
    [
        ("tail-lifter.origin.forward", (Way.REVEAL, Way.CHOOSE, Way.TYPE)),  # one short answer
        ("tail-lifter.actions.forward", (Way.REVEAL, Way.LIST)),  # several
        ("tail-lifter.trigger-point.upper.referral.forward", (Way.REVEAL, Way.LIST, Way.TAP)),  # several zones
        ("zone.tail-tip.referrers.forward", (Way.REVEAL, Way.LIST)),  # several muscles, which no one can tap
    ],
)
def test_how_a_card_may_be_asked_follows_from_its_answers(small: Catalog, ident: str, ways: tuple[Way, ...]) -> None:
    assert card(small, ident).ways == ways


def test_a_long_answer_is_chosen_but_not_typed(catalog_with: Callable[..., Catalog]) -> None:
    at_most = catalog_with({LIFTER: ("text: A drooping tail", f"text: {'x' * 120}")})
    assert card(at_most, "tail-lifter.signs.forward").ways == (Way.REVEAL, Way.CHOOSE)


def test_an_answer_longer_than_120_characters_is_only_revealed(catalog_with: Callable[..., Catalog]) -> None:
    longer = catalog_with({LIFTER: ("text: A drooping tail", f"text: {'x' * 121}")})
    assert card(longer, "tail-lifter.signs.forward").ways == (Way.REVEAL,)


def test_the_core_path_is_learnt_first_in_its_own_order(catalog_with: Callable[..., Catalog]) -> None:
    path = "core_path:\n  - card.owners\n  - tail-lifter.innervation\n"
    catalog = catalog_with({"deck.yaml": ("core_path:\n  - tail-lifter.actions\n", path)})
    assert [key.card for key in catalog.cards][:4] == [
        "card.owners.forward",
        "tail-lifter.innervation.forward",
        "tail-lifter.innervation.further",
        "tail-lifter.nickname.flag.forward",
    ]
    assert [one.core for one in catalog.cards.values()][:4] == [True, True, True, False]


def test_every_cards_key_is_its_notes_id_and_its_face(small: Catalog) -> None:
    assert all(key.card == f"{one.note}.{one.face}" for key, one in small.cards.items())
    assert all(key == one.key for key, one in small.cards.items())


def test_a_free_card_asks_for_all_its_answers(small: Catalog) -> None:
    free = card(small, "card.owners.forward")
    assert [(answer.text, answer.accept) for answer in free.answers] == [("Cat", ("cats",)), ("Dog", ())]


def test_a_card_cites_each_work_of_its_facts_once(small: Catalog) -> None:
    assert [citation.source for citation in card(small, "tail-lifter.actions.forward").citations] == ["gray", "notes"]
