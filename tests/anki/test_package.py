"""The package: own times, own order, the same bytes each time, and nothing left behind."""

import hashlib
import json
import re
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from small_deck import LATER, MANIFEST, RELEASED, small_catalog, with_free_card

from studyapp.anki.identity import guid_of, row_ids
from studyapp.anki.ledger import stale_notes, update_ledger
from studyapp.anki.package import build_package, write_package
from studyapp.anki.released import Ledger
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey, RenamedNote
from studyapp.domain.fact import Face
from studyapp.errors import ExportError, NotFoundError


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def rows(tmp_path):
    """Ask the database inside a package; `id_of(flds)` is a note's first field."""

    def ask(package, query):
        path = tmp_path / "asked.apkg"
        path.write_bytes(package.content)
        with zipfile.ZipFile(path) as archive:
            archive.extract("collection.anki2", tmp_path)
        with closing(sqlite3.connect(tmp_path / "collection.anki2")) as connection:
            connection.create_function("id_of", 1, lambda fields: fields.partition("\x1f")[0])
            return connection.execute(query).fetchall()

    return ask


def released(catalog):
    return update_ledger(Ledger(), catalog, "small", RELEASED)


def package_of(catalog, ledger=None, now=LATER):
    ledgers = {"small": ledger or released(catalog)}
    return build_package(catalog, ["small"], ledgers, now)


def test_every_note_and_card_of_the_deck_is_in_the_package(rows):
    catalog = small_catalog()
    package = package_of(catalog)
    assert package.summary.notes == len(catalog.notes) == len(rows(package, "select id from notes"))
    assert package.summary.cards == len(catalog.cards) == len(rows(package, "select id from cards"))
    assert package.summary.decks == len(rows(package, "select distinct did from cards")) == 9


def test_a_card_stands_at_the_place_of_its_face_among_the_templates(rows):
    catalog = small_catalog()
    query = "select id_of(flds), ord from notes join cards on nid = notes.id"
    places = {f"{note}.{list(Face)[place]}" for note, place in rows(package_of(catalog), query)}
    assert places == {key.card for key in catalog.cards}


def test_new_cards_are_numbered_in_the_order_in_which_they_are_learnt(rows):
    catalog = small_catalog()
    query = "select id_of(flds), due from notes join cards on nid = notes.id order by due, ord"
    asked = rows(package_of(catalog), query)
    assert [note for note, _ in asked] == [card.note for card in catalog.cards.values()]
    assert {due for _, due in asked} == set(range(1, len(catalog.notes) + 1))


def test_each_note_carries_the_time_of_its_own_last_change(rows):
    changed = small_catalog(landmark="the ilium, outside")
    package = package_of(changed, ledger=released(small_catalog()))
    times = dict(rows(package, "select id_of(flds), mod from notes"))
    newer = {note for note, seconds in times.items() if seconds != RELEASED.timestamp()}
    assert newer == {"minimus.origin"}
    assert times["minimus.origin"] == LATER.timestamp()


def test_the_same_content_and_ledger_make_the_same_bytes_at_any_time():
    digests = {
        hashlib.sha256(package_of(small_catalog(), now=LATER + timedelta(days=days)).content).hexdigest()
        for days in (0, 1, 400)
    }
    assert len(digests) == 1


def test_the_zip_is_deflated_and_carries_no_date():
    with zipfile.ZipFile(BytesIO(package_of(small_catalog()).content)) as archive:
        assert archive.namelist() == ["collection.anki2", "media"]
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_DEFLATED}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_deck_without_a_ledger_is_dated_now(rows):
    package = build_package(small_catalog(), ["small"], {}, LATER)
    assert rows(package, "select distinct mod from notes") == [(int(LATER.timestamp()),)]


def test_writing_leaves_the_package_and_nothing_else(tmp_path, temporary):
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / "small.apkg"
    path.write_bytes(b"an older package")
    catalog = small_catalog()
    summary = write_package(catalog, ["small"], {"small": released(catalog)}, path, LATER)
    assert path.read_bytes() == package_of(catalog).content
    assert summary == package_of(catalog).summary
    assert list(folder.iterdir()) == [path]
    assert list(temporary.iterdir()) == []


def test_a_package_that_cannot_be_built_leaves_the_older_one_and_nothing_else(tmp_path, temporary):
    path = tmp_path / "small.apkg"
    path.write_bytes(b"an older package")
    with pytest.raises(ExportError):
        write_package(with_free_card(small_catalog(), "", ""), ["small"], {}, path, LATER)
    assert path.read_bytes() == b"an older package"
    assert list(temporary.iterdir()) == []


def test_a_folder_that_is_not_there_is_told_in_a_sentence(tmp_path):
    with pytest.raises(ExportError, match=r"There is no folder .*nowhere to write small\.apkg to\."):
        write_package(small_catalog(), ["small"], {}, tmp_path / "nowhere" / "small.apkg", LATER)


