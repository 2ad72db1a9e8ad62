"""Every entry within a file's value, with the path that leads to it."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
Found: TypeAlias = Iterator[tuple[Path, str]]
"""Problems: where, and what is wrong."""

_FIELDS: dict[type, tuple[str, ...]] = {}


def fields_of(shape: type) -> tuple[str, ...]:
    """The names of a dataclass's fields, found out once; none for other types."""
    if shape not in _FIELDS:
        _FIELDS[shape] = tuple(field.name for field in fields(shape)) if is_dataclass(shape) else ()
    return _FIELDS[shape]


def walk(value: object, path: Path) -> list[tuple[Path, Any]]:
    """Every dataclass instance within a value, with its path."""
    found: list[tuple[Path, Any]] = []
    _collect(value, path, found)
    return found


def _collect(value: Any, path: Path, found: list[tuple[Path, Any]]) -> None:
    """What `walk` finds; most values are texts, so nothing is done for these."""
    if isinstance(value, tuple):
        for index, inner in enumerate(value if value and type(value[0]) is not str else ()):
            _collect(inner, (*path, index), found)
    elif names := fields_of(type(value)):
        found.append((path, value))
        for name in names:
            inner = getattr(value, name)
            if inner and type(inner) is not str:
                _collect(inner, (*path, name), found)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _collect(inner, (*path, key), found)
