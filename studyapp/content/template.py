"""A muscle's file to fill in: every field with what it means, as a comment, so that the file is valid as it stands."""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields
from textwrap import wrap
from typing import Any

import yaml

from studyapp.content.schema import json_schema
from studyapp.domain.evidence import Sourced
from studyapp.domain.folding import fold
from studyapp.domain.vocabulary import Term

LINE = 118
COMMENT = 26
"""The column in which the meaning of a field begins."""
EVIDENCE = tuple(field.name for field in fields(Sourced))
GIVEN = ("id", "name", "latin", "aliases", "formerly")
"""Fields that are filled in, or that a new muscle cannot need."""

HEAD = """\
# yaml-language-server: $schema=../../schema/muscle.json
# {heading}: describe it from sources that you have read, and check it by `studyapp check`.
# Take the # from what you fill in. Fields without a “*” are needed once their entry is there.
# Every entry that states a fact has `status` and `sources`, and may have the other fields of evidence:
{evidence}
id: {ident}
name: {name}
latin: {latin}
"""


def slug(name: str) -> str:
    """The id that a name makes: "Tensor fasciae latae" is `tensor-fasciae-latae`; empty for a name without letters."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))


def muscle_template(name: str, names: Mapping[str, Term]) -> str:
    """The text of a new muscle's file; what it is called is filled in where the names hold it by its id."""
    ident = slug(name)
    known = names.get(ident)
    latin = (
        _yaml(known.latin)
        if known and known.latin
        else f"{_yaml(f'Musculus {name.lower()}')}  # by Terminologia Anatomica?"
    )
    schema = json_schema("muscle")
    evidence = [line for field in EVIDENCE for line in _field(field, schema["$defs"]["Action"], "#   ")]
    label = known.label if known else name
    text = HEAD.format(heading=label, ident=_yaml(ident), name=_yaml(label), latin=latin, evidence="\n".join(evidence))
    if known and known.aliases:
        text += f"aliases: {_yaml(list(known.aliases))}\n"
    sections = (_section(field, node, schema["$defs"]) for field, node in schema["properties"].items())
    return text + "".join(sections)


def another_name_of(name: str, names: Mapping[str, Term]) -> Term | None:
    """The muscle that is known already, under another id, by what is a name of it too; None when there is none."""
    known = (term for ident, term in names.items() if ident != slug(name))
    return next((term for term in known if fold(name) in map(fold, (term.label, *term.others))), None)


def _yaml(value: str | list[str]) -> str:
    """The value as YAML on one line, quoted where it must be."""
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=sys.maxsize)
    return text.removesuffix("...\n").rstrip("\n")


def _section(field: str, node: dict[str, Any], entries: dict[str, Any]) -> str:
    if field in GIVEN:
        return ""
    heading = f"# --- {node['description'].rstrip('.')} "
    lines = ["", heading.ljust(LINE, "-"), f"# {field}:", *_entry(node, entries, "#   ")]
    return "".join(f"{line}\n" for line in lines)


def _entry(node: dict[str, Any], entries: dict[str, Any], indent: str) -> Iterator[str]:
    """An entry's fields, with those of the entries inside it."""
    name, many = _entry_of(node)
    if name is None or "properties" not in entries[name]:
        return
    held = tuple(entries[name]["properties"])
    evidence = ("status", "sources") if set(EVIDENCE) <= set(held) else ()
    own = [field for field in held if not (evidence and field in EVIDENCE)]
    deeper = f"{indent}{'  ' if many else ''}"
    for number, field in enumerate(own):
        yield from _field(field, entries[name], f"{indent}- " if many and number == 0 else deeper)
        yield from _entry(entries[name]["properties"][field], entries, f"{deeper}  ")
    yield from (f"{deeper}{field}:" for field in evidence)


def _field(field: str, entry: dict[str, Any], indent: str) -> Iterator[str]:
    """A field, and beside it as a comment what it means; a star for one that may be left out."""
    star = " " if field in entry.get("required", ()) else "*"
    lead = f"{indent}{field}:".ljust(COMMENT) + f"# {star} "
    after = "#".ljust(COMMENT) + "#   "
    yield from wrap(entry["properties"][field]["description"], LINE, initial_indent=lead, subsequent_indent=after)


def _entry_of(node: dict[str, Any]) -> tuple[str | None, bool]:
    """The kind of entry that a field holds, and whether it holds many."""
    match node:
        case {"anyOf": [given, *_]}:
            return _entry_of(given)
        case {"type": "array", "items": {"$ref": reference}}:
            return str(reference).rpartition("/")[2], True
        case {"$ref": reference}:
            return str(reference).rpartition("/")[2], False
    return None, False
