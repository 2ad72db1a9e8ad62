"""Marking: what was given held against what is right, and the grade that follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass

from studyapp.domain.fact import Answer
from studyapp.domain.scheduler import Grade
from studyapp.domain.typed import LONGEST_GIVEN, closest, is_same
from studyapp.domain.way import Way

TWO_THIRDS, ONE_THIRD = 2 / 3, 1 / 3
MOST_GIVEN = 60
"""Things given in one answer that are looked at."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a student gave: how, and each thing as it was written, chosen or tapped."""

    way: Way
    things: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """A right answer that was not written quite so."""

    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Marking:
    """What became of what was given; everything is told by its name."""

    way: Way
    given: tuple[str, ...]
    """Everything that was given, as it was given."""
    found: tuple[str, ...]
    """Answers that were given."""
    missed: tuple[str, ...]
    """Answers that had to be given, and were not."""
    wrong: tuple[str, ...]
    """What was given and is no answer, by the name that was given."""
    proposed: Grade
    slips: tuple[Slip, ...] = ()
    wrong_things: tuple[str, ...] = ()
    """What was wrong, as it was given."""
    neither: tuple[str, ...] = ()
    """What is neither right nor wrong, as it was given: contested, or merely beside a right zone."""
    zones: tuple[str, ...] = ()
    """Ids of the zones that were tapped or named."""
    wrong_zones: tuple[str, ...] = ()
    """Those of them in which no pain is felt."""


def mark_choice(answers: Iterable[Answer], chosen: str) -> Marking:
    """Hold a chosen option against the answers: Good when it is one of them, else Again."""
    answers = tuple(answers)
    found = tuple(answer.text for answer in answers if is_same(answer.text, chosen))
    required = tuple(answer.text for answer in answers if not answer.optional)
    missed = () if found else required[:1]
    wrong = () if found else (chosen,)
    return Marking(Way.CHOOSE, (chosen,), found, missed, wrong, Grade.GOOD if found else Grade.WRONG)


def mark_typed(answers: Iterable[Answer], typed: Iterable[str], known: frozenset[str]) -> Marking:
    """Hold a typed answer against the answers: Good, Hard with a slip, else Again.

    One is enough; whoever writes several, each of which is right, is right.
    """
    answers = tuple(answers)
    marking = mark_list(answers, (), typed, known)
    if marking.wrong or not marking.found:
        missed = tuple(answer.text for answer in answers if not answer.optional)[:1]
        whole = (" and ".join(marking.given),)
        return Marking(Way.TYPE, whole, (), missed, whole, Grade.WRONG)
    grade = Grade.HARD if marking.slips else Grade.GOOD
    return Marking(Way.TYPE, marking.given, marking.found, (), (), grade, marking.slips)


def mark_list(
    answers: Iterable[Answer], required: Iterable[Answer], given: Iterable[str], known: frozenset[str]
) -> Marking:
    """Hold a list, in any order, against the answers: the grade follows from the share found and falls with each wrong.

    A slip costs nothing but is shown, unless nothing else is amiss: then the list is Hard.
    """
    answers = tuple(answers)
    found: list[str] = []
    wrong: list[str] = []
    slips: list[Slip] = []
    given = items_of(given)
    for item in given:
        like = closest(item, answers, known)
        if like is None:
            wrong.append(item)
        elif like.answer.text not in found:
            found.append(like.answer.text)
            slips += [Slip(item, like.answer.text)] if like.slips else []
    names = [answer.text for answer in required]
    missed = tuple(name for name in names if name not in found)
    grade = proposed(len(names) - len(missed), len(names), len(wrong))
    grade = Grade.HARD if slips and grade is Grade.GOOD else grade
    return Marking(Way.LIST, given, tuple(found), missed, tuple(wrong), grade, tuple(slips), tuple(wrong))


def items_of(given: Iterable[str]) -> tuple[str, ...]:
    """The things of a list, each once as it was first written."""
    items: dict[str, str] = {}
    for text in given:
        item = text[:LONGEST_GIVEN].strip()
        if item:
            items.setdefault(item.casefold(), item)
    return tuple(items.values())[:MOST_GIVEN]


def proposed(found: int, asked: int, wrong: int) -> Grade:
    """The grade by the share that was found, one lower for each wrong one: recall, then precision."""
    share = found / asked if asked else 1.0
    if share == 1:
        grade = Grade.GOOD
    elif share >= TWO_THIRDS:
        grade = Grade.HARD
    elif share >= ONE_THIRD:
        grade = Grade.WRONG_BUT_FAMILIAR
    else:
        grade = Grade.WRONG
    return Grade(max(grade - wrong, Grade.WRONG))
