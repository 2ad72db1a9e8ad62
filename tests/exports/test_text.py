"""Tables of cards: what goes in comes out, whatever the texts hold, and no spreadsheet runs any of it."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st
from made_catalog import catalog_of, deck, free_card, muscle

from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import FreeAnswer
from studyapp.exports.text import HEAD, TextKind, csv_table, tsv

EVIL = [
    "=cmd()|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "tab\there",
    "line\nbreak",
    "line\r\nbreak",
    "a\u2028b\u2029c\x85d\x0be\x0cf",
    'quote " and “quote”',
    "'apostrophe",
    "comma, semicolon; bar |",
    "e\u0301 combining, \u0301 at first",
    "\u202eleftwards",
    "\ufeffmark",
    "half \ud83d a character",
    "\x00",
]
TEXTS = st.sampled_from(EVIL) | st.text(min_size=1, max_size=30)
LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


def world(*pairs: tuple[str, str]) -> Catalog:
    """A free card for each pair of question and answer."""
    cards = [free_card(f"c{place:02}", question, answer) for place, (question, answer) in enumerate(pairs)]
    return catalog_of(deck(cards))


def cards_of(catalog: Catalog) -> list[Card]:
    return list(catalog.cards.values())


def lines(content: bytes) -> list[list[str]]:
    """What Quizlet makes of a file: a card a line, two columns; it knows no quoting."""
    *told, last = content.decode().split("\n")
    assert last == ""
    return [line.split("\t") for line in told]


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def uncell(text: str) -> str:
    """What a reader does, as docs/export.md says."""
    return text.removeprefix("'") if text.startswith("'") else text


def kept(text: str) -> str:
    """The text, with half a character as it is told."""
    return text.encode(errors="backslashreplace").decode()


def letters(text: str) -> str:
    """A text without its white space and the strokes that stand for line breaks."""
    return "".join(text.replace("/", "").split())


def test_a_line_is_a_term_and_its_definition():
    catalog = world(("What is first?", "the one"), ("What is second?", "the other"))
    assert tsv(cards_of(catalog)) == b"What is first?\tthe one\nWhat is second?\tthe other\n"


def test_a_list_is_told_with_all_its_answers_and_what_is_also_right():
    answers = (FreeAnswer(text="one"), FreeAnswer(text="two"))
    minimus = muscle("minimus", "Minimus", aliases=("least gluteal",))
    catalog = catalog_of(deck([free_card("list", "Which?", answers=answers)], [minimus]))
    told = dict(lines(tsv(cards_of(catalog))))
    assert told["Which?"] == "one; two"
    reverse = next(card for card in cards_of(catalog) if card.key.card == "minimus.nickname.friend.reverse")
    assert told[reverse.stem] == "Minimus — also right: least gluteal"


def test_tabs_and_line_breaks_within_a_text_become_something_readable():
    catalog = world(("What\tis\nthis?", "one\r\n two\t\n\nthree"))
    assert lines(tsv(cards_of(catalog))) == [["What is / this?", "one / two / three"]]


def test_quizlet_is_given_quotes_and_formulas_as_they_are():
    catalog = world(('"What" is =A1?', "'=cmd()"), ("e\u0301?", "\u0301"))
    assert lines(tsv(cards_of(catalog))) == [['"What" is =A1?', "'=cmd()"], ["e\u0301?", "\u0301"]]


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_whatever_the_texts_hold_a_card_is_a_line_of_two_columns(pairs):
    found = lines(tsv(cards_of(world(*pairs))))
    assert [len(columns) for columns in found] == [2] * len(pairs)
    assert not [text for columns in found for text in columns if set(text) & set(LINE_ENDS)]
    for (question, answer), (term, definition) in zip(pairs, found, strict=True):
        assert (letters(term), letters(definition)) == (letters(kept(question)), letters(kept(answer)))


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_whatever_the_texts_hold_a_cell_is_verbatim_and_inert(pairs):
    catalog = world(*pairs)
    found = rows(csv_table(cards_of(catalog), catalog.decks))
    assert [(uncell(row["question"]), uncell(row["answer"])) for row in found] == [
        (kept(question), kept(answer)) for question, answer in pairs
    ]
    assert not [text for row in found for text in row.values() if text.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_row_tells_the_card_with_its_sources_and_its_status():
    catalog = world(("What is first?", "the one"))
    content = csv_table(cards_of(catalog), catalog.decks)
    assert content.startswith(b"\xef\xbb\xbfid,subject,attribute,question,answer,also right,sources,status\r\n")
    assert rows(content) == [
        {
            "id": "card.c00.forward",
            "subject": "What is first?",
            "attribute": "free",
            "question": "What is first?",
            "answer": "the one",
            "also right": "",
            "sources": "Gray (1918), p. 475",
            "status": "single-source",
        }
    ]


def test_the_head_stands_even_over_no_rows():
    assert csv_table([], {}).decode("utf-8-sig") == ",".join(HEAD) + "\r\n"


def test_a_browser_is_told_what_it_gets():
    assert [kind.mimetype for kind in TextKind] == ["text/tab-separated-values", "text/csv"]
