"""Papers: items chosen for the cells of a blueprint, no two on one fact, none that cues another; what falls short."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from studyapp.domain.exam.blueprint import Cell, ExamBlueprint
from studyapp.domain.exam.chance import rank
from studyapp.domain.exam.item import TYPED, Difficulty, Item, ItemType
from studyapp.domain.exam.pool import Pool
from studyapp.domain.exam.rules import Finding, Severity, findings_of
from studyapp.domain.exam.workshop import Workshop
from studyapp.domain.fact import Attribute
from studyapp.domain.folding import fold

MOST_OF_A_MUSCLE = 3
"""Items about one muscle, where there are others."""
MUSCLES_ASKED_FOR = (Attribute.NICKNAME, Attribute.VIGNETTE)
AS_A_RUN = 2
"""So many items of a cell may ask for one attribute before others come in."""
ATTEMPTS, FEW = 12, 5
"""At a paper without shortfalls, and how many items it may lack for another order to help."""
MOST_OFFERED = 2
"""An option stands in so many items, where there are others."""
SHORTEST_CUE = 5
"""Letters; a shorter answer stands in many stems by chance."""


Chosen: TypeAlias = dict[int, list[Item]]
"""By cell the items that it holds."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A cell that cannot be filled."""

    cell: int
    """Its place in the blueprint, from 0."""
    asked: int
    found: int
    avoided: int = 0
    """How many more it could choose from, if recent exams had not asked for them."""

    @property
    def missing(self) -> int:
        """How many items it lacks."""
        return self.asked - self.found


@dataclass(frozen=True, slots=True)
class Paper:
    """The items of an exam, cell by cell, before they are put into forms."""

    cells: tuple[tuple[Item, ...], ...]
    shortfalls: tuple[Shortfall, ...]
    findings: tuple[Finding, ...]
    """The warnings about its items."""
    open: tuple[int, ...]
    """By cell how many items it could choose from by itself."""
    avoided: tuple[int, ...]
    """By cell how many more there are that recent exams asked for."""

    @property
    def items(self) -> tuple[Item, ...]:
        """All of them, in the order of the cells."""
        return tuple(item for cell in self.cells for item in cell)


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What else decides which items are chosen."""

    own: tuple[Item, ...] = ()
    """Items of the instructor's bank; they come before those of the deck."""
    avoid: frozenset[str] = frozenset()
    """Ids of facts that recent exams asked for."""
    locked: Mapping[int, tuple[Item, ...]] = field(default_factory=dict)
    """By cell the items that stay."""
    refused: frozenset[str] = frozenset()
    """Ids of items that are not wanted."""


def _fitting(
    cell: Cell, blueprint: ExamBlueprint, workshop: Workshop, pool: Pool, wishes: Wishes
) -> tuple[list[Item], int]:
    """Every usable item that a cell may hold, its own ones first, by the seed; other cells may want the same.

    And how many more there were, had recent exams not asked for them.
    """
    excluded = set(blueprint.exclude)
    muscles = _muscles(cell, workshop) or _muscles(blueprint, workshop)
    attributes = set(cell.attributes or blueprint.attributes)
    own = [item for item in wishes.own if item.type is cell.type]
    found = [
        item
        for item in (*own, *pool.of(cell.type))
        if (not muscles or (item.topic.muscles and muscles.issuperset(item.topic.muscles)))
        if not attributes or item.topic.attribute in attributes
        if excluded.isdisjoint((item.id, *item.facts, *item.topic.muscles, *item.topic.cards))
        if item.id not in wishes.refused
    ]
    graded = [(item, pool.findings(item)) for item in found]
    usable = [(item, told) for item, told in graded if not any(one.severity is Severity.ERROR for one in told)]
    usable.sort(key=lambda both: (not both[0].is_own, len(both[1]) > 0, rank(str(blueprint.seed), both[0].id)))
    new = [item for item, _ in usable if wishes.avoid.isdisjoint(item.decided)]
    return new, len(usable) - len(new)


