"""What the shapes alone cannot say: well-formed ids, references that lead somewhere, complete evidence.

Every rule yields (path, message); the loader knows the file and turns the path into a line.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any

from studyapp.content.rules import RULES, RULES_WITH_WORDS, SLUG
from studyapp.content.walk import Found, Path, fields_of, walk
from studyapp.domain.complaint import Complaint, ComplaintMuscle
from studyapp.domain.deck import FreeCard, LookAlikes, Manifest, RenamedNote
from studyapp.domain.evidence import Citation, Source, Sourced, View
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
    NoneDescribed,
    Partner,
    Referral,
    ReferredZone,
)
from studyapp.domain.vocabulary import Landmark, Movement, Names, Qualifier, Vocabulary, Words, Zone

DOTTED = re.compile(rf"{SLUG.pattern}(\.{SLUG.pattern})*")
LONGEST_ID = 120
LIKENESS = 0.5
"""How alike, from 0 to 1, an id must be to be what was meant."""

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
    Landmark: {"bone": "bones", "whole": "landmarks", "beside": "landmarks"},
    Zone: {"whole": "zones", "overlaps": "zones"},
    Qualifier: {"excludes": "qualifiers"},
    LookAlikes: {"muscle": "muscles", "other": "muscles"},
    Movement: {"joint": "joints", "opposite": "movements", "reversals": "movements"},
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
    for path, node in walk(value, ()):
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


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be looked at in every value of a type: found out once, as a deck has thousands of each."""

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
            needed = tuple(name for kind, names in NEEDED.items() if issubclass(shape, kind) for name in names)
            with_ids = "id" in fields_of(shape) or issubclass(shape, Acupoint | Vocabulary | Names)
            general = (_ids,) * with_ids + (_needed,) * bool(needed) + (_twice,)
            plan = _PLANS[shape] = cls(
                tuple(one for kind, named in REFERENCES.items() if issubclass(shape, kind) for one in named.items()),
                needed,
                (*general, *(rule for kind, rule in RULES.items() if issubclass(shape, kind))),
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


def _needed(path: Path, node: Any) -> Found:
    for name in _Plan.of(type(node)).needed:
        if not getattr(node, name):
            yield (*path, name), f"“{name}” needs at least one entry"


def _twice(path: Path, node: Any) -> Found:
    """Entries of one list that would make the same fact."""
    for name in fields_of(type(node)):
        entries = getattr(node, name)
        if not isinstance(entries, tuple) or not entries[1:] or type(entries[0]) is str:
            continue
        seen: set[str] = set()
        for index, entry in enumerate(entries):
            meaning = getattr(entry, "key", None) or getattr(entry, "id", None)
            if meaning in seen:
                yield (*path, name, index), f"“{meaning}” stands twice in {name}"
            elif meaning is not None:
                seen.add(meaning)
