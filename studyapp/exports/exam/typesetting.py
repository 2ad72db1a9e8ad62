"""Setting by typst: accessible PDF, the same on every computer, and what its fonts lack.

Texts are set in the fonts that come with typst. Only a document that needs more, such as Chinese, may take it from
the computer's own fonts; what no font has is printed as a box, and told.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

import typst

from studyapp.errors import ExportError

Content: TypeAlias = "str | int | bool | bytes | Mapping[str, Content] | list[Content] | tuple[Content, ...] | None"
"""What a template is given, as `dataclasses.asdict` makes it."""

ACCESSIBLE: Final = "ua-1"
"""PDF/UA-1: tagged, with a title, a language, words for pictures, and no character without a glyph."""
BOX = "\N{WHITE SQUARE}"
"""Stands for a character that no font has."""
MOST_NAMED = 12
"""Characters that a note spells out."""
MOST_ROUNDS = 4
"""So many times characters are replaced: typst may name some only when others are out of the way."""
LACKING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
"""How typst tells which text its fonts lack."""
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Characters that print nothing and that no font has."""
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was set, and a sentence about what was printed otherwise than it is written, if anything."""

    pdf: bytes
    note: str


def set_document(template: bytes, inputs: Mapping[str, str], content: Content) -> Document:
    """The content set by a template, which finds it as JSON in `sys.inputs.data`.

    Raises ExportError when typst cannot set it.
    """
    content = _without(_without(content, CONTROL, ""), SURROGATE, BOX)
    made = _attempt(template, inputs, content, system=False)
    if isinstance(made, bytes):
        return Document(made, "")
    with_system = _attempt(template, inputs, content, system=True)
    if isinstance(with_system, bytes):
        return Document(with_system, "")
    return _boxed(template, inputs, content, with_system, system=with_system != made)


def _boxed(
    template: bytes, inputs: Mapping[str, str], content: Content, lacking: frozenset[str], *, system: bool
) -> Document:
    """The content with boxes for what is lacking."""
    for _ in range(MOST_ROUNDS):
        known = re.compile("|".join(map(re.escape, lacking)))
        made = _attempt(template, inputs, _without(content, known, BOX), system=system)
        if isinstance(made, bytes):
            return Document(made, f"No font has {_named(lacking)}; printed as {BOX}.")
        lacking |= made
    raise ExportError(f"The fonts lack too many characters, among them {_named(lacking)}.")


def _attempt(template: bytes, inputs: Mapping[str, str], content: Content, *, system: bool) -> bytes | frozenset[str]:
    """The PDF, else the characters for which there is no glyph."""
    try:
        return typst.compile(
            template,
            format="pdf",
            font_paths=_fonts(system=system),
            ignore_system_fonts=True,
            sys_inputs={**inputs, "data": json.dumps(content, default=list)},
            pdf_standards=[ACCESSIBLE],
        )
    except typst.TypstError as error:
        texts = [ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) for text in LACKING.findall(error.diagnostic)]
        lacking = frozenset(char for text in texts for char in text if not char.isascii())
        if not lacking:
            raise ExportError(f"It cannot be set as PDF: {error.message}.") from error
        return lacking


@cache
def _fonts(*, system: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=system)


def _without(content: Content, unwanted: re.Pattern[str], instead: str) -> Content:
    """The content with every text rid of some characters."""
    match content:
        case str():
            return unwanted.sub(instead, content)
        case Mapping():
            return {name: _without(value, unwanted, instead) for name, value in content.items()}
        case list() | tuple():
            return [_without(value, unwanted, instead) for value in content]
        case _:
            return content


def _named(chars: frozenset[str]) -> str:
    """Characters with their numbers in Unicode."""
    named = [f"{char if char.isprintable() else ''} (U+{ord(char):04X})".strip() for char in sorted(chars)]
    return ", ".join(named[:MOST_NAMED]) + (f" and {len(named) - MOST_NAMED} more" if named[MOST_NAMED:] else "")
