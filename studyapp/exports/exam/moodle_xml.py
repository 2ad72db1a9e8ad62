"""Moodle XML: each form as a category of Moodle's question bank.

Forms are frozen, so Moodle is told to shuffle nothing; it shuffles the options of matching and ordering all the same.
A hotspot is a choice of letters, as on paper: Moodle would shrink the picture of a drag-and-drop item and so move its
places. A gap is a short answer, which can be corrected in the question bank; several gaps need Moodle's cloze.
"""

import re
from base64 import b64encode
from functools import partial

from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.forms import ExamForm, FormItem
from studyapp.domain.exam.item import MATCHED, TRUE, Item, ItemType
from studyapp.exports.exam.lack import lack_of
from studyapp.exports.exam.markup import Element, add, as_html, clean, document, paragraph, root, shown
from studyapp.exports.exam.naming import file_name
from studyapp.exports.exam.output import ExamCharts, Output
from studyapp.exports.exam.platforms import (
    accepted,
    around_gaps,
    choices,
    fractions,
    kept,
    name_of,
    remarks,
    told_of_item,
    told_of_options,
)

CARRIES = frozenset(ItemType)
LACK = partial(lack_of, carries=CARRIES, format_name="Moodle XML")
ORDERING = {
    "layouttype": "VERTICAL",
    "selecttype": "ALL",
    "selectcount": "0",
    "gradingtype": "ALL_OR_NOTHING",
    "showgrading": "SHOW",
    "numberingstyle": "none",
}
MEANT_IN_CLOZE = re.compile(r"[\t\n\"#$%&'*/<=>@\[\\\]^`{|}~]")
"""Characters that may mean something in an embedded answer."""


def moodle_xml(exam: Exam, charts: ExamCharts) -> Output:
    """Each form as a file to import into a question bank of Moodle 4.4 or later."""
    files = {
        file_name(exam, f"form-{form.letter}-moodle.xml"): document(_quiz(exam, form, charts)) for form in exam.forms
    }
    return Output(files=files, left_out=(*_settings(exam), *remarks(exam, LACK), *remarks(exam, _other_mark)))


def _settings(exam: Exam) -> tuple[str, ...]:
    minutes = exam.blueprint.minutes
    return (f"Moodle XML has no time limit: set {minutes} minutes in the quiz.",) if minutes else ()


def _other_mark(item: Item) -> str | None:
    mark = _weight(item) * len(item.blanks)
    is_other = len(item.blanks) > 1 and LACK(item) is None and mark != item.points
    return f"it counts {mark} in Moodle, one for each gap, not {item.points}." if is_other else None


def _quiz(exam: Exam, form: ExamForm, charts: ExamCharts) -> Element:
    quiz = root("quiz")
    category = add(quiz, "question", type="category")
    title = " ".join(exam.blueprint.title.split()).replace("/", "//")
    _text(category, "category", f"$course$/top/{title}/Form {form.letter}")
    _text(category, "info", paragraph(exam.blueprint.instructions), format="html")
    for one in kept(form, LACK):
        _question(quiz, one, charts)
    return quiz


def _question(quiz: Element, one: FormItem, charts: ExamCharts) -> None:
    item = one.item
    question = add(quiz, "question", type=_type_of(item))
    _text(question, "name", name_of(one))
    _stem(question, one, charts)
    _text(question, "generalfeedback", paragraph(*told_of_item(item)), format="html")
    add(question, "defaultgrade", str(item.points))
    add(question, "hidden", "0")
    add(question, "idnumber", item.id)
    _answers(question, item)
    tags = add(question, "tags")
    for tag in (item.type, item.topic.subject, item.topic.attribute, item.difficulty):
        _text(tags, "tag", tag)


def _type_of(item: Item) -> str:
    match item.type:
        case ItemType.TRUE_FALSE:
            return "truefalse"
        case ItemType.MATCHING | ItemType.EXTENDED:
            return "matching"
        case ItemType.SHORT | ItemType.CLOZE:
            return "shortanswer" if len(item.blanks) == 1 else "cloze"
        case ItemType.ORDERING:
            return "ordering"
    return "multichoice"


