"""Items: one exam question each, with its key, and what every option really is.

Sources: NBME, Constructing written test questions for the basic and clinical sciences (2016), for the kinds of items;
Haladyna, Downing & Rodriguez, A review of multiple-choice item-writing guidelines (2002), for their parts.
"""

from dataclasses import dataclass
from enum import StrEnum

from studyapp.domain.chart import Chart
from studyapp.domain.fact import Attribute


class ItemType(StrEnum):
    """A kind of item."""

    SINGLE = "single-best-answer"
    MULTIPLE = "multiple-response"
    TRUE_FALSE = "true-false"
    MATCHING = "matching"
    EXTENDED = "extended-matching"
    SHORT = "short-answer"
    CLOZE = "cloze"
    ORDERING = "ordering"
    HOTSPOT = "hotspot"
    VIGNETTE = "vignette"

    @property
    def label(self) -> str:
        """What it is called on a page."""
        return _LABELS[self]


_LABELS = {
    ItemType.SINGLE: "Single best answer",
    ItemType.MULTIPLE: "Multiple response",
    ItemType.TRUE_FALSE: "True or false",
    ItemType.MATCHING: "Matching",
    ItemType.EXTENDED: "Extended matching",
    ItemType.SHORT: "Short answer",
    ItemType.CLOZE: "Cloze",
    ItemType.ORDERING: "Ordering",
    ItemType.HOTSPOT: "Hotspot",
    ItemType.VIGNETTE: "Clinical vignette",
}

OF_ONE_KEY = (ItemType.SINGLE, ItemType.VIGNETTE, ItemType.TRUE_FALSE, ItemType.HOTSPOT)
"""Of whose options exactly one is the key."""
MATCHED = (ItemType.MATCHING, ItemType.EXTENDED)
"""In which each of several premises has an option."""
TYPED = (ItemType.SHORT, ItemType.CLOZE)
"""Answered in words of one's own."""

TRUE, FALSE = "True", "False"
GAP = "_____"
"""A gap in a stem; the item's blanks stand for the gaps in their order."""


class Difficulty(StrEnum):
    """How hard an item is predicted to be."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rationale:
    """Why something is right or wrong: what it really is, and the works that say so, as they are printed."""

    text: str = ""
    sources: tuple[str, ...] = ()

    def says_more_than(self, other: "Rationale") -> bool:
        """Whether it says something that the other does not."""
        return bool(self.text) and self.text.rstrip(".") not in other.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option; its id tells nothing of whether it is right."""

    id: str
    text: str
    is_key: bool = False
    """Whether it is right: of choice items. In matching each premise names its own."""
    why: Rationale = Rationale()
    at: tuple[float, float] | None = None
    """Of a hotspot: where it lies, in shares of the picture's width and height."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Premise:
    """One stem of a matching item, and the option that goes with it."""

    id: str
    text: str
    key: str
    """Id of the option."""
    why: Rationale = Rationale()


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """What is to be written: the answer that is printed in the key, and others that are right."""

    accepted: tuple[str, ...]

    @property
    def answer(self) -> str:
        """The answer that the key prints."""
        return self.accepted[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What an item is about, by ids: where it stands in a blueprint."""

    subject: str
    """A muscle's id, or that of another subject; of an item about several "various"."""
    subject_name: str
    attribute: Attribute
    muscles: tuple[str, ...] = ()
    """Every muscle that it is about."""
    cards: tuple[str, ...] = ()
    """Ids of the cards that ask the same."""


UNMEASURED = 0.75
"""The closeness of what has no wrong options that were drawn: neither easy nor hard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item. Which fields hold its key depends on its type.

    Options with keys: single best answer, vignette, true or false, hotspot, multiple response. Premises: matching and
    extended matching. Blanks: short answer, cloze. Ordering: the options, whose right order `order` tells.
    """

    id: str
    type: ItemType
    stem: str
    topic: Topic
    options: tuple[Option, ...] = ()
    premises: tuple[Premise, ...] = ()
    blanks: tuple[Blank, ...] = ()
    order: tuple[str, ...] = ()
    """Ids of the options in their right order: of an ordering."""
    picture: Chart | None = None
    """The chart that belongs to the stem."""
    why: Rationale = Rationale()
    """Why the key is right."""
    facts: tuple[str, ...]
    """Ids of the facts that it rests on; it is stale when one of them changes."""
    decided: tuple[str, ...] = ()
    """Ids of the facts that its key asks for: no other item of a paper may ask for one of them."""
    closeness: float = UNMEASURED
    """How near its wrong options come to the key, from 0 to 1; by it the difficulty is predicted."""
    points: int = 1
    is_own: bool = False
    """Whether an instructor wrote it."""

    @property
    def keys(self) -> tuple[Option, ...]:
        """The options that are right."""
        return tuple(option for option in self.options if option.is_key)

    @property
    def rationales(self) -> tuple[Rationale, ...]:
        """Why the key is right, and what every option and premise really is."""
        return (self.why, *(option.why for option in self.options), *(premise.why for premise in self.premises))

    @property
    def difficulty(self) -> Difficulty:
        """Predicted from how near the options come to the key, and from whether it is recognised or recalled."""
        return _difficulty(self.type, self.closeness)


HARDER = {
    ItemType.TRUE_FALSE: -0.1,
    ItemType.SHORT: 0.4,
    ItemType.CLOZE: 0.4,
    ItemType.MULTIPLE: 0.05,
    ItemType.VIGNETTE: 0.1,
    ItemType.MATCHING: 0.3,
    ItemType.EXTENDED: 0.4,
    ItemType.ORDERING: 0.25,
}
"""What the kind of item adds: recalling is harder than recognising, weighing several harder than one."""
EASY_BELOW, HARD_FROM = 0.67, 0.84
"""About a third of the single best answers that a deck yields lies on each side."""


def _difficulty(kind: ItemType, closeness: float) -> Difficulty:
    level = closeness + HARDER.get(kind, 0.0)
    if level < EASY_BELOW:
        return Difficulty.EASY
    return Difficulty.HARD if level >= HARD_FROM else Difficulty.MEDIUM
