"""The key of an exam for its instructor: answers by form, and for each item why, by whom, and what was found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import ascii_uppercase

from studyapp.counting import counted
from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.forms import ExamForm, FormItem
from studyapp.domain.exam.item import MATCHED, TYPED, Item, ItemType, Rationale
from studyapp.domain.exam.rules import Finding
from studyapp.exports.exam.output import ExamCharts, letter
from studyapp.exports.exam.paper import Picture, picture_of, stem_parts


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is right or wrong, and the numbers of the works that say so."""

    text: str = ""
    works: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyLine:
    """An option or a premise with what it really is; letters stand in the order of the forms."""

    letters: tuple[str, ...]
    text: str
    is_right: bool
    why: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyItem:
    """An item with everything that defends it."""

    places: tuple[str, ...]
    """Form and number: "Form A, 1"."""
    about: str
    """Its type, points and predicted difficulty."""
    type: ItemType
    stem: tuple[str, ...]
    picture: Picture | None
    """What the first form shows."""
    answer: str
    """The answer in words."""
    why: Reason
    options: tuple[KeyLine, ...]
    premises: tuple[KeyLine, ...]
    facts: tuple[str, ...]
    found: tuple[str, ...]
    """What rules say about it, with the reasons for which that was waived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The key of all forms."""

    title: str
    deck: str
    forms: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]
    """Of each form its letter, and its answers by number."""
    found: tuple[str, ...]
    """What rules say about whole forms."""
    items: tuple[KeyItem, ...]
    works: tuple[str, ...]
    """What reasons cite, as it is printed; reasons name it by its place, from 1."""


class _Works:
    """The works that were cited so far, each with its number."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def reason(self, why: Rationale) -> Reason:
        return Reason(why.text, tuple(self.numbers.setdefault(one, len(self.numbers) + 1) for one in why.sources))


def key_of(exam: Exam, charts: ExamCharts) -> Key:
    """The key of an exam; its items stand in the order of the first form that has them."""
    placed: dict[str, dict[str, FormItem]] = {}
    for form in exam.forms:
        for one in form.items:
            placed.setdefault(one.item.id, {})[form.letter] = one
    works = _Works()
    items = tuple(_item(exam, forms, charts, works) for forms in placed.values())
    return Key(
        title=exam.blueprint.title,
        deck=f"{exam.deck} {exam.deck_version}".strip(),
        forms=tuple((form.letter, _answers(form)) for form in exam.forms),
        found=_found(exam, {f.item for f in exam.findings} - placed.keys()),
        items=items,
        works=tuple(works.numbers),
    )


def answer_in(item: Item) -> str:
    """The answer to an item of a form as it is marked: letters, or words for what is written."""
    letters = {option.id: letter(place) for place, option in enumerate(item.options)}
    if item.type in MATCHED:
        return ", ".join(f"{number} {letters[one.key]}" for number, one in enumerate(item.premises, start=1))
    if item.type in TYPED:
        return "; ".join(blank.answer for blank in item.blanks)
    if item.type is ItemType.ORDERING:
        return " → ".join(letters[ident] for ident in item.order)
    return ", ".join(letters[option.id] for option in item.keys)


def _answers(form: ExamForm) -> tuple[tuple[int, str], ...]:
    return tuple((one.number, answer_in(one.item)) for one in form.items)


def _item(exam: Exam, forms: Mapping[str, FormItem], charts: ExamCharts, works: _Works) -> KeyItem:
    item = next(iter(forms.values())).item
    about = (item.type.label, counted(item.points, "point"), f"predicted difficulty: {item.difficulty}")
    return KeyItem(
        places=tuple(f"Form {form}, {one.number}" for form, one in forms.items()),
        about=" · ".join((*about, "own item") if item.is_own else about),
        type=item.type,
        stem=stem_parts(item),
        picture=picture_of(item, charts),
        answer=_answer_in_words(item),
        why=works.reason(item.why),
        options=_options(item, forms, works),
        premises=_premises(item, forms, works),
        facts=item.facts,
        found=_found(exam, {item.id}),
    )


def _answer_in_words(item: Item) -> str:
    texts = {option.id: option.text for option in item.options}
    if item.type in TYPED:
        return "; ".join(" / ".join(blank.accepted) for blank in item.blanks)
    if item.type is ItemType.ORDERING:
        return " → ".join(texts[ident] for ident in item.order)
    return "; ".join(option.text for option in item.keys)


def _options(item: Item, forms: Mapping[str, FormItem], works: _Works) -> tuple[KeyLine, ...]:
    return tuple(
        KeyLine(
            _letters(option.id, forms),
            option.text,
            option.is_key,
            works.reason(option.why if option.why.says_more_than(item.why) else Rationale()),
        )
        for option in item.options
    )


def _premises(item: Item, forms: Mapping[str, FormItem], works: _Works) -> tuple[KeyLine, ...]:
    texts = {option.id: option.text for option in item.options}
    return tuple(
        KeyLine(
            _letters(one.key, forms),
            f"{number}. {one.text} → {texts[one.key]}",
            is_right=True,
            why=works.reason(one.why),
        )
        for number, one in enumerate(item.premises, start=1)
    )


def _letters(option: str, forms: Mapping[str, FormItem]) -> tuple[str, ...]:
    """The letters under which the forms print an option."""
    printed = ([each.id for each in one.item.options] for one in forms.values())
    return tuple(letter(options.index(option)) for options in printed)


def _found(exam: Exam, about: Iterable[str]) -> tuple[str, ...]:
    wanted = set(about)
    return tuple(_told(finding, exam.waived) for finding in exam.findings if finding.item in wanted)


def _told(finding: Finding, waived: Mapping[str, str]) -> str:
    reason = waived.get(finding.name)
    about = f"form {finding.item} " if finding.item in ascii_uppercase else ""
    told = f"{finding.rule} ({finding.severity}): {about}{finding.message}"
    return told if reason is None else f"{told} – waived: {reason}"
