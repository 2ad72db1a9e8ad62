"""What complaints, conditions and free cards say, as facts, and the questions that these facts answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from studyapp.domain.complaint import Complaint, Support
from studyapp.domain.condition import Condition, Finding, FindingKind
from studyapp.domain.deck import FreeCard
from studyapp.domain.evidence import Sourced
from studyapp.domain.fact import (
    Answer,
    Asked,
    Attribute,
    Fact,
    Question,
    Scribe,
    Subject,
    SubjectKind,
    lower_first,
    muscle_subject,
)
from studyapp.domain.muscle import Distinction, Extent, Statement
from studyapp.domain.point_facts import EXTENT_DETAIL

EXAMINED = {
    FindingKind.DERMATOME: "What does testing sensation find",
    FindingKind.MYOTOME: "What does testing strength find",
    FindingKind.REFLEX: "What do the reflexes show",
}
"""How the findings of an examination are asked for."""

LISTED = {
    Attribute.SIGN: ("What are the signs of {name}?", "A sign of {name}"),
    Attribute.PROVOKING: ("What provokes {felt}?", "What provokes {felt}"),
    Attribute.RELIEVING: ("What relieves {felt}?", "What relieves {felt}"),
    Attribute.TEST: ("Which tests point to {name}?", "A test for {name}"),
    Attribute.RED_FLAG: ("Which signs in {name} call for referral today?", "Refer today in {name}"),
}
"""How what is listed of a condition is asked for, and how a single one is told."""

SUPPORT_REMARKS = {Support.FITS_WEAKLY: "Only a weak fit with Travell & Simons' referral maps."}


def facts_of_complaint(complaint: Complaint, scribe: Scribe) -> Iterator[Fact]:
    """The muscles behind a complaint; a described muscle also gets the question backwards."""
    subject = Subject(SubjectKind.COMPLAINT, complaint.id, complaint.name)
    described = {muscle.id: muscle for muscle in scribe.deck.muscles}
    prompt = f"Trigger points of which muscles may stand behind {lower_first(complaint.name)}?"
    question = Question(f"complaint.{complaint.id}.muscles", subject, Attribute.COMPLAINT, prompt)
    for entry in complaint.muscles:
        name = scribe.words.muscles[entry.muscle]
        asked = [Asked(question, Answer(name.label, name.others))]
        if (muscle := described.get(entry.muscle)) is not None:
            backward = Question(
                f"{muscle.id}.complaints",
                muscle_subject(muscle),
                Attribute.COMPLAINT,
                f"Which main complaints go with trigger points in {lower_first(muscle.name)}?",
            )
            asked.append(Asked(backward, Answer(complaint.name, complaint.aliases)))
        yield scribe.fact(
            replace(entry, remark=entry.remark or SUPPORT_REMARKS.get(entry.support)),
            f"complaint.{complaint.id}.{entry.key}",
            subject,
            Attribute.COMPLAINT,
            f"Trigger points in {lower_first(name.label)} may stand behind {lower_first(complaint.name)}",
            *asked,
        )


def facts_of_condition(condition: Condition, scribe: Scribe) -> Iterator[Fact]:
    """Where a condition hurts, what changes the pain, what the examination finds."""
    return _ConditionFacts(condition, scribe).all()


@dataclass(frozen=True, slots=True)
class _ConditionFacts:
    condition: Condition
    scribe: Scribe

    def all(self) -> Iterator[Fact]:
        condition = self.condition
        yield from self._pain()
        yield from self._statements(Attribute.SIGN, condition.signs)
        yield from self._statements(Attribute.PROVOKING, condition.provoking)
        yield from self._statements(Attribute.RELIEVING, condition.relieving)
        yield from map(self._finding, condition.neurology)
        yield from self._statements(Attribute.TEST, condition.tests)
        yield from map(self._distinction, condition.told_from)
        yield from self._statements(Attribute.RED_FLAG, condition.red_flags)

    @property
    def _name(self) -> str:
        return lower_first(self.condition.name)

    @property
    def _felt(self) -> str:
        """What is felt: the condition where its name says so already, else its pain."""
        return self._name if self._name.endswith("pain") else f"the pain of {self._name}"

    def _fact(self, entry: Sourced, key: str, statement: str, question: Question, answer: Answer) -> Fact:
        ident = f"condition.{self.condition.id}.{key}"
        asked = Asked(question, answer)
        return self.scribe.fact(entry, ident, question.subject, question.attribute, statement, asked)

    def _ask(self, note: str, attribute: Attribute, prompt: str) -> Question:
        subject = Subject(SubjectKind.CONDITION, self.condition.id, self.condition.name)
        return Question(f"condition.{self.condition.id}.{note}", subject, attribute, prompt)

    def _pain(self) -> Iterator[Fact]:
        where = self._ask("pain", Attribute.REFERRAL, f"Where is {self._felt} felt?")
        for account in self.condition.pain:
            for felt in account.zones:
                zone = self.scribe.words.vocabulary.zones[felt.zone]
                felt_there = f"{self._felt[:1].upper()}{self._felt[1:]} is felt in the {zone.label}"
                statement = _in_brackets(felt_there, EXTENT_DETAIL[felt.extent])
                answer = Answer(zone.label, zone.aliases, EXTENT_DETAIL[felt.extent], felt.extent is Extent.RARE)
                yield self._fact(account, f"pain.{felt.zone}", statement, where, answer)

    def _statements(self, attribute: Attribute, entries: Iterable[Statement]) -> Iterator[Fact]:
        prompt, lead = (words.format(name=self._name, felt=self._felt) for words in LISTED[attribute])
        together = self._ask(f"{attribute}s", attribute, prompt)
        for entry in entries:
            key = f"{attribute}.{entry.id}"
            question = self._ask(key, attribute, entry.prompt) if entry.prompt else together
            answer = Answer(entry.text, entry.accept)
            statement = entry.sentence or f"{lead}: {lower_first(entry.text)}"
            fact = self._fact(entry, key, statement, question, answer)
            yield fact if entry.sentence else replace(fact, short=entry.text)

    def _finding(self, entry: Finding) -> Fact:
        prompt = f"{EXAMINED[entry.kind]} in {self._name}?"
        question = self._ask(entry.key, Attribute.NEUROLOGY, prompt)
        statement = f"{self.condition.name}, {entry.kind}: {lower_first(entry.text)}"
        return replace(self._fact(entry, entry.key, statement, question, Answer(entry.text)), short=entry.text)

    def _distinction(self, entry: Distinction) -> Fact:
        muscle = lower_first(self.scribe.words.muscles[entry.muscle].label)
        apart = f"What tells {self._name} from trigger points in {muscle}"
        question = self._ask(entry.key, Attribute.DISTINCTION, f"{apart}?")
        statement = f"{apart}: {lower_first(entry.text)}"
        return replace(self._fact(entry, entry.key, statement, question, Answer(entry.text)), short=entry.text)


def _in_brackets(statement: str, detail: str | None) -> str:
    return f"{statement} ({detail})" if detail else statement


def fact_of_free_card(card: FreeCard, scribe: Scribe) -> Fact:
    """What a free card says: its prompt, and every answer to it."""
    ident = f"card.{card.id}"
    subject = Subject(SubjectKind.CARD, card.id, card.prompt)
    question = Question(ident, subject, Attribute.FREE, card.prompt, ordered=card.ordered)
    asked = [Asked(question, Answer(answer.text, answer.accept)) for answer in card.answers]
    statement = f"{card.prompt} {'; '.join(answer.text for answer in card.answers)}"
    return scribe.fact(card, ident, subject, Attribute.FREE, statement, *asked)
