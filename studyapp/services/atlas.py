"""Looking things up: every muscle, and everything known of it, with its sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import Deck
from studyapp.domain.evidence import Source
from studyapp.domain.fact import Attribute, Fact, SubjectKind
from studyapp.domain.folding import fold
from studyapp.domain.muscle import Muscle
from studyapp.domain.vocabulary import Term
from studyapp.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class MuscleEntry:
    """A muscle in the list; `described` says whether a deck tells more than its name."""

    id: str
    name: Term
    described: bool


@dataclass(frozen=True, slots=True)
class Section:
    """What is known of a muscle under one attribute."""

    attribute: Attribute
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class MusclePage:
    """Everything that one deck says of a muscle."""

    deck: str
    deck_title: str
    muscle: Muscle
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    """The works that its facts cite or report, in the order of the bibliography."""


class Atlas:
    """The catalog as a book of reference."""

    def __init__(self, catalog: Catalog) -> None:
        """Read the catalog's muscles."""
        self.catalog = catalog

    def search(self, text: str = "") -> list[MuscleEntry]:
        """The muscles whose name, Latin name or alias holds every word of the text, described ones first."""
        words = fold(text).split()
        described = {muscle.id for deck in self.catalog.decks.values() for muscle in deck.muscles}
        found = [
            MuscleEntry(ident, name, ident in described)
            for ident, name in self.catalog.words.muscles.items()
            if all(word in _searchable(name) for word in words)
        ]
        return sorted(found, key=lambda entry: (not entry.described, entry.name.label))

    def muscle(self, ident: str) -> list[MusclePage]:
        """What each deck says of a muscle; empty for one that is only named. Raises NotFoundError."""
        self.name(ident)
        return [
            self._page(deck, muscle)
            for deck in self.catalog.decks.values()
            for muscle in deck.muscles
            if muscle.id == ident
        ]

    def name(self, ident: str) -> Term:
        """The names of a muscle; raises NotFoundError."""
        if ident not in self.catalog.words.muscles:
            raise NotFoundError(f"There is no muscle “{ident}” in the atlas.")
        return self.catalog.words.muscles[ident]

    def _page(self, deck: Deck, muscle: Muscle) -> MusclePage:
        sections = tuple(self._sections(deck.id, muscle.id))
        cited = {work for section in sections for fact in section.facts for work in _works(fact)}
        sources = tuple(source for ident, source in deck.sources.items() if ident in cited)
        return MusclePage(deck.id, deck.manifest.title, muscle, sections, sources)

    def _sections(self, deck: str, muscle: str) -> Iterator[Section]:
        order = list(Attribute)
        facts = [fact for fact in self.catalog.facts if fact.deck == deck and _is_about(fact, muscle)]
        facts.sort(key=lambda fact: order.index(fact.attribute))
        for attribute, group in groupby(facts, key=lambda fact: fact.attribute):
            yield Section(attribute, tuple(group))


def _is_about(fact: Fact, muscle: str) -> bool:
    """Whether a muscle's page tells the fact: its own facts, and complaints that it answers."""
    own = fact.subject.kind is SubjectKind.MUSCLE and fact.subject.id == muscle
    return own or any(
        one.question.subject.kind is SubjectKind.MUSCLE and one.question.subject.id == muscle for one in fact.asked
    )


def _works(fact: Fact) -> Iterator[str]:
    """Ids of the works on which a fact and its views rest."""
    for citation in (*fact.sources, *(one for view in fact.views for one in view.sources)):
        yield from filter(None, (citation.source, citation.reporting, citation.via))


def _searchable(name: Term) -> str:
    return fold(" ".join([name.label, name.latin or "", *name.aliases]))
