"""Answering: the ways in which a card can be asked, its options, and what becomes of what a student gives."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from studyapp.content.bodychart import load_body_chart
from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.distractors import Distractors
from studyapp.domain.fact import Answer, Attribute, Fact, SubjectKind
from studyapp.domain.folding import fold
from studyapp.domain.lexicon import Lexicon, telling
from studyapp.domain.marking import Given, Marking, items_of, mark_choice, mark_list, mark_typed
from studyapp.domain.scheduler import Grade
from studyapp.domain.typed import closest
from studyapp.domain.way import Way
from studyapp.domain.zone_marking import ZoneMarker

SEPARATORS = re.compile(r"[,;\n]|\band\b|&")
MOST_FACTS = 2
"""Facts that tell what a wrong answer really is."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong that was given, and what the decks know of it."""

    name: str
    facts: tuple[Fact, ...]


class Answering:
    """Marks answers to the cards of a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        """Mark by everything that this catalog holds."""
        self.catalog = catalog
        self._distractors = Distractors(catalog)

    @cached_property
    def lexicon(self) -> Lexicon:
        """Everything that the decks have as an answer; made when the first answer is typed or chosen."""
        return Lexicon.of(self.catalog.facts)

    def ways(self, card: Card) -> tuple[Way, ...]:
        """The ways in which a card can be asked: by choice only where the decks hold options enough."""
        return tuple(way for way in card.ways if way is not Way.CHOOSE or self._distractors.options(card, ""))

    def options(self, card: Card, seed: str) -> tuple[str, ...]:
        """The options of a card, in an order that follows from the seed."""
        return self._distractors.options(card, seed)

    def mark(self, card: Card, given: Given) -> Marking | None:
        """What becomes of what was given; None when nothing was, or the card cannot be asked so."""
        things = self._apart(card, given.things) if given.way is Way.LIST else items_of(given.things)
        if not things or given.way not in card.ways:
            return None
        if given.way is not Way.CHOOSE and Way.TAP in card.ways:
            return self._zones.mark(card, given.way, things)
        words = self.lexicon.words
        match given.way:
            case Way.CHOOSE:
                return mark_choice(card.answers, things[0])
            case Way.TYPE:
                return self._forgiving(card, mark_typed(_told_bare(card), self._apart(card, things), words))
            case Way.LIST:
                return self._forgiving(card, mark_list(_told_bare(card), card.required, things, words))
        return None

    def tick(self, card: Card, given: tuple[str, ...], item: str, *, adding: bool) -> tuple[str, ...]:
        """The list so far with one more item: at once when it is an answer as it stands, else only when it is added.

        What a longer wording begins with waits, for the student may be about to write that.
        """
        item = item.strip()
        if adding:
            return items_of((*given, item))
        before, after = (self.mark(card, Given(Way.LIST, things)) for things in (given, (*given, item)))
        is_new = after is not None and not after.slips and len(after.found) > len(before.found if before else ())
        return items_of((*given, item)) if is_new and not _may_go_on(card, item) else given

    def _apart(self, card: Card, lines: Iterable[str]) -> tuple[str, ...]:
        """The things in some lines; several may stand in one, unless the line is an answer itself."""
        things: list[str] = []
        for thing in items_of(lines):
            whole = closest(thing, _told_bare(card), self.lexicon.words)
            things += [thing] if whole else self._parts(card, thing)
        return items_of(things)

    def _parts(self, card: Card, line: str) -> list[str]:
        """The things in one line; one that leaves out what it shares with the one before is completed."""
        parts: list[str] = []
        for part in SEPARATORS.split(line):
            shared = parts[-1].split()[:1] if parts else []
            completed = " ".join((*shared, part.strip()))
            known = closest(part, _told_bare(card), self.lexicon.words)
            parts.append(completed if not known and closest(completed, card.answers, self.lexicon.words) else part)
        return parts

    @cached_property
    def _zones(self) -> ZoneMarker:
        return ZoneMarker(self.catalog.words.vocabulary, load_body_chart(), self.lexicon.words)

    def mistakes(self, card: Card, marking: Marking) -> tuple[Mistake, ...]:
        """What was given wrongly, by the name that the decks have for it, with facts that tell what it is."""
        found = []
        for text in marking.wrong:
            entry = self.lexicon.find(text, card.attribute)
            if entry and entry.answer.text in {answer.text for answer in card.answers}:
                entry = None  # said in an order that turns it into something else: it would tell the card's own truth
            facts = telling(entry.facts, card)[:MOST_FACTS] if entry else ()
            found.append(Mistake(entry.answer.text if entry else text, facts))
        return tuple(found)

    def _forgiving(self, card: Card, marking: Marking) -> Marking:
        """The marking, without calling wrong what is merely contested."""
        contested = _contested(card)
        wrong = tuple(one for one in marking.wrong if closest(one, contested, self.lexicon.words) is None)
        if wrong == marking.wrong:
            return marking
        grade = Grade(min(marking.proposed + len(marking.wrong) - len(wrong), Grade.GOOD))
        neither = tuple(one for one in marking.wrong if one not in wrong)
        return replace(marking, wrong=wrong, wrong_things=wrong, proposed=grade, neither=neither)


def _told_bare(card: Card) -> tuple[Answer, ...]:
    """The answers; an action also without its joint, which need not be said unless the muscle moves two joints so."""
    if card.attribute is not Attribute.ACTION or card.subject.kind is not SubjectKind.MUSCLE:
        return card.answers
    bare = [answer.text.partition(" of ")[0] for answer in card.answers]
    return tuple(
        replace(answer, accept=(*answer.accept, name)) if bare.count(name) == 1 else answer
        for answer, name in zip(card.answers, bare, strict=True)
    )


def _may_go_on(card: Card, item: str) -> bool:
    """Whether some answer is worded like the item, and longer: “gluteus med” may become “gluteus medius”."""
    begun = fold(item)
    wordings = (fold(text) for answer in card.answers for text in (answer.text, *answer.accept))
    return any(wording.startswith(begun) and wording != begun for wording in wordings)


def _contested(card: Card) -> list[Answer]:
    """What some hold to be an answer to the card, and others not."""
    return [asked.answer for fact in card.contested for asked in fact.asked if asked.question.note == card.note]
