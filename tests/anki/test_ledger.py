"""The ledger knows when each note last changed, and never forgets one."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_deck import LATER, MANIFEST, RELEASED, small_catalog, with_free_card

from studyapp.anki.dress import grown
from studyapp.anki.exported import exported_notes
from studyapp.anki.ledger import read_ledger, stale_notes, update_ledger, write_ledger
from studyapp.anki.released import Ledger, LedgerEntry, merged
from studyapp.anki.shape import Shape
from studyapp.content.loader import load_catalog
from studyapp.domain.catalog import build_catalog
from studyapp.domain.deck import RenamedNote
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
        '{"minimus.origin": {"hash": "00", "changed_at": "2026-01-02T03:04:05Z", "parts": [1]}}',
        '{"minimus.origin": {"hash": "00", "changed_at": "2026-01-02T03:04:05Z", "parts": 1}}',
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


EVERY = tuple(Shape)


def test_each_shape_of_a_note_has_a_line_of_its_own_with_the_parts_that_must_stay(tmp_path):
    ledger = update_ledger(Ledger(), small_catalog(), "small", RELEASED, shapes=EVERY)
    assert ledger.entries["minimus.origin/cloze"].parts == ("ilium",)
    assert ledger.entries["minimus.origin"].parts == ()
    write_ledger(tmp_path / "anki-ledger.json", ledger)
    assert read_ledger(tmp_path / "anki-ledger.json") == ledger


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.lists(st.sampled_from("abcdef"), unique=True))
def test_a_number_once_given_is_never_anothers(released, present):
    parts = grown(released, present)
    assert parts[: len(released)] == tuple(released)
    assert set(parts) == {*released, *present}
    assert len(set(parts)) == len(parts)


def test_a_note_that_was_renamed_keeps_the_numbers_of_its_gaps():
    entry = update_ledger(Ledger(), small_catalog(), "small", RELEASED, shapes=EVERY).entries["minimus.origin/cloze"]
    renamed = small_catalog(
        manifest=replace(MANIFEST, renamed_notes=(RenamedNote(id="minimus.origin", formerly=("minimus.source",)),))
    )
    former = Ledger({"minimus.source/cloze": replace(entry, parts=("gone", "ilium"))})
    newer = update_ledger(former, renamed, "small", LATER, shapes=[Shape.CLOZE])
    assert newer.entries["minimus.origin/cloze"].parts == ("gone", "ilium")


def entry_with(*parts, at):
    return LedgerEntry(hash="00", changed_at=at, parts=parts)


def options_of(catalog, ledger):
    notes = exported_notes(catalog, "trigger-points", ledger=ledger, shapes=[Shape.CHOICE])
    return {note.id: note.dressed.parts for note in notes}


def test_options_stay_as_they_were_drawn_while_they_are_still_wrong_and_the_answer_is_the_same():
    catalog = load_catalog()
    key = "gluteus-minimus.innervation/choice"
    ledger = update_ledger(Ledger(), catalog, "trigger-points", RELEASED, shapes=[Shape.CHOICE])
    drawn = ledger.entries[key].parts
    turned = (*drawn[:4][::-1], *drawn[4:])
    assert {part.partition(":")[0] for part in drawn[:4]} == {"forward"}
    kept = Ledger({key: replace(ledger.entries[key], parts=turned)})
    assert options_of(catalog, kept)["gluteus-minimus.innervation"] == turned


def test_options_are_drawn_anew_when_one_of_them_is_no_wrong_answer_any_more():
    catalog = load_catalog()
    key = "gluteus-minimus.innervation/choice"
    ledger = update_ledger(Ledger(), catalog, "trigger-points", RELEASED, shapes=[Shape.CHOICE])
    drawn = ledger.entries[key].parts
    wrong = next(part for part in drawn if part.startswith("forward: ") and "superior gluteal" not in part)
    for other in ("forward: no such nerve", "forward: SGN"):
        spoilt = tuple(other if part == wrong else part for part in drawn)
        kept = Ledger({key: replace(ledger.entries[key], parts=spoilt)})
        assert options_of(catalog, kept)["gluteus-minimus.innervation"] == drawn


def test_options_are_drawn_anew_when_the_answer_is_another():
    catalog = load_catalog()
    key = "gluteus-minimus.innervation/choice"
    ledger = update_ledger(Ledger(), catalog, "trigger-points", RELEASED, shapes=[Shape.CHOICE])
    drawn = ledger.entries[key].parts
    before = tuple(part.replace("superior gluteal nerve", "femoral nerve") for part in drawn)
    kept = Ledger({key: replace(ledger.entries[key], parts=before)})
    assert options_of(catalog, kept)["gluteus-minimus.innervation"] == drawn


def test_numbers_that_were_given_here_come_before_those_of_the_author():
    here, author = entry_with("a", "d", at=RELEASED), entry_with("a", "c", "d", at=LATER)
    both = merged(kept=Ledger({"n/cloze": here}), own=Ledger({"n/cloze": author}))
    assert both.entries["n/cloze"] == replace(author, parts=("a", "d", "c"))


def test_options_of_the_newer_entry_hold_whoever_drew_them():
    here, author = entry_with("a", "b", at=RELEASED), entry_with("c", "d", at=LATER)
    for kept, own in ((here, author), (author, here)):
        both = merged(kept=Ledger({"n/choice": kept}), own=Ledger({"n/choice": own}))
        assert both.entries["n/choice"] == author


def test_no_other_deck_changes_what_a_note_says():
    alone = load_catalog()
    other = replace(alone.decks["trigger-points"], manifest=replace(alone.decks["trigger-points"].manifest, id="other"))
    beside = build_catalog([*alone.decks.values(), other], alone.words)
    ledgers = [update_ledger(Ledger(), one, "trigger-points", RELEASED, shapes=EVERY) for one in (alone, beside)]
    assert ledgers[0] == ledgers[1]
