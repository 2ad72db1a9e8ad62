"""Cards: one question each, about the facts of one note; what a student grades and Anki shows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from studyapp.domain.chart import Chart
from studyapp.domain.deck import CardKey
from studyapp.domain.evidence import Citation, Source
from studyapp.domain.fact import (
    Answer,
    Asked,
    Attribute,
    Face,
    Fact,
    Question,
    Subject,
    SubjectKind,
    enumerated,
    lower_first,
)
from studyapp.domain.note import Note
from studyapp.domain.way import Way

LONGEST_CHOSEN = 120
"""Characters; a longer answer is no option to take in at a glance."""
LONGEST_NAME = 40
"""Characters; a longer answer is no name: not fairly typed, and its synonyms are but other wordings of it."""
MOST_NAME_WORDS = 6
MOST_SYNONYMS = 3
ADDRESS_DIGITS = 12
"""Hexadecimal; by chance two of a million cards share them once in 500 decks."""


@dataclass(frozen=True, slots=True)
class Card:
    """One question. `key` is what stored rows name; `facts` are those that its answers rest on."""

    key: CardKey
    note: str
    face: Face
    subject: Subject
    attribute: Attribute
    prompt: str
    answers: tuple[Answer, ...]
    facts: tuple[Fact, ...]
    contested: tuple[Fact, ...]
    ways: tuple[Way, ...]
    remarks: tuple[str, ...] = ()
    """What its facts add beside the answers, each once; one about some of them names these."""
    scene: str | None = None
    """What is told before the prompt: the case of a vignette."""
    core: bool = False
    chart: Chart | None = None
    """The chart that belongs to it, where there is one."""
    shows_chart_first: bool = False
    """Whether the chart is part of the question, and the answer whose pattern it shows."""
    ordered: bool = False
    """Whether its answers are steps, told in their order."""
    formerly: tuple[str, Face] | None = None
    """The note and the face under which an earlier release asked it."""

    @property
    def address(self) -> str:
        """By what its pages go: its id, or a digest of that where the id tells whom the question asks for."""
        tells = self.shows_chart_first or self.face is Face.REVERSE or self.subject.kind is SubjectKind.VIGNETTE
        return sha256(self.key.card.encode()).hexdigest()[:ADDRESS_DIGITS] if tells else self.key.card

    @property
    def stem(self) -> str:
        """Everything that is read before the answer: the scene, where there is one, and the prompt."""
        return f"{self.scene} {self.prompt}" if self.scene else self.prompt

    @property
    def asks_of_a_muscle(self) -> bool:
        """Whether it asks in words what a muscle has, not whose something is."""
        return self.subject.kind is SubjectKind.MUSCLE and self.face is Face.FORWARD and not self.shows_chart_first

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The works on which its answers rest, each once."""
        return tuple(dict.fromkeys(citation for fact in self.facts for citation in fact.sources))

    @property
    def required(self) -> tuple[Answer, ...]:
        """The answers that must be given; where all are optional, all of them."""
        return tuple(answer for answer in self.answers if not answer.optional) or self.answers

    def is_extra(self, answer: Answer) -> bool:
        """Whether an answer is right when given, and not missed when left out."""
        return answer not in self.required

    @property
    def synonyms(self) -> tuple[str, ...]:
        """Other names of a single short answer; a variant that holds it, or is part of it, is but a wording."""
        answer = self.answers[0]
        if len(self.answers) > 1 or len(answer.text) > LONGEST_NAME:
            return ()
        return tuple(other for other in answer.accept if not _alike(other.casefold(), answer.text.casefold()))[
            :MOST_SYNONYMS
        ]


def cards_of(note: Note, sources: Mapping[str, Source], *, core: bool = False) -> tuple[Card, ...]:
    """The cards of a note, in the order of their faces; none for a question with too few answers."""
    asked: dict[Face, list[tuple[Fact, Asked]]] = {face: [] for face in Face}
    for fact, one in note.asked():
        if fact.keyed:
            asked[one.question.face].append((fact, one))
    cards = (_card(note, face, own, sources, core=core) for face, own in asked.items() if own)
    return tuple(card for card in cards if card is not None)


def parts_behind(card: Card) -> Mapping[str, str]:
    """For each answer of a card what tells its fact from the note's others: the end of its id, after the note's."""
    return {text: fact.removeprefix(f"{card.note}.") for text, fact in facts_behind(card).items()}


def facts_behind(card: Card) -> Mapping[str, str]:
    """For each answer of a card the id of the first fact that gives it."""
    facts: dict[str, str] = {}
    for fact, asked in answering(card, card.facts):
        facts.setdefault(asked.answer.text, fact.id)
    return facts


def answering(card: Card, facts: Iterable[Fact]) -> Iterator[tuple[Fact, Asked]]:
    """What of some facts answers the question of a card: others of their note ask for other things."""
    for fact in facts:
        for asked in fact.asked:
            if (asked.question.note, asked.question.face) == (card.note, card.face):
                yield fact, asked


