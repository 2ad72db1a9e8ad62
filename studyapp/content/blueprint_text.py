"""Blueprints written as YAML, so that what is read from it is the same blueprint."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import yaml

from studyapp.domain.exam.blueprint import Cell, ExamBlueprint

WIDTH = 118
UNUSUAL = frozenset("\x85\u2028\u2029")
"""Line breaks of Unicode, which YAML would fold into spaces."""


def blueprint_text(blueprint: ExamBlueprint) -> str:
    """The YAML of a blueprint; what is left open is left out."""
    return yaml.dump(_told(blueprint), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)


class _Dumper(yaml.SafeDumper):
    """Writes every value out: a reader of decks takes no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Between double quotes, where they are written as escapes, unusual line breaks stay what they are."""
    style = '"' if set(text) & UNUSUAL else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def _told(named: ExamBlueprint | Cell) -> dict[str, Any]:
    """Title and cells, type and count always; of the rest what is set."""
    told = {field.name: _plain(getattr(named, field.name)) for field in fields(named)}
    return {name: value for name, value in told.items() if value not in (None, "", [], {})}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return _told(value)  # type: ignore[arg-type]  # a blueprint holds no other dataclass than cells
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    return value if value is None or isinstance(value, int) else str(value).strip()
