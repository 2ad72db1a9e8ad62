"""Folding: text without what a reader does not mean when searching or answering."""

import unicodedata
from functools import lru_cache

MOST_KEPT = 4096
"""Texts that are kept folded: the same names and answers are compared again and again."""


@lru_cache(MOST_KEPT)
def fold(text: str) -> str:
    """The text without case and accents, with single spaces."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())
