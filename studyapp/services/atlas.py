"""Looking things up: every muscle, and everything known of it, with its sources."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from studyapp.domain.catalog import Catalog
from studyapp.domain.chart import Chart
from studyapp.domain.condition import Condition, Urgency
from studyapp.domain.deck import Deck
from studyapp.domain.evidence import Source
from studyapp.domain.fact import Attribute, Fact, SubjectKind
from studyapp.domain.folding import fold
from studyapp.domain.pattern import pattern_of_condition, pattern_of_muscle, pattern_of_point
from studyapp.domain.vocabulary import Term
from studyapp.errors import NotFoundError

NOISE = {"m", "musculus", "muscle"}
"""Words of a search that every muscle would answer to."""


@dataclass(frozen=True, slots=True)
class MuscleEntry:
    """A muscle in the list; `described` says whether a deck tells more than its name."""

    id: str
    name: Term
    described: bool


@dataclass(frozen=True, slots=True)
class Section:
    """What is known of a subject under one attribute."""

    attribute: Attribute
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """Everything that one deck says of a muscle or a condition."""

    deck: str
    deck_title: str
    sections: tuple[Section, ...]
    mentions: tuple[Fact, ...]
    """Facts of other subjects in which it has a part."""
    sources: tuple[Source, ...]
    """The works that its facts cite or report, in the order of the bibliography."""
    charts: tuple[tuple[str, str, Chart], ...]
    """Where it hurts: for each group of a muscle's trigger points, or the condition, its id, its name and its chart."""


class Atlas:
    """The catalog as a book of reference."""

    def __init__(self, catalog: Catalog) -> None:
        """Read the catalog's muscles."""
        self.catalog = catalog

    def search(self, text: str = "") -> list[MuscleEntry]:
        """The muscles whose name, Latin name or alias holds every word of the text, described ones first."""
        words = set(_words(text)) - NOISE
        if text.strip() and not _words(text):
            return []
        described = {muscle.id for deck in self.catalog.decks.values() for muscle in deck.muscles}
        further = self._further_names()
        found = [
            MuscleEntry(ident, name, ident in described)
            for ident, name in self.catalog.words.muscles.items()
            if _holds_all(words, (name.label, *name.others, *further.get(ident, ())))
        ]
        return sorted(found, key=lambda entry: (not entry.described, entry.name.label))

    def _further_names(self) -> dict[str, tuple[str, ...]]:
        """The groups and nicknames by which a described muscle is found as well."""
        return {
            muscle.id: (
                *(nickname.text for nickname in muscle.nicknames),
                *((self.catalog.words.groups[muscle.group.group].label,) if muscle.group else ()),
            )
            for deck in self.catalog.decks.values()
            for muscle in deck.muscles
        }

    def conditions(self, text: str = "") -> list[Condition]:
        """The described conditions whose names hold every word of the text, the urgent ones first, then by name."""
        words = _words(text)
        if text.strip() and not words:
            return []
        described = {one.id: one for deck in self.catalog.decks.values() for one in deck.conditions}
        found = (one for one in described.values() if _holds_all(words, (one.name, *one.aliases)))
        return sorted(found, key=lambda one: (one.urgency is not Urgency.RED_FLAG, one.name))

    def muscle(self, ident: str) -> list[SubjectPage]:
        """What each deck says of a muscle; empty for one of which none says anything. Raises NotFoundError."""
        self.name(ident)
        return self._pages(SubjectKind.MUSCLE, ident)

    def condition(self, ident: str) -> list[SubjectPage]:
        """What each deck says of a condition; as `muscle`."""
        self.condition_name(ident)
        return self._pages(SubjectKind.CONDITION, ident)

    def chart(self, muscle: str, point: str | None = None, deck: str | None = None) -> Chart:
        """The chart of one group of a muscle's trigger points, or of all of them.

        Without a deck it is that of the first deck that describes them; raises NotFoundError when none does.
        """
        for one_deck in self.catalog.decks.values():
            muscles = one_deck.muscles if deck in (None, one_deck.id) else ()
            for described in (one for one in muscles if one.id == muscle):
                if point is None:
                    return Chart((pattern_of_muscle(described),))
                for group in (one for one in described.trigger_points if one.id == point):
                    return Chart((pattern_of_point(described, group),))
        which = f"“{point}” trigger points of “{muscle}”" if point else f"muscle “{muscle}”"
        raise NotFoundError(f"No deck describes the {which}.")

    def name(self, ident: str) -> Term:
        """The names of a muscle; raises NotFoundError."""
        if ident not in self.catalog.words.muscles:
            raise NotFoundError(f"There is no muscle “{ident}” in the atlas.")
        return self.catalog.words.muscles[ident]

    def condition_name(self, ident: str) -> Term:
        """The names of a condition; raises NotFoundError."""
        if ident not in self.catalog.words.conditions:
            raise NotFoundError(f"There is no condition “{ident}” in the atlas.")
        return self.catalog.words.conditions[ident]

    def _pages(self, kind: SubjectKind, ident: str) -> list[SubjectPage]:
        pages = (self._page(deck, kind, ident) for deck in self.catalog.decks.values())
        return [page for page in pages if page.sections or page.mentions]

    def _page(self, deck: Deck, kind: SubjectKind, ident: str) -> SubjectPage:
        sections = tuple(self._sections(deck.id, kind, ident))
        mentions = tuple(fact for fact in self.catalog.facts if fact.deck == deck.id and _mentions(fact, kind, ident))
        told = [*(fact for section in sections for fact in section.facts), *mentions]
        cited = {work for fact in told for work in _works(fact)}
        sources = tuple(source for ident, source in deck.sources.items() if ident in cited)
        charts = tuple(_charts(deck, kind, ident))
        return SubjectPage(deck.id, deck.manifest.title, sections, mentions, sources, charts)

    def _sections(self, deck: str, kind: SubjectKind, ident: str) -> Iterator[Section]:
        order = list(Attribute)
        facts = [fact for fact in self.catalog.facts if fact.deck == deck and _is_about(fact, kind, ident)]
        facts.sort(key=lambda fact: order.index(fact.attribute))
        for attribute, group in groupby(facts, key=lambda fact: fact.attribute):
            yield Section(attribute, tuple(group))


