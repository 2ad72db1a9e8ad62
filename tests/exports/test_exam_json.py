"""Exams as JSON: there and back, and everything else refused in a sentence."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_exam import HOSTILE, made_exam

from studyapp.domain.exam.item import Difficulty, ItemType
from studyapp.domain.exam.rules import Finding, Severity
from studyapp.errors import ExportError
from studyapp.exports.exam.as_json import MOST_BYTES, MOST_COMMAS, exam_json, exam_of, json_file

EXAM = replace(
    made_exam(),
    findings=(Finding("O3", Severity.WARNING, "idcloze", "is “long”"),),
    waived={"O3 idcloze": "meant so", "A1 x": HOSTILE},
    made_at=datetime(2026, 11, 28, 9, 30, 0, 123456, tzinfo=UTC),
)


def told(exam=EXAM):
    return json.loads(exam_json(exam))


def written(document):
    return json.dumps(document).encode()


def changed(change, exam=EXAM):
    """The file after a change to its first item, or to the document itself."""
    document = told(exam)
    change(document, document["exam"]["forms"][0]["items"][0]["item"])
    return written(document)


def test_an_exam_comes_back_as_it_was():
    assert exam_of(exam_json(EXAM)) == EXAM


@given(st.text())
def test_any_text_comes_back_as_it_was(text):
    exam = made_exam(text, forms="A")
    assert exam_of(exam_json(exam)) == exam


def test_every_type_of_item_is_in_the_made_exam():
    assert {item.type for item in EXAM.items} == set(ItemType)


def test_the_file_says_what_it_is_and_can_be_read_by_a_person():
    data = exam_json(EXAM)
    assert told()["format"] == "studyapp-exam"
    assert told()["version"] == 1
    assert data.endswith(b"}\n")
    assert "肌肉".encode() in data


def test_equal_exams_are_the_same_bytes_in_whatever_order_their_mappings_were_made():
    shares = {Difficulty.HARD: 1, Difficulty.EASY: 2}
    one, other = (
        replace(
            EXAM,
            waived=dict(sorted(EXAM.waived.items(), reverse=reverse)),
            blueprint=replace(EXAM.blueprint, difficulty=dict(sorted(shares.items(), reverse=reverse))),
        )
        for reverse in (False, True)
    )
    assert exam_json(one) == exam_json(other)


def test_as_a_file_it_is_named_by_the_title():
    exam = replace(EXAM, blueprint=replace(EXAM.blueprint, title="Final: Hip & Buttock"))
    assert json_file(exam, None).files == {"final-hip-buttock-exam.json": exam_json(exam)}


NO_JSON = "The file is no exam: it is not JSON in UTF-8."
NO_EXAM = "The file is no exam of studyapp."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04", NO_JSON),
        (b"\xff\xfe{", NO_JSON),
        (b"[" * 1_000_000, NO_JSON),
        (b'{"a":' * 1_000_000, NO_JSON),
        (exam_json(EXAM)[:-50], NO_JSON),
        (exam_json(EXAM).replace(b"first", b"\\ud800", 1), NO_JSON),
        (b"", NO_EXAM),
        (b"1], [2", NO_JSON),
        (b"null", NO_EXAM),
        (b"{}", NO_EXAM),
        (exam_json(EXAM) + b"," + exam_json(EXAM), NO_EXAM),
        (written({"format": "studyapp-data", "version": 1, "exam": {}}), NO_EXAM),
        (
            written(told() | {"version": 2}),
            "The exam was written by another release of studyapp, in a form that this one cannot read.",
        ),
        (written(told() | {"exam": []}), "The exam cannot be read: exam: Input should be an object."),
    ],
)
def test_what_is_no_exam_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(ExportError) as error:
        exam_of(data)
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    "change",
    [
        lambda _, item: item.update(stem=7),
        lambda _, item: item.update(points="1"),
        lambda _, item: item.update(points=True),
        lambda _, item: item.update(closeness=float("nan")),
        lambda _, item: item.update(type="essay"),
        lambda _, item: item.update(options={}),
        lambda _, item: item.update(extra=1),
        lambda _, item: item.pop("facts"),
        lambda document, _: document.update(extra=1),
        lambda document, _: document["exam"].update(made_at="yesterday"),
        lambda document, _: document["exam"].update(waived={"O3 x": None}),
    ],
)
def test_wrong_types_and_unknown_or_missing_fields_are_refused(change):
    with pytest.raises(ExportError, match=r"^The exam cannot be read: [^\n]+: [^\n]*\.$"):
        exam_of(changed(change))


def first(exam, **changes):
    one = exam.forms[0].items[0]
    return with_item(exam, replace(one, item=replace(one.item, **changes)))


def with_item(exam, *items):
    return replace(exam, forms=(replace(exam.forms[0], items=items),))


def of_type(kind):
    return next(one for one in EXAM.forms[0].items if one.item.type is kind)


def alone(kind, **changes):
    one = of_type(kind)
    return with_item(EXAM, replace(one, number=1, item=replace(one.item, **changes)))


@pytest.mark.parametrize(
    "exam",
    [
        replace(EXAM, forms=()),
        replace(EXAM, forms=(EXAM.forms[0], EXAM.forms[0])),
        replace(EXAM, forms=(replace(EXAM.forms[0], letter="AB"),)),
        replace(EXAM, forms=(replace(EXAM.forms[0], letter=""),)),
        with_item(EXAM, EXAM.forms[0].items[1]),
        with_item(EXAM, EXAM.forms[0].items[0], replace(EXAM.forms[0].items[0], number=2)),
        first(EXAM, points=-1),
        first(EXAM, options=()),
        first(EXAM, options=EXAM.items[0].options + EXAM.items[0].options[:1]),
        alone(ItemType.MATCHING, options=()),
        alone(ItemType.MATCHING, premises=()),
        alone(ItemType.ORDERING, order=("o1", "o2")),
        alone(ItemType.SHORT, blanks=()),
        alone(ItemType.MULTIPLE, options=of_type(ItemType.MULTIPLE).item.options[2:]),
    ],
)
def test_an_exam_that_contradicts_itself_is_neither_written_nor_read(exam):
    with pytest.raises(ExportError, match=r"^The exam contradicts itself: [^\n]*\.$"):
        exam_json(exam)
    document = told()
    document["exam"]["forms"] = json.loads(json.dumps([_form(form) for form in exam.forms]))
    with pytest.raises(ExportError, match=r"^The exam contradicts itself: "):
        exam_of(written(document))


def _form(form):
    """A form as the file has it, with the changed fields of its items put into those that were written."""
    return {"letter": form.letter, "items": [{"number": one.number, "item": _item(one.item)} for one in form.items]}


def _item(item):
    whole = next(one["item"] for one in told()["exam"]["forms"][0]["items"] if one["item"]["type"] == item.type)
    options = {one["id"]: one for one in whole["options"]}
    return whole | {
        "points": item.points,
        "options": [options[one.id] for one in item.options],
        "premises": whole["premises"] if item.premises else [],
        "blanks": whole["blanks"] if item.blanks else [],
        "order": list(item.order),
    }


def test_half_a_character_is_refused_when_it_is_written():
    with pytest.raises(ExportError, match="half a character"):
        exam_json(made_exam("\ud800"))


def test_too_large_a_file_is_refused_unread():
    for data in (b" " * (MOST_BYTES + 1), b"," * (MOST_COMMAS + 1)):
        with pytest.raises(ExportError, match="larger than 50 MB"):
            exam_of(data)


def test_a_list_of_a_million_wrong_things_is_one_error():
    """Each error is remembered with its place, so a million of them would take a gigabyte."""
    document = b'{"format": "studyapp-exam", "version": 1, "exam": {"forms": [%b1]}}'
    with pytest.raises(ExportError) as error:
        exam_of(document % (b"1," * 1_000_000))
    assert error.value.__cause__.error_count() < 20
