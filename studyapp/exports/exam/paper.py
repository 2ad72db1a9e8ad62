"""What the paper of a form says to students, ready to be set: nothing in it tells a key."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from string import ascii_uppercase

from studyapp.counting import counted
from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.forms import ExamForm, FormItem
from studyapp.domain.exam.item import GAP, Item, ItemType
from studyapp.errors import ExportError
from studyapp.exports.exam.output import ExamCharts


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and what it shows in words."""

    png: bytes
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperItem:
    """An item as students read it."""

    number: int
    type: ItemType
    stem: tuple[str, ...]
    """Its parts between the gaps; of everything but a cloze one part."""
    options: tuple[str, ...]
    """Texts in their order; of a hotspot empty ones, for its letters stand in the picture."""
    premises: tuple[str, ...]
    points: str
    """What it is worth, where the items of its section differ; else nothing."""
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Section:
    """Items one after the other that are answered in the same way."""

    title: str
    direction: str
    items: tuple[PaperItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The paper of a form."""

    title: str
    form: str
    instructions: str
    summary: str
    """How much there is to do: "10 items · 12 points · 30 minutes"."""
    sections: tuple[Section, ...]


ONE = ("One best answer", "Choose the one best answer.")
MATCH = "Write a letter beside each number. An option may be used once, several times or not at all."
SECTIONS: Mapping[ItemType, tuple[str, str]] = {
    ItemType.SINGLE: ONE,
    ItemType.VIGNETTE: ONE,
    ItemType.MULTIPLE: ("Multiple response", "Choose every option that is right; there may be one or several."),
    ItemType.TRUE_FALSE: ("True or false", "Decide whether each statement is true or false."),
    ItemType.MATCHING: ("Matching", MATCH),
    ItemType.EXTENDED: ("Extended matching", MATCH),
    ItemType.SHORT: ("Short answer", "Answer in a few words."),
    ItemType.CLOZE: ("Gaps", "Write down what belongs in each gap."),
    ItemType.ORDERING: ("Ordering", "Write the letters in their right order, the first one on the left."),
    ItemType.HOTSPOT: ("Places on the body", "Choose the one marked place that answers the question."),
}
"""By type the heading of a section, and how its items are answered."""


def paper_of(exam: Exam, form: ExamForm, charts: ExamCharts) -> Paper:
    """The paper of one of an exam's forms; raises ExportError when an item has more options than letters."""
    blueprint = exam.blueprint
    for one in form.items:
        if len(one.item.options) > len(ascii_uppercase):
            raise ExportError(f"Form {form.letter}, item {one.number} has more options than there are letters.")
    runs = groupby(form.items, key=lambda one: SECTIONS[one.item.type])
    return Paper(
        title=blueprint.title,
        form=form.letter,
        instructions=blueprint.instructions,
        summary=" · ".join(_summary(form, blueprint.minutes)),
        sections=tuple(_section(words, tuple(run), charts) for words, run in runs),
    )


def stem_parts(item: Item) -> tuple[str, ...]:
    """What stands between the gaps of a stem."""
    return tuple(item.stem.split(GAP)) if item.type is ItemType.CLOZE else (item.stem,)


def picture_of(item: Item, charts: ExamCharts) -> Picture | None:
    """What an item shows, if anything."""
    return None if item.picture is None else Picture(charts.picture(item), charts.alt(item))


def _summary(form: ExamForm, minutes: int | None) -> Iterator[str]:
    yield counted(len(form.items), "item")
    yield counted(form.points, "point")
    if minutes is not None:
        yield counted(minutes, "minute")


def _section(words: tuple[str, str], run: Sequence[FormItem], charts: ExamCharts) -> Section:
    title, direction = words
    worth = {one.item.points for one in run}
    if len(worth) > 1:
        return Section(title, direction, tuple(_read(one, charts, counted(one.item.points, "point")) for one in run))
    each = counted(worth.pop(), "point") + (" each" if len(run) > 1 else "")
    return Section(title, f"{direction} {each}.", tuple(_read(one, charts, "") for one in run))


def _read(one: FormItem, charts: ExamCharts, points: str) -> PaperItem:
    item = one.item
    is_spot = item.type is ItemType.HOTSPOT
    return PaperItem(
        number=one.number,
        type=item.type,
        stem=stem_parts(item),
        options=tuple("" if is_spot else option.text for option in item.options),
        premises=tuple(premise.text for premise in item.premises),
        points=points,
        picture=picture_of(item, charts),
    )
