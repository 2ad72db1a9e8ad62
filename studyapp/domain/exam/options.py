"""Drawing options: near ones, alike in length, none a part of another, each of another muscle where that can be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from studyapp.domain.card import Card
from studyapp.domain.distractors import Candidate
from studyapp.domain.exam.chance import shuffled
from studyapp.domain.exam.clang import beginnings
from studyapp.domain.exam.workshop import Workshop
from studyapp.domain.fact import Attribute

LONGEST_RATIO = 1.5
"""Of the longest option to the shortest."""
NEAR, CLOSE = 2, 4
"""From here on an option lies in a neighbouring region, or in that of the key; others are seen to be wrong."""
FEWEST_CLOSE = 2
"""So many wrong options lie in the key's own region, else the key stands out by its place alone."""
KEY_MM = 250
"""A wrong zone farther off is seen to lie in another part of the body."""
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
        fit = self._fitting(card, keys, None if among is None else set(among))
        owners = {one.text: one.owner for one in fit}
        close = {one.text for one in fit if one.nearness >= CLOSE and self._is_by_the_key(one.text, keys)}
        alike = {text for text in owners if ratio([*keys, text]) <= LONGEST_RATIO}
        order = f"{self.seed} {card.key.card}"
        fewest = 1 if card.attribute is Attribute.ACTION else min(FEWEST_CLOSE, number)
        pools: list[tuple[list[str], Sequence[str]]] = [([text for text in owners if text in alike], keys)]
        if of_any_length:
            pools.append((list(owners), ()))
        for (pool, beside), owned in product(pools, (owners, {})):
            nearest = shuffled(order, [text for text in pool if text in close][:POOL])
            like = [text for text in pool if not heard.isdisjoint(beginnings(text))][:1]
            for first in (nearest, [*nearest[:fewest], *shuffled(order, pool[:POOL])]):
                drawn = self.apart(dict.fromkeys([*like, *first]), number, beside, owned)
                if len(drawn) == number and len(close.intersection(drawn)) >= fewest:
                    return drawn
        return []

    def _fitting(self, card: Card, keys: Sequence[str], among: set[str] | None) -> list[Candidate]:
        """Near candidates, of some if these are given, that exclude every key."""
        near = (one for one in self.workshop.candidates(card) if one.nearness >= NEAR)
        wanted = (one for one in near if among is None or one.text in among)
        return [one for one in wanted if all(self.workshop.are_apart(one.text, key) for key in keys)]

    def _is_by_the_key(self, text: str, keys: Sequence[str]) -> bool:
        """Whether a place lies near a key, and not only near another answer of the card."""
        zones, regions = self.workshop.zones, self.workshop.places.regions
        known = [zones[key] for key in keys if key in zones]
        if known:
            return self.workshop.nearness.millimetres(zones[text], known) <= KEY_MM
        keyed = [region for key in keys for region in regions.get(key, ())]
        theirs = regions.get(text, ())
        return not keyed or any(one.steps_to(other) <= 1 for one in keyed for other in theirs)

    def apart(
        self, texts: Iterable[str], number: int, beside: Sequence[str] = (), owners: dict[str, str] | None = None
    ) -> list[str]:
        """The first so many that exclude each other, as long as those beside them, of an owner and a landmark each."""
        chosen: list[str] = []
        taken: set[str] = set()
        for text in texts:
            owner = (owners or {}).get(text, "")
            alike = not beside or ratio([*beside, *chosen, text]) <= LONGEST_RATIO
            fits = alike and all(self.workshop.are_apart(text, other) for other in chosen)
            own = {owner, *self.workshop.places.sites.get(text, ())} - {""}
            if len(chosen) < number and fits and own.isdisjoint(taken):
                chosen.append(text)
                taken |= own
        return chosen


def ratio(texts: Sequence[str]) -> float:
    """Of the length of the longest to that of the shortest."""
    lengths = [len(text) for text in texts]
    return max(lengths) / min(lengths)
