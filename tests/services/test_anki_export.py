"""Taking decks to Anki: a second export dates what did not change as the first did."""

import json
import sqlite3
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from io import BytesIO
from pathlib import Path
from shutil import rmtree

import pytest
from made_catalog import Clock, catalog_of, deck, free_card

from studyapp.anki import question
from studyapp.anki.shape import Shape
from studyapp.anki.wanted import Wanted
from studyapp.domain.catalog import Catalog
from studyapp.errors import ExportError, NotFoundError
from studyapp.services.anki import LEDGER_NAME, AnkiExport, ExportableDeck

MONDAY_NINE = 1_795_424_400
"""Monday 23 November 2026, nine o'clock, as Anki counts: in seconds."""
HOUR = 3600


NOTES = ("card.first", "card.first/type-in", "card.second", "card.second/type-in")
"""What the ledger has of its two notes, in every shape that they can have."""


def world(folder: Path | None = None, answer: str = "the first answer") -> Catalog:
    """Two notes, the first with this answer."""
    return catalog_of(deck([free_card("first", "What is first?", answer), free_card("second")], folder=folder))


def changed_at(content: bytes, tmp_path: Path) -> dict[str, int]:
    """When each note of a package was changed, by its question, in seconds."""
    database = tmp_path / "collection.anki2"
    database.write_bytes(zipfile.ZipFile(BytesIO(content)).read("collection.anki2"))
    with closing(sqlite3.connect(database)) as connection:
        return {
            next(word for word in ("first", "second") if word in fields): when
            for fields, when in connection.execute("SELECT flds, mod FROM notes")
        }


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The student's data folder."""
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The deck's own folder."""
    (tmp_path / "deck").mkdir()
    return tmp_path / "deck"


def test_the_decks_are_listed_with_what_they_hold(data, clock):
    assert AnkiExport(world(), data, clock).decks() == [
        ExportableDeck("small", "Small deck", "1.0.0", "CC-BY-4.0", notes=2, cards=2)
    ]


def test_a_deck_with_a_current_ledger_beside_it_takes_its_dates_and_keeps_nothing_else(data, folder, clock, tmp_path):
    AnkiExport(world(folder), data, clock).update_ledger("small")
    clock.pass_time(days=30)
    package = AnkiExport(world(folder), data, clock).package(["small"])
    assert changed_at(package.content, tmp_path) == {"first": MONDAY_NINE, "second": MONDAY_NINE}
    assert list(data.iterdir()) == []


def test_two_exports_of_a_deck_without_a_ledger_an_hour_apart_are_the_same_bytes(data, clock, tmp_path):
    first = AnkiExport(world(), data, clock).package()
    clock.pass_time(hours=1)
    second = AnkiExport(world(), data, clock).package()
    assert first == second
    assert changed_at(second.content, tmp_path) == {"first": MONDAY_NINE, "second": MONDAY_NINE}


def test_the_dates_of_a_deck_without_a_ledger_are_kept_in_the_data_folder_not_beside_the_deck(data, folder, clock):
    AnkiExport(world(folder), data, clock).package()
    assert list(folder.iterdir()) == []
    assert set(json.loads((data / "ledgers" / "small.json").read_text())) == {"card.first", "card.second"}


@pytest.mark.parametrize("with_ledger", [False, True])
def test_a_note_that_changed_and_no_other_takes_the_time_of_its_first_export(
    data, folder, clock, tmp_path, with_ledger
):
    if with_ledger:
        AnkiExport(world(folder), data, clock).update_ledger("small")
    AnkiExport(world(folder), data, clock).package()
    for _ in range(2):
        clock.pass_time(hours=1)
        package = AnkiExport(world(folder, answer="a better first answer"), data, clock).package()
    assert changed_at(package.content, tmp_path) == {"first": MONDAY_NINE + HOUR, "second": MONDAY_NINE}


