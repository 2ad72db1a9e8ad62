"""The lexicon: everything that the decks have as an answer, and the facts that tell what it really is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studyapp.domain.fact import Answer, Attribute, Fact
from studyapp.domain.typed import words_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that answers questions, and the facts that it answers them by."""

    answer: Answer
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All answers of the decks, by attribute and wording."""

    words: frozenset[str]
    """Every word that stands in an answer."""
    entries: Mapping[Attribute, Mapping[tuple[str, ...], Entry]]

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> "Lexicon":
        """The lexicon of these facts; what is contested is no one's answer."""
        answers: dict[Attribute, dict[str, tuple[Answer, dict[str, Fact]]]] = {}
        for fact in facts:
            for asked in fact.asked if fact.keyed else ():
                known = answers.setdefault(asked.question.attribute, {})
                known.setdefault(asked.answer.text, (asked.answer, {}))[1][fact.id] = fact
        entries = {attribute: _by_wording(known.values()) for attribute, known in answers.items()}
        words = frozenset(word for known in entries.values() for wording in known for word in wording)
        return cls(words, entries)

    def find(self, text: str, attribute: Attribute) -> Entry | None:
        """What a text names: an answer to that attribute if it is one, else to any; None when no deck has it."""
        words = tuple(sorted(words_of(text)))
        own = self.entries.get(attribute, {}).get(words)
        return own or next((known[words] for known in self.entries.values() if words in known), None)


def _by_wording(answers: Iterable[tuple[Answer, dict[str, Fact]]]) -> dict[tuple[str, ...], Entry]:
    found: dict[tuple[str, ...], Entry] = {}
    for answer, facts in answers:
        entry = Entry(answer, tuple(facts.values()))
        for wording in (answer.text, *answer.accept):
            found.setdefault(tuple(sorted(words_of(wording))), entry)
    return found
