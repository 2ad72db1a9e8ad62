"""Retirement: an entry of a deck that holds no more stays in its file with the reason, and is told and asked no more.

What was asked of it alone is kept aside, for those who hold it in Anki.
"""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from studyapp.domain.deck import Deck
from studyapp.domain.evidence import Sourced
from studyapp.domain.fact import Fact

T = TypeVar("T")

PARTS = ("muscles", "complaints", "conditions", "cards")
"""What of a deck holds entries that may be retired."""


def living(deck: Deck) -> Deck:
    """The deck without its retired entries; the same deck when it has none."""
    kept: dict[str, Any] = {name: _living_of(getattr(deck, name)) for name in PARTS}
    same = all(value is getattr(deck, name) for name, value in kept.items())
    return deck if same else replace(deck, **kept)


def reasons_of(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Why these facts were retired, each reason once."""
    return tuple(dict.fromkeys(fact.retired for fact in facts if fact.retired))


def _living_of(entries: tuple[T, ...]) -> tuple[T, ...]:
    kept = [_living(entry) for entry in entries if not _is_retired(entry)]
    same = len(kept) == len(entries) and all(one is other for one, other in zip(kept, entries, strict=True))
    return entries if same else tuple(kept)


def _living(entry: T) -> T:
    """The entry without retired ones within it."""
    if not is_dataclass(entry):
        return entry
    kept = {field.name: _value(getattr(entry, field.name)) for field in fields(entry)}
    changed = {name: value for name, value in kept.items() if value is not getattr(entry, name)}
    return cast(T, replace(cast(Any, entry), **changed)) if changed else entry


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return _living_of(value) if value and is_dataclass(value[0]) else value
    return None if _is_retired(value) else value


def _is_retired(entry: object) -> bool:
    return isinstance(entry, Sourced) and entry.retired is not None
