"""Blueprints: what an exam should hold, cell by cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from studyapp.domain.exam.item import Difficulty, ItemType
from studyapp.domain.fact import Attribute

FEWEST_OPTIONS, MOST_OPTIONS = 3, 5
MOST_FORMS = 26
MOST_ITEMS = 500
"""Of one exam, in all its cells."""
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A row of a blueprint: so many items of one type; what is left open holds for everything the blueprint names."""

    type: ItemType
    """The type of its items."""
    count: int
    """How many items."""
    muscles: tuple[str, ...] = ()
    """Ids of muscles; without any, those of the blueprint."""
    groups: tuple[str, ...] = ()
    """Ids of groups of muscles."""
    complaints: tuple[str, ...] = ()
    """Ids of complaints, which stand for the muscles behind them."""
    attributes: tuple[Attribute, ...] = ()
    """What is asked: origin, action, …"""
    points: int | None = None
    """Points for each of its items; without it, those of the blueprint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamBlueprint:
    """What an exam should hold: a file in a deck's folder `exams/`, or the page's form."""

    title: str
    """What stands above the paper."""
    cells: tuple[Cell, ...]
    """What it holds, row by row."""
    deck: str | None = None
    """Id of the deck; may be left out where there is only one."""
    instructions: str = ""
    """What students read before the first item."""
    minutes: int | None = None
    """Time allowed, when it is."""
    muscles: tuple[str, ...] = ()
    """Ids of the muscles that it is about; without any, groups and complaints, it is about all."""
    groups: tuple[str, ...] = ()
    """Ids of groups of muscles."""
    complaints: tuple[str, ...] = ()
    """Ids of complaints, which stand for the muscles behind them."""
    attributes: tuple[Attribute, ...] = ()
    """What may be asked; without any, everything."""
    exclude: tuple[str, ...] = ()
    """Ids of muscles, cards or facts that must not be asked."""
    options: int = 4
    """How many options an item has to choose from, 3 to 5."""
    forms: int = 1
    """How many parallel forms, 1 to 26: A, B, C, …"""
    seed: int = 1
    """By it items and their order are drawn; the same seed draws the same paper."""
    points: int = 1
    """Points for each item."""
    difficulty: Mapping[Difficulty, int] = field(default_factory=dict)
    """Shares of items predicted to be easy, medium and hard, such as 1, 2 and 1; without them, as they come."""
    avoid_last: int = 0
    """Facts asked in so many of the last exams are avoided."""

    @property
    def items(self) -> int:
        """How many items it asks for."""
        return sum(cell.count for cell in self.cells)
