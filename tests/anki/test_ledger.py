"""The ledger knows when each note last changed, and never forgets one."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_deck import LATER, RELEASED, small_catalog, with_free_card

from studyapp.anki.ledger import Ledger, read_ledger, stale_notes, update_ledger, write_ledger
from studyapp.errors import ExportError, NotFoundError


@pytest.fixture
def released():
    return update_ledger(Ledger(), small_catalog(), "small", RELEASED)


def test_an_empty_ledger_takes_up_every_note_as_of_now(released):
    assert set(released.entries) == {note.id for note in small_catalog().notes}
    assert {entry.changed_at for entry in released.entries.values()} == {RELEASED}


def test_without_a_change_nothing_is_stale_and_nothing_is_updated(released):
    assert stale_notes(released, small_catalog(), "small") == ()
    assert update_ledger(released, small_catalog(), "small", LATER) == released


def test_only_the_note_that_changed_is_stale_and_takes_the_new_time(released):
    changed = small_catalog(landmark="the ilium, outside")
    assert stale_notes(released, changed, "small") == ("minimus.origin",)
    updated = update_ledger(released, changed, "small", LATER)
    newer = {note for note, entry in updated.entries.items() if entry.changed_at == LATER}
    assert newer == {"minimus.origin"}


def test_a_note_that_is_gone_stays_in_the_ledger(released):
    catalog = with_free_card(small_catalog(), "Is this dropped?", "yes")
    both = update_ledger(released, catalog, "small", LATER)
    assert update_ledger(both, small_catalog(), "small", LATER + timedelta(days=1)) == both


def test_a_change_is_newer_than_the_last_even_under_a_clock_that_stands_wrong(released):
    changed = small_catalog(landmark="the ilium, outside")
    entry = update_ledger(released, changed, "small", RELEASED - timedelta(days=9)).entries["minimus.origin"]
    assert entry.changed_at == RELEASED + timedelta(seconds=1)


def test_a_deck_that_is_not_there_is_named():
    with pytest.raises(NotFoundError, match="no deck “large”"):
        stale_notes(Ledger(), small_catalog(), "large")


def test_a_ledger_that_was_written_is_read_again(released, tmp_path):
    path = tmp_path / "anki-ledger.json"
    write_ledger(path, released)
    assert read_ledger(path) == released
    assert list(tmp_path.iterdir()) == [path]


def test_the_file_has_one_note_a_line_in_the_order_of_ids(released, tmp_path):
    path = tmp_path / "anki-ledger.json"
    write_ledger(path, released)
    first, *lines, last = path.read_text(encoding="utf-8").splitlines()
    assert (first, last) == ("{", "}")
    assert lines == sorted(lines)
    assert list(json.loads(path.read_text(encoding="utf-8"))) == sorted(released.entries)
    assert '"changed_at": "2021-01-02T03:04:05Z"' in lines[0]


def test_a_missing_ledger_is_an_empty_one(tmp_path):
    assert read_ledger(tmp_path / "anki-ledger.json") == Ledger()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"minimus.origin": 1}',
        '{"minimus.origin": {"hash": "00"}}',
        '{"minimus.origin": {"hash": "00", "changed_at": "yesterday"}}',
        '{"minimus.origin": {"hash": "00", "changed_at": "2026-01-02"}}',
        '{"minimus.origin": {"hash": 0, "changed_at": "2026-01-02T03:04:05Z"}}',
    ],
)
def test_a_ledger_that_makes_no_sense_is_refused_in_a_sentence(tmp_path, text):
    path = tmp_path / "anki-ledger.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ExportError, match=r"The ledger .*anki-ledger\.json cannot be read"):
        read_ledger(path)


def test_a_ledger_is_not_written_to_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(ExportError, match="There is no folder"):
        write_ledger(tmp_path / "nowhere" / "anki-ledger.json", Ledger())


@given(days=st.lists(st.integers(-400, 400), max_size=5))
def test_the_time_of_a_note_only_ever_grows_and_a_stale_note_is_stale_once(days):
    ledger = Ledger()
    for number, day in enumerate(days):
        changed = small_catalog(landmark=f"landmark {number}")
        updated = update_ledger(ledger, changed, "small", RELEASED + timedelta(days=day))
        assert stale_notes(updated, changed, "small") == ()
        if before := ledger.entries.get("minimus.origin"):
            assert updated.entries["minimus.origin"].changed_at > before.changed_at
        ledger = updated
