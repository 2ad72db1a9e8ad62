"""The file of a package: a database and pictures in a zip, the same bytes for the same content."""

import json
from collections.abc import Mapping

from studyapp.packed import packed

DATABASE = "collection.anki2"


def zipped(database: bytes, files: Mapping[str, bytes]) -> bytes:
    """The package; Anki wants media under numbers, and a list of what each is called."""
    numbered = {str(number): name for number, name in enumerate(files)}
    entries = {DATABASE: database, **{number: files[name] for number, name in numbered.items()}}
    entries["media"] = json.dumps(numbered).encode()
    return packed(entries)
