"""Exams as JSON: all that is frozen of an exam, to keep it or to take it elsewhere, and back."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import CoreConfig, SchemaValidator

from studyapp.domain.exam.exam import Exam
from studyapp.errors import ExportError
from studyapp.exports.exam.naming import file_name
from studyapp.exports.exam.output import ExamCharts, Output
from studyapp.exports.exam.soundness import flaws_of

MOST_BYTES = 50_000_000
MOST_COMMAS = 2_000_000
"""More than 26 forms of 500 items need; by them a file could hold more values than fit into memory."""
STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


def json_file(exam: Exam, _: ExamCharts) -> Output:
    """The exam as a file; its charts are in it as patterns and zones, not as pictures."""
    return Output(files={file_name(exam, "exam.json"): exam_json(exam)})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    """The file: what it is, and the exam."""

    format: Literal["studyapp-exam"]
    version: Literal[1]
    """Raised when a reader of the former version would misread the new one."""
    exam: Exam


def exam_json(exam: Exam) -> bytes:
    """The exam as JSON in UTF-8, keys in the alphabet's order; raises ExportError for one that could not be read back.

    That is one that contradicts itself, is larger than 50 MB, or holds half a character.
    """
    _refuse_flawed(exam)
    (told,) = _documents().dump_python((_Document(format="studyapp-exam", version=1, exam=exam),), mode="json")
    try:
        data = f"{json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()
    except UnicodeEncodeError as error:
        raise ExportError("The exam holds half a character, so it cannot be written as JSON.") from error
    if len(data) > MOST_BYTES or data.count(b",") > MOST_COMMAS:
        raise ExportError(f"The exam is too large for a file of {MOST_BYTES // 1_000_000} MB.")
    return data


def exam_of(data: bytes) -> Exam:
    """The exam that `exam_json` wrote; raises ExportError, with one sentence, for anything else."""
    if len(data) > MOST_BYTES or data.count(b",") > MOST_COMMAS:
        raise ExportError(f"The file is no exam: it is larger than {MOST_BYTES // 1_000_000} MB, or holds too much.")
    try:
        exam: Exam = _reader().validate_json(b"[%b]" % data)[0].exam
    except ValidationError as error:
        raise ExportError(_sentence(error)) from error
    _refuse_flawed(exam)
    return exam


def _sentence(error: ValidationError) -> str:
    """The first thing that is wrong; what the file is comes before what is in it."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    by_place = {one["loc"][1:2]: one for one in reversed(found)}
    if found[0]["type"] == "json_invalid":
        return "The file is no exam: it is not JSON in UTF-8."
    if () in by_place or ("format",) in by_place:
        return "The file is no exam of studyapp."
    if ("version",) in by_place:
        return "The exam was written by another release of studyapp, in a form that this one cannot read."
    place = ".".join(map(str, found[0]["loc"][1:]))
    return f"The exam cannot be read: {place[:200]}: {found[0]['msg'][:200]}."


@cache
def _documents() -> TypeAdapter[tuple[_Document]]:
    # Inside a tuple the domain's own dataclasses take the tuple's settings, and need to know nothing of pydantic.
    return TypeAdapter(tuple[_Document], config=STRICT)


@cache
def _reader() -> SchemaValidator:
    """A reader that goes on to no further element of a list when one is wrong: it would remember every error."""
    schema = _documents().core_schema
    _fail_fast(schema)
    settings = CoreConfig(strict=True, extra_fields_behavior="forbid", allow_inf_nan=False)
    return SchemaValidator(schema, settings)


def _fail_fast(schema: Any) -> None:
    if isinstance(schema, dict):
        if schema.get("type") == "tuple":
            schema["fail_fast"] = True
        schema = list(schema.values())
    for part in schema if isinstance(schema, list) else ():
        _fail_fast(part)


def _refuse_flawed(exam: Exam) -> None:
    for flaw in flaws_of(exam):
        raise ExportError(f"The exam contradicts itself: {flaw}.")
