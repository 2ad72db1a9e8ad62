"""What a format makes of an exam: files, and what it had to leave out."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Protocol

from studyapp.domain.exam.item import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """Files by name, and in sentences what the format cannot carry."""

    files: Mapping[str, bytes]
    left_out: tuple[str, ...] = ()


class ExamCharts(Protocol):
    """Someone who paints what items show."""

    def picture(self, item: Item) -> bytes:
        """A PNG of the item's picture: the chart it asks about, or the body with lettered places."""
        ...

    def alt(self, item: Item) -> str:
        """The picture in words that do not tell the key."""
        ...


def letter(place: int) -> str:
    """The letter of an option by its place from 0."""
    return ascii_uppercase[place]
