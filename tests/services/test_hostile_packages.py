"""Files that only claim to be Anki's: each is refused in a sentence, and nothing of it stays."""

import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_catalog import Clock, empty, small_catalog
from made_profile import FORMATS, Answered, Profile, a_database, as_file, database_with, package_with, zipped
from sqlalchemy import func, select
from test_anki_history import C0, NINE, NOW_MS, review_at

from studyapp.anki import archive, collection
from studyapp.domain.instant import to_ms
from studyapp.errors import AnkiFileError
from studyapp.services.anki import AnkiExport
from studyapp.services.anki_history import AnkiHistory
from studyapp.services.backups import Backups
from studyapp.services.study import Study
from studyapp.storage.database import Database
from studyapp.storage.tables import reviews
from studyapp.storage.tables import schedules as kept_schedules

ROWS = [Answered("c00", NOW_MS - 2), Answered("c01", NOW_MS - 1)]
GOOD = database_with(ROWS)
MEGA = 1_000_000


def in_a_zip(*members: tuple[str, bytes]) -> bytes:
    return zipped(members)


def spoilt(*statements: str) -> bytes:
    return package_with(ROWS, *statements)


def compressed(content: bytes, **options: object) -> bytes:
    return zstandard.ZstdCompressor(**options).compress(content)


def without_column() -> bytes:
    return spoilt("ALTER TABLE revlog RENAME COLUMN factor TO something")


def patched(content: bytes, change: Callable[[bytearray], None]) -> bytes:
    spoilt = bytearray(content)
    change(spoilt)
    return bytes(spoilt)


def encrypted(content: bytearray) -> None:
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + place] |= 1


def claiming_less(content: bytearray) -> None:
    """The list of members says that the first is shorter than it is."""
    struct.pack_into("<I", content, content.index(b"PK\x01\x02") + 24, 100)


def claiming_a_long_list(content: bytearray) -> None:
    struct.pack_into("<I", content, content.rindex(b"PK\x05\x06") + 12, 50 * MEGA)


def with_a_wrong_sum(content: bytearray) -> None:
    content[content.index(b"PK\x01\x02") + 16] ^= 1


def torn_page() -> bytes:
    database = bytearray(GOOD)
    database[4096 : 4096 + 2048] = b"\xff" * 2048
    return in_a_zip(("collection.anki2", bytes(database)))


def with_a_virtual_table() -> bytes:
    return spoilt("CREATE VIRTUAL TABLE findable USING fts5(text)")


def view_for_a_table(table: str) -> bytes:
    return spoilt(f"ALTER TABLE {table} RENAME TO hidden", f"CREATE VIEW {table} AS VALUES (1)")


def rewritten_schema(sql: str) -> bytes:
    """A schema that no SQLite would write."""
    with a_database() as (connection, path):
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'notes'", (sql,))
        connection.close()
        return in_a_zip(("collection.anki2", path.read_bytes()))


def damage_elsewhere() -> bytes:
    text = "INSERT INTO more VALUES (replace(hex(zeroblob(99)), '00', 'needle'))"
    whole = database_with(ROWS, "CREATE TABLE more (a)", text)
    spoilt = bytearray(whole)
    page = whole.index(b"needle") // 4096 * 4096
    spoilt[page + 5 : page + 7] = b"\x00\x01"  # where the cells of the page are said to begin
    return in_a_zip(("collection.anki2", bytes(spoilt)))


def many_tables() -> bytes:
    return package_with(ROWS, "BEGIN", *(f"CREATE TABLE t{number} (a)" for number in range(1001)), "COMMIT")


