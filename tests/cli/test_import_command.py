"""`studyapp import anki`: what was answered in Anki, from the command line."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from made_profile import Answered, Profile, package_with

from studyapp.anki.identity import guid_of
from studyapp.cli import main
from studyapp.content.loader import load_catalog
from studyapp.services.anki import AnkiExport

CARD = "gluteus-minimus.actions"
Run = Callable[..., tuple[list[str], str, int]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the test's data folder; returns its lines, what it complained of, and its exit code."""
    monkeypatch.setenv("STUDYAPP_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("STUDYAPP_TIMEZONE", "Europe/Vienna")

    def run(*arguments: object) -> tuple[list[str], str, int]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return printed.out.splitlines(), printed.err, int(ended.value.code or 0)

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A collection of the real Anki in which a card of the shipped deck was answered three times."""
    profile = Profile(tmp_path / "anki")
    profile.take(AnkiExport(load_catalog(), tmp_path, lambda: datetime.now(UTC)).package().content)
    profile.add_of_another_deck("hola")
    [card] = profile.collection.find_cards(f"Id:{CARD} card:1")
    for day in (20, 21, 27):
        profile.log(card, datetime(2025, 3, day, 9, tzinfo=UTC))
    profile.collection.sched.set_due_date([card], "3")
    path = tmp_path / "mine.colpkg"
    path.write_bytes(profile.export("new.colpkg"))
    profile.close()
    return path


def test_a_history_is_told_taken_and_taken_back(run: Run, file: Path) -> None:
    rest = ["        1  moved or rescheduled by hand, not answered", "        1  cards of other decks, not read"]
    assert run("import", "anki", file, "--dry-run") == (
        ["        3  to take in, 2025-03-20 to 2025-03-27", *rest],
        "",
        0,
    )
    lines, complaints, code = run("import", "anki", file)
    assert (lines[:-1], complaints, code) == (["        3  taken in, 2025-03-20 to 2025-03-27", *rest], "", 0)
    assert run("import", "anki", file)[0] == ["        0  taken in", "        3  here already", *rest]
    assert "reviews: 3" in run("export", "data", "-o", file.with_name("mine.json"))[0][0]
    undo = lines[-1].removeprefix("To undo that: studyapp ")
    assert run(*undo.split(" ", 1))[2] == 0
    assert "reviews: 0" in run("export", "data", "-o", file.with_name("mine.json"))[0][0]


def test_a_file_that_holds_no_answer_is_told_so(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bare.apkg"
    path.write_bytes(package_with())
    lines, complaints, code = run("import", "anki", path)
    assert (lines[0], complaints, code) == ("This file holds no answers to cards from studyapp.", "", 0)
    assert "Include scheduling information" in lines[1]
    path.rename(path.with_suffix(".colpkg"))
    assert len(run("import", "anki", path.with_suffix(".colpkg"))[0]) == 1


def test_answers_of_one_day_are_of_one_day(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "one.apkg"
    at = int(datetime(2025, 3, 20, 9, tzinfo=UTC).timestamp() * 1000)
    path.write_bytes(package_with([Answered(CARD, at, guid=guid_of("trigger-points", CARD))]))
    assert run("import", "anki", path, "--dry-run")[0] == ["        1  to take in, 2025-03-20"]


def test_a_folder_and_no_command_at_all_are_told_in_a_sentence(run: Run) -> None:
    assert run("import", "anki", ".")[1] == (
        "studyapp: . is a folder: name the .apkg or .colpkg file that Anki exported.\n"
    )
    assert run("import") == ([], "studyapp: Missing command.\n", 1)


@pytest.mark.parametrize("command", ["import anki nowhere.apkg", "import anki .", f"import anki {__file__}"])
def test_a_file_that_is_none_is_refused_in_one_sentence(run: Run, command: str) -> None:
    lines, complaints, code = run(*command.split())
    assert (lines, code) == ([], 1)
    assert complaints.startswith("studyapp: ")
    assert complaints.endswith(".\n")
    assert complaints.count("\n") == 1
