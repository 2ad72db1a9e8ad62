"""Files that are replaced whole or not at all."""

import os
import secrets
from pathlib import Path

from studyapp.errors import ExportError


def replace_file(path: Path, content: bytes) -> None:
    """Write the file beside its place and move it there at once; ExportError when that cannot be done."""
    if not path.parent.is_dir():
        raise ExportError(f"There is no folder {path.parent} to write {path.name} to.")
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        beside.unlink(missing_ok=True)
