"""Typed answers: what a student may write otherwise and still be right, and what merely looks alike and is wrong.

Case, accents, punctuation, articles and the order of words do not matter, nor whether a bone stands as an adjective
("iliac crest") or as a noun ("crest of the ilium"). A slip of a letter or two is let through and shown, but never one
that makes another word of the decks: "adduction" is no slip of "abduction", and L4 none of L5.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from studyapp.domain.fact import Answer
from studyapp.domain.folding import fold

LONGEST_GIVEN = 500
"""Characters of a typed answer that are looked at."""
MOST_WORDS = 60
SHORT_WORD, LONG_WORD = 4, 8
"""Letters from which on a word may hold one slip, and two."""
KINDS = frozenset({"m", "muscle", "muscles", "musculus", "n", "nerve", "nervus"})
UNSAID = frozenset({"a", "an", "and", "by", "in", "of", "on", "or", "the", "with"}) | KINDS
"""Words that make no difference, singly."""
ORDERED = frozenset(["above", "before", "behind", "below", "between", "deep", "from", "over", "than", "to", "under"])
"""Words around which the order of the others carries the meaning."""
OTHERWISE = {
    "peroneal": "fibular",
    "peroneus": "fibularis",
    "peronei": "fibularis",
    "external": "lateral",
    "internal": "medial",
    "fiber": "fibre",
    "fibers": "fibres",
    "tendo": "tendon",
}
"""Words of one meaning. Sources: Terminologia Anatomica (1998) for fibular/peroneal; English and American spelling."""
OF_THE_BONE = {
    "calcaneus": "calcaneal",
    "coccyx": "coccygeal",
    "femur": "femoral",
    "fibula": "fibular",
    "ilium": "iliac",
    "ischium": "ischial",
    "patella": "patellar",
    "pubis": "pubic",
    "sacrum": "sacral",
    "tibia": "tibial",
    "rib": "costal",
    "ribs": "costal",
}
"""The adjective that stands for “of the …”."""
ROTATION = frozenset({"rotation", "rotates", "rotator", "rotators", "rotate"})
"""Only of these “external” means lateral: the external iliac artery is not the lateral one."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a typed answer stands to one that is right: the same, or the same but for slips."""

    answer: Answer
    slips: int
    """Letters added, left out, exchanged or swapped; 0 when it is right as it stands."""


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """The words that count in a text, in their order and in one spelling each."""
    plain = re.sub(r"[^\w\s]+", " ", fold(text[:LONGEST_GIVEN]).replace("'s", ""))
    plain = re.sub(r"\bof (?:the )?(\w+)", lambda match: OF_THE_BONE.get(match[1], match[1]), plain)
    words = plain.split()[:MOST_WORDS]
    turning = not ROTATION.isdisjoint(words)
    spelt = [OTHERWISE.get(word, word) if turning or word not in {"external", "internal"} else word for word in words]
    return tuple(word for word in spelt if word not in UNSAID) or tuple(spelt)


def is_same(one: str, other: str) -> bool:
    """Whether two texts are one answer, worded otherwise."""
    return _same(words_of(one), words_of(other))


def likeness(typed: str, answer: Answer, known: frozenset[str]) -> Likeness | None:
    """How like an answer, by any of its wordings, the typed text is; None when it is something else.

    `known` are all words of the decks: one of them is never a slip of another.
    """
    given = words_of(typed)
    best: int | None = None
    for wording in (answer.text, *answer.accept):
        slips = 0 if _same(given, words_of(wording)) else _slips(given, words_of(wording), known)
        if slips is not None and (best is None or slips < best):
            best = slips
    return None if best is None else Likeness(answer, best)


def closest(typed: str, answers: Iterable[Answer], known: frozenset[str]) -> Likeness | None:
    """The answer that the typed text is most like; None when it is none of them, or as like another by slips."""
    found = [one for one in (likeness(typed, answer, known) for answer in answers) if one is not None]
    found.sort(key=lambda one: one.slips)
    if not found or (len(found) > 1 and found[0].slips == found[1].slips > 0):
        return None
    return found[0]


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return False
    if one == other or "".join(one) == "".join(other):
        return True
    return ORDERED.isdisjoint(other) and sorted(one) == sorted(other)


def _slips(given: tuple[str, ...], right: tuple[str, ...], known: frozenset[str]) -> int | None:
    """The slips by which words differ from the right ones, in whatever order; None when they are other words."""
    if not given or len(given) != len(right) or not ORDERED.isdisjoint(right):
        return None
    strange, left = list(given), list(right)
    for word in given:
        if word in left:
            strange.remove(word)
            left.remove(word)
    total = 0
    for word in strange:
        meant = _meant(word, left, known)
        if meant is None:
            return None
        total += 0 if _is_inflected(word, meant) else OSA.distance(word, meant)
        left.remove(meant)
    return total


def _meant(word: str, right: list[str], known: frozenset[str]) -> str | None:
    """Which of the right words a strange one was meant to be; None when it is another word, or as near to one."""
    inflected = [one for one in right if _is_inflected(word, one)]
    if inflected:
        return inflected[0]
    if word in known or any(letter.isdigit() for letter in word):
        return None
    near = min(right, key=lambda one: OSA.distance(word, one))
    distance = OSA.distance(word, near)
    rivals = any(rival != near and slips <= distance for rival, slips in _known_near(word, known))
    return None if distance > _allowed(word) or rivals else near


def _allowed(word: str) -> int:
    """How many slips a word may hold."""
    return 0 if len(word) < SHORT_WORD else 1 if len(word) < LONG_WORD else 2


@lru_cache(maxsize=4096)
def _known_near(word: str, known: frozenset[str]) -> tuple[tuple[str, int], ...]:
    """The words of the decks within the slips that a strange word may hold, each with its distance."""
    most = _allowed(word)
    close = (one for one in known if abs(len(one) - len(word)) <= most)
    measured = ((one, OSA.distance(word, one, score_cutoff=most)) for one in close)
    return tuple((one, slips) for one, slips in measured if slips <= most)


def _is_inflected(one: str, other: str) -> bool:
    """Whether two words differ only as one and many do, or as Latin cases: fascia and fasciae."""
    shorter, longer = sorted((one, other), key=len)
    endings = [shorter + ending for ending in ("s", "e", "es")]
    return len(shorter) >= SHORT_WORD and longer in (*endings, f"{shorter.removesuffix('y')}ies")
