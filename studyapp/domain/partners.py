"""Who helps and who opposes a muscle: what its file says, and what follows from the actions of the others.

A partner that a file names is a fact of its own. The rest is derived and never typed: who makes the same movement
helps, who makes the opposite one opposes, whenever both can act at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from studyapp.domain.evidence import Status, citations_of
from studyapp.domain.fact import Answer, Asked, Attribute, Fact, Question, Scribe, Subject, SubjectKind, lower_first
from studyapp.domain.muscle import Action, Muscle, Partner, Role
from studyapp.domain.vocabulary import Vocabulary, Words

MOST_PARTNERS = 12
"""More partners in one movement are a list to look up, not one to learn."""

PARTNERS = {
    Attribute.SYNERGIST: ("Which muscles are synergists of {} in {}?", "helps"),
    Attribute.ANTAGONIST: ("Which muscles oppose {} in {}?", "opposes"),
}
"""How partners are asked for, and what they do."""


def muscle_subject(muscle: Muscle) -> Subject:
    """The muscle as the subject of facts and questions."""
    return Subject(SubjectKind.MUSCLE, muscle.id, muscle.name)


def partner_fact(muscle: Muscle, attribute: Attribute, entry: Partner, scribe: Scribe) -> Fact:
    """What the muscle's file says of a partner."""
    other = scribe.words.mover(entry.muscle)
    asked = _Asked(muscle, attribute, entry.movement, scribe.words)
    return scribe.fact(
        entry,
        asked.ident(entry.muscle),
        muscle_subject(muscle),
        attribute,
        asked.statement(other.label, entry.portion),
        Asked(asked.question(), Answer(other.label, other.others, entry.portion)),
    )


class Mover(NamedTuple):
    """A muscle and one of its actions."""

    muscle: Muscle
    action: Action


@dataclass(frozen=True, slots=True)
class Movers:
    """Who makes each movement, by the actions of a deck's muscles that are not contested."""

    by_movement: Mapping[str, tuple[Mover, ...]]
    vocabulary: Vocabulary

    @classmethod
    def of(cls, muscles: Iterable[Muscle], vocabulary: Vocabulary) -> "Movers":
        """The movers among some muscles."""
        found: dict[str, list[Mover]] = {}
        for muscle in muscles:
            for action in muscle.actions:
                if action.status is not Status.CONTESTED:
                    found.setdefault(action.movement, []).append(Mover(muscle, action))
        return cls({movement: tuple(movers) for movement, movers in found.items()}, vocabulary)

    def own(self, muscle: Muscle) -> Mapping[str, tuple[Action, ...]]:
        """The muscle's own uncontested actions, by their movements."""
        own: dict[str, tuple[Action, ...]] = {}
        for action in muscle.actions:
            if action.status is not Status.CONTESTED:
                own[action.movement] = (*own.get(action.movement, ()), action)
        return own

    def partners(self, muscle: Muscle, attribute: Attribute, movement: str) -> Mapping[str, tuple[Mover, ...]]:
        """Who helps (or opposes) the muscle in one of its movements, by id: each with the actions that make it so."""
        theirs = movement if attribute is Attribute.SYNERGIST else self.vocabulary.movements[movement].opposite
        own = self.own(muscle).get(movement, ())
        found: dict[str, tuple[Mover, ...]] = {}
        for mover in self.by_movement.get(theirs or "", ()):
            if mover.muscle.id != muscle.id and any(self._together(mover.action, action) for action in own):
                found[mover.muscle.id] = (*found.get(mover.muscle.id, ()), mover)
        return found

    def _together(self, one: Action, other: Action) -> bool:
        return not self.vocabulary.exclude(one.qualifier, other.qualifier)


def derived_partners(muscle: Muscle, movers: Movers, scribe: Scribe) -> Iterator[Fact]:
    """The partners that follow from the actions of others, but for those that the muscle's own file names."""
    written = {
        (attribute, partner.movement, partner.muscle)
        for attribute, partners in (
            (Attribute.SYNERGIST, muscle.synergists),
            (Attribute.ANTAGONIST, muscle.antagonists),
        )
        for partner in partners
    }
    for attribute in PARTNERS:
        for movement, own in movers.own(muscle).items():
            partners = movers.partners(muscle, attribute, movement)
            for ident, theirs in partners.items() if len(partners) <= MOST_PARTNERS else ():
                if (attribute, movement, ident) not in written:
                    yield _derived(_Asked(muscle, attribute, movement, scribe.words), own, theirs, scribe)


def _derived(asked: "_Asked", own: Iterable[Action], theirs: tuple[Mover, ...], scribe: Scribe) -> Fact:
    other = theirs[0].muscle
    actions = (*own, *(mover.action for mover in theirs))
    weakest = Status.CONSENSUS if all(action.status is Status.CONSENSUS for action in actions) else Status.SINGLE_SOURCE
    detail = "; ".join(filter(None, (mover_detail(mover, scribe.words) for mover in theirs))) or None
    main = any(action.role is Role.PRIMARY for action in own)
    return Fact(
        id=asked.ident(other.id),
        deck=scribe.deck.id,
        subject=muscle_subject(asked.muscle),
        attribute=asked.attribute,
        statement=asked.statement(other.name, detail),
        status=weakest,
        sources=citations_of(actions),
        asked=(Asked(asked.question(), Answer(other.name, (other.latin, *other.aliases), detail)),),
        silent=not (main and any(mover.action.role is Role.PRIMARY for mover in theirs)),
        derived=True,
    )


def mover_detail(mover: Mover, words: Words) -> str | None:
    """The part of a muscle that makes a movement, and the circumstance under which it does."""
    part = next((part.name for part in mover.muscle.parts if part.id == mover.action.part), None)
    qualifier = mover.action.qualifier
    circumstance = words.vocabulary.qualifiers[qualifier].label if qualifier else None
    return ", ".join(filter(None, (part, circumstance))) or None


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question of who helps or opposes a muscle in a movement."""

    muscle: Muscle
    attribute: Attribute
    movement: str
    words: Words

    def ident(self, other: str) -> str:
        return f"{self.muscle.id}.{self.attribute}.{self.movement}.{other}"

    def statement(self, other: str, detail: str | None) -> str:
        told = f"{other} ({detail})" if detail else other
        return f"{told} {PARTNERS[self.attribute][1]} {lower_first(self.muscle.name)} in {self._label}"

    def question(self) -> Question:
        prompt = PARTNERS[self.attribute][0].format(lower_first(self.muscle.name), self._label)
        note = f"{self.muscle.id}.{self.attribute}s.{self.movement}"
        return Question(note, muscle_subject(self.muscle), self.attribute, prompt)

    @property
    def _label(self) -> str:
        return self.words.vocabulary.movements[self.movement].label