@pytest.mark.parametrize("with_ledger", [False, True])
def test_a_note_that_goes_back_to_its_first_wording_is_newer_than_what_was_exported_between(
    data, folder, clock, tmp_path, with_ledger
):
    if with_ledger:
        AnkiExport(world(folder), data, clock).update_ledger("small")
    AnkiExport(world(folder), data, clock).package()
    clock.pass_time(hours=1)
    AnkiExport(world(folder, answer="a worse first answer"), data, clock).package()
    clock.pass_time(hours=1)
    package = AnkiExport(world(folder), data, clock).package()
    assert changed_at(package.content, tmp_path)["first"] > MONDAY_NINE + HOUR


def test_update_ledger_names_the_notes_that_are_new_or_changed(data, folder, clock):
    export = AnkiExport(world(folder), data, clock)
    assert not export.has_ledger("small")
    assert export.update_ledger("small") == NOTES
    assert export.has_ledger("small")
    assert export.stale("small") == ()
    better = AnkiExport(world(folder, answer="a better first answer"), data, clock)
    assert better.stale("small") == ("card.first", "card.first/type-in")
    assert better.update_ledger("small") == ("card.first", "card.first/type-in")
    assert better.stale("small") == ()


def test_update_ledger_leaves_the_file_alone_when_nothing_changed(data, folder, clock):
    export = AnkiExport(world(folder), data, clock)
    assert export.update_ledger("small") == NOTES
    before = (folder / LEDGER_NAME).stat().st_mtime_ns
    clock.pass_time(hours=1)
    assert export.update_ledger("small") == ()
    assert (folder / LEDGER_NAME).stat().st_mtime_ns == before


def test_a_package_is_written_whole_with_a_summary(data, clock, tmp_path):
    path = tmp_path / "small.apkg"
    export = AnkiExport(world(), data, clock)
    summary = export.write(path, ["small"])
    assert (summary.notes, summary.cards) == (2, 2)
    assert path.read_bytes() == export.package(["small"]).content


@pytest.mark.parametrize("act", ["package", "stale", "update_ledger", "has_ledger", "ledger_path"])
def test_a_deck_that_is_not_there_is_named(data, clock, act):
    export = AnkiExport(world(), data, clock)
    with pytest.raises(NotFoundError, match="There is no deck “large”"):
        getattr(export, act)(["large"] if act == "package" else "large")
    assert list(data.iterdir()) == []


def test_a_deck_that_is_not_there_beside_one_that_is_leaves_nothing_behind(data, clock):
    with pytest.raises(NotFoundError):
        AnkiExport(world(), data, clock).package(["../small"])
    assert list(data.iterdir()) == []


def test_a_ledger_that_makes_no_sense_is_an_error_with_its_name(data, folder, clock):
    (folder / LEDGER_NAME).write_text("{}}")
    with pytest.raises(ExportError, match=f"{LEDGER_NAME} cannot be read"):
        AnkiExport(world(folder), data, clock).package()


def test_a_deck_without_cards_is_an_error_in_a_sentence(data, clock):
    with pytest.raises(ExportError, match="no cards to export"):
        AnkiExport(catalog_of(deck()), data, clock).package(["small"])


def test_each_note_is_put_into_words_once_for_an_export(data, clock, monkeypatch):
    asked = []
    worded = question.field_values
    monkeypatch.setattr(question, "field_values", lambda note, *rest: asked.append(note.id) or worded(note, *rest))
    AnkiExport(world(), data, clock).package()
    assert asked == ["card.first", "card.second"]


def test_the_clock_of_these_tests_stands_where_they_say(clock: Clock):
    assert clock().timestamp() == MONDAY_NINE


def test_exports_at_once_lose_none_of_each_others_dates(data, clock):
    export = AnkiExport(catalog_of(deck([free_card(f"c{place}") for place in range(40)])), data, clock)
    for _ in range(5):
        rmtree(data / "ledgers", ignore_errors=True)
        with ThreadPoolExecutor(2) as pool:
            shapes = (Shape.QUESTION, Shape.TYPE_IN)
            for made in [pool.submit(export.package, None, Wanted(shapes=(shape,))) for shape in shapes]:
                made.result()
        kept = json.loads((data / "ledgers" / "small.json").read_text(encoding="utf-8"))
        assert len(kept) == 80
