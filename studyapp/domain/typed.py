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
UNSAID = frozenset({"a", "an", "and", "by", "in", "of", "on", "or", "part", "portion", "the", "with"}) | KINDS
"""Words that make no difference, singly."""
ORDERED = frozenset(["above", "before", "behind", "below", "deep", "from", "over", "than", "to", "under"])
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
    "abducts": "abduction",
    "adducts": "adduction",
    "dorsiflexes": "dorsiflexion",
    "everts": "eversion",
    "extends": "extension",
    "flexes": "flexion",
    "inverts": "inversion",
    "plantarflexes": "plantarflexion",
    "rotates": "rotation",
    "stabilises": "stabilisation",
    "stabilizes": "stabilisation",
    "stabilization": "stabilisation",
    "laterally": "lateral",
    "medially": "medial",
    "externally": "lateral",
    "internally": "medial",
    "sup": "superior",
    "inf": "inferior",
    "ant": "anterior",
    "post": "posterior",
    "femoralis": "femoral",
}
"""Words of one meaning. Sources: Terminologia Anatomica (1998) for fibular/peroneal; English and American spelling."""
ORDINALS = {
    "1st": "first",
    "2nd": "second",
    "3rd": "third",
    "4th": "fourth",
    "5th": "fifth",
    "6th": "sixth",
    "7th": "seventh",
    "8th": "eighth",
    "9th": "ninth",
    "10th": "tenth",
    "11th": "eleventh",
    "12th": "twelfth",
}
SPINE = tuple(
    f"{part}{number + 1}" for part, most in {"c": 8, "t": 12, "l": 5, "s": 5}.items() for number in range(most)
)
"""The spinal roots from above."""
ROOT = re.compile(r"\b[ctls]\d{1,2}\b")
ROOTS = re.compile(r"\b([ctls]\d{1,2})\s*(?:-|\u2013|to)\s*([ctls]?\d{1,2})\b")
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
DIRECTIONS = frozenset({"external", "externally", "internal", "internally"})
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
    words = plain_words_of(text)
    turning = not ROTATION.isdisjoint(words)
    return tuple(OTHERWISE.get(word, word) if turning or word not in DIRECTIONS else word for word in words)


@lru_cache(maxsize=8192)
def plain_words_of(text: str) -> tuple[str, ...]:
    """The words that count in a text, in their order and as they were spelt."""
    folded = ROOTS.sub(_roots_between, fold(text[:LONGEST_GIVEN]).replace("'s", ""))
    plain = re.sub(r"[^\w\s]+", " ", folded)
    plain = re.sub(r"\bof (?:the )?(\w+)", lambda match: OF_THE_BONE.get(match[1], match[1]), plain)
    words = [ORDINALS.get(word, word) for word in plain.split()[:MOST_WORDS]]
    return tuple(word for word in words if word not in UNSAID) or tuple(words)


def _roots_between(match: re.Match[str]) -> str:
    """The spinal roots from one to another: “L4-S1” is L4, L5 and S1."""
    first, last = match[1], match[2] if match[2][0].isalpha() else f"{match[1][0]}{match[2]}"
    if first not in SPINE or last not in SPINE or SPINE.index(first) > SPINE.index(last):
        return match[0]
    return " ".join(SPINE[SPINE.index(first) : SPINE.index(last) + 1])


def is_same(one: str, other: str) -> bool:
    """Whether two texts are one answer, worded otherwise."""
    return _same(words_of(one), words_of(other))


def likeness(typed: str, answer: Answer, known: frozenset[str]) -> Likeness | None:
    """How like an answer, by any of its wordings, the typed text is; None when it is something else.

    `known` are all words of the decks: one of them is never a slip of another.
    """
    if not _names_roots(answer):
        typed = ROOT.sub(" ", ROOTS.sub(" ", fold(typed[:LONGEST_GIVEN]))) or typed
    given = words_of(typed)
    best: int | None = None
    for wording in (answer.text, *answer.accept):
        slips = 0 if _same(given, words_of(wording)) else _fewest_slips(typed, wording, known)
        if slips is not None and (best is None or slips < best):
            best = slips
    return None if best is None else Likeness(answer, best)


@lru_cache(maxsize=4096)
def _names_roots(answer: Answer) -> bool:
    """Whether spinal roots are a part of the answer: where they are not, who adds them has said no less."""
    return any(ROOT.search(fold(text)) for text in (answer.text, *answer.accept))


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
    return ORDERED.isdisjoint(other) and set(one) == set(other)


def _fewest_slips(typed: str, wording: str, known: frozenset[str]) -> int | None:
    """The slips in what was typed, in the spelling of one word each or as it stands: “peronius” is near “peroneus”."""
    readings = (words_of, plain_words_of)
    found = [_slips(read(typed), read(wording), known) for read in readings]
    return min((slips for slips in found if slips is not None), default=None)


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
