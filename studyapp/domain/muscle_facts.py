"""What a muscle's entries say, as facts, and the questions that these facts answer.

A question about the muscle itself belongs to one of its own notes. A backward question ("which muscles refer
pain to the calf?") belongs to a note about the thing asked, where the facts of all muscles of the deck meet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from studyapp.domain.backward import asked_of_landmarks, movers, supplied_by
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
from studyapp.domain.muscle import (
    Action,
    Acupoint,
    Associate,
    Attachment,
    Caution,
    Distinction,
    End,
    Innervation,
    Mimic,
    Muscle,
    Role,
    Roots,
    Statement,
)
from studyapp.domain.partners import partner_fact, written_partners
from studyapp.domain.pattern import Twins
from studyapp.domain.point_facts import facts_of_point

LIST_NOTES = {
    Attribute.PAIN: ("pain-qualities", "What is the pain referred from {} like?", "Pain referred from {}"),
    Attribute.SIGN: (
        "signs",
        "What are the signs and symptoms of trigger points in {}?",
        "A sign of trigger points in {}",
    ),
    Attribute.CAUSE: ("causes", "What causes trigger points in {}?", "A cause of trigger points in {}"),
    Attribute.TREATMENT: (
        "treatments",
        "Which treatments are described for trigger points in {}?",
        "A treatment of trigger points in {}",
    ),
}
"""Statements that are learnt together: the note, its prompt, and how a single one is told; others are asked only by
their own prompt."""


def facts_of_muscle(muscle: Muscle, scribe: Scribe, twins: Twins) -> Iterator[Fact]:
    """Every fact of the muscle, in the order of its attributes; `twins` are those of the deck's trigger points."""
    return _MuscleFacts(muscle, scribe, twins).all()


