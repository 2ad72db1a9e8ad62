"""Exams as web pages for print: one file for each form and one for the key, which need nothing beside them."""

import re
from base64 import b64encode
from functools import cache
from importlib import resources

from jinja2 import Environment, StrictUndefined, Template

from studyapp.domain.exam.exam import Exam
from studyapp.exports.exam.key import Key, key_of
from studyapp.exports.exam.naming import file_name
from studyapp.exports.exam.output import ExamCharts, Output
from studyapp.exports.exam.paper import Paper, paper_of

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Characters that no page may hold."""


def page(exam: Exam, charts: ExamCharts) -> Output:
    """For each form a paper, and one key, as HTML without scripts; pictures lie within."""
    files = {
        file_name(exam, f"form-{form.letter}.html"): _page(exam, paper=paper_of(exam, form, charts))
        for form in exam.forms
    }
    return Output(files={**files, file_name(exam, "key.html"): _page(exam, key=key_of(exam, charts))})


def _page(exam: Exam, *, paper: Paper | None = None, key: Key | None = None) -> bytes:
    text = _template().render(title=exam.blueprint.title, paper=paper, key=key)
    return CONTROL.sub("", text).encode()


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["base64"] = lambda content: b64encode(content).decode()
    return environment.from_string(resources.files(__package__).joinpath("page.html").read_text(encoding="utf-8"))