def _card(
    note: Note, face: Face, asked: list[tuple[Fact, Asked]], sources: Mapping[str, Source], *, core: bool
) -> Card | None:
    asked = sorted(asked, key=lambda both: _is_silent(*both))
    if _is_silent(*asked[0]):
        return None
    facts = tuple({fact.id: fact for fact, _ in asked}.values())
    question = asked[0][1].question
    authority = _authority(facts, sources)
    own = _merged(one.answer for fact, one in asked if not _is_silent(fact, one))
    if len(own) < question.minimum:
        return None
    return Card(
        key=CardKey(note.deck, f"{note.id}.{face}"),
        note=note.id,
        face=face,
        subject=question.subject,
        attribute=question.attribute,
        prompt=f"According to {authority}, {lower_first(question.prompt)}" if authority else question.prompt,
        answers=_answers(question, asked, None if authority else sources),
        facts=facts,
        scene=question.scene,
        contested=note.contested,
        ways=_ways(question, own),
        remarks=() if question.shows_chart else _remarks(asked),
        core=core,
        chart=question.chart,
        shows_chart_first=question.shows_chart,
        ordered=question.ordered,
        formerly=question.formerly,
    )


def _answers(
    question: Question, asked: list[tuple[Fact, Asked]], sources: Mapping[str, Source] | None
) -> tuple[Answer, ...]:
    """The answers; with sources each says whose account it is, or all of them together whose accounts a chart shows."""
    if question.shows_chart and sources is not None:
        return _with_authorities(_merged(_told(fact, one, None) for fact, one in asked), asked, sources)
    return _merged(_told(fact, one, sources) for fact, one in asked)


def _alike(one: str, other: str) -> bool:
    return one in other or other in one


def _merged(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """One answer per text: the same muscle may answer twice, by two of its trigger points."""
    merged: dict[str, Answer] = {}
    for answer in answers:
        known = merged.get(answer.text)
        merged[answer.text] = answer if known is None else _both(known, answer)
    return tuple(merged.values())


def _both(one: Answer, other: Answer) -> Answer:
    details = dict.fromkeys(detail for detail in (one.detail, other.detail) if detail)
    return replace(
        one,
        accept=tuple(dict.fromkeys((*one.accept, *other.accept))),
        detail="; ".join(details) or None,
        optional=one.optional and other.optional,
    )


def _remarks(asked: Iterable[tuple[Fact, Asked]]) -> tuple[str, ...]:
    answers = {fact.id: one.answer.text for fact, one in asked}
    remarked: dict[str, list[str]] = {}
    for fact in {fact.id: fact for fact, one in asked if fact.remark and _is_own(fact, one)}.values():
        remarked.setdefault(fact.remark or "", []).append(answers[fact.id])
    return tuple(
        remark if len(about) == len(answers) else f"{_sentence_case(', '.join(dict.fromkeys(about)))}: {remark}"
        for remark, about in remarked.items()
    )


def _is_own(fact: Fact, asked: Asked) -> bool:
    """Whether the question is about the fact's own subject: a backward list is no place for each muscle's remarks."""
    return asked.question.subject == fact.subject or asked.question.subject.kind is not SubjectKind.ZONE


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def _authority(facts: Iterable[Fact], sources: Mapping[str, Source]) -> str | None:
    """Whose account the question asks for: the one to whom every one of its facts is attributed."""
    named = {fact.according_to for fact in facts}
    authority = named.pop() if len(named) == 1 else None
    return sources[authority].short if authority else None


def _with_authorities(
    answers: tuple[Answer, ...], asked: Iterable[tuple[Fact, Asked]], sources: Mapping[str, Source]
) -> tuple[Answer, ...]:
    """The answers, beside each those whose accounts of it make up the pattern."""
    named: dict[str, dict[str, None]] = {}
    for fact, one in asked:
        if fact.according_to is not None:
            named.setdefault(one.answer.text, {})[sources[fact.according_to].short] = None
    whose = {text: f"by {enumerated(names)}" for text, names in named.items()}
    return tuple(
        replace(one, detail="; ".join(filter(None, (one.detail, whose.get(one.text)))) or None) for one in answers
    )


def _is_silent(fact: Fact, asked: Asked) -> bool:
    return fact.silent or asked.silent


def _told(fact: Fact, asked: Asked, sources: Mapping[str, Source] | None) -> Answer:
    """The answer as its card tells it: a silent one is extra; with sources, one of another account says whose it is."""
    answer = asked.answer
    optional = answer.optional or _is_silent(fact, asked)
    detail = answer.detail
    if sources is not None and fact.according_to is not None:
        whose = f"by {sources[fact.according_to].short}"
        detail = f"{detail}; {whose}" if detail else whose
    same = (optional, detail) == (answer.optional, answer.detail)
    return answer if same else replace(answer, optional=optional, detail=detail)


def _ways(question: Question, answers: tuple[Answer, ...]) -> tuple[Way, ...]:
    """How it may be asked: by name only what has one (no finding has), on the body only where pain is felt."""
    if question.subject.kind is SubjectKind.LOOK_ALIKE:
        return (Way.REVEAL,)
    required = [answer for answer in answers if not answer.optional] or list(answers)
    single = len(answers) == 1
    named = question.attribute is not Attribute.NEUROLOGY and all(map(_is_name, required))
    felt = question.attribute is Attribute.REFERRAL and question.subject.kind is not SubjectKind.ZONE
    possible = {
        Way.REVEAL: True,
        Way.CHOOSE: single and len(required[0].text) <= LONGEST_CHOSEN,
        Way.TYPE: single and named,
        Way.LIST: not single and named,
        Way.TAP: felt and question.chart is not None and not question.shows_chart,
    }
    return tuple(way for way, is_possible in possible.items() if is_possible)


def _is_name(answer: Answer) -> bool:
    return len(answer.text) <= LONGEST_NAME and len(answer.text.split()) <= MOST_NAME_WORDS