NAMES = [
    "../collection.anki2",
    "/etc/passwd",
    "..\\evil.dll",
    "media/1",
    "folder/",
    "collection.anki2/",
    "collection.anki22",
    "COLLECTION.ANKI2",
    "other.apkg",
    "inner.zip",
    "1.mp3",
    "-1",
    "٣",
    "1\n",
    "1234567890",
    "a" * 60_000,
    "\x1b[31mred",
    "",
]

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "this file is empty"),
    "text": (lambda: b"no zip at all " * 100, "no file that Anki exported"),
    "a bare collection": (lambda: GOOD, "no file that Anki exported"),
    "an empty zip": (lambda: zipped([]), "no file that Anki exported"),
    "a package without a collection": (lambda: in_a_zip(("media", b"{}")), "no file that Anki exported"),
    "another package in place of the collection": (
        lambda: in_a_zip(("collection.anki2", package_with(ROWS))),
        "cannot be read: file is not a database",
    ),
    "an empty collection": (lambda: in_a_zip(("collection.anki2", b"")), "no such table"),
    "a collection twice": (
        lambda: in_a_zip(("collection.anki2", GOOD), ("collection.anki21", GOOD), ("collection.anki2", GOOD)),
        "two files of the same name",
    ),
    "half a package": (lambda: package_with(ROWS)[:-200], "the file broke off"),
    "half a collection": (lambda: in_a_zip(("collection.anki2", GOOD[: len(GOOD) // 2])), "damaged|cannot be read"),
    "a torn page": (torn_page, "damaged|cannot be read"),
    "a new collection that is not compressed": (
        lambda: in_a_zip(("collection.anki21b", GOOD)),
        "damaged inside",
    ),
    "half a compressed collection": (
        lambda: in_a_zip(("collection.anki21b", compressed(GOOD)[:-20])),
        "damaged|cannot be read|no such table",
    ),
    "a compressed collection with more behind it": (
        lambda: in_a_zip(("collection.anki21b", compressed(GOOD) + bytes(MEGA))),
        "unknown frame",
    ),
    "a password": (lambda: patched(package_with(ROWS), encrypted), "encrypted"),
    "another compression": (
        lambda: zipped([("collection.anki2", GOOD)], zipfile.ZIP_BZIP2),
        "packed in a way that Anki's never is",
    ),
    "a wrong sum": (lambda: patched(package_with(ROWS), with_a_wrong_sum), "bad crc-32"),
    "a member that claims to be short": (lambda: patched(package_with(ROWS), claiming_less), "damaged inside"),
    "a list of members that claims to be long": (
        lambda: patched(package_with(ROWS) + bytes(60 * MEGA) + package_with(ROWS)[-200:], claiming_a_long_list),
        "more files than any|damaged inside",
    ),
    "a view": (lambda: spoilt("CREATE VIEW mine AS SELECT 1"), "a view, a trigger or a virtual table"),
    "a view of notes": (lambda: view_for_a_table("notes"), "a view, a trigger or a virtual table"),
    "a view of the log": (lambda: view_for_a_table("revlog"), "a view, a trigger or a virtual table"),
    "a trigger": (
        lambda: spoilt("CREATE TRIGGER mine AFTER INSERT ON notes BEGIN DELETE FROM cards; END"),
        "a view, a trigger or a virtual table",
    ),
    "a virtual table": (with_a_virtual_table, "a view, a trigger or a virtual table"),
    "a computed column": (
        lambda: spoilt("ALTER TABLE notes ADD COLUMN more TEXT AS (hex(zeroblob(1000)))"),
        "a column that is computed",
    ),
    "a schema that makes no sense": (lambda: rewritten_schema("CREATE TABLE notes (id, guid"), "cannot be read"),
    "a schema that says what is no text": (
        lambda: in_a_zip(("collection.anki2", GOOD.replace(b"usn INTEGER", b"usn IN\xc7EGER NOT \x1b["[:11]))),
        "cannot be read",
    ),
    "a schema with a command to the terminal": (
        lambda: rewritten_schema("CREATE TABLE \x1b[31m" + "x" * 500),
        "cannot be read",
    ),
    "damage in a table that nobody reads": (damage_elsewhere, "is damaged"),
    "too many tables": (many_tables, "more than 1000 tables"),
    "no log": (lambda: spoilt("DROP TABLE revlog"), "no such table: revlog"),
    "a log without a column": (without_column, "no such column: factor"),
    "a text where a number belongs": (
        lambda: package_with([Answered("c00", NOW_MS - 1, ease="three")]),
        "of a kind that Anki's never has",
    ),
    "a fraction": (lambda: package_with([Answered("c00", NOW_MS - 1, took_ms=0.5)]), "of a kind that Anki's never has"),
    "bytes for a number": (
        lambda: package_with([Answered("c00", NOW_MS - 1, kind=b"1")]),
        "of a kind that Anki's never has",
    ),
    "a text for a place": (lambda: spoilt("UPDATE cards SET ord = 'first'"), "of a kind that Anki's never has"),
    "text that is none": (lambda: spoilt("UPDATE notes SET guid = CAST(x'ff' AS TEXT)"), "could not decode"),
}


@pytest.fixture
def nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """Whether every temporary file is gone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return lambda: list(folder.iterdir()) == []


@pytest.fixture
def study(start: Callable[..., Study]) -> Study:
    """Studying three free cards, one of which was answered."""
    study = start(small_catalog())
    study.record(review_at(C0, NINE.replace(hour=1)))
    return study


def history_of(study: Study) -> AnkiHistory:
    folder = study.database.folder
    return AnkiHistory(AnkiExport(study.catalog, folder, study.clock), Backups(folder, study.clock))


def content(study: Study) -> list[tuple[object, ...]]:
    with study.database.read() as connection:
        return [tuple(row) for table in (reviews, kept_schedules) for row in connection.execute(select(table))]


def refuse(study: Study, package: bytes, reason: str) -> None:
    before = content(study)
    with pytest.raises(AnkiFileError, match=f"(?i){reason}") as refusal:
        history_of(study).take_in(study, as_file(package))
    sentence = str(refusal.value)
    assert sentence.endswith(".")
    assert len(sentence) < 200
    assert sentence.isprintable()
    assert content(study) == before
    assert not (study.database.folder / "backups").exists()


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence_and_nothing_of_it_stays(study, nothing_left, what):
    make, reason = HOSTILE[what]
    refuse(study, make(), reason)
    assert nothing_left()


@pytest.mark.parametrize("name", NAMES, ids=lambda name: repr(name)[:20])
def test_a_member_of_any_other_name_is_refused_wherever_it_would_lead(study, nothing_left, name, tmp_path):
    refuse(study, in_a_zip(("collection.anki2", GOOD), (name, b"x")), "which no package of Anki's does")
    assert nothing_left()
    assert not (tmp_path / "collection.anki2").exists()


def test_what_packages_of_ankis_hold_is_let_pass(study, nothing_left):
    members = [("meta", b"\x08\x03"), ("collection.anki2", b"stub"), ("media", b"?"), ("0", b"x"), ("99999", b"y")]
    package = in_a_zip(("collection.anki21b", compressed(GOOD)), *members)
    assert history_of(study).take_in(study, as_file(package)).taken == 2
    assert nothing_left()


def test_the_newest_of_several_collections_is_read(study):
    older = database_with([Answered("c02", NOW_MS - 9)])
    members = [("collection.anki2", b"stub"), ("collection.anki21", older), ("collection.anki21b", compressed(GOOD))]
    assert history_of(study).take_in(study, as_file(in_a_zip(*members[:2]))).taken == 1
    assert history_of(study).take_in(study, as_file(in_a_zip(*members))).taken == 2


class TestBombs:
    """Small files that would become large."""

    @pytest.fixture(autouse=True)
    def _small_limit(self, monkeypatch):
        monkeypatch.setattr(archive, "LARGEST_COLLECTION", 4 * MEGA)

    def test_a_zip_bomb_is_refused_before_it_is_unpacked(self, study, nothing_left):
        refuse(study, in_a_zip(("collection.anki2", bytes(5 * MEGA))), "larger than 4 MB")
        assert nothing_left()

    @pytest.mark.parametrize("inner", [5 * MEGA, 500 * MEGA])
    def test_a_compressed_one_is_unpacked_up_to_the_limit_and_no_further(self, study, nothing_left, inner, monkeypatch):
        written = []
        pour = archive._pour
        monkeypatch.setattr(archive, "_pour", lambda source, target: pour(source, written.append(target) or target))
        bomb = BytesIO()
        with zstandard.ZstdCompressor().stream_writer(bomb, closefd=False) as writer:
            for _ in range(inner // MEGA):
                writer.write(bytes(MEGA))
        refuse(study, in_a_zip(("collection.anki21b", bomb.getvalue())), "larger than 4 MB")
        assert written
        assert nothing_left()

    def test_frames_that_hold_nothing_are_no_collection(self, study, nothing_left):
        refuse(study, in_a_zip(("collection.anki21b", compressed(b"") * 300_000)), "no such table")
        assert nothing_left()

    def test_a_collection_that_needs_much_memory_to_unpack_is_refused(self, study, nothing_left):
        wide = zstandard.ZstdCompressionParameters(window_log=27)
        compressor = zstandard.ZstdCompressor(compression_params=wide)
        bomb = BytesIO()
        with compressor.stream_writer(bomb, closefd=False) as writer:
            writer.write(GOOD)
        refuse(study, in_a_zip(("collection.anki21b", bomb.getvalue())), "too much memory")
        assert nothing_left()

    def test_as_many_members_as_no_package_has_are_refused(self, study, monkeypatch):
        monkeypatch.setattr(archive, "MOST_MEMBERS", 50)
        members = [(str(number), b"") for number in range(50)]
        refuse(study, in_a_zip(("collection.anki2", GOOD), *members), "holds 51 files, more than 50")

    def test_a_long_list_of_members_is_not_even_read(self, study, monkeypatch):
        monkeypatch.setattr(archive, "LARGEST_DIRECTORY", 70_000)
        members = [(str(number), b"") for number in range(2000)]
        refuse(study, in_a_zip(("collection.anki2", GOOD), *members), "more files than any")

    def test_more_answers_than_anyone_gives_are_refused(self, study, monkeypatch):
        monkeypatch.setattr(collection, "MOST_ANSWERS", 3)
        rows = [Answered("c00", NOW_MS - number) for number in range(1, 5)]
        refuse(study, package_with(rows), "more than 3 answers")

    @pytest.mark.parametrize("table", ["notes", "cards", "revlog"])
    def test_more_rows_than_any_collection_has_are_refused(self, study, monkeypatch, table):
        monkeypatch.setattr(collection, "MOST_ROWS", 20)
        more = {
            "notes": "INSERT INTO notes SELECT value + 100, value || 'x', 1, '', '' FROM n",
            "cards": "INSERT INTO cards SELECT value + 100, 99, 0 FROM n",
            "revlog": "INSERT INTO revlog SELECT value + 100, 99, 0, 0, 0, 0, 0, 0, 0 FROM n",
        }[table]
        numbers = "WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 21)"
        refuse(study, spoilt(f"{numbers} {more}"), "has more than 20 rows")

    @pytest.mark.parametrize("count", ["notes", "cards"])
    def test_more_notes_or_cards_of_ours_than_anyone_has_are_refused(self, study, monkeypatch, count):
        monkeypatch.setattr(collection, "MOST_OURS", 2)
        more = {
            "notes": "INSERT INTO notes VALUES (80, 'yxcvbnm', 1, ' studyapp::core ', '')",
            "cards": "INSERT INTO cards VALUES (80, 1, 1)",
        }
        assert history_of(study).take_in(study, as_file(package_with(ROWS)), only_tell=True).taken == 2
        refuse(study, spoilt(more[count]), f"more than 2 {count} from studyapp")

    @pytest.mark.parametrize("change", ["UPDATE cards SET ord = 500", "UPDATE cards SET ord = -1"])
    def test_a_place_that_no_card_has_is_refused(self, study, change):
        refuse(study, spoilt(change), "of a kind that Anki's never has")

    def test_a_value_of_which_no_end_is_seen_is_refused(self, study, monkeypatch):
        monkeypatch.setattr(collection, "LARGEST_VALUE", 100_000)
        refuse(study, spoilt("UPDATE notes SET tags = hex(zeroblob(100000))"), "too big")

    def test_what_takes_too_long_is_given_up(self, study, monkeypatch, nothing_left):
        monkeypatch.setattr(collection, "LONGEST_SECONDS", 0)
        more = "INSERT INTO cards SELECT id + (SELECT max(id) FROM cards), 99, 0 FROM cards"
        refuse(study, spoilt(*[more] * 14), "takes longer than 0")
        assert nothing_left()


class TestPrograms:
    """What a schema defines is never run."""

    def test_a_file_can_read_no_other(self, study, tmp_path):
        path = tmp_path / "foreign.sqlite3"
        path.write_bytes(GOOD)
        with collection.opened(path, frozenset()) as opened:
            for statement in (
                "ATTACH 'other.sqlite3' AS other",
                "DELETE FROM notes",
                "PRAGMA query_only=OFF",
                "SELECT load_extension('evil')",
                "SELECT randomblob(10)",
                "CREATE TEMP TABLE mine (a)",
            ):
                with pytest.raises(sqlite3.DatabaseError, match=r"not authorized|prohibited"):
                    opened._connection.execute(statement)
        assert path.read_bytes() == GOOD
        assert {path.name for path in tmp_path.iterdir()} == {"data", "foreign.sqlite3"}


@pytest.fixture(scope="module")
def real_packages(tmp_path_factory) -> list[bytes]:
    """A package of each format as the real Anki writes it."""
    folder = tmp_path_factory.mktemp("real")
    profile = Profile(folder / "anki")
    profile.take(AnkiExport(small_catalog(), folder, Clock(NINE)).package().content)
    for place, card in enumerate(("c00", "c01", "c02")):
        profile.log(profile.card(card), NINE.replace(hour=2, minute=place))
    packages = [profile.export(kind) for kind in FORMATS]
    profile.close()
    return packages


class TestDamage:
    """A real package of which bytes are lost or changed."""

    @settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_it_is_taken_whole_or_refused_and_nothing_else(
        self, reused_database: Database, real_packages: list[bytes], data: st.DataObject
    ) -> None:
        package = bytearray(data.draw(st.sampled_from(real_packages), label="package"))
        if data.draw(st.booleans(), label="truncated"):
            del package[data.draw(st.integers(0, len(package) - 1)) :]
        for place in data.draw(st.lists(st.integers(0, max(len(package) - 1, 0)), max_size=6), label="flipped"):
            if package:
                package[place] ^= data.draw(st.integers(1, 255))
        self._only_whole_or_refused(reused_database, bytes(package))

    @settings(max_examples=200)
    @given(data=st.data())
    def test_so_is_one_whose_collection_is_damaged_within_a_sound_archive(
        self, reused_database: Database, real_packages: list[bytes], data: st.DataObject
    ) -> None:
        with zipfile.ZipFile(BytesIO(real_packages[1])) as opened:
            name = max(opened.namelist())
            database = bytearray(opened.read("collection.anki21"))
        assert name
        where = st.one_of(st.integers(0, 200), st.integers(0, len(database) - 1))
        for place in data.draw(st.lists(where, min_size=1, max_size=8)):
            database[place] = data.draw(st.integers(0, 255))
        self._only_whole_or_refused(reused_database, in_a_zip(("collection.anki21", bytes(database))))

    def _only_whole_or_refused(self, database: Database, package: bytes) -> None:
        empty(database)
        study = Study(database, small_catalog(), Clock(NINE))
        try:
            taken = history_of(study).take_in(study, as_file(package)).taken
        except AnkiFileError:
            taken = 0
        with database.read() as connection:
            assert connection.scalar(select(func.count()).select_from(reviews)) == taken


def test_the_instants_of_these_packages_are_what_they_say() -> None:
    assert to_ms(NINE) == NOW_MS
