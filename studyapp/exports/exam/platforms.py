"""Learning platforms: what all of their formats make of an item, and what keeps an item from being carried."""

import re
from collections.abc import Callable, Iterator

from studyapp.domain.exam.chance import digest
from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.forms import ExamForm, FormItem
from studyapp.domain.exam.item import GAP, Item, ItemType, Rationale
from studyapp.exports.exam.output import letter

SAFE = re.compile(r"[A-Za-z0-9_.-]{1,60}")

Lack = Callable[[Item], str | None]
"""Tells why a format cannot carry an item; None when it can."""


def kept(form: ExamForm, lack: Lack) -> Iterator[FormItem]:
    """The items of a form that a format can carry."""
    return (one for one in form.items if lack(one.item) is None)


def remarks(exam: Exam, remark: Lack) -> tuple[str, ...]:
    """A sentence for each item of each form of which there is something to say: why it is left out, what is lost."""
    return tuple(
        f"Form {form.letter}, item {one.number} ({one.item.type.label}): {said}"
        for form in exam.forms
        for one in form.items
        if (said := remark(one.item)) is not None
    )


def title_of(exam: Exam, form: ExamForm) -> str:
    """What a form is called on a platform."""
    return f"{exam.blueprint.title} – Form {form.letter}"


def name_of(one: FormItem) -> str:
    """What an item is called on a platform: a name that tells nothing of the key."""
    return f"{one.number:02} {one.item.type.label}"


def identifier(kind: str, *parts: str) -> str:
    """A name by which XML may refer to something: readable where the parts allow it."""
    safe = all(SAFE.fullmatch(part) for part in parts)
    return "-".join((kind, *parts)) if safe else f"{kind}-{digest(*parts)}"


def choices(item: Item) -> Iterator[tuple[str, str]]:
    """The options as students see them, each with an id that tells its place only; of a hotspot their letters."""
    for place, option in enumerate(item.options):
        yield f"o{place + 1}", letter(place) if item.type is ItemType.HOTSPOT else option.text


def key_of(item: Item, option: str) -> str:
    """The id of an option by its id in the item."""
    return f"o{1 + next(place for place, one in enumerate(item.options) if one.id == option)}"


def share(parts: int) -> str:
    """A mark divided into so many parts, in per cent, as Moodle rounds it: 33.33333, never 33.33."""
    return f"{100 / parts:.5f}".rstrip("0").rstrip(".")


def fractions(item: Item) -> list[str]:
    """What ticking each option is worth, in per cent: all of the right ones 100, all options 0."""
    if item.type is not ItemType.MULTIPLE:
        return ["100" if option.is_key else "0" for option in item.options]
    right = len(item.keys)
    wrong = len(item.options) - right
    return [share(right) if option.is_key else f"-{share(wrong)}" for option in item.options]


def told(why: Rationale) -> str:
    """A rationale with its sources."""
    sources = f"({'; '.join(why.sources)})" if why.sources else ""
    return " ".join(part for part in (why.text, sources) if part)


def told_of_options(item: Item) -> list[str]:
    """What each option really is; of a hotspot first what its place is called."""
    if item.type is ItemType.HOTSPOT:
        return [": ".join(part for part in (option.text, told(option.why)) if part) for option in item.options]
    return [told(option.why) for option in item.options]


def told_of_item(item: Item) -> list[str]:
    """Why the key is right, in lines: first of the item, then of each premise."""
    texts = {option.id: option.text for option in item.options}
    lines = [told(item.why)]
    lines += [
        f"{number}. {texts[premise.key]}: {told(premise.why)}" for number, premise in enumerate(item.premises, start=1)
    ]
    return [line for line in lines if line]


def accepted(item: Item, gap: int) -> tuple[str, ...]:
    """What is right in a gap, each wording once: platforms do not look at upper and lower case."""
    wordings: dict[str, str] = {}
    for text in item.blanks[gap].accepted:
        wordings.setdefault(text.casefold(), text)
    return tuple(wordings.values())


def around_gaps(item: Item) -> list[str]:
    """The stem in pieces, between which its gaps belong; gaps that it does not show come last."""
    pieces = item.stem.split(GAP)
    gaps = len(item.blanks)
    return pieces if len(pieces) == gaps + 1 else [f"{item.stem} ", *[" "] * (gaps - 1), ""]
