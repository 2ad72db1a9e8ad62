"""Someone's .apkg or .colpkg as an archive: hostile until it has shown itself to be harmless.

It is a zip of a few members with fixed names. Nothing is ever unpacked by its name: the newest collection in it is
copied, a piece at a time and never beyond a limit, into a private folder that is removed again.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Protocol
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from zstandard import ZstdDecompressor, ZstdError

from studyapp.errors import AnkiFileError

COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""Newest format first; an older one beside a newer only says there that Anki should be updated."""
COMPRESSED = COLLECTIONS[0]
KNOWN = re.compile(r"collection\.anki2(1b?)?|media|meta|[0-9]{1,9}")
MEGA = 1_000_000
LARGEST_COLLECTION = 512 * MEGA
MOST_MEMBERS = 100_000
LARGEST_DIRECTORY = 8 * MEGA
"""Bytes of the list of members; it is read in one piece."""
LARGEST_WINDOW = 1 << 25
"""Bytes that a compressed collection may make its reader keep in memory."""
PIECE = 1 << 16
LONGEST_REASON = 120
"""Characters of what a library says is wrong, which may quote the file."""
ENCRYPTED = 1
ZIP_BEGINS = b"PK\x03\x04"
NO_LIST = "File is not a zip file"
"""What `zipfile` says of a file without the list of members with which each zip ends."""

_BROKEN = (BadZipFile, zlib.error, ZstdError, EOFError, ValueError, RuntimeError, struct.error)
"""What reading a broken archive may raise."""


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@contextmanager
def unpacked(file: IO[bytes]) -> Iterator[Path]:
    """The newest collection in an .apkg or .colpkg, as a file that is there within the block.

    Raises AnkiFileError for a file that is none, that is damaged, or that holds what no package of Anki's does.
    """
    with TemporaryDirectory(prefix="studyapp-") as folder:
        collection = Path(folder) / "collection"
        try:
            with ZipFile(_Sparing(file)) as archive:
                _copy(archive, _newest(archive.infolist()), collection)
        except AnkiFileError:
            raise
        except OSError as error:
            raise AnkiFileError(f"The package cannot be unpacked: {(error.strerror or str(error)).lower()}.") from error
        except _BROKEN as error:
            raise AnkiFileError(_why_broken(file, error)) from error
        yield collection


class _Sparing:
    """A file of which no large piece is read at once: a zip's own list of its members is as long as it likes."""

    def __init__(self, file: IO[bytes]) -> None:
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable
        self._file = file

    def read(self, size: int = -1) -> bytes:
        if size > LARGEST_DIRECTORY:
            raise AnkiFileError("This package claims to hold more files than any of Anki's does.")
        return self._file.read(LARGEST_DIRECTORY if size < 0 else size)


def _why_broken(file: IO[bytes], error: Exception) -> str:
    """What is wrong with a file that cannot be read as a zip, and what to do about it, as far as its bytes tell."""
    file.seek(0)
    begin = file.read(len(ZIP_BEGINS))
    if not begin:
        return "This file is empty: export it again in Anki."
    if begin != ZIP_BEGINS:
        return "This is no file that Anki exported: choose one that ends in .apkg or .colpkg."
    if str(error) == NO_LIST:
        return "The file broke off: export it again in Anki, or copy it here once more."
    reason = legible(str(error).lower().rstrip("."), LONGEST_REASON) or "it ends too soon"
    return f"The file is damaged inside: export it again in Anki ({reason})."


def _newest(members: list[ZipInfo]) -> ZipInfo:
    """The newest collection, when nothing else is there that no package of Anki's has."""
    names = [member.filename for member in members]
    if len(names) > MOST_MEMBERS:
        raise AnkiFileError(f"This package holds {len(names):,} files, more than {MOST_MEMBERS:,}.")
    for name in names:
        if not KNOWN.fullmatch(name):
            raise AnkiFileError(f"This package holds “{legible(name)}”, which no package of Anki's does.")
    if len(set(names)) < len(names):
        raise AnkiFileError("This package holds two files of the same name.")
    found = {member.filename: member for member in members}
    for name in COLLECTIONS:
        if name in found:
            return found[name]
    raise AnkiFileError("This is a zip, but no file that Anki exported: choose one that ends in .apkg or .colpkg.")


def _copy(archive: ZipFile, member: ZipInfo, target: Path) -> None:
    if member.flag_bits & ENCRYPTED or member.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise AnkiFileError("The collection in this package is encrypted or packed in a way that Anki's never is.")
    _refuse_beyond(member.file_size)
    with archive.open(member) as packed, target.open("wb") as file:
        if member.filename != COMPRESSED:
            _pour(packed, file)
            return
        decompressor = ZstdDecompressor(max_window_size=LARGEST_WINDOW)
        with decompressor.stream_reader(packed, PIECE, read_across_frames=True, closefd=False) as inner:
            _pour(inner, file)


def _pour(source: _Readable, target: IO[bytes]) -> None:
    """Copy a stream to its end, which a zip checks against its sum, or to the limit."""
    written = 0
    while piece := source.read(PIECE):
        written += len(piece)
        _refuse_beyond(written)
        target.write(piece)


def _refuse_beyond(size: int) -> None:
    if size > LARGEST_COLLECTION:
        raise AnkiFileError(f"The collection in this package is larger than {LARGEST_COLLECTION // MEGA} MB.")


def legible(text: str, longest: int = 40) -> str:
    """What a foreign file says, within a sentence of ours: short, and of one line."""
    printable = "".join(letter if letter.isprintable() else "?" for letter in text)
    return printable if len(printable) <= longest else f"{printable[:longest]}…"
