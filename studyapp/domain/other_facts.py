"""What complaints, conditions and free cards say, as facts, and the questions that these facts answer."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from studyapp.domain.complaint import Complaint, Support
from studyapp.domain.condition import Condition
from studyapp.domain.deck import FreeCard
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
)
from studyapp.domain.muscle import Statement
from studyapp.domain.muscle_facts import EXTENT_DETAIL, muscle_subject

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
    subject = Subject(SubjectKind.CONDITION, condition.id, condition.name)
    name, prefix = lower_first(condition.name), f"condition.{condition.id}"

    def question(note: str, attribute: Attribute, prompt: str) -> Question:
        return Question(f"{prefix}.{note}", subject, attribute, prompt)

    def statements(attribute: Attribute, entries: Iterable[Statement], prompt: str) -> Iterator[Fact]:
        for entry in entries:
            key = f"{attribute}.{entry.id}"
            asked = (
                question(key, attribute, entry.prompt) if entry.prompt else question(f"{attribute}s", attribute, prompt)
            )
            answer = Asked(asked, Answer(entry.text, entry.accept))
            yield scribe.fact(entry, f"{prefix}.{key}", subject, attribute, entry.sentence or entry.text, answer)

    where = question("pain", Attribute.REFERRAL, f"Where is the pain of {name} felt?")
    for account in condition.pain:
        for felt in account.zones:
            zone = scribe.words.vocabulary.zones[felt.zone]
            yield scribe.fact(
                account,
                f"{prefix}.pain.{felt.zone}",
                subject,
                Attribute.REFERRAL,
                f"The pain of {name} is felt in the {zone.label}",
                Asked(where, Answer(zone.label, zone.aliases, EXTENT_DETAIL[felt.extent])),
            )
    yield from statements(Attribute.PROVOKING, condition.provoking, f"What provokes the pain of {name}?")
    yield from statements(Attribute.RELIEVING, condition.relieving, f"What relieves the pain of {name}?")
    for finding in condition.neurology:
        prompt = f"What does the examination of the {finding.kind} find in {name}?"
        asked = Asked(question(finding.key, Attribute.NEUROLOGY, prompt), Answer(finding.text))
        yield scribe.fact(finding, f"{prefix}.{finding.key}", subject, Attribute.NEUROLOGY, finding.text, asked)
    yield from statements(Attribute.TEST, condition.tests, f"Which tests point to {name}?")
    for entry in condition.told_from:
        muscle = lower_first(scribe.words.muscles[entry.muscle].label)
        prompt = f"What tells {name} from trigger points in {muscle}?"
        asked = Asked(question(entry.key, Attribute.DISTINCTION, prompt), Answer(entry.text))
        yield scribe.fact(entry, f"{prefix}.{entry.key}", subject, Attribute.DISTINCTION, entry.text, asked)


def fact_of_free_card(card: FreeCard, scribe: Scribe) -> Fact:
    """What a free card says: its prompt, and every answer to it."""
    ident = f"card.{card.id}"
    subject = Subject(SubjectKind.CARD, card.id, card.prompt)
    question = Question(ident, subject, Attribute.FREE, card.prompt)
    asked = [Asked(question, Answer(answer.text, answer.accept)) for answer in card.answers]
    statement = f"{card.prompt} {'; '.join(answer.text for answer in card.answers)}"
    return scribe.fact(card, ident, subject, Attribute.FREE, statement, *asked)
