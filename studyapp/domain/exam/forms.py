"""Forms: one paper as A, B, C, …; the same items in another order, keys in balanced places.

Within the items of a cell the order is shuffled; cells keep theirs, so that one kind of item stands together.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase

from studyapp.domain.exam.chance import rank, shuffled
from studyapp.domain.exam.item import Item, ItemType, Option
from studyapp.domain.exam.paper import Paper

LONGEST_RUN = 3
"""So many keys in one place in a row, at most."""
PLACED = (ItemType.SINGLE, ItemType.VIGNETTE, ItemType.HOTSPOT)
"""Types whose key is put into a place; options of others are shuffled, in the alphabet's order, or True and False."""
SHUFFLED = (ItemType.MULTIPLE, ItemType.ORDERING)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormItem:
    """An item in a form: its number, its options in the order in which they are printed."""

    number: int
    item: Item
    cell: int = 0
    """The place of its cell in the blueprint, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamForm:
    """A form of an exam."""

    letter: str
    items: tuple[FormItem, ...]

    @property
    def points(self) -> int:
        """What can be reached."""
        return sum(one.item.points for one in self.items)


def forms_of(paper: Paper, number: int, seed: int) -> tuple[ExamForm, ...]:
    """So many forms of a paper; the same paper and seed make the same forms."""
    return tuple(_form(paper, letter, f"{seed} {letter}") for letter in ascii_uppercase[:number])


def _form(paper: Paper, letter: str, seed: str) -> ExamForm:
    cells = [(place, item) for place, cell in enumerate(paper.cells) for item in _shuffled(cell, seed)]
    places = _places([item for _, item in cells], seed)
    arranged = ((at, _arranged(item, next(places) if item.type in PLACED else None, seed)) for at, item in cells)
    return ExamForm(
        letter=letter,
        items=tuple(FormItem(number=n, item=item, cell=at) for n, (at, item) in enumerate(arranged, start=1)),
    )


def _shuffled(cell: Sequence[Item], seed: str) -> list[Item]:
    by_id = {item.id: item for item in cell}
    for attempt in range(1000):
        order = [by_id[ident] for ident in shuffled(f"{seed} {attempt}", by_id)]
        truths = [int(item.keys[0].id == "true") for item in order if item.type is ItemType.TRUE_FALSE]
        if longest_run(truths) <= LONGEST_RUN:
            break
    return order


def _places(items: Sequence[Item], seed: str) -> Iterator[int]:
    """Where each key stands: every place as often as any other, give or take one, never four times in a row."""
    lengths = [len(item.options) for item in items if item.type in PLACED]
    for attempt in range(1000):
        places = _dealt(lengths, f"{seed} {attempt}")
        if longest_run(places) <= LONGEST_RUN:
            return iter(places)
    return iter(places)


def _dealt(lengths: Sequence[int], seed: str) -> list[int]:
    """A place for each item, among those that it has: always one of the least used, the items with few places first."""
    used: Counter[int] = Counter()
    dealt: dict[int, int] = {}
    for at in sorted(range(len(lengths)), key=lambda at: (lengths[at], rank(f"{seed} item", str(at)))):
        place = min(range(lengths[at]), key=lambda place: (used[place], rank(f"{seed} {at}", str(place))))
        used[place] += 1
        dealt[at] = place
    return [dealt[at] for at in range(len(lengths))]


def key_places(form: ExamForm) -> dict[int, int]:
    """How many keys stand in each place, from 0, of the items whose key is put into one."""
    placed = [one.item for one in form.items if one.item.type in PLACED]
    most = max((len(item.options) for item in placed), default=0)
    places = [at for item in placed for at, option in enumerate(item.options) if option.is_key]
    return {place: places.count(place) for place in range(most)}


def longest_run(places: Sequence[int]) -> int:
    """How many times in a row one place comes, at most."""
    longest = run = 0
    for at, place in enumerate(places):
        run = run + 1 if at and places[at - 1] == place else 1
        longest = max(longest, run)
    return longest


def _arranged(item: Item, place: int | None, seed: str) -> Item:
    if item.type in SHUFFLED:
        options = _in_order(item.options, f"{seed} {item.id}")
        is_solved = tuple(option.id for option in options) == item.order
        return replace(item, options=(*options[1:], options[0]) if is_solved else options)
    if place is None:
        return item
    wrong = _in_order([option for option in item.options if not option.is_key], f"{seed} {item.id}")
    return replace(item, options=(*wrong[:place], *item.keys, *wrong[place:]))


def _in_order(options: Sequence[Option], seed: str) -> tuple[Option, ...]:
    return tuple(sorted(options, key=lambda option: rank(seed, option.id)))
