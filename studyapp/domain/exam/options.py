"""Drawing options: near ones, alike in length, none a part of another, each of another muscle where that can be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studyapp.domain.card import Card
from studyapp.domain.exam.chance import shuffled
from studyapp.domain.exam.clang import beginnings
from studyapp.domain.exam.workshop import Workshop

LONGEST_RATIO = 1.5
"""Of the longest option to the shortest."""
NEAR, CLOSE = 2, 4
"""From here on an option lies in a neighbouring region, or in that of the key; others are seen to be wrong."""
FEWEST_CLOSE = 2
"""So many wrong options lie in the key's own region, else the key stands out by its place alone."""
POOL = 7
"""So many of the nearest candidates are drawn from."""


@dataclass(frozen=True, slots=True)
class Options:
    """Draws wrong options for cards by a seed."""

    workshop: Workshop
    seed: str

    def wrong(  # noqa: PLR0913  # what narrows a draw down
        self,
        card: Card,
        keys: Sequence[str],
        number: int,
        among: Iterable[str] | None = None,
        *,
        of_any_length: bool = True,
        stem: str = "",
    ) -> list[str]:
        """So many wrong options beside these keys; none when there are too few near ones.

        Where the stem and a key have a word in common, one of the options has it too if any has.
        """
        heard = beginnings(stem) & set[str]().union(*map(beginnings, keys))
        wanted = None if among is None else set(among)
        fit = [
            one
            for one in self.workshop.candidates(card)
            if one.nearness >= NEAR and (wanted is None or one.text in wanted)
            if all(self.workshop.are_apart(one.text, key) for key in keys)
        ]
        owners = {one.text: one.owner for one in fit}
        close = {one.text for one in fit if one.nearness >= CLOSE}
        alike = {text for text in owners if ratio([*keys, text]) <= LONGEST_RATIO}
        order, fewest = f"{self.seed} {card.key.card}", min(FEWEST_CLOSE, number)
        attempts: list[tuple[list[str], Sequence[str], dict[str, str]]] = [
            ([text for text in owners if text in alike], keys, owners),
            ([text for text in owners if text in alike], keys, {}),
        ]
        if of_any_length:
            attempts += [(list(owners), (), owners), (list(owners), (), {})]
        for pool, beside, owned in attempts:
            nearest = shuffled(order, [text for text in pool if text in close][:POOL])
            like = [text for text in pool if not heard.isdisjoint(beginnings(text))][:1]
            for first in (nearest, [*nearest[:fewest], *shuffled(order, pool[:POOL])]):
                drawn = self.apart(dict.fromkeys([*like, *first]), number, beside, owned)
                if len(drawn) == number and len(close.intersection(drawn)) >= fewest:
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
