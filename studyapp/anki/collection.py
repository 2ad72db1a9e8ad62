"""Someone's collection of Anki's: which of its cards are ours, and what its log says of them.

The file is hostile until it has shown itself to be harmless: it is opened to read alone, nothing that it defines is
run, and every value is looked at before it is believed.
"""

import sqlite3
import sys
import time
from collections.abc import Container, Iterator, Sized
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from studyapp.anki.archive import LONGEST_REASON, legible
from studyapp.errors import AnkiFileError

LONGEST_SECONDS = 60
"""All the reading of one collection may take."""
MOST_OBJECTS = 1000
MOST_ROWS = 10_000_000
"""Rows of one table; a large collection has a tenth of that."""
MOST_ANSWERS = 500_000
"""Answers of our cards: fifty a day for 27 years."""
MOST_OURS = 100_000
"""Notes of ours, and cards, that are kept in memory: a hundred times what the decks here have."""
MOST_PLACES = 500
"""Cards that Anki makes of one note."""
LARGEST_VALUE = 64_000_000
STEPS_BETWEEN_LOOKS = 10_000
NOTES = "SELECT id, guid, instr(' ' || tags, ' studyapp::') > 0 FROM notes"
"""Every note from here has such a tag."""
CARDS = "SELECT id, nid, ord FROM cards"
LOG = "SELECT id, cid, ease, factor, time, type FROM revlog ORDER BY id"

_PRAGMAS = ("trusted_schema=OFF", "cell_size_check=ON", "query_only=ON", "mmap_size=0")
_READ_PRAGMAS = {"quick_check", "table_xinfo"}
_GENERATED = {2, 3}
_HIDDEN = 6
"""Place of what `table_xinfo` says of a generated column, and its values."""


@dataclass(frozen=True, slots=True)
class LoggedAnswer:
    """A row of Anki's log about one of our cards, in Anki's numbers, of which none has been believed yet."""

    guid: str
    place: int
    """Which of the note's cards, from 0."""
    at_ms: int
    button: int
    ease_permille: int
    elapsed_ms: int
    kind: int


class Collection:
    """An open collection."""

    def __init__(self, connection: sqlite3.Connection, guids: Container[str]) -> None:
        """Tell its cards apart: those of the notes with these GUIDs, others from studyapp, and all others."""
        self._connection = connection
        self._cards: dict[int, tuple[str, int]] = {}
        self.unknown_cards = 0
        """Cards that are tagged as ours, and whose notes have none of these GUIDs."""
        self.other_cards = 0
        notes: dict[int, str | None] = {}
        for ident, guid, is_tagged in self._rows(NOTES):
            if guid in guids:
                notes[_whole(ident)] = _text(guid)
            elif is_tagged:
                notes[_whole(ident)] = None
            _refuse_many(notes, "notes")
        for ident, note, place in self._rows(CARDS):
            self._sort(_whole(ident), notes.get(_whole(note), ""), _whole(place))

    def _sort(self, card: int, guid: str | None, place: int) -> None:
        if guid:
            if not 0 <= place < MOST_PLACES:
                raise _strange()
            self._cards[card] = (guid, place)
            _refuse_many(self._cards, "cards")
        elif guid is None:
            self.unknown_cards += 1
        else:
            self.other_cards += 1

    def answers(self) -> Iterator[LoggedAnswer]:
        """What the log says of the cards of these notes, oldest first."""
        number = 0
        for at_ms, card, *told in self._rows(LOG):
            if card in self._cards:
                number += 1
                if number > MOST_ANSWERS:
                    raise AnkiFileError(f"The log in this package holds more than {MOST_ANSWERS:,} answers.")
                yield LoggedAnswer(*self._cards[_whole(card)], _whole(at_ms), *map(_whole, told))

    def _rows(self, query: str) -> Iterator[tuple[object, ...]]:
        for number, row in enumerate(self._connection.execute(query)):
            if number >= MOST_ROWS:
                raise AnkiFileError(f"A table in this package has more than {MOST_ROWS:,} rows.")
            yield row


@contextmanager
def opened(path: Path, guids: Container[str]) -> Iterator[Collection]:
    """The collection in a file of its own, with the notes of these GUIDs in view, to read and no more.

    Raises AnkiFileError for what is no collection, is damaged, or holds what Anki's never does; so does reading on.
    """
    try:
        with closing(_connected(path)) as connection:
            _refuse_programs(connection)
            _refuse_damage(connection)
            yield Collection(connection, guids)
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter when what is wrong quotes what is no text
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise AnkiFileError(f"Reading this package takes longer than {LONGEST_SECONDS} seconds.") from error
        reason = legible(str(error).lower(), LONGEST_REASON)
        raise AnkiFileError(f"The collection in this package cannot be read: {reason}.") from error


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    until = time.monotonic() + LONGEST_SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > until, STEPS_BETWEEN_LOOKS)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)  # noqa: FBT003  # its only way
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.create_collation("unicase", _unicase)
    connection.set_authorizer(_may)
    return connection


def _may(action: int, first: str | None, second: str | None, _database: str | None, _through: str | None) -> int:
    """Only reading, one function, and the pragmas that look at a file."""
    match action:
        case sqlite3.SQLITE_SELECT | sqlite3.SQLITE_READ:
            return sqlite3.SQLITE_OK
        case sqlite3.SQLITE_FUNCTION if second == "instr":
            return sqlite3.SQLITE_OK
        case sqlite3.SQLITE_PRAGMA if first in _READ_PRAGMAS:
            return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _unicase(one: str, other: str) -> int:
    """The order that newer collections keep names and tags in."""
    one, other = one.casefold(), other.casefold()
    return (one > other) - (one < other)


def _refuse_programs(connection: sqlite3.Connection) -> None:
    """Nothing but tables and indexes of stored values."""
    objects = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchmany(MOST_OBJECTS + 1)
    if len(objects) > MOST_OBJECTS:
        raise AnkiFileError(f"The collection in this package has more than {MOST_OBJECTS} tables and indexes.")
    for kind, name, sql in objects:
        if kind not in {"table", "index"} or str(sql).upper().startswith("CREATE VIRTUAL"):
            raise AnkiFileError("The collection in this package holds a view, a trigger or a virtual table.")
        if kind == "table":
            _refuse_generated(connection, str(name))


def _refuse_generated(connection: sqlite3.Connection, table: str) -> None:
    quoted = table.replace('"', '""')
    for column in connection.execute(f'PRAGMA table_xinfo("{quoted}")'):
        if column[_HIDDEN] in _GENERATED:
            raise AnkiFileError("The collection in this package holds a column that is computed.")


def _refuse_damage(connection: sqlite3.Connection) -> None:
    found = [line for (text,) in connection.execute("PRAGMA quick_check(1)") for line in str(text).splitlines()]
    if found != ["ok"]:
        told = next((line for line in found if not line.startswith("***")), "it cannot be checked")
        raise AnkiFileError(f"The collection in this package is damaged: {legible(told, LONGEST_REASON)}.")


def _refuse_many(ours: Sized, what: str) -> None:
    if len(ours) > MOST_OURS:
        raise AnkiFileError(f"This package holds more than {MOST_OURS:,} {what} from studyapp.")


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise _strange()
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _strange()
    return value


def _strange() -> AnkiFileError:
    return AnkiFileError("The collection in this package holds a value of a kind that Anki's never has.")
