"""Look-alikes: pairs of muscles that refer pain to the same zones, and the zones that tell them apart.

The deck names the pairs; what tells them apart follows from their referral maps. A zone tells two muscles apart only
when the map of one holds it and the map of the other neither holds it, nor its whole, nor a part of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from studyapp.domain.chart import Chart
from studyapp.domain.deck import LookAlikes
from studyapp.domain.evidence import Status, citations_of
from studyapp.domain.fact import Answer, Asked, Attribute, Fact, Question, Scribe, Subject, SubjectKind, lower_first
from studyapp.domain.muscle import Extent, Muscle
from studyapp.domain.pattern import pattern_of_muscle
from studyapp.domain.referral import Reference, references_of


def facts_of_look_alikes(pair: LookAlikes, scribe: Scribe) -> Iterator[Fact]:
    """The zones that tell the muscles of a pair apart; nothing while the deck describes only one of them."""
    muscles = {muscle.id: muscle for muscle in scribe.deck.muscles}
    described = [muscles[ident] for ident in pair.muscles if ident in muscles]
    if len(described) == len(pair.muscles):
        one, other = described
        yield from _Apart(pair, one, other, scribe).facts()
        yield from _Apart(pair, other, one, scribe).facts()


@dataclass(frozen=True, slots=True)
class _Apart:
    """What one muscle of a pair has and the other lacks."""

    pair: LookAlikes
    one: Muscle
    other: Muscle
    scribe: Scribe

    def facts(self) -> Iterator[Fact]:
        vocabulary = self.scribe.words.vocabulary
        theirs = tuple(references_of(self.other))
        told: dict[str, list[Reference]] = {}
        for reference in references_of(self.one):
            zone = reference.referred.zone
            if reference.asked and not any(vocabulary.overlap(zone, one.referred.zone) for one in theirs):
                told.setdefault(zone, []).append(reference)
        if theirs:
            yield from (self._fact(zone, references, theirs) for zone, references in told.items())

    def _fact(self, zone: str, references: Iterable[Reference], theirs: Iterable[Reference]) -> Fact:
        references = tuple(references)
        label = self.scribe.words.vocabulary.zones[zone].label
        name, other = lower_first(self.one.name), lower_first(self.other.name)
        return Fact(
            id=f"look-alike.{self.pair.key}.{self.one.id}.{zone}",
            deck=self.scribe.deck.id,
            subject=self._subject,
            attribute=Attribute.DISTINCTION,
            statement=f"By the maps that this deck follows, {name} refers pain to the {label}, "
            f"and no account that was read says so of {other}",
            status=Status.SINGLE_SOURCE,
            sources=citations_of(reference.account for reference in (*references, *theirs)),
            asked=(Asked(self._question, self._answer(label, references)),),
            derived=True,
        )

    @property
    def _subject(self) -> Subject:
        muscles = {muscle.id: lower_first(muscle.name) for muscle in (self.one, self.other)}
        first, second = (muscles[ident] for ident in self.pair.muscles)
        return Subject(SubjectKind.LOOK_ALIKE, self.pair.key, f"{first[:1].upper()}{first[1:]} and {second}")

    @property
    def _question(self) -> Question:
        prompt = (
            f"By the maps that this deck follows, which zones of pain tell {lower_first(self._subject.name)} apart?"
        )
        patterns = {muscle.id: pattern_of_muscle(muscle) for muscle in (self.one, self.other)}
        chart = Chart(tuple(patterns[ident] for ident in self.pair.muscles))
        return Question(f"look-alike.{self.pair.key}", self._subject, Attribute.DISTINCTION, prompt, chart=chart)

    def _answer(self, label: str, references: Iterable[Reference]) -> Answer:
        """The zones of one muscle are one answer: they are learnt as a pattern, not one by one."""
        rare = all(reference.referred.extent is Extent.RARE for reference in references)
        return Answer(f"Only {lower_first(self.one.name)}", detail=f"rarely {label}" if rare else label)
