"""Exams for Word: a paper for each form, and one key for instructors."""

from collections.abc import Callable
from itertools import groupby

from studyapp.counting import counted
from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.forms import ExamForm, FormItem
from studyapp.domain.exam.item import MATCHED, Item, ItemType
from studyapp.exports.exam.naming import file_name
from studyapp.exports.exam.output import ExamCharts, Output, letter
from studyapp.exports.exam.word_document import WordDocument
from studyapp.exports.exam.word_key import word_key
from studyapp.exports.exam.word_styles import PLACES

ONE_LETTER = "Choose the one best answer."
LETTERS = "Write one letter beside each statement. A letter may be used once, more than once or not at all."
HOW = {
    ItemType.SINGLE: ONE_LETTER,
    ItemType.VIGNETTE: ONE_LETTER,
    ItemType.MULTIPLE: "Choose every answer that is right.",
    ItemType.TRUE_FALSE: "Choose whether the statement is true or false.",
    ItemType.MATCHING: LETTERS,
    ItemType.EXTENDED: LETTERS,
    ItemType.SHORT: "Write a short answer.",
    ItemType.CLOZE: "Write what belongs in the gap.",
    ItemType.ORDERING: "Write the letters in the right order.",
    ItemType.HOTSPOT: "Circle the letter of the right place in the picture.",
}
"""What a student does with items of each type."""
NAME_BLOCK = ("Name", "Student number", "Date")


def word(exam: Exam, charts: ExamCharts) -> Output:
    """A .docx for each form, which tells no key, and one with the keys and reasons for instructors."""
    papers = {file_name(exam, f"form-{form.letter}.docx"): _paper(exam, form, charts) for form in exam.forms}
    return Output(files={**papers, file_name(exam, "key.docx"): word_key(exam, charts)})


def _paper(exam: Exam, form: ExamForm, charts: ExamCharts) -> bytes:
    document = WordDocument(exam.blueprint.title, f"{exam.blueprint.title} · Form {form.letter}")
    document.text(_about(exam, form), "Subtitle")
    document.lines(NAME_BLOCK)
    if exam.blueprint.instructions:
        document.text(exam.blueprint.instructions)
    for kind, items in groupby(form.items, key=lambda one: one.item.type):
        document.heading(kind.label, 1)
        document.text(HOW[kind]).paragraph_format.keep_with_next = True
        for one in items:
            _write_item(document, one, charts)
    return document.as_bytes()


def _about(exam: Exam, form: ExamForm) -> str:
    told = [f"Form {form.letter}", counted(len(form.items), "item"), counted(form.points, "point")]
    minutes = exam.blueprint.minutes
    return " · ".join([*told, *([counted(minutes, "minute")] if minutes else [])])


def _write_item(document: WordDocument, one: FormItem, charts: ExamCharts) -> None:
    item = one.item
    listed = document.item(one.number, item.stem, counted(item.points, "point"))
    if item.picture is not None:
        document.picture(charts.picture(item), charts.alt(item))
    _answer_place(item.type)(document, one, listed)


def _answer_place(kind: ItemType) -> Callable[[WordDocument, FormItem, int], None]:
    if kind in MATCHED:
        return _write_match
    special = {
        ItemType.SHORT: _write_blanks,
        ItemType.CLOZE: _write_blanks,
        ItemType.ORDERING: _write_order,
        ItemType.HOTSPOT: _write_places,
    }
    return special.get(kind, _write_options)


def _write_options(document: WordDocument, one: FormItem, listed: int) -> None:
    document.options([option.text for option in one.item.options], listed)


def _write_order(document: WordDocument, one: FormItem, listed: int) -> None:
    _write_options(document, one, listed)
    document.lines(["Order"])


def _write_match(document: WordDocument, one: FormItem, listed: int) -> None:
    _write_options(document, one, listed)
    rows = [(str(number), premise.text, "") for number, premise in enumerate(one.item.premises, start=1)]
    about = f"Statements of item {one.number}, each with a place for a letter"
    document.table(about, ("No.", "Statement", "Letter"), rows, (0.08, 0.77, 0.15))


def _write_blanks(document: WordDocument, one: FormItem, _: int) -> None:
    gaps = range(1, len(one.item.blanks) + 1)
    document.lines(["Answer"] if len(gaps) == 1 else [f"Answer {gap}" for gap in gaps])


def _write_places(document: WordDocument, one: FormItem, _: int) -> None:
    """Letters alone: the names of the zones would be another question."""
    document.text("     ".join(_letters(one.item)), PLACES, label="Place:     ")


def _letters(item: Item) -> list[str]:
    return [letter(place) for place in range(len(item.options))]
