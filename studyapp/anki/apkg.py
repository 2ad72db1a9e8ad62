"""The file of a package: a database and pictures in a zip, the same bytes for the same content."""

import json
import zipfile
from collections.abc import Mapping
from io import BytesIO

DATABASE = "collection.anki2"


def zipped(database: bytes, files: Mapping[str, bytes]) -> bytes:
    """The package; Anki wants media under numbers, and a list of what each is called."""
    numbered = {str(number): name for number, name in enumerate(files)}
    entries = {DATABASE: database, **{number: files[name] for number, name in numbered.items()}}
    entries["media"] = json.dumps(numbered).encode()
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name)  # dated 1980 unless told otherwise
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            archive.writestr(entry, content)
    return buffer.getvalue()
