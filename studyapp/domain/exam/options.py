"""Drawing options: near ones, alike in length, none a part of another, each of another muscle where that can be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studyapp.domain.card import Card
from studyapp.domain.exam.chance import rank, shuffled
from studyapp.domain.exam.workshop import Workshop

LONGEST_RATIO = 1.5
"""Of the longest option to the shortest."""
NEAR = 2
"""From here on an option lies in the region of the key; one from farther off is seen to be wrong."""
POOL = 7
"""So many of the nearest candidates are drawn from, at first."""


@dataclass(frozen=True, slots=True)
class Options:
    """Draws wrong options for cards by a seed."""

    workshop: Workshop
    seed: str

    def wrong(self, card: Card, keys: Sequence[str], number: int, among: Iterable[str] | None = None) -> list[str]:
        """So many wrong options beside these keys; none when there are too few."""
        fit = [
            one
            for one in sorted(self.workshop.candidates(card), key=lambda o: (-o.nearness, rank(card.key.card, o.text)))
            if all(self.workshop.are_apart(one.text, key) for key in keys)
        ]
        if among is not None:
            wanted = set(among)
            fit = [one for one in fit if one.text in wanted]
        owners = {one.text: one.owner for one in fit}
        texts = list(owners)
        alike = [text for text in texts if ratio([*keys, text]) <= LONGEST_RATIO]
        order = f"{self.seed} {card.key.card}"
        near = {one.text for one in fit if one.nearness >= NEAR}
        attempts: tuple[tuple[list[str], Sequence[str], dict[str, str]], ...] = (
            ([text for text in alike if text in near][:POOL], keys, owners),
            ([text for text in texts if text in near][:POOL], (), owners),
            (alike[:POOL], keys, owners),
            (alike, keys, owners),
            (alike, keys, {}),
            ([*alike, *texts][: 2 * POOL], (), {}),
        )
        for pool, beside, owned in attempts:
            drawn = self.apart(shuffled(order, dict.fromkeys(pool)), number, beside, owned)
            if len(drawn) == number:
                return drawn
        return []

    def apart(
        self, texts: Iterable[str], number: int, beside: Sequence[str] = (), owners: dict[str, str] | None = None
    ) -> list[str]:
        """The first so many that exclude each other, are as long as those beside them, and of an owner each."""
        chosen: list[str] = []
        taken: set[str] = set()
        for text in texts:
            owner = (owners or {}).get(text, "")
            alike = not beside or ratio([*beside, *chosen, text]) <= LONGEST_RATIO
            fits = alike and all(self.workshop.are_apart(text, other) for other in chosen)
            if len(chosen) < number and fits and not (owner and owner in taken):
                chosen.append(text)
                taken.add(owner)
        return chosen


def ratio(texts: Sequence[str]) -> float:
    """Of the length of the longest to that of the shortest."""
    lengths = [len(text) for text in texts]
    return max(lengths) / min(lengths)
