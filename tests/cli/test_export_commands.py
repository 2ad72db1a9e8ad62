"""`studyapp export anki` and `studyapp export text`: the same filters, a sentence for all that cannot be, a bar."""

import csv
import io
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from test_commands import output, sentence

from studyapp.cli.progress import shown_progress
from studyapp.content.loader import load_catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.review import Review
from studyapp.domain.scheduler import Grade
from studyapp.services.study import Study
from studyapp.storage.database import Database
from studyapp.storage.migrate import migrate

WriteDeck = Callable[..., Path]
MINIMUS = ["--muscle", "gluteus-minimus"]


@pytest.fixture
def to(tmp_path: Path) -> Callable[[str], list[object]]:
    """The options that write to a file, with a data folder of the test's."""
    return lambda name: ["-o", tmp_path / name, "--data", tmp_path / "data"]


def subjects_in(package: Path) -> set[str]:
    """What the notes of a package are about."""
    copy = package.with_suffix(".anki2")
    copy.write_bytes(zipfile.ZipFile(package).read("collection.anki2"))
    with closing(sqlite3.connect(copy)) as connection:
        return {fields.split("\x1f")[1] for (fields,) in connection.execute("SELECT flds FROM notes")}


def put_hard(data: Path, card: str) -> None:
    """A card that was learnt and then forgotten."""
    database = Database(data)
    migrate(database)
    study = Study(database, load_catalog(), lambda: datetime.now(UTC))
    for place, grade in enumerate((Grade.GOOD, Grade.GOOD, Grade.WRONG)):
        at = datetime(2026, 11, 1 + 10 * place, 9, tzinfo=UTC)
        day = date(2026, 11, 1 + 10 * place)
        key = CardKey("trigger-points", card)
        study.record(Review(id=UUID(int=place + 1), card=key, grade=grade, answered_at=at, day=day, elapsed_ms=1))
    database.engine.dispose()


def test_a_muscle_alone_is_taken_to_anki(to, tmp_path: Path) -> None:
    told = output("export", "anki", *to("a.apkg"), *MINIMUS)
    assert subjects_in(tmp_path / "a.apkg") == {"Gluteus minimus"}
    assert told.startswith(f"{tmp_path / 'a.apkg'}: ")


def test_filters_hold_together(to, tmp_path: Path) -> None:
    every = ["--deck", "trigger-points", *MINIMUS, "--attribute", "action", "--complaint", "sciatica"]
    output("export", "text", *to("a.tsv"), *every)
    assert (tmp_path / "a.tsv").read_text("utf-8").startswith("What are the actions of gluteus minimus?\t")
    assert (tmp_path / "a.tsv").read_text("utf-8").count("\n") == 1


def test_what_the_student_finds_hard_is_taken_alone(to, tmp_path: Path) -> None:
    put_hard(tmp_path / "data", "gluteus-medius.origin.forward")
    assert output("export", "anki", *to("a.apkg"), "--hard").endswith(": 1 note, 1 card.\n")
    assert subjects_in(tmp_path / "a.apkg") == {"Gluteus medius"}
    output("export", "text", *to("a.csv"), "--hard")
    (row,) = csv.DictReader(io.StringIO((tmp_path / "a.csv").read_bytes().decode("utf-8-sig"), newline=""))
    assert row["id"] == "gluteus-medius.origin.forward"