def _charts(deck: Deck, kind: SubjectKind, ident: str) -> Iterator[tuple[str, str, Chart]]:
    if kind is SubjectKind.MUSCLE:
        for muscle in (muscle for muscle in deck.muscles if muscle.id == ident):
            yield from (
                (point.id, point.name, Chart((pattern_of_point(muscle, point),))) for point in muscle.trigger_points
            )
    for condition in deck.conditions if kind is SubjectKind.CONDITION else ():
        if condition.id == ident:
            yield condition.id, condition.name, Chart((pattern_of_condition(condition),))


def _is_about(fact: Fact, kind: SubjectKind, ident: str) -> bool:
    """Whether a subject's page tells the fact: its own facts, and complaints that it answers."""
    subjects = (fact.subject, *(one.question.subject for one in fact.asked if not one.silent))
    return any(subject.kind is kind and subject.id == ident for subject in subjects)


def _mentions(fact: Fact, kind: SubjectKind, ident: str) -> bool:
    """Whether the subject has a part in a written fact of another one: then the fact's id ends with the subject's."""
    return fact.id.endswith(f".{ident}") and not fact.derived and not _is_about(fact, kind, ident)


def _works(fact: Fact) -> Iterator[str]:
    """Ids of the works on which a fact and its views rest."""
    for citation in (*fact.sources, *(one for view in fact.views for one in view.sources)):
        yield from filter(None, (citation.source, citation.reporting, citation.via))


def _holds_all(words: Iterable[str], names: Iterable[str]) -> bool:
    told = " ".join(_words(" ".join(names)))
    return all(word in told for word in words)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))
