"""What lies in a package: its notes, and a smaller package of only some of them."""

import json
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from studyapp.anki.apkg import DATABASE, zipped

_FIELDS_END = "\x1f"


@dataclass(frozen=True, slots=True)
class PackedNote:
    """A note of a package."""

    guid: str
    type: str
    """The name of its note type."""
    id: str
    """What stands in its field Id."""
    deck: str
    """The name of the deck in which its first card lies."""
    fields: tuple[str, ...]
    changed_at: int
    """Whole seconds since 1970."""


def packed_notes(package: bytes) -> list[PackedNote]:
    """The notes of a package, in its order."""
    with _opened(package) as (database, _):
        types, decks = _types_and_decks(database)
        rows = database.execute(
            "SELECT guid, mid, flds, mod, (SELECT did FROM cards WHERE nid = notes.id ORDER BY ord LIMIT 1)"
            " FROM notes ORDER BY rowid"
        )
        return [_note(guid, types[mid], decks.get(did, ""), fields, mod) for guid, mid, fields, mod, did in rows]


def only(package: bytes, guids: Collection[str], picture: Callable[[str], bytes]) -> bytes:
    """The package with these notes alone; `picture` gives the files that they show, by name."""
    with _opened(package) as (database, media):
        database.execute("CREATE TEMP TABLE wanted (guid TEXT PRIMARY KEY)")
        database.executemany("INSERT INTO wanted VALUES (?)", [(guid,) for guid in set(guids)])
        database.execute("DELETE FROM notes WHERE guid NOT IN (SELECT guid FROM wanted)")
        database.execute("DELETE FROM cards WHERE nid NOT IN (SELECT id FROM notes)")
        database.execute("DELETE FROM revlog WHERE cid NOT IN (SELECT id FROM cards)")
        shown = _shown(database)
        database.execute("DROP TABLE wanted")
        database.commit()
        files = {name: picture(name) for name in media.values() if name in shown}
        return zipped(_file_of(database).read_bytes(), files)


def _note(guid: str, kind: tuple[str, int], deck: str, fields: str, mod: int) -> PackedNote:
    name, place = kind
    values = tuple(fields.split(_FIELDS_END))
    return PackedNote(guid, name, values[place], deck, values, mod)


def _types_and_decks(database: sqlite3.Connection) -> tuple[dict[int, tuple[str, int]], dict[int, str]]:
    """The note types, each with the place of its field Id, and the decks."""
    models, decks = database.execute("SELECT models, decks FROM col").fetchone()
    types = {int(ident): (model["name"], _place_of_id(model)) for ident, model in json.loads(models).items()}
    return types, {int(ident): deck["name"] for ident, deck in json.loads(decks).items()}


def _place_of_id(model: Mapping[str, list[Mapping[str, str]]]) -> int:
    names = [field["name"] for field in model["flds"]]
    return names.index("Id") if "Id" in names else 0


def _shown(database: sqlite3.Connection) -> set[str]:
    """The names of the files that the fields show."""
    rows = database.execute("SELECT flds FROM notes")
    return {name for (fields,) in rows for name in re.findall(r'src="([^"]+)"', fields)}


def _file_of(database: sqlite3.Connection) -> Path:
    return Path(database.execute("PRAGMA database_list").fetchone()[2])


@contextmanager
def _opened(package: bytes) -> Iterator[tuple[sqlite3.Connection, dict[str, str]]]:
    with zipfile.ZipFile(BytesIO(package)) as archive, tempfile.TemporaryDirectory(prefix="studyapp-") as folder:
        path = Path(folder) / DATABASE
        path.write_bytes(archive.read(DATABASE))
        with closing(sqlite3.connect(path)) as database:
            yield database, json.loads(archive.read("media"))
