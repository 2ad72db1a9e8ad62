"""Facts: their ids are meanings, their statements name who says so, and each answers the questions it should."""

import re
from collections.abc import Callable

import pytest

from studyapp.domain.catalog import Catalog
from studyapp.domain.evidence import Status
from studyapp.domain.fact import Attribute, Fact, lower_first

LIFTER, LOWERER = "muscles/tail-lifter.yaml", "muscles/tail-lowerer.yaml"
IDENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*")


def fact(catalog: Catalog, ident: str) -> Fact:
    return next(one for one in catalog.facts if one.id == ident)


def statement(catalog: Catalog, ident: str) -> str:
    return fact(catalog, ident).statement


@pytest.mark.parametrize(
    ("ident", "told"),
    [
        ("tail-lifter.group.tail-muscles", "Tail lifter belongs to the tail muscles"),
        ("tail-lifter.origin.crest", "Tail lifter arises from the crest of the tail bone"),
        ("tail-lifter.insertion.knob", "Tail lifter (left half) inserts on the knob of the tail bone"),
        ("tail-lifter.action.tail-raising", "Tail lifter raises the tail"),
        (
            "tail-lifter.action.tail-turning.left.tail-wet",
            "Tail lifter turns the tail (assists, left half, with the tail wet)",
        ),
        ("tail-lifter.innervation.caudal-nerve", "Tail lifter is supplied by the caudal nerve"),
        ("tail-lifter.innervation.caudal-nerve.roots", "Tail lifter is supplied from the roots S4, S5"),
        (
            "tail-lifter.synergist.tail-raising.tail-twister",
            "Tail twister (upper half) helps tail lifter in raising of the tail",
        ),
        (
            "tail-lifter.antagonist.tail-raising.tail-lowerer",
            "Tail lowerer opposes tail lifter in raising of the tail",
        ),
        ("tail-lifter.trigger-point.upper.location", "The upper trigger points of tail lifter lie in the upper end"),
        ("tail-lifter.feature.size", "Tail lifter is larger than tail lowerer"),
        ("tail-lifter.feature.colour", "It is dark red"),
        ("tail-lifter.sign.droop", "A sign of trigger points in tail lifter: a drooping tail"),
        ("tail-lifter.associate.tail-twister", "Tail twister can have trigger points together with tail lifter"),
        (
            "tail-lifter.mimics.tail-fracture",
            "Trigger points in tail lifter can imitate tail fracture: pain at the tip",
        ),
        ("tail-lifter.caution.tail-artery", "Needling tail lifter can harm the tail artery"),
        ("tail-lifter.acupoint.tl1", "TL1 Weiba lies at the tip"),
        ("condition.tail-fracture.pain.tail-tip", "The pain of tail fracture is felt in the tip of the tail"),
        ("condition.tail-fracture.neurology.reflex", "Tail fracture, reflex: no wagging reflex"),
        (
            "condition.tail-fracture.told-from.tail-lifter",
            "What tells tail fracture from trigger points in tail lifter: the tail is crooked",
        ),
        ("card.owners", "Which animals have a tail? Cat; Dog"),
    ],
)
def test_a_facts_id_is_its_meaning_and_its_statement_a_sentence(small: Catalog, ident: str, told: str) -> None:
    assert statement(small, ident) == told


@pytest.mark.parametrize(
    ("ident", "told"),
    [
        ("tail-lifter.nickname.flag", "According to Tail Manual, tail lifter is nicknamed the “flag bearer”"),
        (
            "tail-lowerer.trigger-point.only.referral.tail-tip",
            "According to Tail Manual, the trigger points of tail lowerer refer pain to the tip of the tail",
        ),
        (
            "complaint.tail-ache.muscle.tail-twister",
            "According to Tail Notes, trigger points in tail twister may stand behind tail ache",
        ),
    ],
)
def test_an_attributed_fact_begins_with_whose_account_it_is(small: Catalog, ident: str, told: str) -> None:
    assert statement(small, ident) == told
    assert fact(small, ident).status is Status.ATTRIBUTED


