"""Plain text as the HTML of an Anki field."""

import re
from collections.abc import Iterable

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")  # U+001F separates the fields of a note

_MATH = re.compile(r"\\(?=[()\[\]])")  # \(…\) and \[…\]: MathJax

_ENTITIES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        "{": "&#123;",  # {{…}}: a field's name or a cloze
        "}": "&#125;",
        "\0": "\\<span></span>",  # a backslash that _MATH has found; an element ends MathJax's search
        "[": "&#91;",  # [sound:…] and [latex] play and run things
    }
)


def escaped(text: str) -> str:
    """The text with everything neutralised that HTML or Anki would act upon, stripped of outer white space."""
    return _MATH.sub("\0", _CONTROL.sub(" ", text).strip()).translate(_ENTITIES)


def listed(items: Iterable[str], *, ordered: bool = False) -> str:
    """HTML items as a list, numbered or not, or nothing when there are none: Anki takes an empty list for content."""
    points = "".join(f"<li>{item}</li>" for item in items)
    kind = "ol" if ordered else "ul"
    return f"<{kind}>{points}</{kind}>" if points else ""


def gap(number: int, html: str) -> str:
    """A gap of a cloze, by its number from 1; two colons in it would be taken for the start of a hint."""
    return f"{{{{c{number}::{html.replace('::', ':&#58;')}}}}}"