def _stem(question: Element, one: FormItem, charts: ExamCharts) -> None:
    stem = _cloze(one.item) if len(one.item.blanks) > 1 else as_html(one.item.stem)
    name = f"item-{one.number}.png"
    picture = shown(f"@@PLUGINFILE@@/{name}", charts.alt(one.item)) if one.item.picture else ""
    text = _text(question, "questiontext", f"<p>{stem}</p>{picture}", format="html")
    if picture:
        add(text, "file", b64encode(charts.picture(one.item)).decode(), name=name, path="/", encoding="base64")


def _answers(question: Element, item: Item) -> None:
    if item.type in MATCHED:
        _pairs(question, item)
    elif item.type is ItemType.ORDERING:
        _order(question, item)
    elif not item.blanks:
        _options(question, item)
    elif len(item.blanks) == 1:
        add(question, "usecase", "0")
        for text in accepted(item, 0):
            _text(question, "answer", _literal(text), fraction="100", format="moodle_auto_format")


def _options(question: Element, item: Item) -> None:
    is_truth = item.type is ItemType.TRUE_FALSE
    if not is_truth:
        add(question, "single", "false" if item.type is ItemType.MULTIPLE else "true")
        add(question, "shuffleanswers", "false")
        add(question, "answernumbering", "none" if item.type is ItemType.HOTSPOT else "ABCD")
    for (_, text), fraction, why in zip(choices(item), fractions(item), told_of_options(item), strict=True):
        told = ("true" if text == TRUE else "false") if is_truth else as_html(text)
        kind = "moodle_auto_format" if is_truth else "html"
        answer = _text(question, "answer", told, fraction=fraction, format=kind)
        _text(answer, "feedback", as_html(why), format="html")


def _pairs(question: Element, item: Item) -> None:
    """Options that belong to no premise follow with an empty one: so Moodle offers them too."""
    add(question, "shuffleanswers", "false")
    texts = {option.id: option.text for option in item.options}
    used = {premise.key for premise in item.premises}
    pairs = [(premise.text, premise.key) for premise in item.premises]
    for premise, option in [*pairs, *(("", option) for option in texts if option not in used)]:
        _text(_text(question, "subquestion", as_html(premise), format="html"), "answer", texts[option])


def _order(question: Element, item: Item) -> None:
    for setting, value in ORDERING.items():
        add(question, setting, value)
    texts = {option.id: option.text for option in item.options}
    for place, option in enumerate(item.order, start=1):
        _text(question, "answer", as_html(texts[option]), fraction=str(place), format="html")


def _cloze(item: Item) -> str:
    """The stem with its answers embedded; what else means something to Moodle is written as numbers."""
    pieces = [re.sub("[{}]", _number, as_html(piece)) for piece in around_gaps(item)]
    gaps = [_embedded(item, gap) for gap in range(len(item.blanks))]
    return pieces[0] + "".join(gap + piece for gap, piece in zip(gaps, pieces[1:], strict=True))


def _embedded(item: Item, gap: int) -> str:
    answers = (MEANT_IN_CLOZE.sub(_number, clean(_literal(text))) for text in accepted(item, gap))
    return f"{{{_weight(item)}:SHORTANSWER:{'~'.join(f'={answer}' for answer in answers)}}}"


def _weight(item: Item) -> int:
    """What a gap counts: Moodle knows whole numbers only."""
    gaps = len(item.blanks)
    return item.points // gaps if gaps and item.points % gaps == 0 else 1


def _literal(text: str) -> str:
    """The answer, in which Moodle takes a star for any text unless it is escaped."""
    return text.replace("*", "\\*")


def _number(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def _text(parent: Element, tag: str, text: str, /, **attributes: str) -> Element:
    element = add(parent, tag, **attributes)
    add(element, "text", text)
    return element
