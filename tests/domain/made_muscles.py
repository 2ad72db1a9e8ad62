"""Made-up muscles that refer pain and move things, with the words that they need."""

from collections.abc import Iterable, Mapping
from typing import Any

from studyapp.domain.catalog import Catalog, build_catalog
from studyapp.domain.deck import Deck, Manifest
from studyapp.domain.evidence import Citation, Source, SourceKind, Status, View
from studyapp.domain.muscle import (
    Action,
    Extent,
    Location,
    Muscle,
    Referral,
    ReferredZone,
    Role,
    TriggerPoint,
)
from studyapp.domain.vocabulary import BodyView, Movement, Qualifier, Term, Vocabulary, Words, Zone

SOURCES = (
    Source(id="gray", kind=SourceKind.BOOK, short="Gray", title="Anatomy"),
    Source(id="page", kind=SourceKind.PAGE, short="A page", title="A page"),
    Source(id="manual", kind=SourceKind.BOOK, short="Manual", title="Manual", read=False),
)
SINGLE: dict[str, Any] = {"status": Status.SINGLE_SOURCE, "sources": (Citation(source="gray"),)}
CONTESTED: dict[str, Any] = {
    "status": Status.CONTESTED,
    "sources": (Citation(source="gray"),),
    "views": (
        View(statement="Yes", sources=(Citation(source="gray"),)),
        View(statement="No", sources=(Citation(source="page"),)),
    ),
}
TOLD: dict[str, Any] = {
    "status": Status.ATTRIBUTED,
    "according_to": "manual",
    "sources": (Citation(source="page", reporting="manual"),),
}

BACK = (BodyView.BACK,)
ZONES = {
    "seat": Zone(label="seat", views=BACK),
    "seat-upper": Zone(label="upper seat", views=BACK, whole="seat"),
    "seat-lower": Zone(label="lower seat", views=BACK, whole="seat"),
    "thigh": Zone(label="thigh", views=BACK),
    "calf": Zone(label="calf", views=BACK),
    "heel": Zone(label="heel", views=BACK),
    "toe": Zone(label="toe", views=BACK),
    "sole": Zone(label="sole", views=BACK, overlaps=("heel",)),
    "depth": Zone(label="depth of the seat", views=()),
}
VOCABULARY = Vocabulary(
    joints={"hip": Term(label="hip")},
    movements={
        "raising": Movement(joint="hip", label="raising", verb="raises", opposite="lowering"),
        "lowering": Movement(joint="hip", label="lowering", verb="lowers", opposite="raising"),
        "turning": Movement(joint="hip", label="turning", verb="turns"),
    },
    qualifiers={
        "bent": Qualifier(label="bent", excludes="straight"),
        "straight": Qualifier(label="straight", excludes="bent"),
        "standing": Qualifier(label="standing"),
    },
    zones=ZONES,
)


def action(movement: str, role: Role = Role.PRIMARY, **changes: Any) -> Action:
    """A movement that a muscle makes."""
    return Action(movement=movement, role=role, **{**SINGLE, **changes})


def point(ident: str = "only", *, evidence: Mapping[str, Any] = TOLD, **zones: str) -> TriggerPoint:
    """A group of trigger points that refers pain to zones; `seat_upper="essential"`."""
    referred = tuple(ReferredZone(zone=zone.replace("_", "-"), extent=Extent(how)) for zone, how in zones.items())
    return TriggerPoint(
        id=ident,
        name=f"{ident} trigger points",
        location=Location(text="middle", **SINGLE),
        referrals=(Referral(zones=referred, **evidence),),
    )


def muscle(ident: str, *points: TriggerPoint, actions: Iterable[Action] = (), **changes: Any) -> Muscle:
    """A muscle of that name."""
    name = ident.capitalize()
    return Muscle(
        id=ident, name=name, latin=f"Musculus {ident}", trigger_points=points, actions=tuple(actions), **changes
    )


def deck(*muscles: Muscle, manifest: Mapping[str, Any] | None = None, **changes: Any) -> Deck:
    """A deck of these muscles."""
    told = {
        "id": "made",
        "title": "Made",
        "version": "1",
        "licence": "CC0-1.0",
        "description": "Made up.",
        "bibliography": SOURCES,
        **(manifest or {}),
    }
    return Deck(manifest=Manifest(**told), muscles=muscles, **changes)


def words(deck: Deck, **named: str) -> Words:
    """The words of a deck; `named` are muscles that it does not describe."""
    muscles = {one.id: Term(label=one.name, latin=one.latin, aliases=one.aliases) for one in deck.muscles}
    conditions = {one.id: Term(label=one.name) for one in deck.conditions}
    others = {ident: Term(label=label) for ident, label in named.items()}
    return Words(vocabulary=VOCABULARY, muscles={**others, **muscles}, groups=others, conditions=conditions)


def catalog(deck: Deck, **named: str) -> Catalog:
    """The catalog of a deck."""
    return build_catalog([deck], words(deck, **named))
