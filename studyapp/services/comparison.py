"""Any two muscles or conditions side by side: what differs between them, with its sources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from studyapp.domain.catalog import Catalog
from studyapp.domain.chart import Chart, Pattern
from studyapp.domain.deck import Deck
from studyapp.domain.evidence import Citation
from studyapp.domain.fact import Attribute, Fact, Subject, SubjectKind
from studyapp.domain.former import subject_prefix
from studyapp.domain.pattern import pattern_of_condition, pattern_of_muscle
from studyapp.errors import NotFoundError

COMPARED = (SubjectKind.MUSCLE, SubjectKind.CONDITION)

TOLD_APART = (
    Attribute.DISTINCTION,
    Attribute.REFERRAL,
    Attribute.PAIN,
    Attribute.SIGN,
    Attribute.PROVOKING,
    Attribute.RELIEVING,
    Attribute.CAUSE,
    Attribute.NEUROLOGY,
    Attribute.TEST,
    Attribute.RED_FLAG,
)
"""What a comparison tells, in its order: first what a patient can say."""

TOLD_OF_MUSCLES = (
    Attribute.LOCATION,
    Attribute.COMPLAINT,
    Attribute.ASSOCIATE,
    Attribute.MIMIC,
    Attribute.ACTION,
    Attribute.INNERVATION,
    Attribute.ORIGIN,
    Attribute.INSERTION,
    Attribute.CAUTION,
)
"""What it tells besides of two muscles."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is known of a side of a comparison."""

    text: str
    detail: str | None
    sources: tuple[Citation, ...]
    zone: str | None = None
    """Where it hurts, if that is what is told."""
    shares: tuple[str, ...] = ()
    """What the other side has that is not the same, but shares some skin with it."""


@dataclass(frozen=True, slots=True)
class Row:
    """Where the two sides of a comparison differ under one attribute."""

    attribute: Attribute
    one: tuple[Told, ...]
    other: tuple[Told, ...]
    both: tuple[Told, ...]
    """What is the same on both, to the detail, by the sources of both."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two muscles or conditions of a deck, side by side."""

    deck: Deck
    one: Subject
    other: Subject
    rows: tuple[Row, ...]
    chart: Chart | None
    """Where both hurt, laid over each other; None while one of them has no pattern."""


class Comparer:
    """The catalog's muscles and conditions, two at a time."""

    def __init__(self, catalog: Catalog) -> None:
        """Compare what the catalog's decks describe."""
        self.catalog = catalog

    def compare(self, one: str, other: str) -> Comparison:
        """Two muscles or conditions by their ids (a condition's begins with `condition.`); raises NotFoundError."""
        for deck in self.catalog.decks.values():
            subjects = self._subjects[deck.id]
            if one in subjects and other in subjects:
                return self._comparison(deck, subjects[one], subjects[other])
        for ident in (one, other):
            if not any(ident in subjects for subjects in self._subjects.values()):
                raise NotFoundError(f"There is nothing to compare “{ident}” by.")
        raise NotFoundError(f"No deck describes both “{one}” and “{other}”.")

    def comparable(self) -> Mapping[SubjectKind, list[tuple[str, Subject]]]:
        """What can be put side by side: muscles and conditions by their ids, in the order of their names."""
        found = {ident: subject for subjects in self._subjects.values() for ident, subject in subjects.items()}
        ordered = sorted(found.items(), key=lambda one: one[1].name)
        return {kind: [one for one in ordered if one[1].kind is kind] for kind in COMPARED}

    def _comparison(self, deck: Deck, one: Subject, other: Subject) -> Comparison:
        left, right = self._told(deck, one, other), self._told(deck, other, one)
        muscles = one.kind is other.kind is SubjectKind.MUSCLE
        told = TOLD_APART + (TOLD_OF_MUSCLES if muscles else ())
        rows = [self._row(attribute, left.get(attribute, {}), right.get(attribute, {})) for attribute in told]
        patterns = tuple(_pattern(deck, subject) for subject in (one, other))
        chart = Chart(patterns) if all(pattern.zones for pattern in patterns) else None
        return Comparison(deck, one, other, tuple(row for row in rows if row.one or row.other), chart)

    def _told(self, deck: Deck, subject: Subject, other: Subject) -> dict[Attribute, dict[str, Told]]:
        """What the deck says of a subject, by attribute and words.

        Contested facts are left to the atlas, and so is what tells it apart from something else than the other.
        """
        told: dict[Attribute, dict[str, Told]] = {}
        for fact in self.catalog.facts:
            elsewhere = fact.attribute is Attribute.DISTINCTION and not fact.id.endswith(f".{other.id}")
            if fact.deck == deck.id and fact.keyed and not fact.derived and not elsewhere:
                for one in _telling(fact, subject):
                    told.setdefault(fact.attribute, {}).setdefault(one.text, one)
        return told

    def _row(self, attribute: Attribute, one: Mapping[str, Told], other: Mapping[str, Told]) -> Row:
        both = {text: told for text, told in one.items() if text in other and other[text].detail == told.detail}
        only, only_other = (
            tuple(replace(told, shares=self._sharing(told, there)) for text, told in here.items() if text not in both)
            for here, there in ((one, other), (other, one))
        )
        shared = (replace(told, sources=told.sources + other[text].sources) for text, told in both.items())
        return Row(attribute, only, only_other, tuple(shared))

    def _sharing(self, told: Told, others: Mapping[str, Told]) -> tuple[str, ...]:
        overlap = self.catalog.words.vocabulary.overlap
        zones = ((one.text, one.zone) for one in others.values())
        return tuple(
            text for text, zone in zones if told.zone and zone and told.zone != zone and overlap(told.zone, zone)
        )

    @cached_property
    def _subjects(self) -> dict[str, dict[str, Subject]]:
        """What can be compared: for every deck its muscles and conditions, by their ids."""
        found: dict[str, dict[str, Subject]] = {deck: {} for deck in self.catalog.decks}
        for fact in self.catalog.facts:
            if fact.subject.kind in COMPARED:
                found[fact.deck][subject_prefix(fact.subject)] = fact.subject
        return found


def _pattern(deck: Deck, subject: Subject) -> Pattern:
    """Where a muscle refers pain, or a condition hurts."""
    if subject.kind is SubjectKind.MUSCLE:
        return pattern_of_muscle(next(muscle for muscle in deck.muscles if muscle.id == subject.id))
    return pattern_of_condition(next(one for one in deck.conditions if one.id == subject.id))


def _telling(fact: Fact, subject: Subject) -> Iterator[Told]:
    """The fact in the words in which it answers a question about the subject, or in its own."""
    # A fact about where it hurts is about one zone, by which its id ends.
    zone = fact.id.rpartition(".")[2] if fact.attribute is Attribute.REFERRAL else None
    about = [one for one in fact.asked if one.question.subject == subject and not one.silent]
    for asked in about[:1]:
        yield Told(asked.answer.text, asked.answer.detail, fact.sources, zone)
    if not about and fact.subject == subject:
        yield Told(fact.told, None, fact.sources, zone)
