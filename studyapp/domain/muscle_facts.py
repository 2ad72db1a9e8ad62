"""What a muscle's entries say, as facts, and the questions that these facts answer.

A question about the muscle itself belongs to one of its own notes. A backward question ("which muscles refer
pain to the calf?") belongs to a note about the thing asked, where the facts of all muscles of the deck meet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from studyapp.domain.evidence import Sourced
from studyapp.domain.fact import (
    Answer,
    Asked,
    Attribute,
    Face,
    Fact,
    Question,
    Scribe,
    Subject,
    SubjectKind,
    lower_first,
)
from studyapp.domain.muscle import (
    Action,
    Attachment,
    End,
    Extent,
    Innervation,
    Muscle,
    Partner,
    ReferredZone,
    Role,
    Statement,
    TriggerPoint,
)

EXTENT_DETAIL = {Extent.ESSENTIAL: None, Extent.SPILLOVER: "sometimes", Extent.RARE: "rarely"}

LIST_NOTES = {
    Attribute.PAIN: ("pain-qualities", "What is the pain referred from {} like?"),
    Attribute.SIGN: ("signs", "What are the signs and symptoms of trigger points in {}?"),
    Attribute.CAUSE: ("causes", "What causes trigger points in {}?"),
    Attribute.TREATMENT: (
        "treatments",
        "Which treatments are described for trigger points in {}?",
    ),
}
"""Statements that are learnt together, as the note and its prompt; others are asked only by their own prompt."""


def facts_of_muscle(muscle: Muscle, scribe: Scribe) -> Iterator[Fact]:
    """Every fact of the muscle, in the order of its attributes."""
    return _MuscleFacts(muscle, scribe).all()


def muscle_subject(muscle: Muscle) -> Subject:
    """The muscle as the subject of facts and questions."""
    return Subject(SubjectKind.MUSCLE, muscle.id, muscle.name)


@dataclass(frozen=True, slots=True)
class _MuscleFacts:
    muscle: Muscle
    scribe: Scribe

    def all(self) -> Iterator[Fact]:
        muscle = self.muscle
        yield from self._nicknames()
        yield from self._group()
        yield from self._statements(Attribute.FEATURE, muscle.features)
        for attachment in muscle.attachments:
            yield self._attachment(attachment)
        yield from self._statements(Attribute.RELATION, muscle.relations)
        for action in muscle.actions:
            yield self._action(action)
        yield from self._statements(Attribute.FUNCTION, muscle.functions)
        for innervation in muscle.innervation:
            yield from self._innervation(innervation)
        for partner in muscle.synergists:
            yield self._partner(Attribute.SYNERGIST, partner, "helps {muscle} in {movement}")
        for partner in muscle.antagonists:
            yield self._partner(Attribute.ANTAGONIST, partner, "opposes {muscle} in {movement}")
        for point in muscle.trigger_points:
            yield self._location(point)
            yield from self._referrals(point)
        yield from self._statements(Attribute.PAIN, muscle.pain)
        yield from self._statements(Attribute.SIGN, muscle.signs)
        yield from self._statements(Attribute.CAUSE, muscle.causes)
        yield from self._associates()
        yield from self._mimics()
        yield from self._statements(Attribute.ASSESSMENT, muscle.assessment)
        yield from self._statements(Attribute.TREATMENT, muscle.treatments)
        yield from self._statements(Attribute.HISTORY, muscle.history)
        yield from self._cautions()
        yield from self._acupoints()

    @property
    def _name(self) -> str:
        return lower_first(self.muscle.name)

    @property
    def _as_answer(self) -> Answer:
        return Answer(self.muscle.name, accept=(self.muscle.latin, *self.muscle.aliases))

    def _fact(self, entry: Sourced, key: str, attribute: Attribute, statement: str, *asked: Asked) -> Fact:
        subject = muscle_subject(self.muscle)
        return self.scribe.fact(entry, f"{self.muscle.id}.{key}", subject, attribute, statement, *asked)

    def _ask(self, note: str, attribute: Attribute, prompt: str, face: Face = Face.FORWARD) -> Question:
        subject = muscle_subject(self.muscle)
        return Question(f"{self.muscle.id}.{note}", subject, attribute, prompt, face)

    def _part(self, ident: str | None) -> str | None:
        return next((part.name for part in self.muscle.parts if part.id == ident), None)

    def _whole_or(self, part: str | None) -> str:
        name = self._part(part)
        return f"{self.muscle.name} ({name})" if name else self.muscle.name

    def _nicknames(self) -> Iterator[Fact]:
        for entry in self.muscle.nicknames:
            note, attribute = f"nickname.{entry.id}", Attribute.NICKNAME
            forward = self._ask(note, attribute, f"By what nickname is {self._name} known?")
            reverse = self._ask(note, attribute, f"Which muscle is nicknamed the “{entry.text}”?", Face.REVERSE)
            yield self._fact(
                entry,
                note,
                attribute,
                f"{self.muscle.name} is nicknamed the “{entry.text}”",
                Asked(forward, Answer(entry.text, entry.accept)),
                Asked(reverse, self._as_answer),
            )

    def _group(self) -> Iterator[Fact]:
        if (entry := self.muscle.group) is not None:
            group = self.scribe.words.groups[entry.group]
            statement = f"{self.muscle.name} is one of the {lower_first(group.label)}"
            yield self._fact(entry, entry.key, Attribute.GROUP, statement)

    def _attachment(self, entry: Attachment) -> Fact:
        origin = entry.end is End.ORIGIN
        attribute = Attribute.ORIGIN if origin else Attribute.INSERTION
        prompt = f"What is the {entry.end} of {self._name}?"
        verb = "arises from" if origin else "inserts on"
        answer = Answer(entry.landmark, entry.accept, self._part(entry.part))
        return self._fact(
            entry,
            entry.key,
            attribute,
            f"{self._whole_or(entry.part)} {verb} the {entry.landmark}",
            Asked(self._ask(entry.end, attribute, prompt), answer),
        )

    def _action(self, entry: Action) -> Fact:
        vocabulary = self.scribe.words.vocabulary
        movement = vocabulary.movements[entry.movement]
        secondary = entry.role is Role.SECONDARY
        details = [
            "assists" if secondary else None,
            self._part(entry.part),
            vocabulary.qualifiers[entry.qualifier].label if entry.qualifier else None,
        ]
        detail = ", ".join(filter(None, details)) or None
        prompt = f"What are the actions of {self._name}?"
        backward = Question(
            f"movement.{entry.movement}.movers",
            Subject(SubjectKind.MOVEMENT, entry.movement, movement.label),
            Attribute.ACTION,
            f"Which muscles of this deck take part in {movement.label}?",
            minimum=2,
        )
        mover = Answer(self.muscle.name, self._as_answer.accept, detail, secondary)
        return self._fact(
            entry,
            entry.key,
            Attribute.ACTION,
            f"{self.muscle.name} {movement.verb}" + (f" ({detail})" if detail else ""),
            Asked(
                self._ask("actions", Attribute.ACTION, prompt),
                Answer(movement.label, movement.aliases, detail, secondary),
            ),
            Asked(backward, mover),
        )

    def _innervation(self, entry: Innervation) -> Iterator[Fact]:
        nerve = self.scribe.words.vocabulary.nerves[entry.nerve]
        attribute, note = Attribute.INNERVATION, "innervation"
        part = self._part(entry.part)
        backward = Question(
            f"nerve.{entry.nerve}.supplies",
            Subject(SubjectKind.NERVE, entry.nerve, nerve.label),
            attribute,
            f"Which muscles of this deck does the {nerve.label} supply?",
            minimum=2,
        )
        supplied = Answer(self.muscle.name, self._as_answer.accept, part)
        forward = self._ask(note, attribute, f"Which nerve supplies {self._name}?")
        yield self._fact(
            entry,
            entry.key,
            attribute,
            f"{self._whole_or(entry.part)} is supplied by the {nerve.label}",
            Asked(forward, Answer(nerve.label, nerve.aliases, part)),
            Asked(backward, supplied),
        )
        if (roots := entry.roots) is not None:
            levels = ", ".join(roots.preferred)
            accept = tuple(", ".join(other) for other in roots.acceptable)
            prompt = f"From which spinal roots is {self._name} supplied?"
            yield self._fact(
                roots,
                f"{entry.key}.roots",
                attribute,
                f"{self._whole_or(entry.part)} is supplied from the roots {levels}",
                Asked(self._ask(note, attribute, prompt, Face.FURTHER), Answer(levels, accept, part)),
            )

    def _partner(self, attribute: Attribute, entry: Partner, phrase: str) -> Fact:
        other = self.scribe.words.mover(entry.muscle)
        movement = self.scribe.words.vocabulary.movements[entry.movement].label
        verb = phrase.format(muscle=self._name, movement=movement)
        question = {
            Attribute.SYNERGIST: "Which muscles are synergists of {} in {}?",
            Attribute.ANTAGONIST: "Which muscles oppose {} in {}?",
        }[attribute].format(self._name, movement)
        portion = f" ({entry.portion})" if entry.portion else ""
        return self._fact(
            entry,
            f"{attribute}.{entry.key}",
            attribute,
            f"{other.label}{portion} {verb}",
            Asked(
                self._ask(f"{attribute}s.{entry.movement}", attribute, question),
                Answer(other.label, other.others, entry.portion),
            ),
        )

    def _location(self, point: TriggerPoint) -> Fact:
        entry = point.location
        prompt = f"Where in {self._name} do its {point.name} lie?"
        key = f"{point.key}.location"
        return self._fact(
            entry,
            key,
            Attribute.LOCATION,
            f"The {point.name} of {self._name} lie in the {entry.text}",
            Asked(self._ask(key, Attribute.LOCATION, prompt), Answer(entry.text, entry.accept)),
        )

    def _referrals(self, point: TriggerPoint) -> Iterator[Fact]:
        for entry in point.referrals:
            for referred in entry.zones:
                yield self._referral(point, entry, referred)

    def _referral(self, point: TriggerPoint, entry: Sourced, referred: ReferredZone) -> Fact:
        zone = self.scribe.words.vocabulary.zones[referred.zone]
        detail = ", ".join(filter(None, [EXTENT_DETAIL[referred.extent], referred.remark])) or None
        rare = referred.extent is Extent.RARE
        prompt = f"Where do the {point.name} of {self._name} refer pain?"
        note = f"{point.key}.referral"
        backward = Question(
            f"zone.{referred.zone}.referrers",
            Subject(SubjectKind.ZONE, referred.zone, zone.label),
            Attribute.REFERRAL,
            f"Which muscles of this deck refer pain to the {zone.label}?",
            minimum=2,
        )
        referrer = Answer(self.muscle.name, self._as_answer.accept, point.name, rare)
        told = f" ({detail})" if detail else ""
        return self._fact(
            entry,
            f"{note}.{referred.zone}",
            Attribute.REFERRAL,
            f"The {point.name} of {self._name} refer pain to the {zone.label}{told}",
            Asked(
                self._ask(note, Attribute.REFERRAL, prompt),
                Answer(zone.label, zone.aliases, detail, rare),
            ),
            Asked(backward, referrer),
        )

    def _statements(self, attribute: Attribute, entries: Iterable[Statement]) -> Iterator[Fact]:
        for entry in entries:
            key = f"{attribute}.{entry.id}"
            asked = self._asked_statement(attribute, entry, key)
            yield self._fact(entry, key, attribute, entry.sentence or entry.text, *asked)

    def _asked_statement(self, attribute: Attribute, entry: Statement, key: str) -> tuple[Asked, ...]:
        answer = Answer(entry.text, entry.accept)
        if entry.prompt:
            return (Asked(self._ask(key, attribute, entry.prompt), answer),)
        if attribute not in LIST_NOTES:
            return ()
        note, prompt = LIST_NOTES[attribute]
        return (Asked(self._ask(note, attribute, prompt.format(self._name)), answer),)

    def _associates(self) -> Iterator[Fact]:
        attribute = Attribute.ASSOCIATE
        prompt = f"Trigger points in which other muscles can go with those of {self._name}?"
        for entry in self.muscle.associates:
            other = self.scribe.words.muscles[entry.muscle]
            statement = f"{other.label} can have trigger points together with {self._name}"
            answer = Answer(other.label, other.others)
            asked = Asked(self._ask("associates", attribute, prompt), answer)
            yield self._fact(entry, entry.key, attribute, statement, asked)

    def _mimics(self) -> Iterator[Fact]:
        prompt = f"Which conditions can trigger points in {self._name} imitate?"
        for entry in self.muscle.mimics:
            condition = self.scribe.words.conditions[entry.condition]
            told = f": {entry.text}" if entry.text else ""
            statement = f"Trigger points in {self._name} can imitate {lower_first(condition.label)}{told}"
            answer = Answer(condition.label, condition.others, entry.text)
            asked = Asked(self._ask("mimics", Attribute.MIMIC, prompt), answer)
            yield self._fact(entry, entry.key, Attribute.MIMIC, statement, asked)

    def _cautions(self) -> Iterator[Fact]:
        prompt = f"Which structures are at risk when {self._name} is needled?"
        for entry in self.muscle.cautions:
            structure = self.scribe.words.vocabulary.structures[entry.structure]
            told = f": {entry.text}" if entry.text else ""
            statement = f"Needling {self._name} can harm the {structure.label}{told}"
            answer = Answer(structure.label, structure.others, entry.text)
            asked = Asked(self._ask("cautions", Attribute.CAUTION, prompt), answer)
            yield self._fact(entry, entry.key, Attribute.CAUTION, statement, asked)

    def _acupoints(self) -> Iterator[Fact]:
        prompt = f"Which acupuncture points lie near {self._name}?"
        for entry in self.muscle.acupoints:
            label = f"{entry.point} {entry.name}"
            answer = Answer(label, (entry.point, entry.name), entry.text)
            asked = Asked(self._ask("acupoints", Attribute.ACUPOINT, prompt), answer)
            yield self._fact(entry, entry.key, Attribute.ACUPOINT, f"{label} lies {entry.text}", asked)
