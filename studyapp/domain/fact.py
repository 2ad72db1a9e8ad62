"""Facts: atomic true things, each with its sources, its status and the questions it answers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from studyapp.domain.chart import Chart
from studyapp.domain.deck import Deck
from studyapp.domain.evidence import Citation, Sourced, Status, View
from studyapp.domain.muscle import Muscle
from studyapp.domain.vocabulary import Words


class SubjectKind(StrEnum):
    """What sort of thing a fact or a question is about."""

    MUSCLE = "muscle"
    COMPLAINT = "complaint"
    CONDITION = "condition"
    ZONE = "zone"
    MOVEMENT = "movement"
    NERVE = "nerve"
    LANDMARK = "landmark"
    LOOK_ALIKE = "look-alike"
    VIGNETTE = "vignette"
    CARD = "card"


class Attribute(StrEnum):
    """What a fact says of its subject, in the order in which the atlas tells it."""

    NICKNAME = "nickname"
    GROUP = "group"
    FEATURE = "feature"
    ORIGIN = "origin"
    INSERTION = "insertion"
    RELATION = "relation"
    ACTION = "action"
    FUNCTION = "function"
    INNERVATION = "innervation"
    SYNERGIST = "synergist"
    ANTAGONIST = "antagonist"
    LOCATION = "trigger-point-location"
    REFERRAL = "referral"
    PAIN = "pain"
    COMPLAINT = "complaint"
    SIGN = "sign"
    CAUSE = "cause"
    ASSOCIATE = "associated-trigger-point"
    MIMIC = "mimic"
    ASSESSMENT = "assessment"
    TREATMENT = "treatment"
    HISTORY = "history"
    CAUTION = "caution"
    ACUPOINT = "acupuncture-point"
    PROVOKING = "provoking-factor"
    RELIEVING = "relieving-factor"
    NEUROLOGY = "neurology"
    TEST = "test"
    DISTINCTION = "distinction"
    RED_FLAG = "red-flag"
    VIGNETTE = "vignette"
    FREE = "free"

    @property
    def label(self) -> str:
        """What it is called on a page."""
        return self.value.replace("-", " ")

    @property
    def heading(self) -> str:
        """What a list of such facts is headed."""
        return _HEADINGS.get(self, f"{self.label.capitalize()}s")


_HEADINGS = {
    Attribute.GROUP: "Group",
    Attribute.ORIGIN: "Origin",
    Attribute.INSERTION: "Insertion",
    Attribute.INNERVATION: "Innervation",
    Attribute.LOCATION: "Trigger points",
    Attribute.REFERRAL: "Where pain is felt",
    Attribute.PAIN: "Kind of pain",
    Attribute.MIMIC: "What it imitates",
    Attribute.SIGN: "Signs and symptoms",
    Attribute.ASSESSMENT: "Assessment",
    Attribute.TREATMENT: "Treatment",
    Attribute.HISTORY: "History",
    Attribute.NEUROLOGY: "Neurology",
    Attribute.DISTINCTION: "What tells them apart",
    Attribute.FREE: "Further cards",
}


class Face(StrEnum):
    """Which of a note's questions a card asks; its place here is its place among Anki's templates."""

    FORWARD = "forward"
    REVERSE = "reverse"
    FURTHER = "further"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a fact or a question is about."""

    kind: SubjectKind
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a note; every fact that answers it carries an equal one."""

    note: str
    subject: Subject
    attribute: Attribute
    prompt: str
    face: Face = Face.FORWARD
    minimum: int = 1
    """How many answers it takes for the question to be worth asking."""
    scene: str | None = None
    """What is told before it is asked: the case of a vignette."""
    chart: Chart | None = None
    """The chart that belongs to its answer, or that it shows itself."""
    shows_chart: bool = False
    """Whether it is about its chart, as when it asks whose pattern that is."""
    ordered: bool = False
    """Whether its answers are steps, told in their order."""
    formerly: tuple[str, Face] | None = None
    """The note and the face under which an earlier release asked it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a fact contributes to the answer of a question."""

    text: str
    accept: tuple[str, ...] = ()
    """Other answers that are right."""
    detail: str | None = None
    """What is told beside it: "rarely", "anterior fibres"."""
    optional: bool = False
    """Right when given, not missed when left out: secondary actions, rare zones."""


def muscle_subject(muscle: Muscle) -> Subject:
    """The muscle as the subject of facts and questions."""
    return Subject(SubjectKind.MUSCLE, muscle.id, muscle.name)


def muscle_answer(muscle: Muscle, detail: str | None = None, *, optional: bool = False) -> Answer:
    """The muscle as an answer, right by any of its names."""
    return Answer(muscle.name, muscle.others, detail, optional)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a fact answers, and its answer."""

    question: Question
    answer: Answer
    silent: bool = False
    """Told as right beside other answers; by itself no reason to ask."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One atomic true thing. Its id is its meaning; wording and sources may improve under it."""

    id: str
    deck: str
    subject: Subject
    attribute: Attribute
    statement: str
    status: Status
    sources: tuple[Citation, ...]
    according_to: str | None = None
    views: tuple[View, ...] = ()
    remark: str | None = None
    short: str | None = None
    """The fact in terse words, for where a heading names its subject and attribute already."""
    asked: tuple[Asked, ...] = ()
    silent: bool = False
    """Asked by no card of its own (`ask: no`); told as right beside the others that answer its question."""
    derived: bool = False
    """Follows from other facts of the deck; no file states it."""
    retired: str | None = None
    """Why it holds no more; no fact of a catalog's has this, only those of its retired notes."""

    @property
    def told(self) -> str:
        """The fact as it is told under such a heading."""
        return self.short or self.statement

    @property
    def keyed(self) -> bool:
        """Whether it may be the right answer of a question: never, while it is contested."""
        return self.status is not Status.CONTESTED


