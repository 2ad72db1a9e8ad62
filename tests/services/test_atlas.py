"""The atlas finds a muscle by whatever it is called, and tells everything known of it in order."""

from dataclasses import replace

import made_muscles
import pytest
from made_catalog import SINGLE, catalog_of, deck, free_card, muscle

from studyapp.domain.complaint import Complaint, ComplaintMuscle, Support
from studyapp.domain.condition import Condition, Urgency
from studyapp.domain.deck import Deck
from studyapp.domain.fact import Attribute
from studyapp.domain.muscle import Attachment, End, Statement
from studyapp.domain.vocabulary import Term
from studyapp.errors import NotFoundError
from studyapp.services.atlas import Atlas, MuscleEntry

NAMED = {
    "tensor": Term(label="Tensor fasciae latae", latin="Musculus tensor fasciae latae", aliases=("TFL",)),
    "perforatus": Term(label="Abductor hallucis", aliases=("muscle of Böhler", "abducteur de l’orteil bipède")),
    "gluteus-medius": Term(label="Gluteus medius", latin="Musculus gluteus medius"),
}


def minimus():
    """A muscle that a deck describes, its entries in another order than the atlas tells them."""
    return muscle(
        "gluteus-minimus",
        "Gluteus minimus",
        aliases=("least gluteal",),
        treatments=(Statement(id="rest", text="Rest", **SINGLE), Statement(id="heat", text="Heat", **SINGLE)),
        attachments=(
            Attachment(id="femur", end=End.INSERTION, bone="femur", landmark="greater trochanter", **SINGLE),
            Attachment(id="ilium", end=End.ORIGIN, bone="ilium", landmark="outer ilium", **SINGLE),
        ),
        features=(Statement(id="deep", text="Deepest of the three", **SINGLE),),
    )


def buttock_pain() -> Complaint:
    listed = ComplaintMuscle(muscle="gluteus-minimus", support=Support.ARTICLE, **SINGLE)
    return Complaint(id="buttock-pain", name="Buttock pain", muscles=(listed,))


@pytest.fixture
def atlas() -> Atlas:
    """One muscle described, three named."""
    small = deck([free_card("one")], [minimus()])
    described = Deck(manifest=small.manifest, muscles=small.muscles, cards=small.cards, complaints=(buttock_pain(),))
    return Atlas(catalog_of(described, named=NAMED))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gluteus minimus", ["gluteus-minimus"]),
        ("minimus gluteus", ["gluteus-minimus"]),
        ("  GLUTEUS   Min ", ["gluteus-minimus"]),
        ("least", ["gluteus-minimus"]),
        ("tfl", ["tensor"]),
        ("fasc lat", ["tensor"]),
        ("Böhler", ["perforatus"]),
        ("bohler", ["perforatus"]),
        ("BÖHLER", ["perforatus"]),
        ("bo\u0308hler", ["perforatus"]),
        ("bipede", ["perforatus"]),
        ("musculus tensor", ["tensor"]),
        ("glut", ["gluteus-minimus", "gluteus-medius"]),
        ("biceps", []),
        ("gluteus tensor", []),
        ("%", []),
        ("_", []),
    ],
)
def test_a_muscle_is_found_by(atlas, text, found):
    assert [entry.id for entry in atlas.search(text)] == found


def test_without_a_search_all_are_listed_described_ones_first_each_by_name(atlas):
    assert [(entry.name.label, entry.described) for entry in atlas.search()] == [
        ("Gluteus minimus", True),
        ("Abductor hallucis", False),
        ("Gluteus medius", False),
        ("Tensor fasciae latae", False),
    ]


def test_an_entry_holds_the_names_that_a_page_shows(atlas):
    assert atlas.search("tfl") == [MuscleEntry("tensor", NAMED["tensor"], described=False)]


def test_a_muscle_is_told_in_the_order_of_its_attributes(atlas):
    (page,) = atlas.muscle("gluteus-minimus")
    assert [section.attribute for section in page.sections] == [
        Attribute.NICKNAME,
        Attribute.FEATURE,
        Attribute.ORIGIN,
        Attribute.INSERTION,
        Attribute.COMPLAINT,
        Attribute.TREATMENT,
    ]
    assert [fact.told for fact in page.sections[-1].facts] == ["Rest", "Heat"]
    assert (page.deck, page.deck_title) == ("small", "Small deck")


def test_conditions_are_found_by_any_of_their_names_the_urgent_ones_first():
    palsy = Condition(id="palsy", name="Palsy", aliases=("limp nerve",))
    clot = Condition(id="clot", name="Clot", urgency=Urgency.RED_FLAG)
    atlas = Atlas(catalog_of(replace(deck(), conditions=(palsy, clot))))
    assert [one.id for one in atlas.conditions()] == ["clot", "palsy"]
    assert [one.id for one in atlas.conditions("NERVE limp")] == ["palsy"]
    assert atlas.conditions("sprain") == atlas.conditions("?") == []


def test_every_fact_of_a_muscle_is_told_once_and_none_of_another(atlas):
    (page,) = atlas.muscle("gluteus-minimus")
    told = [fact.id for section in page.sections for fact in section.facts]
    known = [fact.id for fact in atlas.catalog.facts if "gluteus-minimus" in fact.id]
    assert sorted(told) == sorted(known)
    assert len(told) == len(set(told))


def test_two_decks_that_describe_a_muscle_make_two_pages(atlas):
    both = Atlas(catalog_of(deck(muscles=[minimus()]), deck(muscles=[minimus()], id="large", title="Large deck")))
    assert [page.deck_title for page in both.muscle("gluteus-minimus")] == ["Small deck", "Large deck"]
    assert all(len(page.sections) == 5 for page in both.muscle("gluteus-minimus"))
    assert len(both.search("minimus")) == 1


def test_a_muscle_that_is_only_named_has_no_pages_but_a_name(atlas):
    assert atlas.muscle("tensor") == []
    assert atlas.name("tensor").aliases == ("TFL",)


@pytest.mark.parametrize("ident", ["biceps", "", "Gluteus minimus", "card.one"])
def test_a_muscle_that_nobody_names_is_an_error_with_its_name(atlas, ident):
    for look_up in (atlas.muscle, atlas.name):
        with pytest.raises(NotFoundError, match=f"There is no muscle “{ident}” in the atlas"):
            look_up(ident)


def test_a_muscle_with_the_same_pattern_is_told_on_its_own_page_alone():
    longus, brevis = (
        made_muscles.muscle(ident, made_muscles.point(calf="essential")) for ident in ("longus", "brevis")
    )
    atlas = Atlas(made_muscles.catalog(made_muscles.deck(longus, brevis)))
    (page,) = atlas.muscle("longus")
    assert {fact.subject.id for section in page.sections for fact in section.facts} == {"longus"}


def test_a_chart_is_found_by_its_muscle_and_trigger_points():
    longus = made_muscles.muscle(
        "longus", made_muscles.point("one", calf="rare"), made_muscles.point("two", heel="rare")
    )
    atlas = Atlas(made_muscles.catalog(made_muscles.deck(longus)))
    assert [zone.zone for zone in atlas.chart("longus", "two").patterns[0].zones] == ["heel"]
    assert [zone.zone for zone in atlas.chart("longus").patterns[0].zones] == ["calf", "heel"]
    for ident, point in (("longus", "three"), ("brevis", None)):
        with pytest.raises(NotFoundError):
            atlas.chart(ident, point)
