"""GIFT: each form as plain text for Moodle and others; what it cannot hold is told.

Texts are marked as HTML and escaped twice, as HTML and as GIFT, so that they arrive to the letter.
"""

import re

from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.forms import ExamForm, FormItem
from studyapp.domain.exam.item import MATCHED, TRUE, TYPED, Item, ItemType
from studyapp.exports.exam.lack import lack_of
from studyapp.exports.exam.markup import as_html, clean
from studyapp.exports.exam.naming import file_name
from studyapp.exports.exam.output import ExamCharts, Output
from studyapp.exports.exam.platforms import (
    accepted,
    choices,
    fractions,
    kept,
    name_of,
    remarks,
    told_of_item,
    told_of_options,
)

CARRIES = frozenset(ItemType) - {ItemType.ORDERING, ItemType.HOTSPOT}
ARROW = "->"
"""Parts a pair; it cannot be escaped."""
MEANT = re.compile(r"[\\~=#{}:]")
FIRST_MEANT = re.compile(r"\A\s*[\[%]")
"""Characters that mean a format or a weight where an answer begins with them."""


def gift(exam: Exam, charts: ExamCharts) -> Output:
    """Each form as a text file."""
    files = {file_name(exam, f"form-{form.letter}-gift.txt"): _written(exam, form).encode() for form in exam.forms}
    return Output(files=files, left_out=(*_settings(exam), *remarks(exam, _lack), *remarks(exam, _other_mark)))


def _settings(exam: Exam) -> tuple[str, ...]:
    minutes, instructions = exam.blueprint.minutes, exam.blueprint.instructions
    return (
        *((f"GIFT has no time limit: set {minutes} minutes in the quiz.",) if minutes else ()),
        *(("GIFT has no instructions: set them in the quiz.",) if instructions else ()),
    )


def _lack(item: Item) -> str | None:
    if item.picture is not None and item.type in CARRIES:
        return "GIFT has no pictures."
    if len(item.blanks) > 1:
        return "GIFT has no items with several gaps."
    if any(ARROW in text for blank in item.blanks for text in blank.accepted):
        return f"GIFT has no answers with “{ARROW}” in them."
    return lack_of(item, CARRIES, "GIFT")


def _other_mark(item: Item) -> str | None:
    is_other = item.points != 1 and _lack(item) is None
    return f"GIFT has no points: it counts 1, not {item.points}." if is_other else None


def _written(exam: Exam, form: ExamForm) -> str:
    title = " ".join(clean(exam.blueprint.title).split()).replace("/", "//")
    category = f"$CATEGORY: $course$/top/{title}/Form {form.letter}"
    return "\n\n".join([category, *(_question(one) for one in kept(form, _lack))]) + "\n"


def _question(one: FormItem) -> str:
    item = one.item
    marks = "".join(f" [tag:{tag}]" for tag in (item.type, item.topic.subject, item.topic.attribute, item.difficulty))
    comment = f"// [id:{item.id}]{marks}"
    told = "\n".join(told_of_item(item))
    general = f"####{_html(told)}" if told else ""
    return f"{comment}\n::{_plain(name_of(one))}::[html]{_html(item.stem)} {{{_answers(item)}{general}}}"


def _answers(item: Item) -> str:
    if item.type is ItemType.TRUE_FALSE:
        return _truth(item)
    if item.type in TYPED:
        return "".join(f"\n=%100%{_answer(text)}" for text in accepted(item, 0)) + "\n"
    return (_pairs(item) if item.type in MATCHED else _options(item)) + "\n"


def _truth(item: Item) -> str:
    """TRUE or FALSE, then what is told of the other answer, then what is told of this one."""
    feedback = [
        _html(why)
        for _, why in sorted(zip(item.options, told_of_options(item), strict=True), key=lambda both: both[0].is_key)
    ]
    answer = "TRUE" if item.keys[0].text == TRUE else "FALSE"
    return answer + "".join(f"#{why}" for why in feedback)


def _options(item: Item) -> str:
    lines = zip(choices(item), fractions(item), told_of_options(item), strict=True)
    return "".join(f"\n{_sign(item, fraction)}{_html(text)}{_feedback(why)}" for (_, text), fraction, why in lines)


def _sign(item: Item, fraction: str) -> str:
    """Moodle lets several options be ticked where none has a sign for the only right one."""
    if item.type is ItemType.MULTIPLE:
        return f"~%{fraction}%"
    return "=" if fraction == "100" else "~"


def _feedback(why: str) -> str:
    return f"#{_html(why)}" if why else ""


def _pairs(item: Item) -> str:
    """Options that belong to no premise follow with an empty one."""
    texts = {option.id: option.text for option in item.options}
    used = {premise.key for premise in item.premises}
    pairs = [(_html(premise.text), premise.key) for premise in item.premises]
    pairs += [("", option) for option in texts if option not in used]
    return "".join(f"\n={premise} {ARROW} {_plain(texts[option])}" for premise, option in pairs)


def _answer(text: str) -> str:
    """What students type: plain, but a star would stand for any text, and a bracket begin the name of a format."""
    plain = _plain(text.replace("*", "\\*"))
    return f"[plain]{plain}" if plain.startswith("[") else plain


def _html(text: str) -> str:
    return _escaped(FIRST_MEANT.sub(lambda found: f"&#{ord(found[0][-1])};", as_html(text)))


def _plain(text: str) -> str:
    return _escaped(" ".join(clean(text).split("\n")))


def _escaped(text: str) -> str:
    return MEANT.sub(lambda found: f"\\{found[0]}", text)
