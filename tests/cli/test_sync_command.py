"""`studyapp sync anki`, on the real decks and a real collection of Anki."""

import re
from pathlib import Path

import pytest
from anki.collection import Collection
from anki_connect_server import RunningAnki, listening

from studyapp.cli import main


@pytest.fixture
def anki(tmp_path, monkeypatch):
    """A running Anki with an empty collection, and settings that lead to it."""
    collection = Collection(str(tmp_path / "collection.anki2"))
    with listening(RunningAnki(collection)) as running:
        monkeypatch.setenv("STUDYAPP_DATA", str(tmp_path / "data"))
        monkeypatch.setenv("STUDYAPP_ANKI_CONNECT", running.url)
        yield running
    collection.close()


@pytest.fixture
def run(capsys):
    """Run a command; returns what it printed, what it complained of, and its exit code."""

    def run(*arguments: str) -> tuple[str, str, int]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        return printed.out, printed.err, int(ended.value.code or 0)

    return run


def test_the_decks_arrive_once_and_a_dry_run_sends_nothing(anki, run, tmp_path):
    told, _, code = run("sync", "anki", "--dry-run", "--with-progress")
    assert code == 0
    assert re.match(r"Anki holds 0 notes; new to it: \d{3,}, changed: 0\.\nProgress: 0 cards to be", told)
    assert anki.open.note_count() == 0
    assert not (tmp_path / "data" / "ledgers").exists()
    told, _, code = run("sync", "anki")
    assert (code, told) == (0, f"Sent to Anki: {anki.open.note_count()} new notes, 0 changed.\n")
    assert run("sync", "anki", "--with-progress")[0] == (
        "Sent to Anki: 0 new notes, 0 changed.\nProgress: 0 cards scheduled as here, 0 reviews added.\n"
    )


def test_what_anki_changed_or_doubled_and_what_is_no_more_is_told_before_and_after(anki, run):
    run("sync", "anki")
    first, second = (anki.open.get_note(ident) for ident in anki.open.find_notes('"note:studyapp question"')[:2])
    first["Remarks"] = "My own mnemonic"
    anki.open.update_note(first)
    copy = anki.open.new_note(second.note_type())
    copy.fields = second.fields
    anki.open.add_note(copy, second.cards()[0].did)
    anki.open.tags.bulk_add([second.id], "studyapp::status::retired")
    left = "1 note changed in Anki since: left alone.\n1 note without progress, for Anki holds a copy.\n"
    assert run("sync", "anki", "--dry-run")[0].endswith(" changed: 0.\n" + left)
    assert run("sync", "anki")[0] == "Sent to Anki: 0 new notes, 0 changed.\n" + left
    anki.open.remove_notes([copy.id])
    again = "1 note that the decks have again, {} the tag retired.\n1 note changed in Anki since: left alone.\n"
    assert run("sync", "anki", "--dry-run")[0].endswith(again.format("to lose"))
    assert run("sync", "anki")[0].endswith(again.format("now without"))
    assert not anki.open.find_notes("tag:studyapp::status::retired")


def test_the_pictures_arrive_with_their_notes(anki, run, tmp_path):
    run("sync", "anki")
    media = {path.name for path in (tmp_path / "collection.media").iterdir()}
    fields = "".join(anki.open.db.list("SELECT flds FROM notes"))
    shown = set(re.findall(r'src="([^"]+)"', fields))
    assert shown
    assert shown <= media
    assert all((tmp_path / "collection.media" / name).stat().st_size > 0 for name in shown)


def test_where_nothing_listens_it_is_one_sentence(run, monkeypatch, tmp_path):
    monkeypatch.setenv("STUDYAPP_DATA", str(tmp_path / "data"))
    out, err, code = run("sync", "anki", "--anki-connect", "http://127.0.0.1:9")
    assert (out, code) == ("", 1)
    assert err.startswith("studyapp: Nothing answers at http://127.0.0.1:9. Start Anki")
    assert err.count("\n") == 1


def test_another_machine_is_refused(run, tmp_path):
    out, err, code = run("sync", "anki", "--data", str(tmp_path), "--anki-connect", "http://192.168.1.5:8765")
    assert (out, code) == ("", 1)
    assert "this machine only" in err


def test_the_document_names_every_option():
    page = (Path(__file__).parents[2] / "docs" / "live-anki.md").read_text(encoding="utf-8")
    assert all(option in page for option in ("--with-progress", "--dry-run", "--anki-connect", "studyapp sync anki"))
