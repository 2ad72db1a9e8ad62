"""Exams in print: a paper and an answer sheet for each form, and the key, as accessible PDF set by typst."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from enum import StrEnum
from functools import cache
from importlib import resources

from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.item import MATCHED, TYPED, ItemType
from studyapp.exports.exam.key import key_of
from studyapp.exports.exam.naming import file_name
from studyapp.exports.exam.output import ExamCharts, Output
from studyapp.exports.exam.paper import Paper, PaperItem, paper_of
from studyapp.exports.exam.typesetting import Content, Document, set_document


class PaperSize(StrEnum):
    """A size of paper; its value is typst's name for it."""

    A4 = "a4"
    LETTER = "us-letter"


def pdf(exam: Exam, charts: ExamCharts, *, size: PaperSize = PaperSize.A4) -> Output:
    """For each form the paper and an answer sheet, and one key; raises ExportError when typst cannot set them."""
    with ThreadPoolExecutor(thread_name_prefix="typeset") as typesetters:  # typst leaves Python to others meanwhile
        begun = {
            name: typesetters.submit(set_document, _template(), {"kind": kind, "size": size.value}, content)
            for name, kind, content in _documents(exam, charts)
        }
        made = {name: document.result() for name, document in begun.items()}
    return Output(
        files={name: document.pdf for name, document in made.items()},
        left_out=tuple(_notes(made)),
    )


def _notes(made: Mapping[str, Document]) -> Iterator[str]:
    """What is printed otherwise than it is written, each once with the files that it is about."""
    for note in dict.fromkeys(document.note for document in made.values() if document.note):
        yield f"{', '.join(name for name, document in made.items() if document.note == note)}: {note}"


def _documents(exam: Exam, charts: ExamCharts) -> Iterator[tuple[str, str, Content]]:
    """Names of files, what kind of document the template is to make of them, and what stands in them."""
    for form in exam.forms:
        paper = paper_of(exam, form, charts)
        yield file_name(exam, f"form-{form.letter}.pdf"), "paper", asdict(paper)
        rows = tuple(_rows(paper))
        sheet: Content = {"title": paper.title, "form": paper.form, "rows": rows}
        yield file_name(exam, f"form-{form.letter}-answer-sheet.pdf"), "sheet", sheet
    yield file_name(exam, "key.pdf"), "key", asdict(key_of(exam, charts))


def _rows(paper: Paper) -> Iterator[Content]:
    """What the answer sheet has room for: circles with letters, boxes for an order, or lines to write on."""
    for item in (item for section in paper.sections for item in section.items):
        for label in _labels(item):
            yield {
                "label": label,
                "letters": 0 if item.type in {*TYPED, ItemType.ORDERING} else len(item.options),
                "order": len(item.options) if item.type is ItemType.ORDERING else 0,
                "lines": max(len(item.stem) - 1, 1) if item.type in TYPED else 0,
            }


def _labels(item: PaperItem) -> list[str]:
    if item.type in MATCHED:
        return [f"{item.number}.{place}" for place in range(1, len(item.premises) + 1)]
    return [str(item.number)]


@cache
def _template() -> bytes:
    return resources.files(__package__).joinpath("paper.typ").read_bytes()
