"""Mastery as a grid: a row for each muscle, a column for each attribute that cards ask about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.fact import Attribute, SubjectKind
from studyapp.domain.mastery import NO_CARDS, Cell, mastery
from studyapp.domain.muscle import Muscle
from studyapp.domain.schedule import Schedule

UNGROUPED = "Further muscles"


@dataclass(frozen=True, slots=True)
class MasteryRow:
    """A muscle, all its cards together, and its cells in the order of the columns."""

    muscle: str
    name: str
    total: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class MasteryGrid:
    """The muscles by their groups, and all other cards together by what they are about."""

    columns: tuple[Attribute, ...]
    groups: Mapping[str, tuple[MasteryRow, ...]]
    others: Mapping[SubjectKind, Cell]


def grid_of(
    cards: Iterable[Card], schedules: Mapping[CardKey, Schedule], catalog: Catalog, deck: str | None = None
) -> MasteryGrid:
    """The grid of these cards, of one deck or all: muscles in the order of their decks, each group where it begins."""
    kinds = dict(mastery(cards, schedules))
    cells = kinds.pop(SubjectKind.MUSCLE, {})
    asked = {attribute for _, attribute in cells}
    columns = tuple(attribute for attribute in Attribute if attribute in asked)
    decks = (one for one in catalog.decks.values() if deck in {None, one.id})
    muscles = {muscle.id: muscle for one in decks for muscle in one.muscles}
    groups: dict[str, tuple[MasteryRow, ...]] = {}
    for muscle in muscles.values():
        label = _group(muscle, catalog)
        groups[label] = (*groups.get(label, ()), _row(muscle, cells, columns))
    others = {kind: sum(own.values(), NO_CARDS) for kind, own in kinds.items()}
    return MasteryGrid(columns, dict(sorted(groups.items(), key=lambda group: group[0] == UNGROUPED)), others)


def _group(muscle: Muscle, catalog: Catalog) -> str:
    return catalog.words.groups[muscle.group.group].label if muscle.group else UNGROUPED


def _row(muscle: Muscle, cells: Mapping[tuple[str, Attribute], Cell], columns: tuple[Attribute, ...]) -> MasteryRow:
    own = tuple(cells.get((muscle.id, attribute), NO_CARDS) for attribute in columns)
    return MasteryRow(muscle.id, muscle.name, sum(own, NO_CARDS), own)
