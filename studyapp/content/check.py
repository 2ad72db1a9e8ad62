"""What the shapes alone cannot say: well-formed ids, references that lead somewhere, complete evidence.

Every rule yields (path, message); the loader knows the file and turns the path into a line.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from difflib import get_close_matches
from itertools import combinations, groupby
from typing import Any, TypeAlias

from studyapp.domain.complaint import Complaint, ComplaintMuscle
from studyapp.domain.condition import Condition
from studyapp.domain.deck import FreeCard, LookAlikes, Manifest, RenamedNote
from studyapp.domain.evidence import Citation, Source, Sourced, Status, View
from studyapp.domain.fact import SubjectKind
from studyapp.domain.muscle import (
    Action,
    Acupoint,
    Associate,
    Attachment,
    Caution,
    Distinction,
    Group,
    Innervation,
    Mimic,
    Muscle,
    NoneDescribed,
    Partner,
    Referral,
    ReferredZone,
    Statement,
    TriggerPoint,
)
from studyapp.domain.vocabulary import Landmark, Movement, Names, Qualifier, Vocabulary, Words, Zone

Path: TypeAlias = tuple[str | int, ...]
Found: TypeAlias = Iterator[tuple[Path, str]]

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DOTTED = re.compile(rf"{SLUG.pattern}(\.{SLUG.pattern})*")
ADDRESS = re.compile(r"https?://[^\s]+")
LONGEST_ID = 120
LIKENESS = 0.5
"""How alike, from 0 to 1, an id must be to be what was meant."""
INDEPENDENT_SOURCES = 2
"""How many works, not reporters of one work, it takes to call a fact consensus."""
SIDES = 2
"""How many views a contested fact shows."""
RESERVED = {kind.value for kind in SubjectKind} - {SubjectKind.MUSCLE.value}
"""First segments of ids that belong to other subjects; no muscle may be called so."""

REFERENCES: dict[type, dict[str, str]] = {
    Group: {"group": "groups"},
    Attachment: {"bone": "bones", "site": "landmarks"},
    Action: {"movement": "movements", "qualifier": "qualifiers"},
    Innervation: {"nerve": "nerves"},
    Partner: {"muscle": "movers"},
    ReferredZone: {"zone": "zones"},
    Associate: {"muscle": "muscles"},
    Mimic: {"condition": "conditions"},
    Caution: {"structure": "structures"},
    ComplaintMuscle: {"muscle": "muscles"},
    Complaint: {"zones": "zones"},
    Distinction: {"muscle": "muscles"},
    Landmark: {"bone": "bones"},
    Zone: {"whole": "zones"},
    Qualifier: {"excludes": "qualifiers"},
    LookAlikes: {"muscles": "muscles"},
    Movement: {"joint": "joints", "opposite": "movements"},
    Citation: {"source": "sources", "reporting": "sources", "via": "sources"},
    Sourced: {"according_to": "sources"},
}
"""Fields that name something by its id, and where that something is declared."""

DECLARED_IN = {
    "sources": "bibliography of deck.yaml",
    "groups": "groups of names.yaml",
    "muscles": "muscles described or in names.yaml",
    "movers": "muscles and groups described or in names.yaml",
    "conditions": "conditions described or in names.yaml",
}

NEEDED: dict[type, tuple[str, ...]] = {
    Sourced: ("sources",),
    View: ("sources",),
    NoneDescribed: ("looked_in",),
    Referral: ("zones",),
    Complaint: ("muscles",),
    FreeCard: ("answers",),
    Manifest: ("bibliography",),
}
"""Lists that may not be empty."""


def problems_of(value: object, words: Words, sources: Mapping[str, Source]) -> Found:
    """Everything wrong in a file's value: references, evidence, ids, and entries that mean the same twice."""
    known = _declared(words, sources)
    for path, node in _walk(value, ()):
        yield from _references(path, node, known)
        plan = _Plan.of(type(node))
        for rule in plan.rules:
            yield from rule(path, node)
        for rule_with_words in plan.rules_with_words:
            yield from rule_with_words(path, node, words.vocabulary)


def _declared(words: Words, sources: Mapping[str, Source]) -> dict[str, Mapping[str, object]]:
    vocabulary = {field.name: getattr(words.vocabulary, field.name) for field in fields(Vocabulary)}
    return {
        **vocabulary,
        "muscles": words.muscles,
        "groups": words.groups,
        "conditions": words.conditions,
        "movers": {**words.groups, **words.muscles},
        "sources": sources,
    }


def _walk(value: object, path: Path) -> list[tuple[Path, Any]]:
    """Every dataclass instance within a value, with its path."""
    found: list[tuple[Path, Any]] = []
    _collect(value, path, found)
    return found


