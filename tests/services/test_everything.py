"""Everything leaves as it is kept, inert in any program that opens it, and can be deleted and brought back."""

import csv
import io
import json
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_catalog import key_of, small_catalog
from sqlalchemy import insert, select

from studyapp.domain.backup import BackupKind
from studyapp.domain.instant import to_ms
from studyapp.domain.mark import CardMark
from studyapp.errors import ExportError, StorageError
from studyapp.exports.spreadsheet import cell
from studyapp.services.backups import Backups
from studyapp.services.everything import Everything
from studyapp.storage.everything import TABLES
from studyapp.storage.marks import put_mark
from studyapp.storage.preferences import put_preferences
from studyapp.storage.tables import devices, exams, metadata, remarks, reviews, sitting_answers, sittings, users

EVIL = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=1", "'", "ä, “b”\n2", "", "plain"]


@pytest.fixture
def study(start, answer):
    """Some rows of every kind."""
    study = start(small_catalog())
    answer(study, key_of("c00"), ident=UUID(int=1))
    study.undo(answer(study, key_of("c01"), ident=UUID(int=2)))
    answer(study, key_of("c01"), 1, ident=UUID(int=3))
    with study.database.write() as connection:
        put_mark(connection, 1, CardMark(card=key_of("c00"), suspended=True, note="=1+1"))
        put_preferences(connection, 1, {"zone": "Europe/Vienna", "new_cards": 20, "list": ["a", 1], "word": "true"})
        remark = {"user_id": 1, "id": UUID(int=9), "deck": "small", "card": "c00", "text": "-wrong", "sources": ["@x"]}
        connection.execute(insert(remarks), {**remark, "made_at": 1795424400123})
        phone = {"user_id": 1, "id": UUID(int=8), "token_hash": "secret" * 10, "name": "phone"}
        connection.execute(insert(devices), {**phone, "paired_at": 0, "seen_at": 0})
        sitting = {"user_id": 1, "id": UUID(int=6), "exam_id": UUID(int=7), "form": "A", "minutes": None}
        exam = {"user_id": 1, "id": UUID(int=7), "deck": "small", "title": "=Final", "content": {"exam": {}}}
        connection.execute(insert(exams), {**exam, "made_at": 1795424400123, "frozen_at": None})
        connection.execute(insert(sittings), {**sitting, "started_at": 1795424400123, "submitted_at": None})
        given = {"user_id": 1, "sitting_id": UUID(int=6), "item": "abc", "given": {"options": ["o1"]}}
        connection.execute(insert(sitting_answers), {**given, "answered_at": 1795424400123})
    return study


@pytest.fixture
def everything(study, clock) -> Everything:
    """All of that."""
    return Everything(study.database, Backups(study.database.folder, clock), clock)


def document(everything: Everything) -> dict[str, object]:
    file = BytesIO()
    everything.write_json(file)
    return json.loads(file.getvalue())


def tables(everything: Everything) -> dict[str, list[dict[str, str]]]:
    file = BytesIO()
    everything.write_zip(file)
    with ZipFile(file) as archive:
        texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    return {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}


def uncell(text: str) -> str:
    """What a reader does, as docs/data.md says."""
    return text.removeprefix("'") if text.startswith("'") else text


def personal_rows(study) -> dict[str, int]:
    with study.database.read() as connection:
        return {name: len(connection.execute(select(table)).all()) for name, table in metadata.tables.items()}


def test_the_document_says_what_it_is(everything, clock):
    head = document(everything)
    assert (head["format"], head["version"]) == ("studyapp-data", 1)
    assert head["written_at"] == "2026-11-23T09:00:30.000Z"
    assert list(head)[4:] == list(TABLES)


def test_half_a_character_breaks_no_file(everything, study):
    with study.database.write() as connection:
        put_preferences(connection, 1, {"half": "a\ud83d"})
    assert document(everything)["preferences"] == [{"name": "half", "value": "a\ud83d"}]
    assert tables(everything)["preferences.csv"] == [{"name": "half", "value": '"a\\ud83d"'}]


def test_a_review_is_told_whole_with_its_retraction(everything):
    first, second, third = document(everything)["reviews"]
    assert first == {
        "id": str(UUID(int=1)),
        "deck": "small",
        "card": "card.c00.forward",
        "grade": 4,
        "answered_at": "2026-11-23T09:00:10.000Z",
        "day": "2026-11-23",
        "elapsed_ms": 0,
        "kind": "study",
        "way": "reveal",
        "given": [],
        "mistaken": [],
        "retracted_at": None,
    }
    assert (second["id"], second["retracted_at"]) == (str(UUID(int=2)), "2026-11-23T09:00:20.000Z")
    assert (third["id"], third["retracted_at"]) == (str(UUID(int=3)), None)


def test_every_other_kind_is_there_and_no_secret(everything):
    told = document(everything)
    assert [one["due"] for one in told["schedules"]] == ["2026-11-24", "2026-11-24"]
    assert told["marks"][0] | {"card": ""} == {
        "deck": "small", "card": "", "suspended": True, "buried_on": None, "forgiven_lapses": 0, "note": "=1+1",
    }  # fmt: skip
    assert told["remarks"][0]["sources"] == ["@x"]
    assert told["remarks"][0]["made_at"] == "2026-11-23T09:00:00.123Z"
    assert {one["name"]: one["value"] for one in told["preferences"]} == {
        "zone": "Europe/Vienna", "new_cards": 20, "list": ["a", 1], "word": "true",
    }  # fmt: skip
    assert [one["name"] for one in told["devices"]] == ["phone"]
    assert "secret" not in json.dumps(told)


