"""Zip files that are the same bytes for the same content: no dates, no owner, the same on every system."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

UNIX = 3


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files by their names in the archive, in that order."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            entry = ZipInfo(name)  # dated 1980 unless told otherwise
            entry.compress_type, entry.create_system = ZIP_DEFLATED, UNIX
            archive.writestr(entry, content)
    return buffer.getvalue()