def _collect(value: Any, path: Path, found: list[tuple[Path, Any]]) -> None:
    """What `_walk` finds; most values are texts, so nothing is done for these."""
    if isinstance(value, tuple):
        for index, inner in enumerate(value if value and type(value[0]) is not str else ()):
            _collect(inner, (*path, index), found)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _collect(inner, (*path, key), found)
    elif names := _Plan.of(type(value)).fields:
        found.append((path, value))
        for name in names:
            inner = getattr(value, name)
            if inner and type(inner) is not str:
                _collect(inner, (*path, name), found)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be looked at in every value of a type: found out once, as a deck has thousands of each."""

    fields: tuple[str, ...]
    references: tuple[tuple[str, str], ...]
    """The fields that name something, each with where that is declared."""
    needed: tuple[str, ...]
    rules: tuple[Callable[[Path, Any], Found], ...]
    rules_with_words: tuple[Callable[[Path, Any, Vocabulary], Found], ...]

    @classmethod
    def of(cls, shape: type) -> "_Plan":
        """The plan for a type; for one that is no dataclass there is nothing to look at."""
        plan = _PLANS.get(shape)
        if plan is None:
            plan = _PLANS[shape] = cls(
                tuple(field.name for field in fields(shape)) if is_dataclass(shape) else (),
                tuple(one for kind, named in REFERENCES.items() if issubclass(shape, kind) for one in named.items()),
                tuple(name for kind, names in NEEDED.items() if issubclass(shape, kind) for name in names),
                (_ids, _needed, _twice, *(rule for kind, rule in RULES.items() if issubclass(shape, kind))),
                tuple(rule for kind, rule in RULES_WITH_WORDS.items() if issubclass(shape, kind)),
            )
        return plan


_PLANS: dict[type, _Plan] = {}


def _references(path: Path, node: Any, known: dict[str, Mapping[str, object]]) -> Found:
    for name, place in _Plan.of(type(node)).references:
        given = getattr(node, name)
        for ident in given if isinstance(given, tuple) else (given,):
            if ident is not None and ident not in known[place]:
                yield (*path, name), _unknown(ident, place, known[place])


def _unknown(ident: str, place: str, known: Mapping[str, object]) -> str:
    where = DECLARED_IN.get(place, f"{place} of vocabulary.yaml")
    close = get_close_matches(ident[:LONGEST_ID], known, n=1, cutoff=LIKENESS)
    hint = f"; did you mean “{close[0]}”?" if close else ""
    return f"“{ident}” is not among the {where}{hint}"


def _ids(path: Path, node: Any) -> Found:
    dotted = isinstance(node, RenamedNote)
    pattern = DOTTED if dotted else SLUG
    former = [("formerly", ident) for ident in getattr(node, "formerly", ())]
    own = [("id", node.id)] if hasattr(node, "id") else []
    for name, ident in own + former:
        if not pattern.fullmatch(ident) or len(ident) > LONGEST_ID:
            yield (*path, name), f"“{ident}” is no id: small letters, digits and single hyphens"
    if isinstance(node, Acupoint) and not SLUG.fullmatch(node.point.lower()):
        yield (*path, "point"), f"“{node.point}” is no code such as GB30"
    if isinstance(node, Vocabulary | Names):
        for field in fields(node):
            for ident in getattr(node, field.name):
                if not SLUG.fullmatch(ident):
                    message = f"“{ident}” is no id: small letters, digits and single hyphens"
                    yield (*path, field.name, ident), message


def _address(path: Path, source: Source) -> Found:
    if source.url is not None and not ADDRESS.fullmatch(source.url):
        yield (*path, "url"), "an address begins with http:// or https://"


def _title(path: Path, manifest: Manifest) -> Found:
    if not manifest.title.strip(": "):
        yield (*path, "title"), f"“{manifest.title}” is no title"


def _sentence(path: Path, statement: Statement) -> Found:
    if statement.prompt and not statement.sentence:
        yield (*path, "prompt"), "a “prompt” needs a “sentence” that states the fact in full"


def _condition(path: Path, condition: Condition) -> Found:
    yield from _zones_told_twice((*path, "pain"), condition.pain)


def _trigger_point(path: Path, point: TriggerPoint) -> Found:
    yield from _zones_told_twice((*path, "referrals"), point.referrals)


def _tags(path: Path, card: FreeCard) -> Found:
    for index, tag in enumerate(card.tags):
        if not SLUG.fullmatch(tag):
            yield (*path, "tags", index), f"“{tag}” is no tag: small letters, digits and single hyphens"


def _needed(path: Path, node: Any) -> Found:
    for name in _Plan.of(type(node)).needed:
        if not getattr(node, name):
            yield (*path, name), f"“{name}” needs at least one entry"


def _twice(path: Path, node: Any) -> Found:
    """Entries of one list that would make the same fact."""
    for name in _Plan.of(type(node)).fields:
        entries = getattr(node, name)
        if not isinstance(entries, tuple) or len(entries) < SIDES or type(entries[0]) is str:
            continue
        seen: set[str] = set()
        for index, entry in enumerate(entries):
            meaning = getattr(entry, "key", None) or getattr(entry, "id", None)
            if meaning in seen:
                yield (*path, name, index), f"“{meaning}” stands twice in {name}"
            elif meaning is not None:
                seen.add(meaning)


def _evidence(path: Path, node: Sourced) -> Found:
    attributed, contested = node.status is Status.ATTRIBUTED, node.status is Status.CONTESTED
    works = {citation.reporting or citation.source for citation in node.sources}
    if node.status is Status.CONSENSUS and len(works) < INDEPENDENT_SOURCES:
        yield (*path, "status"), "“consensus” needs two independent sources"
    if attributed and node.according_to is None:
        yield (*path, "status"), "“attributed” needs “according_to”: whose account it is"
    if node.according_to is not None and not attributed:
        yield (*path, "according_to"), "“according_to” belongs to facts that are “attributed”"
    if contested and len(node.views) < SIDES:
        yield (*path, "status"), "“contested” needs both “views”"
    if node.views and not contested:
        yield (*path, "views"), "“views” belong to facts that are “contested”"


def _muscle(path: Path, muscle: Muscle) -> Found:
    if muscle.id in RESERVED:
        yield (*path, "id"), f"“{muscle.id}” is reserved"
    parts = {part.id for part in muscle.parts}
    for where, node in _walk(muscle, path):
        part = getattr(node, "part", None)
        if part is not None and part not in parts:
            yield (*where, "part"), f"“{part}” is not among the parts of this muscle"
    movements = {action.movement for action in muscle.actions}
    for name in ("synergists", "antagonists"):
        for index, partner in enumerate(getattr(muscle, name)):
            if partner.movement not in movements:
                message = f"“{partner.movement}” is not among the actions of this muscle"
                yield (*path, name, index, "movement"), message


def _zones_told_twice(path: Path, accounts: tuple[Referral, ...]) -> Found:
    told = sorted(
        (zone.zone, account, index)
        for account, referral in enumerate(accounts)
        for index, zone in enumerate(referral.zones)
    )
    for zone, places in groupby(told, key=lambda one: one[0]):
        for _, account, index in list(places)[1:]:
            yield (*path, account, "zones", index), f"“{zone}” is told twice; give one account both sources"


def _roots(path: Path, node: Innervation, vocabulary: Vocabulary) -> Found:
    if node.roots is None or node.nerve not in vocabulary.nerves:
        return
    carried = vocabulary.nerves[node.nerve].roots
    for root in (*node.roots.preferred, *(root for s in node.roots.acceptable for root in s)):
        if root not in carried:
            message = f"“{root}” is not among the roots of {node.nerve}: {', '.join(carried)}"
            yield (*path, "roots"), message


def _site(path: Path, node: Attachment, vocabulary: Vocabulary) -> Found:
    landmark = vocabulary.landmarks.get(node.site or "")
    if landmark is not None and landmark.bone != node.bone:
        yield (*path, "site"), f"“{node.site}” lies on “{landmark.bone}”, not on “{node.bone}”"


def _opposites(path: Path, muscle: Muscle, vocabulary: Vocabulary) -> Found:
    """A part that makes a movement cannot make the opposite one under the same circumstances."""
    firm = [(at, one) for at, one in enumerate(muscle.actions) if one.status is not Status.CONTESTED]
    for (_, one), (at, other) in combinations(firm, 2):
        movement = vocabulary.movements.get(one.movement)
        opposite = movement is not None and movement.opposite == other.movement
        if opposite and one.part == other.part and not vocabulary.exclude(one.qualifier, other.qualifier):
            message = f"“{other.movement}” undoes “{one.movement}”; the same part cannot do both"
            yield (*path, "actions", at), message


def _wholes(path: Path, words: Vocabulary, vocabulary: Vocabulary) -> Found:
    """No zone is a part of itself, by however many steps."""
    for ident in words.zones:
        seen: set[str | None] = {ident}
        whole = words.zones[ident].whole
        while whole is not None and whole in vocabulary.zones and whole not in seen:
            seen.add(whole)
            whole = vocabulary.zones[whole].whole
        if whole in seen:
            yield (*path, "zones", ident, "whole"), f"“{ident}” is a part of itself"


RULES: dict[type, Callable[[Path, Any], Found]] = {
    Source: _address,
    Manifest: _title,
    Sourced: _evidence,
    Statement: _sentence,
    FreeCard: _tags,
    Muscle: _muscle,
    TriggerPoint: _trigger_point,
    Condition: _condition,
}
"""What else must hold of each kind of entry."""

RULES_WITH_WORDS: dict[type, Callable[[Path, Any, Vocabulary], Found]] = {
    Innervation: _roots,
    Attachment: _site,
    Muscle: _opposites,
    Vocabulary: _wholes,
}
"""What must hold of them by the vocabulary."""
