"""Marking zones of pain, be they tapped or named.

What is named is held against the skin like a tap, so that a zone is as good as all its parts, and one that merely
overlaps a right one is not called wrong.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from studyapp.domain.bodychart import BodyChart
from studyapp.domain.card import Card
from studyapp.domain.fact import Answer
from studyapp.domain.marking import Marking, Slip
from studyapp.domain.scheduler import Grade
from studyapp.domain.tapping import mark
from studyapp.domain.typed import closest
from studyapp.domain.vocabulary import Vocabulary
from studyapp.domain.way import Way


@dataclass(frozen=True, slots=True)
class _Named:
    """What became of the names of zones."""

    zones: tuple[str, ...]
    unknown: tuple[str, ...]
    slips: tuple[Slip, ...]


@dataclass(frozen=True)
class ZoneMarker:
    """Marks answers that are zones; `known` are all words of the decks."""

    vocabulary: Vocabulary
    body: BodyChart
    known: frozenset[str]

    def mark(self, card: Card, way: Way, things: tuple[str, ...]) -> Marking | None:
        """Mark zones that were tapped (their ids) or written (their names); None when no tap is a zone."""
        named = self._tapped(things) if way is Way.TAP else self._named(card, things)
        if way is Way.TAP and not named.zones:
            return None
        return self._held_against_the_skin(card, way, things, named)

    def _tapped(self, things: Iterable[str]) -> _Named:
        return _Named(tuple(zone for zone in things if zone in self.vocabulary.zones), (), ())

    def _named(self, card: Card, things: Iterable[str]) -> _Named:
        zones, unknown, slips = [], [], []
        for thing in things:
            like = closest(thing, card.answers, self.known) or closest(thing, self._answers, self.known)
            if like is None:
                unknown.append(thing)
            else:
                zones.append(self._idents[like.answer.text])
                slips += [Slip(thing, like.answer.text)] if like.slips else []
        return _Named(tuple(zones), tuple(unknown), tuple(slips))

    @cached_property
    def _answers(self) -> tuple[Answer, ...]:
        return tuple(Answer(zone.label, zone.aliases) for zone in self.vocabulary.zones.values())

    @cached_property
    def _idents(self) -> dict[str, str]:
        return {zone.label: ident for ident, zone in self.vocabulary.zones.items()}

    def _held_against_the_skin(self, card: Card, way: Way, things: tuple[str, ...], named: _Named) -> Marking:
        chart = card.chart
        if chart is None:
            raise ValueError(f"“{card.key.card}” has no chart to hold zones against")
        labels = {answer.text for answer in card.required}
        asked = [zone.zone for pattern in chart.patterns for zone in pattern.zones]
        required = [zone for zone in asked if self.vocabulary.zones[zone].label in labels]
        contested = (fact.id.rpartition(".")[2] for fact in card.contested)  # its zone ends the id of such a fact
        tapped = mark(chart, required, named.zones, self.body, contested)
        grade = Grade(max(tapped.proposed - len(named.unknown), Grade.WRONG))
        return Marking(
            way=way,
            given=things,
            found=self._labels(tapped.found),
            missed=self._labels(tapped.missed),
            wrong=(*self._labels(tapped.wrong), *named.unknown),
            proposed=Grade.HARD if named.slips and grade is Grade.GOOD else grade,
            slips=named.slips,
            zones=tapped.taps,
            wrong_zones=tapped.wrong,
        )

    def _labels(self, zones: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.vocabulary.zones[zone].label for zone in zones)
