"""Exams as tables, read back by the csv module, by openpyxl and as the XML that they are."""

import csv
import re
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from made_exam import HOSTILE, made_exam

from studyapp.exports.exam.table import cell, csv_table, xlsx_table

FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEADER = [
    *("Form", "Number", "Item id", "Type", "Stem", "Premises", "Option A", "Option B", "Option C", "Option D"),
    *("Option E", "Key", "Also right", "Points", "Predicted difficulty", "Rationale", "Sources", "Fact ids"),
]
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def named(exam):
    return replace(exam, blueprint=replace(exam.blueprint, title="Final"))


def csv_rows(exam):
    (data,) = csv_table(named(exam), None).files.values()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def workbook(exam):
    (data,) = xlsx_table(named(exam), None).files.values()
    return openpyxl.load_workbook(BytesIO(data))


def raw_texts(exam):
    """The texts of a workbook by the standard, in which _xHHHH_ is a character by its number."""
    (data,) = xlsx_table(named(exam), None).files.values()
    with ZipFile(BytesIO(data)) as archive:
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    whole = ("".join(one.itertext()) for one in sheet.iter(f"{S}is"))
    return {re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text) for text in whole}


def expected(form, one):
    """A row as the exam has it, but for reasons and sources."""
    item = one.item
    premises = "\n".join(f"{n}. {premise.text}" for n, premise in enumerate(item.premises, 1))
    options = [option.text for option in item.options] + [""] * (5 - len(item.options))
    return [form, one.number, item.id, item.type.label, item.stem, premises, *options]


EXAM = made_exam()
EXPECTED = [expected(form.letter, one) for form in EXAM.forms for one in form.items]
TYPED = f"answer {HOSTILE}"
KEYS = ["B", "B", "A, B", "B", "1–B, 2–A", "1–B, 2–A", TYPED, TYPED, "C, A, B", "B"]


def test_the_csv_has_a_row_for_each_item_of_each_form():
    header, *rows = csv_rows(EXAM)
    assert header == HEADER
    assert [row[:11] for row in rows] == [[str(value) for value in row] for row in EXPECTED]
    assert [row[11] for row in rows] == [*KEYS, *KEYS[::-1]]


def test_the_workbook_has_the_same_with_numbers_as_numbers():
    rows = list(workbook(EXAM)["Items"].values)
    assert list(rows[0]) == HEADER
    assert [list(row[:11]) for row in rows[1:]] == [[value or None for value in row] for row in EXPECTED]
    assert [row[11] for row in rows[1:]] == [*KEYS, *KEYS[::-1]]
    assert {row[13] for row in rows[1:]} == {1}


def test_a_row_tells_reasons_sources_and_facts():
    row = dict(zip(HEADER, csv_rows(EXAM)[1], strict=True))
    assert row["Rationale"].splitlines()[0] == "Why single-best-answer is so"
    assert f"B: second {HOSTILE}: what it really is" in row["Rationale"]
    assert row["Sources"] == "Gray (1918), p. 475"
    assert row["Fact ids"] == "gluteus-minimus.origin.gluteal-surface"
    assert row["Predicted difficulty"] == "medium"
    assert [one[12] for one in csv_rows(EXAM)[7:9]] == [f"other {HOSTILE}"] * 2


def test_papers_are_marked_by_the_key_of_each_form():
    rows = list(workbook(EXAM)["Key by form"].values)
    assert rows[0] == ("Number", "Form A", "Points A", "Form B", "Points B")
    assert [(row[0], row[1], row[3]) for row in rows[1:]] == list(zip(range(1, 11), KEYS, KEYS[::-1], strict=True))


def test_the_headers_stay_in_sight():
    assert [sheet.freeze_panes for sheet in workbook(EXAM)] == ["A2", "A2"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'x", "#N/A", "1e5", "TRUE"])
def test_no_cell_of_the_workbook_is_a_formula_an_error_or_a_number_in_disguise(text):
    exam = made_exam()
    item = replace(exam.forms[0].items[0].item, stem=text)
    exam = replace(exam, forms=(replace(exam.forms[0], items=(replace(exam.forms[0].items[0], item=item),)),))
    stem = workbook(exam)["Items"]["E2"]
    assert stem.data_type == "s"
    assert stem.value == text
    assert stem.quotePrefix is text.startswith(FORMULA)
    assert csv_rows(exam)[1][4] == (f"'{text}" if text.startswith((*FORMULA, "'")) else text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff")))
def test_a_cell_of_the_csv_is_inert_and_verbatim(text):
    told = cell(text)
    assert not told.startswith(FORMULA)
    assert told == (f"'{text}" if text.startswith((*FORMULA, "'")) else text)


@pytest.mark.parametrize("text", ["_x000D_", "_x0041_x", "__x005F_", "a\nb\tc\rd", "  spaces  ", "𝔸 é e\u0301"])
def test_the_workbook_holds_what_looks_like_an_escape_as_it_stands(text):
    assert f"Which? {text}" in raw_texts(made_exam(text))


def test_what_xml_cannot_hold_is_marked():
    exam = made_exam("\x00\x1f\ud800|")
    assert csv_rows(exam)[1][4] == "Which? \ufffd\ufffd\ufffd|"
    assert workbook(exam)["Items"]["E2"].value == "Which? \ufffd\ufffd\ufffd|"


def test_a_text_too_long_for_a_cell_is_cut_and_named_and_whole_in_the_csv():
    exam = made_exam("x" * 33_000, forms="A")
    output = xlsx_table(named(exam), None)
    value = workbook(exam)["Items"]["E2"].value
    assert len(value) == 32_767
    assert value.endswith("x…")
    assert output.left_out[0] == (
        "Form A, item 1 (Single best answer): a cell of .xlsx holds 32,767 characters, so its stem is cut there;"
        " the .csv has it whole."
    )
    assert csv_rows(exam)[1][4] == exam.forms[0].items[0].item.stem
    assert xlsx_table(named(EXAM), None).left_out == csv_table(named(EXAM), None).left_out == ()


def test_an_item_with_seven_options_has_seven_columns():
    exam = made_exam()
    first = exam.forms[0].items[0]
    options = tuple(replace(first.item.options[0], id=f"o{n}", text=str(n)) for n in range(7))
    exam = replace(
        exam, forms=(replace(exam.forms[0], items=(replace(first, item=replace(first.item, options=options)),)),)
    )
    rows = csv_rows(exam)
    assert rows[0][6:13] == [f"Option {letter}" for letter in "ABCDEFG"]
    assert rows[1][6:13] == list("0123456")


def test_forms_that_share_no_number_leave_cells_empty():
    exam = made_exam()
    short = replace(exam.forms[1], items=exam.forms[1].items[:1])
    rows = list(workbook(replace(exam, forms=(exam.forms[0], short)))["Key by form"].values)
    assert rows[2][3:] == (None, None)


def test_the_same_exam_is_the_same_bytes_and_tells_no_date_or_author():
    for table in (csv_table, xlsx_table):
        assert table(named(EXAM), None).files == table(named(EXAM), None).files
    (data,) = xlsx_table(named(EXAM), None).files.values()
    with ZipFile(BytesIO(data)) as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}
        properties = etree.fromstring(archive.read("docProps/core.xml"))
    assert [etree.QName(one).localname for one in properties] == ["title", "language"]
