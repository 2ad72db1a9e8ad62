"""Notes: the facts that are learnt together; one note is one note in Anki."""

from collections.abc import Iterable
from dataclasses import dataclass

from studyapp.domain.fact import Asked, Attribute, Fact, Subject


@dataclass(frozen=True, slots=True)
class Note:
    """Facts that answer the questions of one topic."""

    id: str
    deck: str
    subject: Subject
    attribute: Attribute
    facts: tuple[Fact, ...]

    @property
    def contested(self) -> tuple[Fact, ...]:
        """Its contested facts: shown with both views, never asked."""
        own = {fact.id for fact, asked in self.asked() if not asked.silent}
        return tuple(fact for fact in self.facts if not fact.keyed and fact.id in own)

    def asked(self) -> Iterable[tuple[Fact, Asked]]:
        """Every fact of the note with each question of this note that it answers."""
        return [(fact, asked) for fact in self.facts for asked in fact.asked if asked.question.note == self.id]


def notes_of(facts: Iterable[Fact]) -> tuple[Note, ...]:
    """The notes of one deck, in the order in which facts of their own first ask for them.

    A fact about another subject may belong to a note too: it is also right there. It does not bring the note forward.
    """
    topics: dict[str, Asked] = {}
    members: dict[str, dict[str, Fact]] = {}
    for fact in facts:
        for asked in fact.asked:
            if not asked.silent:
                topics.setdefault(asked.question.note, asked)
            members.setdefault(asked.question.note, {})[fact.id] = fact
    return tuple(
        Note(
            id=ident,
            deck=next(iter(members[ident].values())).deck,
            subject=topic.question.subject,
            attribute=topic.question.attribute,
            facts=tuple(members[ident].values()),
        )
        for ident, topic in topics.items()
    )
