"""Cards as tables of the shipped deck: every card is there or counted, and nothing is left behind."""

import csv
import io

import pytest
from made_catalog import catalog_of, deck

from studyapp.content.loader import load_catalog
from studyapp.domain.citation import cite_together
from studyapp.domain.fact import Attribute
from studyapp.domain.selection import Selection
from studyapp.errors import ExportError, NotFoundError
from studyapp.services.texts import TextExport

CATALOG = load_catalog()
PICTURES = [card for card in CATALOG.cards.values() if card.shows_chart_first]


@pytest.fixture
def texts() -> TextExport:
    return TextExport(CATALOG)


def test_every_card_is_told_or_counted_as_left_out(texts):
    assert PICTURES
    for kind in ("tsv", "csv"):
        file = texts.table(kind)
        assert (file.cards, file.left_out) == (len(CATALOG.cards) - len(PICTURES), len(PICTURES))
    assert str(texts.contents("trigger-points")) == (
        f"{len(CATALOG.cards) - len(PICTURES)} cards; {len(PICTURES)} whose question is a picture stay here."
    )


def test_the_table_for_quizlet_has_a_line_a_card_and_no_question_twice(texts):
    file = texts.table("tsv")
    lines = [line.split("\t") for line in file.content.decode().split("\n")[:-1]]
    assert len(lines) == len({term for term, _ in lines}) == file.cards
    assert all(definition for _, definition in lines)


def test_the_table_for_a_spreadsheet_tells_of_each_card_its_answers_and_sources(texts):
    content = texts.table("csv").content.decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(content, newline=""), strict=True):
        card = CATALOG.card(("trigger-points", row["id"]))  # type: ignore[arg-type]  # a key is a tuple
        told = row["answer"] + row["also right"]
        assert all(answer.text in told for answer in card.answers)
        assert row["sources"] == "; ".join(cite_together(card.citations, CATALOG.decks["trigger-points"].sources))
        assert set(row["status"].split("; ")) == {fact.status for fact in card.facts}


def test_a_selection_is_told_alone(texts):
    selection = Selection(muscle="gluteus-minimus", attribute=Attribute.ACTION)
    file = texts.table("tsv", ["trigger-points"], selection)
    assert file.content.decode().count("\n") == file.cards == len(selection.chosen(CATALOG))


def test_questions_that_are_pictures_are_refused_aloud_when_nothing_else_is_wanted(texts):
    picture = PICTURES[0]
    only = TextExport(catalog_of(deck()))
    only.catalog = CATALOG.__class__(
        CATALOG.words, CATALOG.decks, CATALOG.facts, CATALOG.notes, {picture.key: picture}, {}
    )
    with pytest.raises(ExportError, match="the questions of these cards are pictures"):
        only.table("csv")


@pytest.mark.parametrize("kind", ["", "txt", "CSV", "../csv"])
def test_there_are_two_kinds_of_tables(texts, kind):
    with pytest.raises(ExportError, match=r"as \.csv or \.tsv"):
        texts.table(kind)


def test_what_is_not_there_is_refused_in_a_sentence(texts):
    with pytest.raises(NotFoundError, match="There is no deck “large”"):
        texts.table("csv", ["large"])
    with pytest.raises(ExportError, match="closest to it: gluteus-minimus"):
        texts.table("csv", None, Selection(muscle="gluteus-mini"))
    with pytest.raises(ExportError, match="There are no cards to export"):
        TextExport(catalog_of(deck())).table("tsv")


def test_a_file_is_written_whole_and_nothing_else_is_left(texts, tmp_path):
    for name in ("cards.csv", "cards.tsv"):
        file = texts.write(tmp_path / name)
        assert (tmp_path / name).read_bytes() == file.content
    with pytest.raises(ExportError, match="There is no folder"):
        texts.write(tmp_path / "nowhere" / "cards.csv")
    with pytest.raises(ExportError, match=r"as \.csv or \.tsv"):
        texts.write(tmp_path / "cards")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cards.csv", "cards.tsv"]
