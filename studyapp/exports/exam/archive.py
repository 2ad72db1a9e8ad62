"""Archives: files as one zip, the same bytes for the same files."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

UNIX = 3


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files, by their names in the archive, without a date or an owner."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            entry = ZipInfo(name)  # dated 1980 unless told otherwise
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = UNIX  # the same on every system
            archive.writestr(entry, content)
    return buffer.getvalue()