def test_an_export_that_asks_nothing_of_the_student_makes_no_database(to, tmp_path: Path) -> None:
    output("export", "text", *to("a.csv"), *MINIMUS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv"]


def test_pictures_that_are_left_out_are_counted_aloud(to) -> None:
    pictures = sum(card.shows_chart_first for card in load_catalog().cards.values())
    told = output("export", "text", *to("a.tsv")).splitlines()
    assert told[1:] == [f"Left out, as their question is a picture: {pictures} cards."]


@pytest.mark.parametrize("kind", ["anki", "text"])
@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (["--muscle", "gluteus-minimis"], "There is no muscle “gluteus-minimis”; closest to it: gluteus-minimus, "),
        (["--complaint", "sciatik"], "There is no complaint “sciatik”; closest to it: sciatica"),
        (["--attribute", "refferal"], "There is no attribute “refferal”; closest to it: referral"),
        (["--deck", "trigger-point"], "There is no deck “trigger-point”; closest to it: trigger-points."),
        (["--hard"], "None of these cards has been hard for you so far."),
        ([*MINIMUS, "--attribute", "red-flag"], "No card fits all that was chosen."),
        (["--muscle", ""], "There is no muscle “”"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_nothing_is_written(
    to, tmp_path: Path, kind: str, wrong: list[str], told: str
) -> None:
    name = {"anki": "a.apkg", "text": "a.csv"}[kind]
    assert sentence("export", kind, *to(name), *wrong).startswith(f"studyapp: {told}")
    assert not [path.name for path in tmp_path.iterdir() if path.name != "data"]


@pytest.mark.parametrize("kind", ["anki", "text"])
def test_a_name_that_is_none_is_told_before_a_file_is_asked_for(kind: str) -> None:
    assert "no muscle “pirifornis”; closest to it: piriformis" in sentence("export", kind, "--muscle", "pirifornis")
    assert sentence("export", kind, "--muscle", "piriformis") == "studyapp: Say where to write it: -o FILE.\n"


@pytest.mark.parametrize("name", ["Piriformis", "PIRIFORMIS", "piriformis"])
def test_a_muscle_is_known_by_its_name_too(to, tmp_path: Path, name: str) -> None:
    output("export", "anki", *to("a.apkg"), "--muscle", name)
    assert subjects_in(tmp_path / "a.apkg") == {"Piriformis"}


def test_what_has_no_such_form_is_counted(to) -> None:
    told = output("export", "anki", *to("a.apkg"), "--muscle", "piriformis", "--shape", "type-in")
    assert re.search(r": (\d+) notes, \1 cards; \d+ further notes have no such form\.\n$", told)


def test_with_progress_the_command_says_what_to_tick_in_anki(to) -> None:
    told = output("export", "anki", *to("a.apkg"), *MINIMUS, "--with-progress").splitlines()
    assert "tick “Import any learning progress”" in told[1]


def test_a_file_that_was_there_is_said_to_be_replaced(to, tmp_path: Path) -> None:
    for command in (["anki", *to("a.apkg")], ["text", *to("a.csv")]):
        assert ", replaced: " not in output("export", *command, *MINIMUS)
        assert ", replaced: " in output("export", *command, *MINIMUS)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("export anki -o", "-o takes the name of the file"),
        ("export text -o", "-o takes the name of the file"),
        ("export chart gluteus-minimus -o", "-o takes the name of the file"),
        ("export data -o", "-o takes the name of the file"),
        ("backup -o", "-o takes the name of the file"),
    ],
)
@pytest.mark.parametrize("name", ["", ".", "/", "~"])
def test_a_file_without_a_name_is_refused_in_a_sentence(tmp_path: Path, command: str, told: str, name: str) -> None:
    name = str(tmp_path) if name == "~" else name
    assert told in sentence(*command.split(), name, *(() if "chart" in command else ("--data", tmp_path / "data")))


def test_a_package_ends_as_packages_do(to, tmp_path: Path) -> None:
    assert "“a.csv” does not end in .apkg" in sentence("export", "anki", *to("a.csv"), *MINIMUS)
    output("export", "anki", *to("a.APKG"), *MINIMUS)
    assert [path.name for path in tmp_path.glob("a.*")] == ["a.APKG"]


def test_there_are_five_shapes(to) -> None:
    assert "'cloze'" in sentence("export", "anki", *to("a.apkg"), "--shape", "square")
    assert "as .csv or .tsv" in sentence("export", "text", *to("a.xlsx"))


class Terminal(io.StringIO):
    """A terminal of somebody who watches."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def _any_terminal() -> Iterator[None]:
    """A terminal that can move its cursor, wherever the tests run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TERM", "xterm")
        yield


def run(stream: io.StringIO, seconds_a_step: float) -> str:
    """Ten steps of work; what the stream shows of them."""
    now = [0.0]
    with shown_progress("Working", stream, lambda: now[0]) as steps:
        for done in range(1, 11):
            now[0] += seconds_a_step
            steps(done, 10)
    return stream.getvalue()


@pytest.mark.usefixtures("_any_terminal")
def test_work_that_lasts_longer_than_a_second_has_a_bar_that_fills() -> None:
    shown = run(Terminal(), 0.4)
    assert "Working" in shown
    assert "100%" in shown
    assert " 10%" not in shown  # nothing before its time


def test_short_work_has_none() -> None:
    assert run(Terminal(), 0.01) == ""


def test_work_that_nobody_watches_has_none() -> None:
    assert run(io.StringIO(), 10) == ""


def test_nothing_is_drawn_into_a_pipe_and_no_temporary_file_is_left(tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    ran = subprocess.run(
        [sys.executable, "-m", "studyapp", "export", "anki", "-o", tmp_path / "a.apkg", "--data", tmp_path / "data"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "TMPDIR": str(tmp_path / "temporary")},
        timeout=120,
        check=True,
    )
    assert (ran.stderr, ran.stdout.count("\n")) == ("", 1)
    assert list((tmp_path / "temporary").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.apkg", "temporary"]