def test_every_column_of_every_personal_table_is_told_but_the_user_and_the_secret(everything):
    told = document(everything)
    names = {"reviews": "reviews", "schedules": "schedules", "card_marks": "marks", "remarks": "remarks"}
    names |= {name: name for name in ("preferences", "devices", "exams", "sittings", "sitting_answers")}
    assert {*names, "users", "retractions"} == set(metadata.tables)
    for table, name in names.items():
        columns = set(metadata.tables[table].columns.keys()) - {"user_id", "token_hash"}
        assert columns <= set(told[name][0]), table


def test_what_another_user_has_is_not_told_nor_deleted(everything, study):
    with study.database.write() as connection:
        connection.execute(insert(users), {"id": 2, "name": "Berta"})
        put_preferences(connection, 2, {"of-berta": True})
    assert "of-berta" not in json.dumps(document(everything))
    everything.delete()
    assert personal_rows(study)["preferences"] == 1


def test_the_tables_hold_what_the_document_holds(everything):
    told, rows = document(everything), tables(everything)
    for name in TABLES:
        found = rows[f"{name}.csv"]
        assert len(found) == len(told[name])
        for row, meant in zip(found, told[name], strict=True):
            assert list(row) == list(meant)
            for column, value in meant.items():
                as_json = isinstance(value, (list, bool, dict)) or column == "value"
                text = json.dumps(value) if as_json else "" if value is None else str(value)
                assert uncell(row[column]) == text, column


def test_no_cell_begins_a_formula(everything):
    cells = [text for rows in tables(everything).values() for row in rows for text in row.values()]
    assert "'=1+1" in cells
    assert "'-wrong" in cells
    assert not [text for text in cells if text.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(st.sampled_from(EVIL) | st.text(max_size=20))
def test_a_cell_is_inert_and_verbatim(text):
    assert not cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert uncell(cell(text)) == text


@pytest.mark.parametrize("number", [-5, 0, 2.5, None])
def test_numbers_stay_numbers(number):
    assert cell(number) == number


def test_files_are_written_whole_or_refused_in_a_sentence(everything, tmp_path):
    everything.write(tmp_path / "mine.json")
    assert json.loads((tmp_path / "mine.json").read_text("utf-8")) == document(everything)
    everything.write(tmp_path / "mine.zip")
    assert ZipFile(tmp_path / "mine.zip").testzip() is None
    with pytest.raises(ExportError, match=r"^Your data is written as \.json or \.zip, not as “mine\.pdf”\.$"):
        everything.write(tmp_path / "mine.pdf")
    with pytest.raises(ExportError, match=r"cannot be written: .*\.$"):
        everything.write(tmp_path / "nowhere" / "mine.json")
    assert {path.name for path in tmp_path.iterdir()} == {"data", "mine.json", "mine.zip"}


class Sink(BytesIO):
    """Takes what is written and keeps nothing but the place."""

    length = 0

    def write(self, data: bytes) -> int:
        self.length += len(data)
        return len(data)

    def tell(self) -> int:
        return self.length

    def seekable(self) -> bool:
        return False


@pytest.mark.parametrize("kind", ["write_json", "write_zip"])
def test_memory_does_not_grow_with_the_log(everything, study, kind):
    def peak_bytes() -> int:
        write: Callable[[Sink], None] = getattr(everything, kind)
        sink = Sink()
        write(sink)  # what is loaded or cached at the first time is no part of it
        tracemalloc.start()
        write(sink)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    def study_much(number: int, begin: datetime) -> None:
        row = {"user_id": 1, "deck": "small", "card": "c00", "grade": 4, "day": begin.date(), "elapsed_ms": 1}
        rows = [
            {**row, "id": UUID(int=100 + to_ms(at)), "answered_at": to_ms(at), "kind": "study"}
            for at in (begin + timedelta(seconds=second) for second in range(number))
        ]
        with study.database.write() as connection:
            connection.execute(insert(reviews), rows)

    study_much(1_500, datetime(2025, 1, 1, tzinfo=UTC))
    small = peak_bytes()
    study_much(6_000, datetime(2025, 6, 1, tzinfo=UTC))
    assert peak_bytes() < small + 1_000_000


def test_deleting_leaves_no_personal_row_and_an_app_that_works(everything, study, answer):
    everything.delete()
    assert {name for name, number in personal_rows(study).items() if number} == {"users"}
    assert study.today().done == 0
    answer(study, key_of("c00"))
    assert study.today().done == 1


def test_what_was_deleted_comes_back_whole(everything, study, clock):
    before = document(everything)
    backup = everything.delete()
    assert backup.kind is BackupKind.DELETION
    everything.backups.restore_kept(backup.name)
    assert document(everything) == before


def test_without_a_backup_nothing_is_deleted(everything, study):
    before = personal_rows(study)
    everything.backups.folder.write_text("in the way")
    with pytest.raises(StorageError, match="cannot be used"):
        everything.delete()
    assert personal_rows(study) == before


def test_the_numbers_are_those_of_the_rows(everything):
    assert everything.numbers() == {
        "reviews": 3, "schedules": 2, "marks": 1, "remarks": 1, "preferences": 4, "devices": 1,
        "exams": 1, "sittings": 1, "sitting_answers": 1,
    }  # fmt: skip
