"""The exams that an instructor made: drawn, looked through, changed item by item, frozen."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from studyapp.domain.exam.blueprint import ExamBlueprint
from studyapp.domain.exam.exam import Exam, told_of
from studyapp.domain.exam.forms import ExamForm
from studyapp.domain.exam.item import Blank, Item
from studyapp.domain.exam.paper import Wishes
from studyapp.domain.exam.rules import Severity, findings_of
from studyapp.errors import ExamError, NotFoundError
from studyapp.exports.exam.as_json import exam_json, exam_of
from studyapp.services.examiner import Examiner
from studyapp.storage.database import Database
from studyapp.storage.exams import KeptExam, all_exams, drop_exam, put_exam
from studyapp.storage.exams import exam_of as kept_exam_of
from studyapp.storage.tables import LOCAL_USER_ID

FEWEST_LETTERS = 5
"""Of a reason for waiving a finding."""

NO_OTHER = "There is no other item of this cell that goes with the rest of the exam."


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeExam:
    """An exam with what was decided about it."""

    id: UUID
    exam: Exam
    made_at: datetime
    frozen_at: datetime | None = None
    locked: frozenset[str] = frozenset()
    """Ids of items that stay when others are drawn anew."""
    refused: frozenset[str] = frozenset()
    """Ids of items that were swapped away."""

    @property
    def is_frozen(self) -> bool:
        """Whether it stays as it is."""
        return self.frozen_at is not None


@dataclass(frozen=True, slots=True)
class Edited:
    """New words for an item; what is missing stays."""

    stem: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    """Texts by the ids of options."""
    premises: Mapping[str, str] = field(default_factory=dict)
    """Texts by the ids of premises."""
    blanks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the number of each blank, from "1", everything that is right in it, first what the key prints."""
    why: str | None = None


