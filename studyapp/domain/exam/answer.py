"""Answers to items: what a student gave, and how it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from studyapp.errors import StorageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a student gave for one item, by ids, so that it means the same whatever the form."""

    item: str
    """The item's id."""
    options: tuple[str, ...] = ()
    """Ids of the options that were chosen."""
    matches: Mapping[str, str] = field(default_factory=dict)
    """By the id of each premise the id of its option."""
    texts: tuple[str, ...] = ()
    """What was written, a text for each blank in their order."""
    order: tuple[str, ...] = ()
    """Ids of the options in the order into which they were put."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return not (self.options or self.matches or self.order or any(map(str.strip, self.texts)))

    def as_dict(self) -> dict[str, object]:
        """The answer in lists, mappings and texts, as JSON has them; what was not given is left out."""
        told: dict[str, object] = {"item": self.item}
        told |= {name: list(getattr(self, name)) for name in LISTS if getattr(self, name)}
        return told | ({"matches": dict(self.matches)} if self.matches else {})

    @classmethod
    def of(cls, data: object) -> "Answer":
        """The answer that `as_dict` told; raises StorageError for anything else."""
        told = _mapping(data, "the answer")
        if not isinstance(told.get("item"), str) or not told.keys() <= {one.name for one in fields(cls)}:
            raise StorageError("An answer to an item cannot be read: it does not say which item, or says more.")
        matches = _mapping(told.get("matches", {}), "matches")
        lists = {name: _texts(told.get(name, []), name) for name in LISTS}
        _texts(list(matches.values()), "matches")
        return cls(item=told["item"], matches=matches, **lists)


LISTS = ("options", "texts", "order")
"""The fields of an answer that hold several texts."""


def _mapping(data: object, name: str) -> dict[str, str]:
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise StorageError(f"An answer to an item cannot be read: {name} should be an object.")
    return dict(data)


def _texts(data: object, name: str) -> tuple[str, ...]:
    if not isinstance(data, list) or not all(isinstance(text, str) for text in data):
        raise StorageError(f"An answer to an item cannot be read: {name} should hold texts.")
    return tuple(data)
