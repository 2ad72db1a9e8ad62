"""Marking zones of pain, be they tapped or named.

What is named is held against the skin like a tap, so that a zone is as good as all its parts, and one that merely
overlaps a right one is not called wrong.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from studyapp.domain.bodychart import BodyChart
from studyapp.domain.card import Card
from studyapp.domain.fact import Answer
from studyapp.domain.marking import Marking, Slip, mark_typed, proposed
from studyapp.domain.scheduler import Grade
from studyapp.domain.tapping import Tapped, covers, mark
from studyapp.domain.typed import closest
from studyapp.domain.vocabulary import Vocabulary
from studyapp.domain.way import Way


@dataclass(frozen=True, slots=True)
class _Named:
    """What became of the names of zones."""

    of: dict[str, str]
    """The zone that each thing names; none for a name that no chart has."""
    unknown: tuple[str, ...]
    slips: tuple[Slip, ...]

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones, each once."""
        return tuple(dict.fromkeys(self.of.values()))


@dataclass(frozen=True)
class ZoneMarker:
    """Marks answers that are zones; `known` are all words of the decks."""

    vocabulary: Vocabulary
    body: BodyChart
    known: frozenset[str]

    def mark(self, card: Card, way: Way, things: tuple[str, ...]) -> Marking | None:
        """Mark zones that were tapped (their ids) or written (their names); None when no tap is a zone."""
        if way is Way.TYPE:
            by_name = mark_typed(card.answers, things[:1], self.known)
            if by_name.found:
                return by_name
        named = self._tapped(things) if way is Way.TAP else self._named(card, things)
        if way is Way.TAP and not named.zones:
            return None
        return self._held_against_the_skin(card, way, things, named)

    def _tapped(self, things: Iterable[str]) -> _Named:
        return _Named({zone: zone for zone in things if zone in self.vocabulary.zones}, (), ())

    def _named(self, card: Card, things: Iterable[str]) -> _Named:
        zones: dict[str, str] = {}
        unknown, slips = [], []
        for thing in things:
            like = closest(thing, card.answers, self.known) or closest(thing, self._answers, self.known)
            if like is None:
                unknown.append(thing)
            else:
                zones[thing] = self._idents[like.answer.text]
                slips += [Slip(thing, like.answer.text)] if like.slips else []
        return _Named(zones, tuple(unknown), tuple(slips))

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
        tapped = self._spared(tapped, asked)
        if way is not Way.TAP:
            tapped, wide = self._by_their_names(tapped, required)
            named = replace(named, slips=(*named.slips, *wide))
        grade = Grade(max(tapped.proposed - len(named.unknown), Grade.WRONG))
        return Marking(
            way=way,
            given=things,
            found=self._labels(tapped.found),
            missed=self._labels(tapped.missed),
            wrong=(*self._labels(tapped.wrong), *named.unknown),
            proposed=Grade.HARD if named.slips and grade is Grade.GOOD else grade,
            slips=named.slips,
            neither=self._neither(named, tapped) if way is not Way.TAP else (),
            wrong_things=tuple(thing for thing in things if named.of.get(thing) in {None, *tapped.wrong}),
            zones=tapped.taps,
            wrong_zones=tapped.wrong,
        )

    def _spared(self, tapped: Tapped, told: Iterable[str]) -> Tapped:
        """The taps without calling wrong what overlaps a right zone by the vocabulary, though no dot lies in both."""
        told = tuple(told)
        wrong = tuple(zone for zone in tapped.wrong if not any(self.vocabulary.overlap(zone, other) for other in told))
        asked = len(tapped.found) + len(tapped.missed)
        return replace(tapped, wrong=wrong, proposed=proposed(len(tapped.found), asked, len(wrong)))

    def _by_their_names(self, tapped: Tapped, required: Iterable[str]) -> tuple[Tapped, list[Slip]]:
        """Of zones that were written only the right one, or its parts, count; the whole that holds it is a slip.

        Who taps points at skin, who writes names a zone: “medial calf” is not “upper calf”, though they overlap.
        """
        found, wide = [], []
        used: set[str] = set()
        for key in required:
            near = [zone for zone in tapped.taps if zone == key or zone in self.vocabulary.parts_of(key)]
            whole = next((zone for zone in tapped.taps if zone in self.vocabulary.wholes_of(key)), None)
            if near and covers(near, key, self.body):
                found.append(key)
            elif whole is not None and whole not in used:
                used.add(whole)
                found.append(key)
                wide.append(Slip(self.vocabulary.zones[whole].label, self.vocabulary.zones[key].label))
        missed = tuple(zone for zone in dict.fromkeys(required) if zone not in found)
        grade = proposed(len(found), len(found) + len(missed), len(tapped.wrong))
        return replace(tapped, found=tuple(dict.fromkeys(found)), missed=missed, proposed=grade), wide

    def _neither(self, named: _Named, tapped: Tapped) -> tuple[str, ...]:
        """What was written and neither found anything nor is wrong."""
        holds = self.vocabulary.holds
        return tuple(
            thing
            for thing, zone in named.of.items()
            if zone not in tapped.wrong and not any(holds(zone, key) for key in tapped.found)
        )

    def _labels(self, zones: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.vocabulary.zones[zone].label for zone in zones)