class Exams:
    """One instructor's exams."""

    def __init__(self, database: Database, examiner: Examiner, clock: Callable[[], datetime]) -> None:
        """Keep exams that the examiner draws; `clock` tells the time as an aware UTC datetime."""
        self.database = database
        self.examiner = examiner
        self.clock = clock
        self.user = LOCAL_USER_ID

    def all(self) -> list[MadeExam]:
        """Every exam, newest first."""
        with self.database.read() as connection:
            return [_made(kept) for kept in all_exams(connection, self.user)]

    def find(self, ident: UUID) -> MadeExam:
        """The exam of that id; raises NotFoundError."""
        with self.database.read() as connection:
            kept = kept_exam_of(connection, self.user, ident)
        if kept is None:
            raise NotFoundError("There is no such exam.")
        return _made(kept)

    def make(self, blueprint: ExamBlueprint, *, allow_short: bool = False) -> MadeExam:
        """Draw an exam and keep it; raises ExamError, naming every shortfall, unless it may be short."""
        drawn = self.examiner.draw(blueprint, self.wishes(blueprint), allow_short=allow_short)
        return self._keep(MadeExam(id=uuid4(), exam=drawn.exam, made_at=self.clock()))

    def keep(self, exam: Exam) -> MadeExam:
        """Keep an exam that was made elsewhere, frozen, so that its facts count as asked."""
        now = self.clock()
        return self._keep(MadeExam(id=uuid4(), exam=exam, made_at=now, frozen_at=now))

    def wishes(self, blueprint: ExamBlueprint) -> Wishes:
        """What the exposure log asks for: facts that the last frozen exams of the deck asked are avoided."""
        deck = self.examiner.deck(blueprint).id
        frozen = [made for made in self.all() if made.is_frozen and made.exam.deck == deck]
        recent = frozen[: blueprint.avoid_last]
        return Wishes(avoid=frozenset(fact for made in recent for fact in made.exam.decided))

    def uses(self, fact: str) -> list[tuple[MadeExam, tuple[int, ...]]]:
        """The exams that rest on a fact, newest first, with the numbers of those items in form A."""
        found = []
        for made in self.all():
            numbers = tuple(one.number for one in made.exam.forms[0].items if fact in one.item.facts)
            if numbers:
                found.append((made, numbers))
        return found

    def stale(self, made: MadeExam) -> frozenset[str]:
        """Ids of its facts that the deck does not have any more, or tells otherwise than when it was drawn."""
        now = {fact.id: fact for fact in self.examiner.catalog.facts if fact.deck == made.exam.deck}
        as_it_was = {fact: told_of(now[fact]) for fact in made.exam.facts & now.keys()} | dict(made.exam.told)
        return frozenset(fact for fact in made.exam.facts if fact not in now or told_of(now[fact]) != as_it_was[fact])

    def lock(self, ident: UUID, item: str, *, locked: bool) -> MadeExam:
        """Let an item stay when others are drawn anew, or not any more; raises NotFoundError, ExamError."""
        made = self._open(ident)
        _item(made.exam, item)
        return self._keep(replace(made, locked=made.locked | {item} if locked else made.locked - {item}))

    def swap(self, ident: UUID, item: str) -> MadeExam:
        """Another item of the same cell in its place; raises ExamError when there is none, or it is locked."""
        made = self._open(ident)
        if item in made.locked:
            raise ExamError("This item is locked: unlock it to swap it.")
        refused = made.refused | {_item(made.exam, item).id}
        return self._keep(replace(self._redrawn(made, refused, {item}), refused=refused))

    def redraw(self, ident: UUID) -> MadeExam:
        """Every item that is not locked drawn anew; raises ExamError."""
        made = self._open(ident)
        away = {one.id for one in made.exam.items} - made.locked
        return self._keep(self._redrawn(made, made.refused | away, away))

    def edit(self, ident: UUID, item: str, edited: Edited) -> MadeExam:
        """New words for an item, which must keep the rules that are errors; raises ExamError."""
        made = self._open(ident)
        changed = _edited(_item(made.exam, item), edited)
        workshop = self.examiner.workshop(self.examiner.deck(made.exam.blueprint))
        errors = [one.message for one in findings_of(changed, workshop) if one.severity is Severity.ERROR]
        if errors:
            raise ExamError(f"The item would break a rule: it {'; it '.join(errors)}.")
        forms = tuple(_with(form, changed, edited) for form in made.exam.forms)
        items = [one.item for one in forms[0].items]
        findings = tuple(one for each in items for one in findings_of(each, workshop))
        exam = replace(made.exam, forms=forms, findings=findings)
        return self._keep(replace(made, exam=exam, locked=made.locked | {item}))

    def waive(self, ident: UUID, rule: str, item: str, reason: str) -> MadeExam:
        """Let a warning stay, for a reason that is kept with the exam; raises ExamError."""
        made = self._open(ident)
        if len(reason.strip()) < FEWEST_LETTERS:
            raise ExamError("Say why the warning may stay.")
        known = {(one.rule, one.item) for one in made.exam.findings if one.severity is Severity.WARNING}
        if (rule, item) not in known:
            raise NotFoundError("There is no such warning.")
        waived = {**made.exam.waived, f"{rule} {item}": reason.strip()}
        return self._keep(replace(made, exam=replace(made.exam, waived=waived)))

    def freeze(self, ident: UUID) -> MadeExam:
        """Let an exam stay as it is from now on, and its facts count as asked."""
        made = self._open(ident)
        now = self.clock()
        return self._keep(replace(made, frozen_at=now, exam=replace(made.exam, made_at=now)))

    def delete(self, ident: UUID) -> None:
        """Delete an exam and its sittings."""
        with self.database.write() as connection:
            drop_exam(connection, self.user, ident)

    def _open(self, ident: UUID) -> MadeExam:
        made = self.find(ident)
        if made.is_frozen:
            raise ExamError("This exam is frozen: it stays as it is.")
        return made

    def _redrawn(self, made: MadeExam, refused: frozenset[str], away: set[str]) -> MadeExam:
        """The exam with these items replaced by others of their cells; all others stay."""
        kept: dict[int, list[Item]] = {}
        for one in made.exam.forms[0].items:
            if one.item.id not in away:
                kept.setdefault(one.cell, []).append(one.item)
        blueprint = made.exam.blueprint
        wishes = replace(
            self.wishes(blueprint), refused=refused, locked={cell: tuple(items) for cell, items in kept.items()}
        )
        try:
            drawn = self.examiner.draw(blueprint, wishes, allow_short=True, waived=made.exam.waived)
        except ExamError as nothing:
            raise ExamError(NO_OTHER) from nothing
        if len(drawn.exam.items) < len(made.exam.items):
            raise ExamError(NO_OTHER)
        staying = {fact for items in kept.values() for item in items for fact in item.facts}
        before = {fact: told for fact, told in made.exam.told.items() if fact in staying}
        return replace(made, exam=replace(drawn.exam, told={**drawn.exam.told, **before}))

    def _keep(self, made: MadeExam) -> MadeExam:
        content = {
            "exam": json.loads(exam_json(made.exam)),
            "locked": sorted(made.locked),
            "refused": sorted(made.refused),
        }
        kept = KeptExam(
            id=made.id,
            deck=made.exam.deck,
            title=made.exam.blueprint.title,
            content=content,
            made_at=made.made_at,
            frozen_at=made.frozen_at,
        )
        with self.database.write() as connection:
            if not put_exam(connection, self.user, kept):
                raise ExamError("This exam is frozen: it stays as it is.")
        return made


def _made(kept: KeptExam) -> MadeExam:
    content: Mapping[str, Any] = kept.content
    return MadeExam(
        id=kept.id,
        exam=exam_of(json.dumps(content["exam"], ensure_ascii=False).encode()),
        made_at=kept.made_at,
        frozen_at=kept.frozen_at,
        locked=frozenset(content["locked"]),
        refused=frozenset(content["refused"]),
    )


def _item(exam: Exam, ident: str) -> Item:
    found = next((item for item in exam.items if item.id == ident), None)
    if found is None:
        raise NotFoundError("There is no such item in this exam.")
    return found


def _edited(item: Item, edited: Edited) -> Item:
    options = tuple(replace(one, text=edited.options.get(one.id, one.text)) for one in item.options)
    premises = tuple(replace(one, text=edited.premises.get(one.id, one.text)) for one in item.premises)
    right = [edited.blanks.get(str(number), one.accepted) for number, one in enumerate(item.blanks, start=1)]
    blanks = tuple(Blank(accepted=accepted) for accepted in right)
    why = item.why if edited.why is None else replace(item.why, text=edited.why)
    stem = edited.stem or item.stem
    return replace(item, stem=stem, options=options, premises=premises, blanks=blanks, why=why, is_own=True)


def _with(form: ExamForm, changed: Item, edited: Edited) -> ExamForm:
    """The form with new words for an item; its options stay in their order."""
    items = tuple(
        replace(one, item=_edited(one.item, edited)) if one.item.id == changed.id else one for one in form.items
    )
    return replace(form, items=items)