@dataclass(frozen=True, slots=True)
class Scribe:
    """Writes the facts of one deck in the words at hand."""

    deck: Deck
    words: Words

    def fact(
        self,
        entry: Sourced,
        ident: str,
        subject: Subject,
        attribute: Attribute,
        statement: str,
        *asked: Asked,
    ) -> Fact:
        """The fact that a deck's entry states, with the questions it answers when it may be asked."""
        return Fact(
            id=ident,
            deck=self.deck.id,
            subject=subject,
            attribute=attribute,
            statement=self._attributed(entry, statement),
            status=entry.status,
            sources=entry.sources,
            according_to=entry.according_to,
            views=entry.views,
            remark=entry.remark,
            asked=asked,
            silent=not entry.ask,
            retired=entry.retired,
        )

    def _attributed(self, entry: Sourced, statement: str) -> str:
        if entry.status is not Status.ATTRIBUTED or entry.according_to is None:
            return statement
        return f"According to {self.deck.sources[entry.according_to].short}, {lower_first(statement)}"


def enumerated(things: Iterable[str], conjunction: str = "and") -> str:
    """The things in one phrase: "calf", "calf and heel", "calf, heel and instep"; ValueError when there is none."""
    *most, last = things
    return f"{', '.join(most)} {conjunction} {last}" if most else last


PRONOUN = re.compile(r"\bits?\b", re.IGNORECASE)


def has_pronoun(text: str) -> bool:
    """Whether a text speaks of its subject as "it": alone it does not say of what."""
    return PRONOUN.search(text) is not None


PERSONS = ("Achilles", "Baker", "Freiberg", "Homans", "Kemp", "Lasègue", "Ober", "Patrick", "Tinel", "Trendelenburg")
"""Whose names begin terms of this field."""


@lru_cache(maxsize=1024)
def lower_first(text: str) -> str:
    """The text as it stands inside a sentence; abbreviations and names of persons keep their capitals."""
    keeps = text.startswith(PERSONS) or text[1:2].isupper() or not text[1:2].isalpha()
    return text if keeps and not text.startswith("A ") else text[:1].lower() + text[1:]
