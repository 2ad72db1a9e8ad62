"""Texts in cells of .xlsx: what spreadsheets would read otherwise, and how much a cell holds."""

import re

from studyapp.exports.exam.ooxml import legible

LONGEST = 32_767
"""Characters in a cell (ECMA-376 leaves it to the program; this is Excel's limit), in units of UTF-16."""
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What begins like a character by its number in ST_Xstring (ECMA-376, part 1, 22.9.2.19)."""
UNDERSCORE = "_x005F_"


def sheet_text(text: str) -> str:
    """The text so that a spreadsheet shows it as it is; what is too long for a cell ends with an ellipsis."""
    told = _whole(text)
    if not is_cut(text):
        return told
    return told.encode("utf-16-le")[: 2 * (LONGEST - 1)].decode("utf-16-le", errors="ignore") + "…"


def is_cut(text: str) -> bool:
    """Whether a cell does not hold all of the text."""
    return len(_whole(text).encode("utf-16-le")) > 2 * LONGEST


def _whole(text: str) -> str:
    return ESCAPED.sub(UNDERSCORE, legible(text))
