"""Clang: a word of the question that comes again in an answer, and so gives it away.

Source: Haladyna, Downing & Rodriguez (2002), rule 28.
"""

import re
from collections.abc import Iterable

from studyapp.domain.folding import fold

LETTERS = 5
"""Words that begin alike by so many are heard as one: gluteus and gluteal."""
COMMON = (
    "which",
    "these",
    "muscl",
    "point",
    "trigg",
    "there",
    "where",
    "whose",
    "accor",
    "refer",
    "place",
    "suppl",
    "nerve",
)
"""Beginnings of words that stand in every question."""


def beginnings(text: str) -> set[str]:
    """How the longer words of a text begin."""
    words = re.findall(r"[a-z]+", fold(text))
    return {word[:LETTERS] for word in words if len(word) >= LETTERS} - set(COMMON)


def given_away(question: str, key: str, wrong: Iterable[str]) -> list[str]:
    """How the words begin that are heard in the question and in its key alone."""
    elsewhere = set[str]().union(*map(beginnings, wrong))
    return sorted((beginnings(key) & beginnings(question)) - elsewhere)


def shares_a_word(one: str, other: str) -> bool:
    """Whether a word of one text is heard in the other."""
    return not beginnings(one).isdisjoint(beginnings(other))
