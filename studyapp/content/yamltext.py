"""YAML read as text: every scalar a string, every value with its line.

Decks are hostile input. Tags, anchors, aliases, merge keys and second documents are refused before anything is
built, and so is what is too deep, too long or too much; no date, number or truth value is guessed. The schema
gives the text its types.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import Any

import yaml
from yaml.reader import ReaderError

from studyapp.errors import Problem

LARGEST_FILE_BYTES = 8_000_000
DEEPEST = 12
LONGEST_FIELD = 20_000
MOST_VALUES = 250_000
"""Values in one file; a file of 8 MB in which each line is a value would take too long."""

PLAINER = {
    "found character that cannot start any token": "a tab, or one of @ ` % at the start of a text; indent with spaces, "
    "put such a text in quotes",
    "mapping values are not allowed in this context": "a colon inside a text; put the text in quotes",
}
"""What the parser says of the two mistakes that everyone makes, in plainer words."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Lines:
    """The line of a value, and those of the values inside it, by key or index."""

    line: int
    inside: dict[str | int, "Lines | int"] = field(default_factory=dict)
    """Of a text, which holds no others, the line alone."""

    def at(self, path: tuple[str | int, ...]) -> int:
        """The line of the value at a path, or of the nearest value above it that exists."""
        here: Lines | int = self
        for step in path:
            if isinstance(here, int) or step not in here.inside:
                break
            here = here.inside[step]
        return _line_of(here)


def _line_of(lines: Lines | int) -> int:
    return lines if isinstance(lines, int) else lines.line


@dataclass(frozen=True, slots=True)
class Document:
    """A file's value as text, its lines, and what is wrong with it; the value is None when nothing could be read."""

    file: str
    value: object | None
    lines: Lines
    problems: tuple[Problem, ...]

    def problem(self, path: tuple[str | int, ...], message: str) -> Problem:
        """A problem at the value of that path."""
        return Problem(self.file, self.lines.at(path), message)


def read_document(path: Path, name: str | None = None) -> Document:
    """Read one YAML file; `name` is how problems call it."""
    name = name or str(path)
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            return _unreadable(name, 1, "is no file")  # a device might never end
        if status.st_size > LARGEST_FILE_BYTES:
            return _unreadable(name, 1, f"larger than {LARGEST_FILE_BYTES // 10**6} MB")
        text = path.read_bytes().decode()
    except OSError as error:
        return _unreadable(name, 1, f"cannot be read: {error.strerror or error}")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return _unreadable(name, line, "is not UTF-8 text")
    return parse_document(text, name)


def parse_document(text: str, name: str) -> Document:
    """Parse YAML text; `name` is how problems call it."""
    builder = _Builder(name)
    try:
        value, lines = builder.document(iter(_Loader(text).get_event, None))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = error.problem or error.context or ""
        return _unreadable(name, line, f"is not valid YAML: {PLAINER.get(problem, problem)}")
    except ReaderError as error:
        line = text.count("\n", 0, text.find(chr(error.character))) + 1
        return _unreadable(name, line, f"is not valid YAML: {str(error).splitlines()[0]}")
    except _UnreadableError as stop:
        return _unreadable(name, stop.line, stop.message)
    return Document(name, value, lines, tuple(builder.problems))


def _unreadable(name: str, line: int, message: str) -> Document:
    return Document(name, None, Lines(line), (Problem(name, line, message),))


class _UnreadableError(Exception):
    """Nothing after this line is worth reading."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


class _Builder:
    """Builds plain values from the parser's events, collecting what is wrong on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.values = 0

    def document(self, events: Iterator[yaml.Event]) -> tuple[object | None, Lines]:
        result: tuple[object | None, Lines | int] | None = None
        for event in events:
            if isinstance(event, yaml.StreamEndEvent):
                break
            if isinstance(event, yaml.DocumentStartEvent):
                if result is not None:
                    raise _UnreadableError(_line(event), "holds a second document; one is enough")
                result = self._value(next(events), events, depth=1)
        if result is None:
            raise _UnreadableError(1, "is empty")
        value, lines = result
        return value, Lines(lines) if isinstance(lines, int) else lines

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> tuple[object | None, Lines | int]:
        line = _line(event)
        self._refuse(event, line, depth)
        if type(event) is yaml.ScalarEvent:
            return self._text(event, line), line
        if type(event) is yaml.MappingStartEvent:
            return self._mapping(events, line, depth)
        return self._sequence(events, line, depth)

    def _refuse(self, event: Any, line: int, depth: int) -> None:
        """Whatever would make a value more than plain text, or the file more than can be read."""
        self.values += 1
        # An alias has an anchor, that to which it leads.
        if self.values <= MOST_VALUES and depth <= DEEPEST and event.anchor is None and event.tag is None:
            return
        if self.values > MOST_VALUES:
            raise _UnreadableError(line, f"holds more than {MOST_VALUES:,} values")
        if type(event) is yaml.AliasEvent:
            raise _UnreadableError(line, "uses an alias (*); write the value out")
        if event.anchor is not None:
            raise _UnreadableError(line, "uses an anchor (&); write the value out where it is needed")
        if event.tag is not None:
            raise _UnreadableError(line, "uses a tag (!); every value is plain text")
        raise _UnreadableError(line, f"is nested deeper than {DEEPEST} levels")

    def _mapping(self, events: Iterator[yaml.Event], line: int, depth: int) -> tuple[dict[str, object], Lines]:
        value: dict[str, object] = {}
        lines = Lines(line)
        while type(event := next(events)) is not yaml.MappingEndEvent:
            key, at = self._key(event, depth)
            inner, inner_lines = self._value(next(events), events, depth + 1)
            if key in value:
                self._problem(at, f"“{key}” stands here again; it stood on line {_line_of(lines.inside[key])}")
                continue
            value[key] = inner
            if isinstance(inner_lines, int):
                inner_lines = at
            else:
                inner_lines.line = at
            lines.inside[key] = inner_lines
        return value, lines

    def _key(self, event: yaml.Event, depth: int) -> tuple[str, int]:
        line = _line(event)
        self._refuse(event, line, depth)
        if type(event) is not yaml.ScalarEvent:
            raise _UnreadableError(line, "has a key that is not text")
        return self._text(event, line), line

    def _sequence(self, events: Iterator[yaml.Event], line: int, depth: int) -> tuple[list[object], Lines]:
        value: list[object] = []
        lines = Lines(line)
        while type(event := next(events)) is not yaml.SequenceEndEvent:
            inner, lines.inside[len(value)] = self._value(event, events, depth + 1)
            value.append(inner)
        return value, lines

    def _text(self, event: yaml.ScalarEvent, line: int) -> str:
        if len(event.value) > LONGEST_FIELD:
            self._problem(line, f"a text of more than {LONGEST_FIELD:,} characters")
            return ""
        if not event.value or event.value.isspace():
            self._problem(line, "an empty value; leave the field out instead")
        return event.value

    def _problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.name, line, message))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
