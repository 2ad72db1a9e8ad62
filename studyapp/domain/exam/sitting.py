"""Sittings: what a student gave for each item of a form, held against the key, in points and parts of points.

How parts are scored, by type of item:

- One key (single best answer, vignette, true or false, hotspot): all or nothing, as NBME, Constructing written test
  questions (2016), has it; who chooses several has not chosen.
- Multiple response: right choices minus wrong ones, of all right ones, never below nothing. It is the plus/minus method
  of Betts, Muntean, Kim & Kao, Evaluating different scoring methods for multiple response items providing partial
  credit, Educational and Psychological Measurement 82 (2022) 151-176, and Canvas' partial credit with penalty.
- Matching and extended matching: each premise is a question with one key.
- Short answer and cloze: each blank is one; a slip of a letter costs nothing (`studyapp.domain.typed`).
- Ordering: each pair of neighbours that stand next to each other in the right order, as Moodle's ordering question
  grades “relative to the next item (excluding last)”; one thing out of place does not cost the places of all others.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from studyapp.domain.exam.answer import Answer
from studyapp.domain.exam.forms import ExamForm
from studyapp.domain.exam.item import MATCHED, TYPED, Blank, Item, ItemType
from studyapp.domain.fact import Answer as RightAnswer
from studyapp.domain.marking import Slip
from studyapp.domain.typed import likeness

NOTHING, WHOLE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemMark:
    """What became of one item: the share of its points, and in texts what was missed and what was wrong."""

    item: str
    share: Fraction
    """Of its points, from 0 to 1; exact, because three thirds of a point are one."""
    possible: int
    """Its points."""
    is_omitted: bool
    """Whether nothing was given."""
    missed: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    slips: tuple[Slip, ...] = ()
    """What was right but for a letter or two."""

    @property
    def points(self) -> Fraction:
        """The points that it earned."""
        return self.share * self.possible

    @property
    def is_right(self) -> bool:
        """Whether it was answered fully right."""
        return self.share == WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingMarks:
    """What became of a form: every item's mark in the order of the form."""

    form: str
    marks: tuple[ItemMark, ...]
    strays: tuple[str, ...] = ()
    """Ids of items that were answered and are not in the form."""

    @property
    def points(self) -> Fraction:
        """The points that were earned."""
        return sum((mark.points for mark in self.marks), NOTHING)

    @property
    def possible(self) -> int:
        """The points that could be earned."""
        return sum(mark.possible for mark in self.marks)

    @property
    def share(self) -> Fraction | None:
        """The points earned of those possible, from 0 to 1; None where there are none to earn."""
        return self.points / self.possible if self.possible else None

    @property
    def right(self) -> int:
        """How many items were answered fully right."""
        return sum(mark.is_right for mark in self.marks)


@dataclass(frozen=True, slots=True)
class _Held:
    """An answer held against a key."""

    share: Fraction
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    slips: tuple[Slip, ...] = ()


def mark_sitting(form: ExamForm, answers: Iterable[Answer], words: frozenset[str]) -> SittingMarks:
    """Mark a form; of several answers to one item the last counts. `words` are those of `mark`."""
    given = {answer.item: answer for answer in answers}
    asked = [one.item for one in form.items]
    return SittingMarks(
        form=form.letter,
        marks=tuple(mark(item, given.get(item.id), words) for item in asked),
        strays=tuple(sorted(given.keys() - {item.id for item in asked})),
    )


def mark(item: Item, answer: Answer | None, words: frozenset[str]) -> ItemMark:
    """Mark one item; `words` are all words of the decks, as `Lexicon.words` has them: none is a slip of another."""
    answer = answer or Answer(item=item.id)
    held = _marker(item.type)(item, answer, words)
    return ItemMark(
        item=item.id,
        share=held.share,
        possible=item.points,
        is_omitted=answer.is_empty,
        missed=held.missed,
        wrong=held.wrong,
        slips=held.slips,
    )


def _marker(kind: ItemType) -> Callable[[Item, Answer, frozenset[str]], _Held]:
    if kind in MATCHED:
        return _matched
    if kind in TYPED:
        return _typed
    return _ordered if kind is ItemType.ORDERING else _chosen


def _chosen(item: Item, answer: Answer, _: frozenset[str]) -> _Held:
    keys, chosen = {option.id for option in item.keys}, set(answer.options)
    wrong = chosen - keys
    share = _part(max(0, len(keys & chosen) - len(wrong)), len(keys))  # of one key: all or nothing
    names = _Names(item)
    return _Held(share, names.of(keys - chosen), names.of(wrong))


def _matched(item: Item, answer: Answer, _: frozenset[str]) -> _Held:
    names, given = _Names(item), answer.matches
    missed = [premise for premise in item.premises if given.get(premise.id) != premise.key]
    return _Held(
        _part(len(item.premises) - len(missed), len(item.premises)),
        tuple(f"{premise.text} → {names.one(premise.key)}" for premise in missed),
        tuple(f"{premise.text} → {names.one(given[premise.id])}" for premise in missed if given.get(premise.id)),
    )


def _typed(item: Item, answer: Answer, words: frozenset[str]) -> _Held:
    texts = [text.strip() for text in answer.texts] + [""] * len(item.blanks)
    both = list(zip(item.blanks, texts, strict=False))
    slips = [(blank, text, _slips(blank, text, words)) for blank, text in both]
    missed = [(blank.answer, text) for blank, text, number in slips if number is None]
    return _Held(
        _part(len(both) - len(missed), len(both)),
        tuple(right for right, _ in missed),
        tuple(text for _, text in missed if text),
        tuple(Slip(text, blank.answer) for blank, text, number in slips if number),
    )


def _slips(blank: Blank, text: str, words: frozenset[str]) -> int | None:
    found = likeness(text, RightAnswer(blank.answer, blank.accepted[1:]), words)
    return found.slips if found else None


def _ordered(item: Item, answer: Answer, _: frozenset[str]) -> _Held:
    names = _Names(item)
    right, given = list(pairwise(item.order)), list(pairwise(dict.fromkeys(answer.order)))
    return _Held(
        _part(len(set(right) & set(given)), len(right)),
        tuple(f"{names.one(a)} → {names.one(b)}" for a, b in right if (a, b) not in given),
        tuple(f"{names.one(a)} → {names.one(b)}" for a, b in given if (a, b) not in right),
    )


class _Names:
    """The texts of an item's options; what is no option goes by its id."""

    def __init__(self, item: Item) -> None:
        self.texts = {option.id: option.text for option in item.options}

    def one(self, ident: str) -> str:
        return self.texts.get(ident, ident)

    def of(self, idents: set[str]) -> tuple[str, ...]:
        known = [text for ident, text in self.texts.items() if ident in idents]
        return (*known, *sorted(idents - self.texts.keys()))


def _part(found: int, asked: int) -> Fraction:
    return Fraction(found, asked) if asked else NOTHING