def draw_paper(
    blueprint: ExamBlueprint, workshop: Workshop, wishes: Wishes | None = None, pool: Pool | None = None
) -> Paper:
    """The items of an exam; what cannot be filled is told, never silently left out.

    A pool of the blueprint's options and seed may be given, so that its items need not be made again.

    The rarest cells choose first, so that a cell with many items does not take the few that another could have.
    """
    wishes = wishes or Wishes()
    pool = pool or Pool(workshop, blueprint.options, str(blueprint.seed))
    found = [_fitting(cell, blueprint, workshop, pool, wishes) for cell in blueprint.cells]
    open_to, avoided = [items for items, _ in found], tuple(number for _, number in found)
    warned = {item.id for items in open_to for item in items if pool.findings(item)}
    chosen = _Choice(blueprint, open_to, wishes.locked, warned).best()
    cells = tuple(
        tuple(replace(item, points=cell.points or blueprint.points) for item in chosen[place][: cell.count])
        for place, cell in enumerate(blueprint.cells)
    )
    short = [
        Shortfall(place, cell.count, len(cells[place]), avoided[place])
        for place, cell in enumerate(blueprint.cells)
        if len(cells[place]) < cell.count
    ]
    findings = tuple(finding for cell in cells for item in cell for finding in findings_of(item, workshop))
    return Paper(cells, tuple(short), findings, tuple(map(len, open_to)), avoided)


