"""The JSON Schemas by which editors complete deck files: described, up to date, and true of the shipped files."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from studyapp.content.deckfiles import deck_folders
from studyapp.content.schema import FILES, json_schema, validate
from studyapp.content.yamltext import parse_document
from studyapp.domain.deck import Manifest
from studyapp.domain.evidence import Sourced
from studyapp.domain.vocabulary import Names
from studyapp.paths import resource

DECKS = resource("decks")
COMMITTED = Path(__file__).parents[2] / "decks" / "schema"

WRITE = "run `make docs`"


def shipped_files() -> list[tuple[str, Path]]:
    """Every shipped file with its kind."""
    files = [("vocabulary", DECKS / "vocabulary.yaml"), ("names", DECKS / "names.yaml")]
    for folder in deck_folders(DECKS):
        files += [("muscle", path) for path in sorted((folder / "muscles").glob("*.yaml"))]
        files += [(kind, folder / f"{kind}.yaml") for kind in ("deck", "complaints", "conditions", "cards")]
    return [(kind, path) for kind, path in files if path.is_file()]


def definitions(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "the file", schema
    yield from schema["$defs"].items()


@pytest.mark.parametrize("kind", FILES)
def test_the_committed_schema_is_up_to_date(kind: str) -> None:
    committed = json.loads((COMMITTED / f"{kind}.json").read_text(encoding="utf-8"))
    assert committed == json_schema(kind), WRITE


def test_no_schema_is_committed_that_is_no_kind_of_file() -> None:
    assert {path.stem for path in COMMITTED.iterdir()} == set(FILES), WRITE


def test_the_folder_of_schemas_is_no_deck() -> None:
    assert COMMITTED not in deck_folders(DECKS)


@pytest.mark.parametrize("kind", FILES)
def test_every_field_and_every_entry_has_a_description(kind: str) -> None:
    for name, definition in definitions(json_schema(kind)):
        assert definition.get("description"), name
        for field, node in definition.get("properties", {}).items():
            assert node.get("description"), f"{name}.{field}"


@pytest.mark.parametrize(("kind", "shape"), FILES.items())
def test_a_schema_has_every_field_of_its_file_and_no_other(kind: str, shape: Any) -> None:
    schema = json_schema(kind)
    assert set(schema["properties"]) == {field.name for field in fields(shape)}
    assert all(node["additionalProperties"] is False for _, node in definitions(schema) if "properties" in node)


def test_what_states_a_fact_needs_status_and_sources() -> None:
    action = json_schema("muscle")["$defs"]["Action"]
    assert {field.name for field in fields(Sourced)} <= set(action["properties"])
    assert set(action["required"]) == {"movement", "role", "status", "sources"}


def test_an_unknown_kind_has_no_schema() -> None:
    with pytest.raises(KeyError):
        json_schema("exam")


@pytest.mark.parametrize(("kind", "path"), shipped_files(), ids=lambda value: getattr(value, "stem", value))
def test_an_editor_finds_no_fault_in_a_shipped_file(kind: str, path: Path) -> None:
    schema = json_schema(kind)
    assert list(faults(as_an_editor_reads(path.read_text(encoding="utf-8")), schema, schema["$defs"])) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("id: a\n", "latin"),
        ("name: 5\n", "name"),
        ("aliases: a\n", "aliases"),
        ("group: {group: g, status: maybe, sources: []}\n", "group.status"),
        ("signs: [{id: a, text: b, status: contested, sources: [], ask: maybe}]\n", "signs.0.ask"),
        ("colour: red\n", "colour"),
    ],
)
def test_an_editor_finds_the_fault_in_a_wrong_file(text: str, fault: str) -> None:
    schema = json_schema("muscle")
    found = list(faults(as_an_editor_reads(text), schema, schema["$defs"]))
    assert any(one.startswith(f"{fault} ") for one in found), found


def as_an_editor_reads(text: str) -> Any:
    """The values of a YAML 1.2 text: `no` and `3:00` are texts there, `true` and `5` are not."""
    return _typed(yaml.compose(text, Loader=yaml.SafeLoader))


def _typed(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _typed(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_typed(value) for value in node.value]
    if node.style is None and re.fullmatch(r"[-+]?[0-9]+", node.value):
        return int(node.value)
    if node.style is None and re.fullmatch(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?", node.value):
        return float(node.value)
    plain = {"true": True, "false": False, "null": None, "~": None}
    return plain.get(node.value, node.value) if node.style is None else node.value


TYPES = {"string": str, "integer": int, "number": int | float, "array": list, "object": dict, "null": type(None)}


def faults(value: Any, schema: dict[str, Any], entries: dict[str, Any], at: str = "") -> Iterator[str]:
    """Where a value is not as the schema, of the few words that ours use, has it."""
    schema = entries[schema["$ref"].removeprefix("#/$defs/")] if "$ref" in schema else schema
    if "anyOf" in schema:
        choices = [list(faults(value, choice, entries, at)) for choice in schema["anyOf"]]
        yield from [] if [] in choices else choices[0]
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{at} is none of {schema['enum']}"
    elif "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        yield f"{at} is no {schema['type']}"
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from faults(inner, schema["items"], entries, f"{at}.{index}".lstrip("."))
    elif isinstance(value, dict):
        yield from _faults_of_fields(value, schema, entries, at)


def _faults_of_fields(value: dict[str, Any], schema: dict[str, Any], entries: dict[str, Any], at: str) -> Iterator[str]:
    yield from (f"{at}.{name} is missing".lstrip(".") for name in schema.get("required", ()) if name not in value)
    for name, inner in value.items():
        known = schema.get("properties", {}).get(name, schema["additionalProperties"])
        here = f"{at}.{name}".lstrip(".")
        yield from faults(inner, known, entries, here) if known is not False else [f"{here} is no field"]


def test_every_problem_of_a_file_is_told_at_its_own_line() -> None:
    document = parse_document("id: a\nbibliography:\n  - {id: x}\n  - y\ntitel: b\n", "deck.yaml")
    value, problems = validate(document, Manifest)
    assert value is None
    assert sorted(str(problem) for problem in problems) == [
        "deck.yaml:1: “description” is missing",
        "deck.yaml:1: “licence” is missing",
        "deck.yaml:1: “title” is missing",
        "deck.yaml:1: “version” is missing",
        "deck.yaml:3: “kind” is missing",
        "deck.yaml:3: “short” is missing",
        "deck.yaml:3: “title” is missing",
        "deck.yaml:4: entry 2 must be a mapping of fields",
        "deck.yaml:5: “titel” is no field here",
    ]


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e999", "ten", "[1]"])
def test_a_place_on_the_chart_is_a_finite_number(number: str) -> None:
    point = f"trigger_points: [{{at: [{{segment: leg, height: {number}, angle: 0}}]}}]\n"
    _, problems = validate(parse_document(f"id: a\n{point}", "muscle.yaml"), FILES["muscle"])
    assert any("“height”" in problem.message for problem in problems)


def test_a_document_that_could_not_be_read_has_no_further_problems() -> None:
    document = parse_document("a: &x 1\n", "names.yaml")
    assert validate(document, Names) == (None, [])
    assert len(document.problems) == 1
