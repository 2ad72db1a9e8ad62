"""Files that are there whole or not at all, whatever happens while they are written."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from studyapp.errors import ExportError

PART = ".part"
"""How the name of a file ends that is still being written."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A file to write beside `path`, which takes its place when the block ends well; else nothing is left of it.

    It is on the disk before it has its name, so that neither a kill nor a power cut leaves half a file under it. Raises
    OSError.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PART}")
    try:
        yield beside
        _sync(beside, os.O_RDWR)
        beside.replace(path)
        with suppress(OSError):  # not every system lets a folder be opened
            _sync(path.parent, os.O_RDONLY)
    finally:
        for left in (beside, beside.with_name(f"{beside.name}-journal")):
            left.unlink(missing_ok=True)


def replace_file(path: Path, content: bytes) -> None:
    """Write the file, whole or not at all; ExportError when that cannot be done."""
    if not path.parent.is_dir():
        raise ExportError(f"There is no folder {path.parent} to write {path.name} to.")
    try:
        with whole_file(path) as beside, beside.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}.") from error


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
