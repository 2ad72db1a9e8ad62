"""How far long work is, for whoever waits for it."""

from collections.abc import Callable
from typing import TypeAlias

Steps: TypeAlias = Callable[[int, int], None]
"""Called as the work goes on, on whatever thread does it, with the steps that are done and those there are."""


def untold(done: int, total: int) -> None:
    """Tell nobody."""
    del done, total
