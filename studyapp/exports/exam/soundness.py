"""Soundness: what would break whoever prints or marks an exam, and no exam that studyapp made has."""

from collections.abc import Iterator
from string import ascii_uppercase

from studyapp.domain.exam.blueprint import MOST_FORMS, MOST_ITEMS
from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.forms import ExamForm
from studyapp.domain.exam.item import MATCHED, OF_ONE_KEY, TYPED, Item, ItemType

MOST_OPTIONS = len(ascii_uppercase)
"""As many as there are letters to print."""


def flaws_of(exam: Exam) -> Iterator[str]:
    """In what an exam contradicts itself, in words that follow its name."""
    letters = [form.letter for form in exam.forms]
    if not 1 <= len(letters) <= MOST_FORMS or len(set(letters)) < len(letters):
        yield "it needs forms, each with a letter of its own"
    for form in exam.forms:
        yield from _flaws_of_form(form)


def _flaws_of_form(form: ExamForm) -> Iterator[str]:
    if len(form.letter) != 1 or form.letter not in ascii_uppercase:
        yield "a form has a name that is no letter from A to Z"
    if [one.number for one in form.items] != list(range(1, len(form.items) + 1)) or len(form.items) > MOST_ITEMS:
        yield f"the items of form {form.letter} are not numbered from 1 to at most {MOST_ITEMS}"
    if len({one.item.id for one in form.items}) < len(form.items):
        yield f"form {form.letter} holds an item twice"
    for one in form.items:
        yield from (f"form {form.letter}, item {one.number} {flaw}" for flaw in _flaws_of_item(one.item))


def _flaws_of_item(item: Item) -> Iterator[str]:
    options = [option.id for option in item.options]
    premises = [premise.id for premise in item.premises]
    if len(set(options)) < len(options) or len(set(premises)) < len(premises) or len(options) > MOST_OPTIONS:
        yield f"has options or premises that share an id, or more than {MOST_OPTIONS} options"
    if item.points < 0:
        yield "has less than no points"
    if not _has_key(item, options):
        yield "has no key that fits its type"


def _has_key(item: Item, options: list[str]) -> bool:
    if item.type in OF_ONE_KEY:
        return len(item.keys) == 1
    if item.type in MATCHED:
        return bool(item.premises) and {premise.key for premise in item.premises} <= set(options)
    if item.type in TYPED:
        return bool(item.blanks) and all(blank.accepted for blank in item.blanks)
    return sorted(item.order) == sorted(options) if item.type is ItemType.ORDERING else bool(item.keys)
