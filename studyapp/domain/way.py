"""Ways of answering: how a card is asked, whatever it asks."""

from enum import StrEnum


class Way(StrEnum):
    """A way in which a card may be asked and answered."""

    REVEAL = "reveal"
    CHOOSE = "choose"
    TYPE = "type"
    LIST = "list"
    TAP = "tap"
