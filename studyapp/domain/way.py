"""Ways of answering: how a card is asked, whatever it asks."""

from collections.abc import Collection
from enum import StrEnum


class Way(StrEnum):
    """A way in which a card may be asked and answered."""

    REVEAL = "reveal"
    CHOOSE = "choose"
    TYPE = "type"
    LIST = "list"
    TAP = "tap"

    @property
    def label(self) -> str:
        """What it is called on a page, as something to do."""
        return _LABELS[self]


_LABELS = {
    Way.REVEAL: "Think and reveal",
    Way.CHOOSE: "Choose",
    Way.TYPE: "Type",
    Way.LIST: "List",
    Way.TAP: "Tap the body",
}

RECALLED_FROM = 2
"""Successful repetitions from which on an answer is recalled, no longer recognised among options."""


class Asking(StrEnum):
    """How a student wants to be asked."""

    REVEAL = "reveal"
    MATURITY = "maturity"
    CHOOSE = "choose"
    TYPE = "type"
    TAP = "tap"

    @property
    def label(self) -> str:
        """What it is called among the settings."""
        return _ASKINGS[self]


_ASKINGS = {
    Asking.REVEAL: "Think, then show the answer",
    Asking.MATURITY: "Grow with the card: choose first, later type, list or tap",
    Asking.CHOOSE: "Choose among four, where there is one answer",
    Asking.TYPE: "Type the answer, or the list",
    Asking.TAP: "Tap where pain is felt, type the rest",
}

_RECALLED: tuple[Way, ...] = (Way.TAP, Way.LIST, Way.TYPE)
_RECOGNISED: tuple[Way, ...] = (Way.CHOOSE,)
_IN_ORDER: dict[Asking, tuple[Way, ...]] = {
    Asking.REVEAL: (),
    Asking.CHOOSE: (Way.CHOOSE,),
    Asking.TYPE: (Way.TYPE, Way.LIST),
    Asking.TAP: (Way.TAP, Way.TYPE, Way.LIST),
}


def way_of(asking: Asking, ways: Collection[Way], repetition: int) -> Way:
    """The way to ask a card that may be asked so; `repetition` is how often in a row it was recalled.

    Recognising is easier than recalling, so a card that follows its maturity is chosen before it is typed, listed or
    tapped.
    """
    wished = _IN_ORDER.get(asking, _RECALLED if repetition >= RECALLED_FROM else _RECOGNISED)
    return next((way for way in wished if way in ways), Way.REVEAL)