@dataclass(frozen=True, slots=True)
class _MuscleFacts:
    muscle: Muscle
    scribe: Scribe
    twins: Twins

    def all(self) -> Iterator[Fact]:
        muscle = self.muscle
        yield from self._nicknames()
        yield from self._group()
        yield from self._statements(Attribute.FEATURE, muscle.features)
        yield from map(self._attachment, muscle.attachments)
        yield from self._statements(Attribute.RELATION, muscle.relations)
        yield from map(self._action, muscle.actions)
        yield from self._statements(Attribute.FUNCTION, muscle.functions)
        for innervation in muscle.innervation:
            yield from self._innervation(innervation)
        for attribute, partners in written_partners(muscle).items():
            yield from (partner_fact(muscle, attribute, partner, self.scribe) for partner in partners)
        for point in muscle.trigger_points:
            yield from facts_of_point(muscle, point, self.scribe, self.twins.get((muscle.id, point.id), ()))
        yield from self._statements(Attribute.PAIN, muscle.pain)
        yield from self._statements(Attribute.SIGN, muscle.signs)
        yield from self._statements(Attribute.CAUSE, muscle.causes)
        yield from map(self._associate, muscle.associates)
        yield from map(self._mimic, muscle.mimics)
        yield from map(self._distinction, muscle.told_from)
        yield from self._statements(Attribute.ASSESSMENT, muscle.assessment)
        yield from self._statements(Attribute.TREATMENT, muscle.treatments)
        yield from self._statements(Attribute.HISTORY, muscle.history)
        yield from map(self._caution, muscle.cautions)
        yield from map(self._acupoint, muscle.acupoints)

    @property
    def _name(self) -> str:
        return lower_first(self.muscle.name)

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
                Asked(reverse, muscle_answer(self.muscle)),
            )

    def _group(self) -> Iterator[Fact]:
        if (entry := self.muscle.group) is not None:
            group = self.scribe.words.groups[entry.group]
            statement = f"{self.muscle.name} belongs to the {lower_first(group.label)}"
            yield self._fact(entry, entry.key, Attribute.GROUP, statement)

    def _member(self, entry: Sourced, key: str, statement: str, question: Question, answer: Answer) -> Fact:
        """A fact that answers the one question of its note, most often beside others."""
        return self._fact(entry, key, question.attribute, statement, Asked(question, answer))

    def _attachment(self, entry: Attachment) -> Fact:
        origin = entry.end is End.ORIGIN
        attribute = Attribute.ORIGIN if origin else Attribute.INSERTION
        statement = f"{self._whole_or(entry.part)} {'arises from' if origin else 'inserts on'} the {entry.landmark}"
        prompt = f"What is the {entry.end} of {self._name}?"
        part = self._part(entry.part)
        asked = [Asked(self._ask(entry.end, attribute, prompt), Answer(entry.landmark, entry.accept, part))]
        if entry.site is not None:
            asked += asked_of_landmarks(entry.site, attribute, muscle_answer(self.muscle, part), self.scribe.words)
        return self._fact(entry, entry.key, attribute, statement, *asked)

    def _action(self, entry: Action) -> Fact:
        vocabulary = self.scribe.words.vocabulary
        movement = vocabulary.movements[entry.movement]
        assists = entry.role is Role.SECONDARY
        circumstance = vocabulary.qualifiers[entry.qualifier].label if entry.qualifier else None
        detail = _joined("assists" if assists else None, self._part(entry.part), circumstance)
        prompt = f"What are the actions of {self._name}?"
        return self._fact(
            entry,
            entry.key,
            Attribute.ACTION,
            f"{self.muscle.name} {movement.verb}{_in_brackets(detail)}",
            Asked(
                self._ask("actions", Attribute.ACTION, prompt),
                Answer(movement.label, movement.aliases, detail, assists),
            ),
            Asked(movers(entry.movement, self.scribe.words), muscle_answer(self.muscle, detail, optional=assists)),
        )

    def _innervation(self, entry: Innervation) -> Iterator[Fact]:
        nerve = self.scribe.words.vocabulary.nerves[entry.nerve]
        part = self._part(entry.part)
        forward = self._ask("innervation", Attribute.INNERVATION, f"Which nerve supplies {self._name}?")
        yield self._fact(
            entry,
            entry.key,
            Attribute.INNERVATION,
            f"{self._whole_or(entry.part)} is supplied by the {nerve.label}",
            Asked(forward, Answer(nerve.label, nerve.aliases, part)),
            Asked(supplied_by(entry.nerve, self.scribe.words), muscle_answer(self.muscle, part)),
        )
        if entry.roots is not None:
            yield self._roots(entry, entry.roots)

    def _roots(self, entry: Innervation, roots: Roots) -> Fact:
        levels = ", ".join(roots.preferred)
        accept = tuple(", ".join(other) for other in roots.acceptable)
        prompt = f"From which spinal roots is {self._name} supplied?"
        return self._fact(
            roots,
            f"{entry.key}.roots",
            Attribute.INNERVATION,
            f"{self._whole_or(entry.part)} is supplied from the roots {levels}",
            Asked(
                self._ask("innervation", Attribute.INNERVATION, prompt, Face.FURTHER),
                Answer(levels, accept, self._part(entry.part)),
            ),
        )

    def _statements(self, attribute: Attribute, entries: Iterable[Statement]) -> Iterator[Fact]:
        for entry in entries:
            key = f"{attribute}.{entry.id}"
            asked = self._asked_statement(attribute, entry, key)
            if entry.sentence or attribute not in LIST_NOTES:
                yield self._fact(entry, key, attribute, entry.sentence or entry.text, *asked)
            else:
                statement = f"{LIST_NOTES[attribute][2].format(self._name)}: {lower_first(entry.text)}"
                yield replace(self._fact(entry, key, attribute, statement, *asked), short=entry.text)

    def _asked_statement(self, attribute: Attribute, entry: Statement, key: str) -> tuple[Asked, ...]:
        answer = Answer(entry.text, entry.accept)
        if entry.prompt:
            return (Asked(self._ask(key, attribute, entry.prompt), answer),)
        if attribute not in LIST_NOTES:
            return ()
        note, prompt, _ = LIST_NOTES[attribute]
        return (Asked(self._ask(note, attribute, prompt.format(self._name)), answer),)

    def _associate(self, entry: Associate) -> Fact:
        other = self.scribe.words.muscles[entry.muscle]
        prompt = f"Which other muscles can have trigger points together with {self._name}?"
        statement = f"{other.label} can have trigger points together with {self._name}"
        answer = Answer(other.label, other.others)
        return self._member(entry, entry.key, statement, self._ask("associates", Attribute.ASSOCIATE, prompt), answer)

    def _mimic(self, entry: Mimic) -> Fact:
        condition = self.scribe.words.conditions[entry.condition]
        prompt = f"Which conditions can trigger points in {self._name} imitate?"
        told = f"Trigger points in {self._name} can imitate {lower_first(condition.label)}"
        answer = Answer(condition.label, condition.others, entry.text)
        question = self._ask("mimics", Attribute.MIMIC, prompt)
        return self._member(entry, entry.key, _with_detail(told, entry.text), question, answer)

    def _distinction(self, entry: Distinction) -> Fact:
        other = lower_first(self.scribe.words.muscles[entry.muscle].label)
        apart = f"What tells trigger points in {self._name} from those in {other}"
        asked = Asked(self._ask(entry.key, Attribute.DISTINCTION, f"{apart}?"), Answer(entry.text))
        statement = f"{apart}: {lower_first(entry.text)}"
        return replace(self._fact(entry, entry.key, Attribute.DISTINCTION, statement, asked), short=entry.text)

    def _caution(self, entry: Caution) -> Fact:
        structure = self.scribe.words.vocabulary.structures[entry.structure]
        prompt = f"Which structures are at risk when {self._name} is needled?"
        told = f"Needling {self._name} can harm the {structure.label}"
        answer = Answer(structure.label, structure.others, entry.text)
        question = self._ask("cautions", Attribute.CAUTION, prompt)
        return self._member(entry, entry.key, _with_detail(told, entry.text), question, answer)

    def _acupoint(self, entry: Acupoint) -> Fact:
        label = f"{entry.point} {entry.name}"
        prompt = f"Which acupuncture points lie near {self._name}?"
        answer = Answer(label, (entry.point, entry.name), entry.text)
        question = self._ask("acupoints", Attribute.ACUPOINT, prompt)
        return self._member(entry, entry.key, f"{label} lies {entry.text}", question, answer)


def _joined(*details: str | None) -> str | None:
    return ", ".join(filter(None, details)) or None


def _in_brackets(detail: str | None) -> str:
    return f" ({detail})" if detail else ""


def _with_detail(statement: str, detail: str | None) -> str:
    return f"{statement}: {detail}" if detail else statement
