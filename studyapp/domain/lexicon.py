"""The lexicon: everything that the decks have as an answer, and the facts that tell what it really is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studyapp.domain.card import Card
from studyapp.domain.fact import Answer, Attribute, Fact, SubjectKind
from studyapp.domain.typed import plain_words_of, words_of

NAMED_BY = (Attribute.INNERVATION, Attribute.REFERRAL, Attribute.SYNERGIST)
"""Whose answers are nerves, zones and muscles: known by name, whatever was asked."""
LOOSELY_WORDED = (Attribute.ORIGIN, Attribute.INSERTION)
"""Whose answers are also right when they are told roughly: “greater trochanter” is not one muscle's part of it."""


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
        entries = {attribute: _by_wording(attribute, known.values()) for attribute, known in answers.items()}
        told = [answer for known in answers.values() for answer, _ in known.values()]
        texts = {text for answer in told for text in (answer.text, *answer.accept)}
        words = frozenset(word for text in texts for word in (*words_of(text), *plain_words_of(text)))
        return cls(words, entries)

    def find(self, text: str, attribute: Attribute) -> Entry | None:
        """What a text names: an answer to that attribute, the other end of a muscle, a nerve, zone, muscle, or None."""
        words = tuple(sorted(words_of(text)))
        others = LOOSELY_WORDED if attribute in LOOSELY_WORDED else NAMED_BY
        places = dict.fromkeys((attribute, *others))
        return next((self.entries[one][words] for one in places if words in self.entries.get(one, {})), None)


def telling(facts: Iterable[Fact], card: Card) -> tuple[Fact, ...]:
    """Of the facts of a wrong answer to a card those that tell what it is, the best first.

    Ones of the same attribute come first, and ones of muscles.
    """
    others = [fact for fact in facts if fact not in card.facts]
    others.sort(key=lambda fact: (fact.attribute is not card.attribute, fact.subject.kind is not SubjectKind.MUSCLE))
    return tuple(others)


def _by_wording(
    attribute: Attribute, answers: Iterable[tuple[Answer, dict[str, Fact]]]
) -> dict[tuple[str, ...], Entry]:
    """Every answer by its own name, and by those of its other wordings that no other answer shares."""
    entries = [Entry(answer, tuple(facts.values())) for answer, facts in answers]
    own = {_key(entry.answer.text): entry for entry in entries}
    others: dict[tuple[str, ...], set[str]] = {}
    for entry in entries if attribute not in LOOSELY_WORDED else ():
        for wording in entry.answer.accept:
            others.setdefault(_key(wording), set()).add(entry.answer.text)
    by_text = {entry.answer.text: entry for entry in entries}
    shared = {key: by_text[texts.pop()] for key, texts in others.items() if len(texts) == 1}
    return {**shared, **own}


def _key(text: str) -> tuple[str, ...]:
    return tuple(sorted(words_of(text)))
