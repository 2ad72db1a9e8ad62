"""Outcomes: what became of an item, in words: what was given, what is right and why, what wrong options really are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import ascii_uppercase

from studyapp.domain.exam.answer import Answer
from studyapp.domain.exam.item import MATCHED, TYPED, Item, ItemType, Rationale
from studyapp.domain.exam.sitting import ItemMark

NO_REASON = Rationale()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was asked: of a matching item each premise, of one to write in each blank, else the item."""

    asked: str = ""
    """The premise or the blank; empty where the item asks but one thing."""
    given: str
    """What was given; empty when nothing was."""
    right: str
    is_right: bool
    why: Rationale = NO_REASON


@dataclass(frozen=True, slots=True)
class Told:
    """A wrong option, and what it really is."""

    text: str
    why: Rationale


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an item."""

    number: int
    item: Item
    mark: ItemMark
    lines: tuple[Line, ...]
    wrong: tuple[Told, ...]
    """The wrong options that were chosen."""
    others: tuple[Told, ...]
    """The wrong options that were not."""


def outcome_of(number: int, item: Item, answer: Answer | None, mark: ItemMark) -> Outcome:
    """What became of an item that was marked; `number` is its number in the form."""
    answer = answer or Answer(item=item.id)
    chosen = {*answer.options, *_mismatched(item, answer)}
    return Outcome(
        number=number,
        item=item,
        mark=mark,
        lines=_lines(item, answer, mark),
        wrong=tuple(_told(item, chosen, wanted=True)),
        others=() if item.type in MATCHED else tuple(_told(item, chosen, wanted=False)),
    )


def _lines(item: Item, answer: Answer, mark: ItemMark) -> tuple[Line, ...]:
    if item.type in MATCHED:
        return _matched(item, answer)
    if item.type in TYPED:
        return _typed(item, answer, mark)
    names = _names(item)
    if item.type is ItemType.ORDERING:
        given, right = (" → ".join(names[one] for one in order if one in names) for order in (answer.order, item.order))
    else:
        given, right = (
            "; ".join(names[option.id] for option in item.options if option.id in wanted)
            for wanted in (set(answer.options), {key.id for key in item.keys})
        )
    return (Line(given=given, right=right, is_right=mark.is_right, why=item.why),)


def _matched(item: Item, answer: Answer) -> tuple[Line, ...]:
    names = _names(item)
    return tuple(
        Line(
            asked=premise.text,
            given=names.get(answer.matches.get(premise.id, ""), ""),
            right=names[premise.key],
            is_right=answer.matches.get(premise.id) == premise.key,
            why=premise.why,
        )
        for premise in item.premises
    )


def _typed(item: Item, answer: Answer, mark: ItemMark) -> tuple[Line, ...]:
    texts = [*map(str.strip, answer.texts), *("" for _ in item.blanks)]
    several = len(item.blanks) > 1
    return tuple(
        Line(
            asked=f"Gap {number}" if several else "",
            given=text,
            right=blank.answer,
            is_right=blank.answer not in mark.missed,
            why=item.why if number == len(item.blanks) else NO_REASON,
        )
        for number, (blank, text) in enumerate(zip(item.blanks, texts, strict=False), start=1)
    )


def _names(item: Item) -> Mapping[str, str]:
    """The options' texts by id; those of a hotspot with the letters that stood in the picture."""
    if item.type is not ItemType.HOTSPOT:
        return {option.id: option.text for option in item.options}
    return {one.id: f"{letter}: {one.text}" for letter, one in zip(ascii_uppercase, item.options, strict=False)}


def _mismatched(item: Item, answer: Answer) -> Iterable[str]:
    given = ((premise.key, answer.matches.get(premise.id)) for premise in item.premises)
    return (one for key, one in given if one and one != key)


def _told(item: Item, chosen: set[str], *, wanted: bool) -> Iterable[Told]:
    """Wrong options that were chosen, or were not, each with what it really is where that says more than the item."""
    names = _names(item)
    for option in item.options:
        if not option.is_key and (option.id in chosen) is wanted and option.why.says_more_than(item.why):
            yield Told(names[option.id], option.why)
