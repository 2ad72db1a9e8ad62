"""The form of a blueprint: as it was filled in, as a blueprint, and every problem at its field.

Fields are named as in the YAML: `title`, `muscles`; those of a cell by its place, `0.count`; shares `difficulty.easy`.
Every number is a text until it is known to be one, so that whatever was typed is shown again.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict

from studyapp.domain.exam.blueprint import Cell, ExamBlueprint
from studyapp.domain.exam.check import Place
from studyapp.domain.exam.item import Difficulty, ItemType
from studyapp.domain.fact import Attribute

T = TypeVar("T")

LISTS = ("muscles", "groups", "complaints", "attributes")
"""Of which several may be chosen, for the whole exam and for each cell."""
NUMBERS = ("options", "forms", "seed", "points", "avoid_last")
"""That a blueprint always has."""
MOST_ROWS = 60
WHOLE = re.compile(r"-?[0-9]{1,16}")
NO_NUMBER = "“{}” is no whole number of at most 16 digits"
NEW_COUNT = "10"


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What stands in the form: of the whole exam, and of each cell."""

    fields: MultiDict[str, str]
    rows: tuple[MultiDict[str, str], ...]

    @property
    def names(self) -> list[str]:
        """The names of all its fields."""
        shares = [f"difficulty.{one}" for one in Difficulty]
        whole = ["title", "deck", "instructions", "minutes", "exclude", "cells", *NUMBERS, *LISTS, *shares]
        return [
            *whole,
            *(f"{at}.{name}" for at in range(len(self.rows)) for name in ("type", "count", "points", *LISTS)),
        ]

    def with_row(self) -> "FilledForm":
        """The form with one more cell."""
        return replace(self, rows=(*self.rows, MultiDict({"type": str(ItemType.SINGLE), "count": NEW_COUNT})))

    def without_row(self, place: str) -> "FilledForm":
        """The form without the cell of that place."""
        return replace(self, rows=tuple(row for at, row in enumerate(self.rows) if str(at) != place))


@dataclass(frozen=True, slots=True)
class ReadForm:
    """The blueprint that a form describes, and what could not be read of it, by field."""

    blueprint: ExamBlueprint
    problems: Mapping[str, list[str]]


def parse_filled(form: MultiDict[str, str]) -> FilledForm:
    """The form as a page sent it."""
    fields = MultiDict((name, value) for name, value in form.items(multi=True) if not name[:1].isdigit())
    rows = []
    for row in form.getlist("row")[:MOST_ROWS]:
        named = {name: form.getlist(f"{row}.{name}") for name in ("type", "count", "points", *LISTS)}
        rows.append(MultiDict((name, value) for name, values in named.items() for value in values))
    return FilledForm(fields, tuple(rows))


def filled_with(blueprint: ExamBlueprint) -> FilledForm:
    """The form that describes a blueprint."""
    texts = {name: str(getattr(blueprint, name)) for name in ("title", "instructions", *NUMBERS)}
    fields = MultiDict(texts | {"deck": blueprint.deck or "", "minutes": _text(blueprint.minutes)})
    fields["exclude"] = "\n".join(blueprint.exclude)
    for difficulty, share in blueprint.difficulty.items():
        fields[f"difficulty.{difficulty}"] = str(share)
    _add_lists(fields, blueprint)
    return FilledForm(fields, tuple(map(_filled_row, blueprint.cells)))


def read_form(filled: FilledForm) -> ReadForm:
    """The blueprint that a form describes; what cannot be read is told at its field."""
    reading = _Reading()
    take, fields = reading.number, filled.fields
    default = ExamBlueprint(title="", cells=())
    shares = {one: take(fields, f"difficulty.{one}", None) for one in Difficulty}
    blueprint = ExamBlueprint(
        title=fields.get("title", "").strip(),
        deck=fields.get("deck") or None,
        instructions=_lines(fields.get("instructions", "")),
        minutes=take(fields, "minutes", None),
        difficulty={one: share for one, share in shares.items() if share is not None},
        exclude=tuple(dict.fromkeys(re.split(r"[\s,;]+", fields.get("exclude", "").strip()))) if _given(fields) else (),
        cells=tuple(reading.cell(f"{at}.", row) for at, row in enumerate(filled.rows)),
        **{name: take(fields, name, getattr(default, name)) for name in NUMBERS},
        **reading.lists(fields, ""),
    )
    return ReadForm(blueprint, reading.problems)


def by_field(problems: Iterable[tuple[Place, str]]) -> dict[str, list[str]]:
    """What is wrong with a blueprint, by the names of the form's fields."""
    found: dict[str, list[str]] = {}
    for place, message in problems:
        found.setdefault(_field_of(place), []).append(message)
    return found


def _field_of(place: Place) -> str:
    match place:
        case ("cells", int(at), str(name), *_):
            return f"{at}.{name}"
        case ("difficulty", name, *_):
            return f"difficulty.{name}"
        case (name, *_):
            return str(name)
    return "title"


@dataclass(slots=True)
class _Reading:
    """Reads fields, and notes what it cannot read."""

    problems: dict[str, list[str]] = field(default_factory=dict)

    def number(self, fields: MultiDict[str, str], name: str, default: Any, place: str = "") -> Any:
        text = fields.get(name, "").strip()
        if WHOLE.fullmatch(text):
            return int(text)
        if text:
            self._note(place + name, NO_NUMBER.format(text[:40]))
        return default

    def cell(self, place: str, row: MultiDict[str, str]) -> Cell:
        count = self.number(row, "count", None, place)
        if count is None and f"{place}count" not in self.problems:
            self._note(f"{place}count", "say how many items")
        kind = self._known(ItemType, row.get("type", ""), f"{place}type") or ItemType.SINGLE
        points = self.number(row, "points", None, place)
        return Cell(type=kind, count=1 if count is None else count, points=points, **self.lists(row, place))

    def lists(self, fields: MultiDict[str, str], place: str) -> dict[str, Any]:
        chosen: dict[str, Any] = {name: tuple(dict.fromkeys(fields.getlist(name))) for name in LISTS}
        known = [self._known(Attribute, one, f"{place}attributes") for one in chosen["attributes"]]
        return chosen | {"attributes": tuple(one for one in known if one is not None)}

    def _known(self, kind: Callable[[str], T], text: str, place: str) -> T | None:
        try:
            return kind(text)
        except ValueError:
            self._note(place, f"there is no “{text[:40]}”")
            return None

    def _note(self, place: str, message: str) -> None:
        self.problems.setdefault(place, []).append(message)


def _given(fields: MultiDict[str, str]) -> bool:
    return bool(fields.get("exclude", "").strip(" \t\r\n,;"))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _filled_row(cell: Cell) -> MultiDict[str, str]:
    row = MultiDict({"type": str(cell.type), "count": str(cell.count), "points": _text(cell.points)})
    _add_lists(row, cell)
    return row


def _add_lists(fields: MultiDict[str, str], named: ExamBlueprint | Cell) -> None:
    for name in LISTS:
        fields.setlist(name, [str(one) for one in getattr(named, name)])
