"""What lies in a package: its notes, and a smaller package of only some of them."""

import json
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from studyapp.anki.apkg import DATABASE, zipped


@dataclass(frozen=True, slots=True)
class PackedNote:
    """A note of a package."""

    guid: str
    type: str
    """The name of its note type."""
    id: str
    """What stands in its field Id."""
    deck: str
    """The name of its deck in Anki, with all its levels."""
    fields: tuple[str, ...]
    changed_at: int
    """Whole seconds since 1970."""
    is_retired: bool
    """Whether its deck asks it no more."""


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