@pytest.mark.parametrize(
    ("ident", "detail"),
    [
        ("tail-lifter.trigger-point.upper.referral.tail-base", "(rarely, seldom all of it)"),
        ("tail-lifter.trigger-point.lower.referral.tail-tip", "(sometimes)"),
        ("tail-lifter.trigger-point.upper.referral.tail-tip", "to the tip of the tail"),
    ],
)
def test_a_referral_tells_how_regularly_it_is_felt(small: Catalog, ident: str, detail: str) -> None:
    assert statement(small, ident).endswith(detail)


def test_only_attributed_facts_begin_with_according_to(small: Catalog) -> None:
    for one in small.facts:
        assert one.statement.startswith("According to ") is (one.status is Status.ATTRIBUTED), one.id


def test_a_contested_fact_is_never_keyed_and_keeps_both_views(small: Catalog) -> None:
    contested = fact(small, "tail-lifter.action.tail-lowering")
    assert not contested.keyed
    assert [view.statement for view in contested.views] == [
        "It lowers the tail of the sleeper.",
        "It only raises the tail.",
    ]
    assert all(one.keyed for one in small.facts if one.id != contested.id)


def test_every_id_is_well_formed_short_enough_and_unique(small: Catalog) -> None:
    idents = [one.id for one in small.facts] + [key.card for key in small.cards]
    assert all(IDENT.fullmatch(ident) and len(ident) <= 120 for ident in idents)
    assert len({one.id for one in small.facts}) == len(small.facts)


def test_wording_may_improve_under_an_id(catalog_with: Callable[..., Catalog], small: Catalog) -> None:
    reworded = catalog_with({LIFTER: ("text: A drooping tail", "text: The tail hangs down")})
    assert (
        statement(reworded, "tail-lifter.sign.droop") == "A sign of trigger points in tail lifter: the tail hangs down"
    )
    assert [one.id for one in reworded.facts] == [one.id for one in small.facts]
    assert list(reworded.cards) == list(small.cards)


def test_adding_an_entry_before_others_changes_no_other_id(
    catalog_with: Callable[..., Catalog], small: Catalog
) -> None:
    first = "signs:\n  - {id: cold, text: A cold tail, status: single-source, sources: [{source: gray}]}\n"
    grown = catalog_with({LIFTER: ("signs:\n", first)})
    assert {one.id for one in grown.facts} - {one.id for one in small.facts} == {"tail-lifter.sign.cold"}
    assert {one.id for one in small.facts} <= {one.id for one in grown.facts}
    assert set(grown.cards) == set(small.cards)


def test_what_may_not_be_asked_is_still_a_fact_with_its_sources(small: Catalog) -> None:
    itch = fact(small, "tail-lifter.sign.itch")
    assert (itch.silent, itch.sources[0].source) == (True, "gray")


def test_a_statement_without_prompt_is_asked_only_where_its_list_is(small: Catalog) -> None:
    assert fact(small, "tail-lifter.feature.colour").asked == ()
    assert [one.question.note for one in fact(small, "tail-lifter.sign.droop").asked] == ["tail-lifter.signs"]


def test_every_facts_subject_is_what_its_id_begins_with(small: Catalog) -> None:
    for one in small.facts:
        start = one.subject.id if one.subject.kind == "muscle" else f"{one.subject.kind}.{one.subject.id}"
        assert one.id == start or one.id.startswith(f"{start}."), one.id


def test_every_attribute_has_a_label_to_read() -> None:
    assert Attribute.LOCATION.label == "trigger point location"


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Tail lifter", "tail lifter"),
        ("L5 radiculopathy", "L5 radiculopathy"),
        ("GTPS", "GTPS"),
        ("A bursa", "a bursa"),
        ("Trendelenburg sign", "Trendelenburg sign"),
        ("", ""),
    ],
)
def test_a_name_inside_a_sentence_keeps_the_capitals_of_an_abbreviation(text: str, inside: str) -> None:
    assert lower_first(text) == inside
