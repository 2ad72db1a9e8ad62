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

    by_movement: Mapping[str, Mapping[str, tuple[Mover, ...]]]
    """For every movement the muscles that make it, by id, each with the actions that do."""
    vocabulary: Vocabulary

    @classmethod
    def of(cls, muscles: Iterable[Muscle], vocabulary: Vocabulary) -> "Movers":
        """The movers among some muscles."""
        found: dict[str, dict[str, tuple[Mover, ...]]] = {}
        for muscle in muscles:
            for action in muscle.actions:
                if action.status is not Status.CONTESTED:
                    movers = found.setdefault(action.movement, {})
                    movers[muscle.id] = (*movers.get(muscle.id, ()), Mover(muscle, action))
        return cls(found, vocabulary)

    def movements(self, muscle: Muscle) -> tuple[str, ...]:
        """The movements that the muscle makes, in the order of its file."""
        return tuple(
            dict.fromkeys(action.movement for action in muscle.actions if action.status is not Status.CONTESTED)
        )

    def partners(self, muscle: Muscle, attribute: Attribute, movement: str) -> Mapping[str, tuple[Mover, ...]]:
        """Who helps (or opposes) the muscle in one of its movements, by id: each with the actions that make it so.

        None when they are more than `MOST_PARTNERS`.
        """
        theirs = movement if attribute is Attribute.SYNERGIST else self.vocabulary.movements[movement].opposite
        others = self.by_movement.get(theirs or "", {})
        if len(others) > MOST_PARTNERS + 1:
            return {}
        own = self.by_movement[movement][muscle.id]
        found = {
            ident: tuple(mover for mover in movers if any(self._together(mover, one) for one in own))
            for ident, movers in others.items()
            if ident != muscle.id
        }
        return {ident: movers for ident, movers in found.items() if movers}

    def _together(self, one: Mover, other: Mover) -> bool:
        return not self.vocabulary.exclude(one.action.qualifier, other.action.qualifier)


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
        for movement in movers.movements(muscle):
            own = movers.by_movement[movement][muscle.id]
            for ident, theirs in movers.partners(muscle, attribute, movement).items():
                if (attribute, movement, ident) not in written:
                    group = theirs[0].muscle.group
                    told = group is not None and (attribute, movement, group.group) in written
                    asked = _Asked(muscle, attribute, movement, scribe.words)
                    yield _derived(asked, own, theirs, scribe, told=told)


def _derived(asked: "_Asked", own: tuple[Mover, ...], theirs: tuple[Mover, ...], scribe: Scribe, *, told: bool) -> Fact:
    """A partner that follows from actions; `told` when the written list names its group already."""
    other = theirs[0].muscle
    actions = [mover.action for mover in (*own, *theirs)]
    weakest = Status.CONSENSUS if all(action.status is Status.CONSENSUS for action in actions) else Status.SINGLE_SOURCE
    detail = "; ".join(filter(None, (mover_detail(mover, scribe.words) for mover in theirs))) or None
    main = all(any(one.action.role is Role.PRIMARY for one in movers) for movers in (own, theirs))
    return Fact(
        id=asked.ident(other.id),
        deck=scribe.deck.id,
        subject=muscle_subject(asked.muscle),
        attribute=asked.attribute,
        statement=asked.statement(other.name, detail),
        status=weakest,
        sources=citations_of(actions),
        asked=(Asked(asked.question(), Answer(other.name, (other.latin, *other.aliases), detail)),),
        silent=told or not main,
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
