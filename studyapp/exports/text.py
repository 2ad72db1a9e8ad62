"""Cards as a table: tab-separated for Quizlet and its like, comma-separated for a spreadsheet."""

import csv
from collections.abc import Iterable, Mapping
from enum import StrEnum
from io import StringIO

from studyapp.domain.card import Card
from studyapp.domain.citation import cite_together
from studyapp.domain.deck import Deck
from studyapp.domain.fact import Answer
from studyapp.exports.spreadsheet import BROKEN, WITH_BOM, cell

HEAD = ("id", "subject", "attribute", "question", "answer", "also right", "sources", "status")
BETWEEN = "; "
"""Between the answers of a list."""
LINE_BREAK = " / "
"""What stands for a line break where a line is a card."""


class TextKind(StrEnum):
    """A kind of table; its value is the end of its file's name."""

    TSV = "tsv"
    CSV = "csv"

    @property
    def mimetype(self) -> str:
        """What a browser is told that it is."""
        return {"tsv": "text/tab-separated-values", "csv": "text/csv"}[self.value]


def can_be_told(card: Card) -> bool:
    """Whether words alone ask for it: not where the question is a picture."""
    return not card.shows_chart_first


def tsv(cards: Iterable[Card]) -> bytes:
    """Term and definition, a card a line, as Quizlet's import takes them.

    It knows no quoting and no escapes: a tab or a line break within a text would begin another column or card, so it
    becomes a space or a stroke. Nothing else is changed.
    """
    lines = (f"{_line(card.stem)}\t{_line(_definition(card))}\n" for card in cards)
    return "".join(lines).encode(errors=BROKEN)


def csv_table(cards: Iterable[Card], decks: Mapping[str, Deck]) -> bytes:
    """A head and a card a row as RFC 4180 has it, every cell inert; KeyError for a card of another deck."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEAD)
    writer.writerows([cell(value) for value in _row(card, decks[card.key.deck])] for card in cards)
    return text.getvalue().encode(WITH_BOM, errors=BROKEN)


def _row(card: Card, deck: Deck) -> tuple[str, ...]:
    return (
        card.key.card,
        card.subject.name,
        card.attribute.label,
        card.stem,
        BETWEEN.join(_answer(answer) for answer in card.required),
        BETWEEN.join(_also_right(card)),
        BETWEEN.join(cite_together(card.citations, deck.sources)),
        BETWEEN.join(dict.fromkeys(fact.status for fact in card.facts)),
    )


def _definition(card: Card) -> str:
    also = BETWEEN.join(_also_right(card))
    return BETWEEN.join(_answer(answer) for answer in card.required) + (f" — also right: {also}" if also else "")


def _also_right(card: Card) -> tuple[str, ...]:
    """Answers that may be left out, and other names of a single one."""
    return (*(_answer(answer) for answer in card.answers if card.is_extra(answer)), *card.synonyms)


def _answer(answer: Answer) -> str:
    return f"{answer.text} ({answer.detail})" if answer.detail else answer.text


def _line(text: str) -> str:
    lines = (line.replace("\t", " ").strip() for line in text.splitlines())
    return LINE_BREAK.join(line for line in lines if line)
