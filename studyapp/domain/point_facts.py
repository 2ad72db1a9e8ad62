"""What is known of a group of trigger points, as facts: where it lies, where it refers pain, whose pattern that is."""

from collections.abc import Iterator
from dataclasses import dataclass

from studyapp.domain.backward import asked_of_zones
from studyapp.domain.chart import Chart
from studyapp.domain.evidence import Sourced
from studyapp.domain.fact import (
    Answer,
    Asked,
    Attribute,
    Face,
    Fact,
    Question,
    Scribe,
    lower_first,
    muscle_answer,
    muscle_subject,
)
from studyapp.domain.muscle import Extent, Muscle, ReferredZone, TriggerPoint
from studyapp.domain.pattern import Twin, pattern_of_point

PLACED = (
    *("a little ", "about ", "above ", "along ", "at ", "behind ", "below ", "beside ", "between ", "close ", "deep "),
    *("down ", "from ", "in ", "just ", "near ", "on ", "over ", "within "),
)
"""How a place is told that needs no “in the” before it."""
EXTENT_DETAIL = {Extent.ESSENTIAL: None, Extent.SPILLOVER: "sometimes", Extent.RARE: "rarely"}
"""What is told beside a zone in an answer."""


def facts_of_point(
    muscle: Muscle, point: TriggerPoint, scribe: Scribe, twins: tuple[Twin, ...] | None
) -> Iterator[Fact]:
    """The facts of one group of trigger points.

    `twins` are those of other muscles with the same pattern; None when they are too many to ask whose it is.
    """
    return _PointFacts(muscle, point, scribe, twins).all()


@dataclass(frozen=True, slots=True)
class _PointFacts:
    muscle: Muscle
    point: TriggerPoint
    scribe: Scribe
    twins: tuple[Twin, ...] | None

    def all(self) -> Iterator[Fact]:
        yield from self._location()
        patterns = self._asked_of_patterns()
        for account, referred in self.point.referred():
            yield self._referral(account, referred, patterns)

    def _location(self) -> Iterator[Fact]:
        entry, name = self.point.location, lower_first(self.muscle.name)
        if entry is not None:
            key = f"{self.muscle.id}.{self.point.key}.location"
            subject = muscle_subject(self.muscle)
            prompt = f"Where in {name} do its {self.point.name} lie?"
            asked = Asked(Question(key, subject, Attribute.LOCATION, prompt), Answer(entry.text, entry.accept))
            placed = entry.text if entry.text.startswith(PLACED) else f"in the {entry.text}"
            statement = f"The {self.point.name} of {name} lie {placed}"
            yield self.scribe.fact(entry, key, subject, Attribute.LOCATION, statement, asked)

    def _referral(self, account: Sourced, referred: ReferredZone, patterns: tuple[Asked, ...]) -> Fact:
        zone = self.scribe.words.vocabulary.zones[referred.zone]
        detail = ", ".join(filter(None, (EXTENT_DETAIL[referred.extent], referred.remark))) or None
        rare = referred.extent is Extent.RARE
        forward = _question(self.muscle, self.point)
        told = f"refer pain to the {zone.label}" + (f" ({detail})" if detail else "")
        return self.scribe.fact(
            account,
            f"{forward.note}.{referred.zone}",
            muscle_subject(self.muscle),
            Attribute.REFERRAL,
            f"The {self.point.name} of {lower_first(self.muscle.name)} {told}",
            Asked(forward, Answer(zone.label, zone.aliases, detail, rare)),
            *patterns,
            *asked_of_zones(referred.zone, muscle_answer(self.muscle, self._which, optional=rare), self.scribe.words),
        )

    def _asked_of_patterns(self) -> tuple[Asked, ...]:
        """Whose pattern the chart shows, and for every twin whose pattern its chart shows: this muscle is right too.

        Nothing where no view shows a zone of it, or where too many muscles would be right.
        """
        zones = self.scribe.words.vocabulary.zones
        if self.twins is None or not any(zones[referred.zone].views for _, referred in self.point.referred()):
            return ()
        answer = muscle_answer(self.muscle, self._which)
        others = (Asked(_whose(muscle, point), answer, silent=True) for muscle, point in self.twins)
        return (Asked(_whose(self.muscle, self.point), answer), *others)

    @property
    def _which(self) -> str | None:
        """Which of the muscle's trigger points are meant, where it has several."""
        return self.point.name if len(self.muscle.trigger_points) > 1 else None


def _question(muscle: Muscle, point: TriggerPoint) -> Question:
    """Where the trigger points refer pain."""
    return Question(
        f"{muscle.id}.{point.key}.referral",
        muscle_subject(muscle),
        Attribute.REFERRAL,
        f"Where do the {point.name} of {lower_first(muscle.name)} refer pain?",
        chart=Chart((pattern_of_point(muscle, point),)),
    )


def _whose(muscle: Muscle, point: TriggerPoint) -> Question:
    """Whose pattern their chart shows: a note of its own, which reaches Anki whole whatever became of the other.

    Release 0.3.0 asked it as the reverse of that other note.
    """
    return Question(
        f"{muscle.id}.{point.key}.pattern",
        muscle_subject(muscle),
        Attribute.REFERRAL,
        "Whose pattern of referred pain is this?",
        chart=Chart((pattern_of_point(muscle, point),)),
        shows_chart=True,
        formerly=(f"{muscle.id}.{point.key}.referral", Face.REVERSE),
    )
