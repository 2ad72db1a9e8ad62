"""A small made-up deck with every kind of note, for the tests of the package and of its import."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from studyapp.domain.catalog import Catalog, build_catalog
from studyapp.domain.complaint import Complaint, ComplaintMuscle, Support
from studyapp.domain.condition import Condition, Finding, FindingKind
from studyapp.domain.deck import Deck, FreeAnswer, FreeCard, Manifest
from studyapp.domain.evidence import Citation, Source, SourceKind, Status, View
from studyapp.domain.muscle import (
    Action,
    Attachment,
    End,
    Extent,
    Innervation,
    Location,
    Muscle,
    Referral,
    ReferredZone,
    Role,
    Roots,
    Statement,
    TriggerPoint,
)
from studyapp.domain.vocabulary import BodyView, Movement, Nerve, Term, Vocabulary, Words, Zone

RELEASED = datetime(2021, 1, 2, 3, 4, 5, tzinfo=UTC)
LATER = datetime(2021, 2, 3, 4, 5, 6, tzinfo=UTC)

SOURCES = (
    Source(id="gray", kind=SourceKind.BOOK, short="Gray", title="Anatomy", year=1918),
    Source(id="manual", kind=SourceKind.BOOK, short="Travell & Simons", title="Manual", year=1993, read=False),
    Source(id="checker", kind=SourceKind.PAGE, short="Symptom checker", title="Symptom checker"),
)
GRAY = Citation(source="gray", locator="p. 475")
REPORTED = Citation(source="checker", locator="Minimus", reporting="manual")

AGREED: dict[str, Any] = {"status": Status.CONSENSUS, "sources": (GRAY, REPORTED)}
SINGLE: dict[str, Any] = {"status": Status.SINGLE_SOURCE, "sources": (GRAY,)}
TOLD: dict[str, Any] = {"status": Status.ATTRIBUTED, "sources": (REPORTED,), "according_to": "manual"}
CONTESTED: dict[str, Any] = {
    "status": Status.CONTESTED,
    "sources": (GRAY,),
    "views": (
        View(statement="It arises there", sources=(GRAY,)),
        View(statement="It arises below", sources=(REPORTED,)),
    ),
}

WORDS = Words(
    vocabulary=Vocabulary(
        movements={
            "hip-abduction": Movement(joint="hip", label="abduction of the hip", verb="abducts the hip"),
            "hip-flexion": Movement(joint="hip", label="flexion of the hip", verb="flexes the hip"),
        },
        zones={
            "calf": Zone(label="calf", views=(BodyView.BACK,)),
            "buttock": Zone(label="buttock", views=(BodyView.BACK,)),
        },
        nerves={"superior-gluteal": Nerve(label="superior gluteal nerve", roots=("L4", "L5", "S1"))},
    ),
    muscles={"minimus": Term(label="Minimus"), "medius": Term(label="Medius")},
    groups={},
    conditions={"radiculopathy": Term(label="Radiculopathy")},
)

MANIFEST = Manifest(
    id="small",
    title="Small deck",
    version="1.0.0",
    licence="CC-BY-4.0",
    description="Two muscles & their pains.",
    bibliography=SOURCES,
    core_path=("zone.calf.referrers", "minimus.actions"),
)


def small_catalog(*, landmark: str = "outer surface of the ilium", manifest: Manifest = MANIFEST) -> Catalog:
    """The catalog of the small deck; the landmark is what `minimus.origin` asks for."""
    return catalog_of(small_deck(landmark=landmark, manifest=manifest))


def catalog_of(deck: Deck) -> Catalog:
    """The catalog of a deck in the words of the small one."""
    return build_catalog([deck], WORDS)


def small_deck(*, landmark: str = "outer surface of the ilium", manifest: Manifest = MANIFEST) -> Deck:
    """Two muscles, a complaint, a condition and a free card."""
    return Deck(
        manifest=manifest,
        muscles=(_muscle("minimus", landmark), _muscle("medius", "gluteal surface of the ilium")),
        complaints=(
            Complaint(
                id="buttock-pain",
                name="Buttock pain",
                muscles=(ComplaintMuscle(muscle="minimus", support=Support.AGREES, **TOLD),),
            ),
        ),
        conditions=(
            Condition(
                id="radiculopathy",
                name="Radiculopathy",
                neurology=(Finding(kind=FindingKind.REFLEX, text="weak ankle jerk", **SINGLE),),
            ),
        ),
        cards=(
            FreeCard(
                id="taut-band",
                prompt="What is a taut band?",
                answers=(FreeAnswer(text="a cord of tense fibres", accept=("a rope",)),),
                tags=("basics",),
                **SINGLE,
            ),
        ),
    )


def with_free_card(catalog: Catalog, prompt: str, *answers: str) -> Catalog:
    """The catalog with one free card more, `card.added`, learnt after all others."""
    deck = catalog.decks["small"]
    card = FreeCard(id="added", prompt=prompt, answers=tuple(FreeAnswer(text=text) for text in answers), **SINGLE)
    return build_catalog([replace(deck, cards=(*deck.cards, card))], catalog.words)


def _muscle(ident: str, landmark: str) -> Muscle:
    return Muscle(
        id=ident,
        name=ident.title(),
        latin=f"Musculus {ident}",
        attachments=(
            Attachment(
                id="ilium", end=End.ORIGIN, bone="ilium", landmark=landmark, remark="Between two lines.", **AGREED
            ),
            Attachment(id="spine", end=End.ORIGIN, bone="ilium", landmark="iliac spine", **CONTESTED),
        ),
        actions=(
            Action(movement="hip-abduction", role=Role.PRIMARY, **AGREED),
            Action(movement="hip-flexion", role=Role.SECONDARY, **SINGLE),
        ),
        innervation=(
            Innervation(nerve="superior-gluteal", roots=Roots(preferred=("L4", "L5", "S1"), **SINGLE), **AGREED),
        ),
        trigger_points=(
            TriggerPoint(
                id="posterior",
                name="posterior trigger points",
                location=Location(text="posterior third of the belly", **SINGLE),
                referrals=(
                    Referral(
                        zones=(
                            ReferredZone(zone="buttock", extent=Extent.ESSENTIAL),
                            ReferredZone(zone="calf", extent=Extent.RARE),
                        ),
                        **TOLD,
                    ),
                ),
            ),
        ),
        nicknames=(Statement(id="false-friend", text=f"False friend of {ident}", **SINGLE),),
    )
