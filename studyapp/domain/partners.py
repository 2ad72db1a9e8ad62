"""Who helps and who opposes a muscle: what its file says, and what follows from the actions of the others.

A partner that a file names is a fact of its own. The rest is derived and never typed: who makes the same movement
helps, who makes the opposite one opposes, whenever both can act at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from studyapp.domain.evidence import OWN_VOICE, Status, citations_of
from studyapp.domain.fact import (
    Answer,
    Asked,
    Attribute,
    Fact,
    Question,
    Scribe,
    lower_first,
    muscle_answer,
    muscle_subject,
)
from studyapp.domain.muscle import Action, Muscle, Partner, Role
from studyapp.domain.vocabulary import Vocabulary, Words

MOST_PARTNERS = 12
"""More partners in one movement are a list to look up, not one to learn."""

PARTNERS = {
    Attribute.SYNERGIST: ("Which muscles are synergists of {} in {}?", "helps"),
    Attribute.ANTAGONIST: ("Which muscles oppose {} in {}?", "opposes"),
}
"""How partners are asked for, and what they do."""


def written_partners(muscle: Muscle) -> Mapping[Attribute, tuple[Partner, ...]]:
    """The partners that the muscle's own file names."""
    return {Attribute.SYNERGIST: muscle.synergists, Attribute.ANTAGONIST: muscle.antagonists}


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
        Asked(asked.question, Answer(other.label, other.others, entry.portion)),
    )


class Mover(NamedTuple):
    """A muscle and one of its actions."""

    muscle: Muscle
    action: Action


Pair: TypeAlias = tuple[Mover, Mover]
"""An action of one muscle and one of another that can be made at the same time."""


@dataclass(frozen=True, slots=True)
class Movers:
    """Who makes each movement, by the actions that a deck states in its own voice: neither contested nor attributed."""

    by_movement: Mapping[str, Mapping[str, tuple[Mover, ...]]]
    """For every movement the muscles that make it, by id, each with the actions that do."""
    vocabulary: Vocabulary

    @classmethod
    def of(cls, muscles: Iterable[Muscle], vocabulary: Vocabulary) -> "Movers":
        """The movers among some muscles."""
        found: dict[str, dict[str, tuple[Mover, ...]]] = {}
        for muscle in muscles:
            for action in muscle.actions:
                if action.status in OWN_VOICE:
                    movers = found.setdefault(action.movement, {})
                    movers[muscle.id] = (*movers.get(muscle.id, ()), Mover(muscle, action))
        return cls(found, vocabulary)

    def movements(self, muscle: Muscle) -> tuple[str, ...]:
        """The movements that the muscle makes, in the order of its file."""
        return tuple(dict.fromkeys(action.movement for action in muscle.actions if action.status in OWN_VOICE))

    def others(self, muscle: Muscle, attribute: Attribute, movement: str) -> Mapping[str, tuple[Mover, ...]]:
        """The other muscles that make the same movement, or the opposite one, by id."""
        theirs = movement if attribute is Attribute.SYNERGIST else self.vocabulary.movements[movement].opposite
        return {ident: movers for ident, movers in self.by_movement.get(theirs or "", {}).items() if ident != muscle.id}

    def partners(self, muscle: Muscle, attribute: Attribute, movement: str) -> Mapping[str, tuple[Pair, ...]]:
        """Who helps (or opposes) the muscle in one of its movements, by id: each with the pairs of actions that do."""
        own = self.by_movement[movement][muscle.id]
        found = {
            ident: tuple((mine, theirs) for mine in own for theirs in movers if self._together(mine, theirs))
            for ident, movers in self.others(muscle, attribute, movement).items()
        }
        return {ident: pairs for ident, pairs in found.items() if pairs}

    def _together(self, one: Mover, other: Mover) -> bool:
        return not self.vocabulary.exclude(one.action.qualifier, other.action.qualifier)


def derived_partners(muscle: Muscle, movers: Movers, scribe: Scribe) -> Iterator[Fact]:
    """The partners that follow from the actions of others, but for those that the muscle's own file names."""
    written = {
        (attribute, partner.movement, partner.muscle)
        for attribute, partners in written_partners(muscle).items()
        for partner in partners
    }
    for attribute in PARTNERS:
        for movement in movers.movements(muscle):
            if len(movers.others(muscle, attribute, movement)) > MOST_PARTNERS:
                continue
            asked = _Asked(muscle, attribute, movement, scribe.words)
            for ident, pairs in movers.partners(muscle, attribute, movement).items():
                if (attribute, movement, ident) not in written:
                    group = pairs[0][1].muscle.group
                    told = group is not None and (attribute, movement, group.group) in written
                    yield _derived(asked, pairs, scribe, told=told)


def _derived(asked: "_Asked", pairs: tuple[Pair, ...], scribe: Scribe, *, told: bool) -> Fact:
    """A partner that follows from pairs of actions; `told` when the written list names its group already."""
    other = pairs[0][1].muscle
    actions = tuple(dict.fromkeys(mover.action for pair in pairs for mover in pair))
    weakest = Status.CONSENSUS if all(action.status is Status.CONSENSUS for action in actions) else Status.SINGLE_SOURCE
    details = dict.fromkeys(mover_detail(theirs, scribe.words) for _, theirs in pairs)
    detail = None if None in details else "; ".join(filter(None, details))
    main = any(all(mover.action.role is Role.PRIMARY and mover.action.ask for mover in pair) for pair in pairs)
    return Fact(
        id=asked.ident(other.id),
        deck=scribe.deck.id,
        subject=asked.question.subject,
        attribute=asked.attribute,
        statement=asked.statement(other.name, detail),
        status=weakest,
        sources=citations_of(actions),
        asked=(Asked(asked.question, muscle_answer(other, detail)),),
        silent=told or not main,
        derived=True,
    )


def mover_detail(mover: Mover, words: Words) -> str | None:
    """The part of a muscle that makes a movement, and the circumstance under which it does."""
    part = next((part.name for part in mover.muscle.parts if part.id == mover.action.part), None)
    qualifier = mover.action.qualifier
    circumstance = words.vocabulary.qualifiers[qualifier].label if qualifier else None
    return ", ".join(filter(None, (part, circumstance))) or None


@dataclass(frozen=True)
class _Asked:
    """The question of who helps or opposes a muscle in a movement, asked of many partners."""

    muscle: Muscle
    attribute: Attribute
    movement: str
    words: Words

    def ident(self, other: str) -> str:
        return f"{self.muscle.id}.{self.attribute}.{self.movement}.{other}"

    def statement(self, other: str, detail: str | None) -> str:
        told = f"{other} ({detail})" if detail else other
        return f"{told} {self._partners}"

    @cached_property
    def _partners(self) -> str:
        return f"{PARTNERS[self.attribute][1]} {lower_first(self.muscle.name)} in {self._label}"

    @cached_property
    def question(self) -> Question:
        prompt = PARTNERS[self.attribute][0].format(lower_first(self.muscle.name), self._label)
        note = f"{self.muscle.id}.{self.attribute}s.{self.movement}"
        return Question(note, muscle_subject(self.muscle), self.attribute, prompt)

    @property
    def _label(self) -> str:
        return self.words.vocabulary.movements[self.movement].label