def test_a_place_that_cannot_be_written_is_told_in_a_sentence_and_stays_clean(tmp_path):
    (tmp_path / "small.apkg").mkdir()
    with pytest.raises(ExportError, match="cannot be written"):
        write_package(small_catalog(), ["small"], {}, tmp_path / "small.apkg", LATER)
    assert [path.name for path in tmp_path.iterdir()] == ["small.apkg"]


def test_two_notes_with_one_guid_are_refused():
    catalog = small_catalog()
    known = update_ledger(Ledger(), with_free_card(catalog, "Is it?", "yes"), "small", RELEASED)
    ledger = Ledger({"card.added": known.entries["card.added"]})
    twins = replace(
        catalog,
        former={
            CardKey("small", "card.added.forward"): CardKey("small", "minimus.actions.forward"),
            CardKey("small", "card.added.further"): CardKey("small", "minimus.innervation.further"),
        },
    )
    with pytest.raises(ExportError, match=r"“minimus\.actions” and “minimus\.innervation” would be one note"):
        package_of(twins, ledger=ledger)


def test_guids_depend_on_nothing_but_deck_and_note(rows):
    before = set(rows(package_of(small_catalog()), "select guid from notes"))
    after = set(rows(package_of(small_catalog(landmark="elsewhere")), "select guid from notes"))
    assert before == after
    assert guid_of("small", "minimus.actions") == "DP*cX6>=@p"
    assert guid_of("large", "minimus.actions") != guid_of("small", "minimus.actions")


def test_a_renamed_note_keeps_the_guid_under_which_it_was_first_released(rows):
    ledger = Ledger({"a": released(small_catalog()).entries["minimus.actions"]})
    for former, now in ((("a",), LATER), (("a", "b"), LATER + timedelta(days=1)), (("b", "a"), LATER)):
        renamed = RenamedNote(id="minimus.actions", formerly=former)
        catalog = small_catalog(manifest=replace(MANIFEST, renamed_notes=(renamed,)))
        guids = {guid for (guid,) in rows(package_of(catalog, ledger=ledger), "select guid from notes")}
        assert guid_of("small", "a") in guids
        assert guid_of("small", "minimus.actions") not in guids
        ledger = update_ledger(ledger, catalog, "small", now)


def test_a_former_id_that_was_never_released_changes_no_guid(rows):
    renamed = RenamedNote(id="minimus.actions", formerly=("never-released",))
    catalog = small_catalog(manifest=replace(MANIFEST, renamed_notes=(renamed,)))
    guids = {guid for (guid,) in rows(package_of(catalog), "select guid from notes")}
    assert guid_of("small", "minimus.actions") in guids


def test_rows_keep_their_numbers_when_a_note_is_added(rows):
    query = "select guid, id from notes union select id, nid from cards"
    before = set(rows(package_of(small_catalog()), query))
    assert before < set(rows(package_of(with_free_card(small_catalog(), "Is it?", "yes")), query))


def test_two_rows_of_one_name_get_two_numbers():
    assert len(set(row_ids([("a",), ("a",), ("a",)]))) == 3


def test_an_unknown_deck_is_named():
    with pytest.raises(NotFoundError, match="no deck “large”"):
        build_package(small_catalog(), ["large"], {}, LATER)


def test_a_package_without_cards_is_refused():
    catalog = small_catalog()
    empty = Catalog(catalog.words, catalog.decks, (), (), {}, {})
    assert stale_notes(Ledger(), empty, "small") == ()
    with pytest.raises(ExportError, match="no cards"):
        build_package(empty, ["small"], {}, LATER)


def test_a_deck_named_twice_is_exported_once():
    assert build_package(small_catalog(), ["small", "small"], {}, LATER) == build_package(
        small_catalog(), ["small"], {}, LATER
    )


class Painter:
    """Paints every chart as its name."""

    def name(self, chart):
        return f"studyapp-chart-{abs(hash(chart)) % 10_000}.webp"

    def told(self, chart):
        return "Pain."

    def undrawn(self, chart):
        return ""

    def picture(self, chart):
        return self.name(chart).encode()


def test_every_picture_that_a_note_shows_is_in_the_package_once_and_no_other(rows):
    painter = Painter()
    ledgers = {"small": update_ledger(Ledger(), small_catalog(), "small", RELEASED, painter)}
    package = build_package(small_catalog(), ["small"], ledgers, LATER, painter)
    shown = set(re.findall(r'src="([^"]+)"', " ".join(fields for (fields,) in rows(package, "select flds from notes"))))
    with zipfile.ZipFile(BytesIO(package.content)) as archive:
        media = json.loads(archive.read("media"))
        assert sorted(media.values()) == sorted(shown) != []
        assert all(archive.read(number) == name.encode() for number, name in media.items())
        assert set(archive.namelist()) == {"collection.anki2", "media", *media}
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_DEFLATED}


def test_a_package_without_a_painter_has_no_pictures():
    with zipfile.ZipFile(BytesIO(package_of(small_catalog()).content)) as archive:
        assert archive.read("media") == b"{}"
