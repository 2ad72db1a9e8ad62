"""Exams as tables, for instructors: every item of every form with its key, as .csv and as .xlsx."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]  # it ships no types
from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]  # as above
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]  # as above

from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.forms import FormItem
from studyapp.exports import spreadsheet
from studyapp.exports.exam.answer_key import also_right, key_of, reasons_of, sources_of
from studyapp.exports.exam.naming import file_name
from studyapp.exports.exam.ooxml import legible, same_each_time
from studyapp.exports.exam.output import ExamCharts, Output, letter
from studyapp.exports.exam.sheet_text import LONGEST, is_cut, sheet_text
from studyapp.exports.spreadsheet import FORMULA

LEAST_OPTIONS = 5
"""Columns for options that there are in any case; an item with more has more."""
BEFORE = ("Form", "Number", "Item id", "Type", "Stem", "Premises")
AFTER = ("Key", "Also right", "Points", "Predicted difficulty", "Rationale", "Sources", "Fact ids")
WIDTHS = {
    "Stem": 60,
    "Premises": 40,
    "Key": 20,
    "Also right": 30,
    "Rationale": 60,
    "Sources": 40,
    "Fact ids": 40,
    "Type": 20,
}
OTHER_WIDTH = 14


def csv_table(exam: Exam, _: ExamCharts) -> Output:
    """A row for each item of each form; UTF-8 with the mark by which spreadsheets know it, no cell a formula."""
    text = StringIO(newline="")
    csv.writer(text).writerows([cell(value) for value in row] for row in rows_of(exam))
    return Output(files={file_name(exam, "items.csv"): text.getvalue().encode("utf-8-sig")})


def xlsx_table(exam: Exam, _: ExamCharts) -> Output:
    """A workbook: the sheet “Items” with a row for each item of each form, and “Key by form” to mark papers by."""
    rows, keys = list(rows_of(exam)), list(_key_rows(exam))
    book = Workbook()
    _fill(book.active, "Items", rows)
    _fill(book.create_sheet(), "Key by form", keys)
    file = BytesIO()
    book.save(file)
    title = f"{exam.blueprint.title}: items and key"
    return Output(
        files={file_name(exam, "items.xlsx"): same_each_time(file.getvalue(), title)}, left_out=tuple(_cut(rows))
    )


def rows_of(exam: Exam) -> Iterator[list[str | int]]:
    """The header, then every item of every form."""
    most = max([LEAST_OPTIONS, *(len(one.item.options) for form in exam.forms for one in form.items)])
    yield [*BEFORE, *(f"Option {letter(place)}" for place in range(most)), *AFTER]
    for form in exam.forms:
        yield from (_row(form.letter, one, most) for one in form.items)


def cell(value: str | int) -> str | int:
    """A value as a cell of a .csv that no spreadsheet runs."""
    told: str | int = spreadsheet.cell(legible(value) if isinstance(value, str) else value)
    return told


def _row(form: str, one: FormItem, most: int) -> list[str | int]:
    item = one.item
    texts = [option.text for option in item.options]
    premises = "\n".join(f"{number}. {premise.text}" for number, premise in enumerate(item.premises, start=1))
    head: list[str | int] = [form, one.number, item.id, item.type.label, item.stem, premises]
    options = texts + [""] * (most - len(texts))
    told = ("\n".join(texts) for texts in (reasons_of(item), sources_of(item), item.facts))
    also = "\n".join(also_right(item))
    return [*head, *options, key_of(item), also, item.points, item.difficulty.value, *told]


def _key_rows(exam: Exam) -> Iterator[list[str | int]]:
    yield ["Number", *(name for form in exam.forms for name in (f"Form {form.letter}", f"Points {form.letter}"))]
    forms = [{one.number: one.item for one in form.items} for form in exam.forms]
    for number in sorted({number for form in forms for number in form}):
        items = [form.get(number) for form in forms]
        yield [number, *(value for item in items for value in ((key_of(item), item.points) if item else ("", "")))]


def _fill(sheet: Any, name: str, rows: Sequence[Sequence[str | int]]) -> None:
    sheet.title = name
    sheet.freeze_panes = "A2"
    for column, heading in enumerate(rows[0], start=1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(str(heading), OTHER_WIDTH)
    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value != "":
                _write(sheet.cell(number, column), value, wrapped)
                if number == 1:
                    sheet.cell(number, column).font = bold


def _write(target: Any, value: str | int, wrapped: Any) -> None:
    target.alignment = wrapped
    if isinstance(value, int):
        target.value = value
        return
    target.value = sheet_text(value)
    target.data_type = "s"  # or “=1+1” would be a formula, and “#N/A” an error
    target.quotePrefix = value.startswith(FORMULA)  # and stay a text when someone edits it


def _cut(rows: Iterable[Sequence[str | int]]) -> Iterator[str]:
    header, *items = rows
    for row in items:
        for heading, value in zip(header, row, strict=True):
            if isinstance(value, str) and is_cut(value):
                yield (
                    f"Form {row[0]}, item {row[1]} ({row[3]}): a cell of .xlsx holds {LONGEST:,} characters, so its"
                    f" {str(heading).lower()} is cut there; the .csv has it whole."
                )
