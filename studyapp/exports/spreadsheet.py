"""What holds of every table for a spreadsheet: its encoding, and cells that no spreadsheet runs."""

import json
from typing import Any

WITH_BOM = "utf-8-sig"
"""UTF-8 that begins with a byte order mark, without which Excel takes it for something else."""
BROKEN = "backslashreplace"
"""Half a character, which JSON may hold and UTF-8 may not, is told as JSON escapes it."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula."""


def cell(value: Any, *, as_json: bool = False) -> Any:
    """A value as a cell that no spreadsheet runs; a text that begins with an apostrophe has one more than it had."""
    if as_json or isinstance(value, bool):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith((*FORMULA, "'")):
        return f"'{value}"
    return value
