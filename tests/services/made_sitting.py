"""A made-up exam that can be sat under known ids, and an answer to each kind of item."""

import json
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from made_exam import items, made_exam
from sqlalchemy import update

from studyapp.domain.exam.answer import Answer
from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.item import Blank, Item, Rationale
from studyapp.exports.exam.as_json import exam_json
from studyapp.services.exams import Exams, MadeExam
from studyapp.services.sittings import Sittings
from studyapp.storage.tables import exams

EXAM = UUID("8b9cad0e-1f20-4212-8343-0000000000e1")
SITTING = UUID("8b9cad0e-1f20-4212-8343-0000000000a1")
OTHER_SITTING = UUID("8b9cad0e-1f20-4212-8343-0000000000a2")
PLAIN = "and so on"
MINUTES = 30

RIGHT = {
    "single-best-answer": {"options": ("o2",)},
    "vignette": {"options": ("o2",)},
    "multiple-response": {"options": ("o1", "o2")},
    "true-false": {"options": ("false",)},
    "matching": {"matches": {"p1": "o2", "p2": "o1"}},
    "extended-matching": {"matches": {"p1": "o2", "p2": "o1"}},
    "short-answer": {"texts": (f"answer {PLAIN}",)},
    "cloze": {"texts": (f"answer {PLAIN}",)},
    "ordering": {"order": ("o3", "o1", "o2")},
    "hotspot": {"options": ("o2",)},
}
FIELDS = {
    "single-best-answer": {"option": "2"},
    "vignette": {"option": "2"},
    "multiple-response": {"option": ["1", "2"]},
    "true-false": {"option": "2"},
    "matching": {"premise-1": "2", "premise-2": "1"},
    "extended-matching": {"premise-1": "2", "premise-2": "1"},
    "short-answer": {"text": f"answer {PLAIN}"},
    "cloze": {"text": f"answer {PLAIN}"},
    "ordering": {"place-1": "2", "place-2": "3", "place-3": "1"},
    "hotspot": {"option": "2"},
}
"""The right answers, as the form of each kind of item sends them."""


def put_made_exam(
    service: Exams, text: str = PLAIN, minutes: int | None = MINUTES, now: datetime | None = None
) -> None:
    """Keep an exam with an item of every type, not frozen, under a known id."""
    exam = made_exam(text)
    exam = replace(exam, blueprint=replace(exam.blueprint, minutes=minutes))
    service._keep(MadeExam(id=EXAM, exam=exam, made_at=now or service.clock()))


def rewrite(service: Exams, exam: Exam) -> None:
    """Put another content behind the exam's id, frozen or not, as nothing but a test does."""
    content = {"exam": json.loads(exam_json(exam)), "locked": [], "refused": []}
    with service.database.write() as connection:
        connection.execute(update(exams).where(exams.c.id == EXAM).values(content=content))


def right_answer(item: Item) -> Answer:
    """An answer that is fully right."""
    return Answer(item=item.id, **RIGHT[item.type.value])


def answer_all(service: Sittings, sitting: UUID, numbers: range = range(1, 11)) -> None:
    """Answer these items right."""
    for number in numbers:
        service.answer(sitting, right_answer(service.find(sitting).item(number)))


def with_other_keys(exam: Exam) -> Exam:
    """The same paper to a student, with every key and all that is said about it another."""
    forms = tuple(
        replace(form, items=tuple(replace(one, item=_otherwise(one.item)) for one in form.items)) for form in exam.forms
    )
    return replace(exam, forms=forms)


def _otherwise(item: Item) -> Item:
    why = Rationale(text="Quite another reason", sources=("Nobody (1900)",))
    keyed = [option.is_key for option in item.options]
    turned = keyed[-1:] + keyed[:-1]
    options = tuple(replace(option, is_key=key, why=why) for option, key in zip(item.options, turned, strict=True))
    ids = [premise.key for premise in item.premises][::-1]
    premises = tuple(replace(premise, key=key, why=why) for premise, key in zip(item.premises, ids, strict=True))
    return replace(
        item,
        options=options,
        premises=premises,
        blanks=tuple(Blank(accepted=("something else",)) for _ in item.blanks),
        order=item.order[::-1],
        why=why,
        facts=("other.fact",),
        decided=("other.fact",),
        closeness=0.9,
        topic=replace(item.topic, cards=("other.card",), subject="other", subject_name="Other"),
        is_own=not item.is_own,
    )


def with_other_ids(exam: Exam) -> Exam:
    """The same paper with other ids for items, options and premises: in some ids there is more than meets the eye."""

    def renamed(item: Item) -> Item:
        return replace(
            item,
            id=f"{item.id}x",
            options=tuple(replace(one, id=f"{one.id}x") for one in item.options),
            premises=tuple(replace(one, id=f"{one.id}x", key=f"{one.key}x") for one in item.premises),
            order=tuple(f"{one}x" for one in item.order),
        )

    forms = tuple(
        replace(form, items=tuple(replace(one, item=renamed(one.item)) for one in form.items)) for form in exam.forms
    )
    return replace(exam, forms=forms)


ITEMS = len(items())
