"""The shapes of a deck's files: the domain's own dataclasses, validated by pydantic and published as JSON Schema."""

from functools import cache
from typing import Any, TypeVar, cast

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from studyapp.content.yamltext import Document
from studyapp.domain.complaint import Complaints
from studyapp.domain.condition import Conditions
from studyapp.domain.deck import FreeCards, Manifest
from studyapp.domain.evidence import Sourced
from studyapp.domain.exam.blueprint import ExamBlueprint
from studyapp.domain.exam.own import OwnItems
from studyapp.domain.muscle import Muscle
from studyapp.domain.vocabulary import Names, Term, Vocabulary
from studyapp.errors import Problem

T = TypeVar("T")

FILES: dict[str, type] = {
    "deck": Manifest,
    "muscle": Muscle,
    "complaints": Complaints,
    "conditions": Conditions,
    "cards": FreeCards,
    "vocabulary": Vocabulary,
    "names": Names,
    "blueprint": ExamBlueprint,
    "bank": OwnItems,
}
"""The kinds of file, by the name under which `studyapp schema` publishes them."""

CONFIG = ConfigDict(extra="forbid", allow_inf_nan=False)
DESCRIBED = ConfigDict(**CONFIG, use_attribute_docstrings=True)
"""With the meaning of every field, which pydantic reads from the source: too slow for every start."""


def validate(document: Document, shape: type[T]) -> tuple[T | None, list[Problem]]:
    """The document's text as typed values, or every problem that keeps it from being so."""
    if document.value is None:
        return None, []
    try:
        return cast(T, _adapter(cast(Any, shape)).validate_python([document.value])[0]), []
    except ValidationError as error:
        return None, [_problem(document, detail) for detail in error.errors()]


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a kind of file, with a description of every field; KeyError if there is none."""
    schema = _described(FILES[kind])
    shared = {
        name: node
        for base in (Sourced, Term)
        for name, node in _described(base)["$defs"][base.__name__]["properties"].items()
    }
    for definition in schema["$defs"].values():
        for name, node in definition.get("properties", {}).items():
            if "description" not in node and name in shared:
                node["description"] = shared[name]["description"]
            for part in (node, *node.get("anyOf", ())):
                if part.get("type") == "boolean":
                    del part["type"]
                    part["enum"] = [True, False, "yes", "no"]  # an editor reads YAML 1.2, to which `no` is a text
    root = schema["$defs"].pop(FILES[kind].__name__)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **root,
        "$defs": schema["$defs"],
    }


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    # A type of our own would have to carry pydantic's settings itself; inside a tuple it takes the tuple's.
    return TypeAdapter(tuple[shape], config=CONFIG)


def _described(shape: Any) -> dict[str, Any]:
    return TypeAdapter(tuple[shape], config=DESCRIBED).json_schema()


def _problem(document: Document, detail: ErrorDetails) -> Problem:
    path = tuple(step for step in detail["loc"][1:] if step != "[key]")
    field = path[-1] if path else "the file"
    match detail["type"]:
        case "unexpected_keyword_argument" | "extra_forbidden":
            message = f"“{field}” is no field here"
        case "missing" | "missing_argument":
            message = f"“{field}” is missing"
        case "dataclass_type" | "dataclass_exact_type" | "dict_type" | "mapping_type":
            message = f"{_named(field)} must be a mapping of fields"
        case "tuple_type" | "list_type" | "iterable_type":
            message = f"{_named(field)} must be a list"
        case "string_type":
            message = f"{_named(field)} must be a text"
        case _:
            message = f"{_named(field)}: {detail['msg'][:1].lower()}{detail['msg'][1:]}"
    return document.problem(path, message)


def _named(field: str | int) -> str:
    return f"entry {field + 1}" if isinstance(field, int) else f"“{field}”"
