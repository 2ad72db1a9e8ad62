"""Writes what follows from the code: JSON Schemas, the tables of docs/decks.md and docs/settings.md, card ids.

Alone it brings every file up to date; `--check` names those that are not, and exits with 1.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from dataset_tables import dataset_tables, table

from studyapp.content.loader import load_catalog
from studyapp.content.schema import FILES, json_schema
from studyapp.domain.evidence import Sourced
from studyapp.settings import VARIABLES

DECK = "trigger-points"
ROOT = Path(__file__).resolve().parent.parent
PLACES = {
    "deck": "<deck>/deck.yaml",
    "muscle": "<deck>/muscles/<id>.yaml",
    "complaints": "<deck>/complaints.yaml",
    "conditions": "<deck>/conditions.yaml",
    "cards": "<deck>/cards.yaml",
    "vocabulary": "vocabulary.yaml",
    "names": "names.yaml",
    "blueprint": "<deck>/exams/<name>.yaml",
    "bank": "<deck>/exams/bank.yaml",
}
"""Where each kind of file stands, from the folder of decks."""
EVIDENCE = tuple(field.name for field in fields(Sourced))
BEGIN, END = "<!-- begin: written by tools/write_docs.py -->", "<!-- end -->"


def main() -> None:
    """Write the files that are stale, or name them."""
    stale = {path: text for path, text in texts().items() if not path.is_file() or path.read_text("utf-8") != text}
    for path, text in stale.items():
        print(path.relative_to(ROOT))
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    sys.exit("--check" in sys.argv and bool(stale))


def texts() -> dict[Path, str]:
    """Every file that follows from the code and the shipped decks, with the text that it should have."""
    schemas = {
        ROOT / "decks" / "schema" / f"{kind}.json": json.dumps(json_schema(kind), indent=2, ensure_ascii=False) + "\n"
        for kind in FILES
    }
    return {
        **schemas,
        ROOT / "docs" / "decks.md": _between(ROOT / "docs" / "decks.md", deck_tables()),
        ROOT / "docs" / "dataset.md": _between(ROOT / "docs" / "dataset.md", dataset_tables(load_catalog(), DECK)),
        ROOT / "docs" / "settings.md": _between(ROOT / "docs" / "settings.md", settings_table()),
        ROOT / "tests" / "card_ids.txt": _card_ids(ROOT / "tests" / "card_ids.txt"),
    }


def settings_table() -> str:
    """The table of all settings."""
    rows = [(f"`{variable.name}`", variable.default, variable.meaning) for variable in VARIABLES]
    return table(("Variable", "Default", "Meaning"), rows)


def deck_tables() -> str:
    """A table for every kind of file, and one for every kind of entry in them."""
    schemas = {kind: json_schema(kind) for kind in FILES}
    entries: dict[str, Any] = {}
    for schema in schemas.values():
        entries |= schema["$defs"]
    evidence = {name: entries["Action"]["properties"][name] for name in EVIDENCE}
    required = [name for name in EVIDENCE if name in entries["Action"]["required"]]
    parts = ["### Files"]
    parts += [_section(f"`{PLACES[kind]}`", schema) for kind, schema in schemas.items()]
    parts += ["### Entries", _section("Evidence", {"properties": evidence, "required": required, **EVIDENCE_HEAD})]
    parts += [_section(name, entries[name]) for name in sorted(entries) if "properties" in entries[name]]
    parts += ["### Words to choose from", table(("Word", "Values"), _enumerations(entries))]
    return "\n\n".join(parts)


EVIDENCE_HEAD = {"description": "What every entry that states a fact carries."}


def _section(title: str, schema: dict[str, Any]) -> str:
    properties = schema["properties"]
    sourced = title != "Evidence" and set(EVIDENCE) <= set(properties)
    rows = [
        (f"`{name}`" + ("" if name in schema.get("required", ()) else " *"), _value(node), node["description"])
        for name, node in properties.items()
        if not (sourced and name in EVIDENCE)
    ]
    also = " It also has the fields of [Evidence](#evidence)." if sourced else ""
    return f"#### {title}\n\n{schema['description']}{also}\n\n{table(('Field', 'Value', 'Meaning'), rows)}"


def _value(node: dict[str, Any]) -> str:
    """What may stand in a field, in words."""
    match node:
        case {"anyOf": [given, {"type": "null"}]}:
            return _value(given)
        case {"$ref": reference}:
            name = str(reference).removeprefix("#/$defs/")
            return f"[{name}](#{name.lower()})" if name not in _words() else name
        case {"type": "array", "items": items}:
            return f"list of {_value(items)}"
        case {"type": "object", "additionalProperties": inner}:
            return f"{_value(inner)} by id"
    return SCALARS[node.get("type", "enum")]


SCALARS = {"string": "text", "integer": "whole number", "number": "number", "enum": "yes or no"}


@cache
def _words() -> set[str]:
    """The entries that are words to choose from."""
    return {name for kind in FILES for name, entry in json_schema(kind)["$defs"].items() if "enum" in entry}


def _enumerations(entries: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for name in sorted(entries):
        if "enum" in entries[name]:
            yield name, ", ".join(f"`{value}`" for value in entries[name]["enum"])


def _between(path: Path, generated: str) -> str:
    """The file's text with what stands between its two markers renewed."""
    before, rest = path.read_text("utf-8").split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{generated}\n{END}{after}"


def _card_ids(path: Path) -> str:
    """Every id ever listed, then the new ones: the list only grows."""
    listed = path.read_text("utf-8").splitlines() if path.is_file() else []
    live = sorted(f"{key.deck} {key.card}" for key in load_catalog().cards)
    return "".join(f"{line}\n" for line in dict.fromkeys([*listed, *live]))


if __name__ == "__main__":
    main()
