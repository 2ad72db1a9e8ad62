"""How far long work is, for whoever waits for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

Steps: TypeAlias = Callable[[int, int], None]
"""Called as the work goes on, on whatever thread does it, with the steps that are done and those there are."""


def untold(done: int, total: int) -> None:
    """Tell nobody."""
    del done, total


@contextmanager
def leaving_one(steps: Steps) -> Iterator[Steps]:
    """The steps of all work but its last piece, which is done once the block has ended."""
    last = 0

    def but_one(done: int, total: int) -> None:
        nonlocal last
        last = total + 1
        steps(done, last)

    yield but_one
    if last:
        steps(last, last)
