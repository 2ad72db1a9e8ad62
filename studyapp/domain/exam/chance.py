"""Chance: draws that follow from a seed alone, the same on every machine and in every release of Python."""

import hashlib
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def rank(seed: str, name: str) -> bytes:
    """By what things with names are put into an order that follows from the seed."""
    return hashlib.sha256(f"{seed}\x1f{name}".encode()).digest()


def shuffled(seed: str, names: Iterable[str]) -> list[str]:
    """The names in an order that follows from the seed."""
    return sorted(names, key=lambda name: rank(seed, name))


def digest(*parts: str) -> str:
    """Twelve hexadecimal digits for these parts, which do not tell them."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