@dataclass(frozen=True)
class _Choice:
    """What the cells of a blueprint may choose from."""

    blueprint: ExamBlueprint
    open_to: Sequence[Sequence[Item]]
    """By cell every item that it may hold."""
    locked: Mapping[int, Sequence[Item]]
    warned: Set[str]
    """Ids of items about which there are warnings."""

    def best(self) -> Chosen:
        """The items of each cell, as few lacking as an order of cells yields.

        The rarest choose first; a cell that falls short so tries again before all others, by other items.
        """
        best, fewest = Chosen(), self.blueprint.items + 1
        least = sum(max(cell.count - len(self.open_to[at]), 0) for at, cell in enumerate(self.blueprint.cells))
        before: tuple[int, ...] = ()
        for attempt in range(ATTEMPTS):
            chosen = self._drawn(before, attempt)
            short = {at: cell.count - len(chosen[at]) for at, cell in enumerate(self.blueprint.cells)}
            missing = sum(number for number in short.values() if number > 0)
            if missing < fewest:
                best, fewest = chosen, missing
            if missing == least or missing > FEW:
                break
            before = tuple(dict.fromkeys((*(at for at, number in short.items() if number > 0), *before)))
        return best

    def _drawn(self, before: Sequence[int], attempt: int) -> Chosen:
        """The items when some cells choose before the others, each time beginning with another item."""
        chosen = {place: list(self.locked.get(place, ())) for place in range(len(self.open_to))}
        quota = _Quota(self.blueprint)
        rarest = sorted(chosen, key=lambda place: (len(self.open_to[place]), place))
        for place in dict.fromkeys((*before, *rarest)):
            start = attempt if place in before else 0
            self._fill(chosen, place, [*self.open_to[place][start:], *self.open_to[place][:start]], quota)
        return chosen

    def _fill(self, chosen: Chosen, place: int, candidates: Sequence[Item], quota: "_Quota") -> None:
        left = list(candidates)
        while len(chosen[place]) < self.blueprint.cells[place].count and left:
            taken = [item for items in chosen.values() for item in items]
            left = [item for item in left if _goes_with(item, taken)]
            if not left:
                return
            worth = self._worth(chosen[place], taken, quota)
            item = max(left, key=worth)
            left.remove(item)
            quota.take(item.difficulty)
            chosen[place].append(item)

    def _worth(self, cell: Sequence[Item], taken: Sequence[Item], quota: "_Quota") -> Callable[[Item], tuple[int, ...]]:
        """How welcome an item is beside what its cell and the others hold: what counts most stands first."""
        of_each = Counter(map(_truth, cell))
        of_attribute = Counter(item.topic.attribute for item in cell)
        offered = Counter(option.text for item in taken for option in item.options)
        return lambda item: (
            item.is_own,
            -of_each[_truth(item)],
            item.id not in self.warned,
            quota.want(item.difficulty) >= 1,
            -sum(offered[option.text] >= MOST_OFFERED for option in item.options),
            -(of_attribute[item.topic.attribute] // AS_A_RUN),
            -_busy(item, taken),
        )


class _Quota:
    """How many items of each difficulty are still wanted."""

    def __init__(self, blueprint: ExamBlueprint) -> None:
        total = sum(blueprint.difficulty.values())
        self.left = (
            {one: blueprint.items * share / total for one, share in blueprint.difficulty.items()} if total else {}
        )

    def want(self, difficulty: Difficulty) -> float:
        return self.left.get(difficulty, 0.0)

    def take(self, difficulty: Difficulty) -> None:
        if difficulty in self.left:
            self.left[difficulty] -= 1


def _truth(item: Item) -> str | None:
    """What a statement to be judged is; None for every other item."""
    return item.keys[0].id if item.type is ItemType.TRUE_FALSE and item.keys else None


def _busy(item: Item, taken: Iterable[Item]) -> int:
    """How many more items than a few are about its muscles already."""
    about = Counter(muscle for other in taken for muscle in other.topic.muscles)
    return max((about[muscle] - MOST_OF_A_MUSCLE + 1 for muscle in item.topic.muscles), default=0)


def _goes_with(item: Item, taken: Iterable[Item]) -> bool:
    """Whether the item asks for no fact or card that another asks for, in other words, and neither tells the other."""
    decided, cards = set(item.decided), set(item.topic.cards)
    offered, wrong = {option.text for option in item.options}, _wrong(item)
    return all(
        decided.isdisjoint(other.decided)
        and cards.isdisjoint(other.topic.cards)
        and (item.type is ItemType.TRUE_FALSE or offered != {option.text for option in other.options} or not offered)
        and (not wrong or wrong != _wrong(other))
        and not _have_one_answer(item, other)
        and not _prints(item, other)
        and not _prints(other, item)
        and not cues(item, other)
        and not cues(other, item)
        for other in taken
    )


def _have_one_answer(item: Item, other: Item) -> bool:
    """Whether both are answered by the same word of one's own, or by the same muscle: then one tells the other."""
    alike = (item.type in TYPED and other.type in TYPED) or (_asks_for_a_muscle(item) and _asks_for_a_muscle(other))
    return alike and not set(answers_of(item)).isdisjoint(answers_of(other))


def _asks_for_a_muscle(item: Item) -> bool:
    is_pattern = item.type is ItemType.SINGLE and item.picture is not None
    return is_pattern or item.type is ItemType.EXTENDED or item.topic.attribute in MUSCLES_ASKED_FOR


def _prints(item: Item, other: Item) -> bool:
    """Whether an item holds among its options what the other asks a student to write."""
    written = {fold(blank.answer) for blank in other.blanks}
    return bool(written) and not written.isdisjoint(fold(option.text) for option in item.options)


def _wrong(item: Item) -> set[str]:
    """The wrong options that were drawn: with the same ones two items tell each other what is right."""
    chosen = item.type is not ItemType.TRUE_FALSE and item.keys
    return {option.text for option in item.options if not option.is_key} if chosen else set()


def cues(item: Item, other: Item) -> bool:
    """Whether what a student reads in one item tells the answer of another about the same muscle."""
    if set(item.topic.muscles).isdisjoint(other.topic.muscles):
        return False
    read = fold(" ".join([item.stem, *(premise.text for premise in item.premises)]))
    return any(len(answer) >= SHORTEST_CUE and answer in read for answer in answers_of(other))


def answers_of(item: Item) -> list[str]:
    """The texts that are right, folded."""
    if item.type is ItemType.TRUE_FALSE:
        return []
    texts = {option.id: option.text for option in item.options}
    keyed = [option.text for option in item.keys] + [texts[premise.key] for premise in item.premises]
    return [fold(text) for text in (*keyed, *(text for blank in item.blanks for text in blank.accepted))]


def _muscles(named: Cell | ExamBlueprint, workshop: Workshop) -> set[str]:
    """The ids of every muscle that a cell or blueprint names, by itself, its group or a complaint."""
    groups, complaints = set(named.groups), set(named.complaints)
    deck = workshop.deck
    of_groups = {muscle.id for muscle in deck.muscles if muscle.group is not None and muscle.group.group in groups}
    behind = {one.muscle for complaint in deck.complaints if complaint.id in complaints for one in complaint.muscles}
    return {*named.muscles, *of_groups, *behind}
