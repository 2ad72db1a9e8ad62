"""Measures marking typed answers to the shipped cards, beside difflib's similarity of the same texts.

Target: an answer within 1 ms. Every card that can be typed or listed is answered rightly, with a slip, and with
something else; the two take turns. difflib is only a yardstick: it tells neither slips nor other words apart.
"""

from difflib import SequenceMatcher
from statistics import median, quantiles
from time import perf_counter

from program import machine

from studyapp.content.loader import load_catalog
from studyapp.domain.card import Card
from studyapp.domain.marking import Given
from studyapp.domain.way import Way
from studyapp.services.answering import Answering

ELSEWHERE = "the nerve of somewhere else"
LONGEST = "iliac crest " * 40


def main() -> None:
    """Print what marking costs."""
    catalog = load_catalog()
    answering = Answering(catalog)
    cards = [card for card in catalog.cards.values() if {Way.TYPE, Way.LIST} & set(card.ways)]
    answering.mark(cards[0], Given(Way.TYPE, ("once",)))  # the lexicon is made with the first answer
    ours: dict[str, list[float]] = {}
    theirs: list[float] = []
    for card in cards:
        for kind, text in _texts(card).items():
            started = perf_counter()
            answering.mark(card, Given(Way.TYPE if Way.TYPE in card.ways else Way.LIST, (text,)))
            ours.setdefault(kind, []).append(perf_counter() - started)
            started = perf_counter()
            for answer in card.answers:
                SequenceMatcher(None, text, answer.text).ratio()
            theirs.append(perf_counter() - started)
    print(f"Marking {sum(map(len, ours.values()))} typed answers to {len(cards)} cards: {machine()}")
    for name, times in {**ours, "difflib, all of these": theirs}.items():
        p95 = quantiles(times, n=20)[-1]
        print(
            f"{name:22} median {median(times) * 1e3:6.3f}   p95 {p95 * 1e3:6.3f}   largest {max(times) * 1e3:6.3f} ms"
        )


def _texts(card: Card) -> dict[str, str]:
    """An answer that is right, one with two letters swapped, another thing, and as much as is read."""
    right = card.required[0].text
    middle = len(right) // 2
    slip = right[:middle] + right[middle + 1 : middle + 2] + right[middle] + right[middle + 2 :]
    return {"right": right, "with a slip": slip, "something else": ELSEWHERE, "500 characters": LONGEST}


if __name__ == "__main__":
    main()
