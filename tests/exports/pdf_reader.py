"""Reads a PDF back, as far as tests ask: pages, their size, their text with its size, and every decoded stream."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

STREAM = re.compile(rb"(.*?)stream\r?\n(.*)endstream", re.DOTALL)
FONT = re.compile(rb"/(\w+) ([\d.]+) Tf")
OPERATOR = re.compile(rb"T[Jj]\b|BDC\b")
PARENTHESIS = re.compile(rb"\\.|[()]", re.DOTALL)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class Run:
    """A text as it was set, and its size in points."""

    text: str
    size: float


class Pdf:
    """A PDF with a plain table of its objects."""

    def __init__(self, file: bytes) -> None:
        """Find the objects of a file."""
        self.file = file
        start = int(re.findall(rb"startxref\s+(\d+)", file)[-1])
        count = int(re.match(rb"xref\s+0 (\d+)", file[start:])[1])
        lines = re.findall(rb"(\d{10}) \d{5} ([nf])", file[start:])[:count]
        offsets = {number: int(at) for number, (at, kind) in enumerate(lines) if kind == b"n"}
        ends = dict(pairwise([*sorted(offsets.values()), start]))
        self.objects = {number: file[at : ends[at]] for number, at in offsets.items()}

    def stream(self, number: int) -> bytes:
        """The decoded stream of an object, or nothing."""
        found = STREAM.search(self.objects[number])
        if found is None:
            return b""
        return zlib.decompressobj().decompress(found[2]) if b"FlateDecode" in found[1] else found[2]

    @property
    def pages(self) -> list[int]:
        """The objects of the pages, in their order."""
        (tree,) = (body for body in self.objects.values() if re.search(rb"/Type\s*/Pages\b.*/Count", body, re.DOTALL))
        return [
            int(number) for number in re.findall(rb"(\d+) 0 R", re.search(rb"/Kids\s*\[(.*?)\]", tree, re.DOTALL)[1])
        ]

    def size(self, page: int) -> tuple[int, int]:
        """Width and height of a page in points."""
        _, _, width, height = re.search(rb"/MediaBox\s*\[(.*?)\]", self.objects[page])[1].split()
        return round(float(width)), round(float(height))

    def runs(self, page: int) -> list[Run]:
        """The texts of a page."""
        fonts = self._fonts(page)
        font, size, codes, runs = b"", 0.0, b"", []
        content = self.stream(self._ref(self.objects[page], b"Contents"))
        for token in _tokens(content):
            if isinstance(token, bytes):
                codes += token
            elif token.re is FONT:
                font, size = token[1], float(token[2])
            elif token[0] == b"BDC":  # its strings are properties
                codes = b""
            else:
                read = (fonts[font][codes[at : at + 2]] for at in range(0, len(codes), 2))
                runs.append(Run("".join(read), size))
                codes = b""
        return runs

    def text(self, *pages: int) -> str:
        """The text of some pages, or of all, without white space: line breaks fall anywhere."""
        runs = [run for page in pages or self.pages for run in self.runs(page)]
        return squeezed("".join(run.text for run in runs))

    def everything(self) -> bytes:
        """All that the file holds, decoded, titles and words for pictures too, as plain as it gets."""
        plain = (body.partition(b"stream")[0] for body in self.objects.values())
        strings = b"".join(token for body in plain for token in _tokens(body) if isinstance(token, bytes))
        held = b"\n".join([self.file, strings, *map(self.stream, self.objects), self.text().encode()])
        return held + held.replace(b"\x00", b"")

    def _fonts(self, page: int) -> dict[bytes, dict[bytes, str]]:
        resources = self.objects[self._ref(self.objects[page], b"Resources")]
        names = re.search(rb"/Font\s*(?:(\d+) 0 R|<<(.*?)>>)", resources, re.DOTALL)
        listed = self.objects[int(names[1])] if names[1] else names[2]
        fonts = re.findall(rb"/(\w+) (\d+) 0 R", listed)
        return {name: self._letters(self._ref(self.objects[int(number)], b"ToUnicode")) for name, number in fonts}

    def _letters(self, number: int) -> dict[bytes, str]:
        found = re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>\s*\n", self.stream(number))
        return {bytes.fromhex(code.decode()): bytes.fromhex(to.decode()).decode("utf-16-be") for code, to in found}

    def _ref(self, body: bytes, name: bytes) -> int:
        return int(re.search(rb"/" + name + rb" (\d+) 0 R", body)[1])


def squeezed(text: str) -> str:
    """A text without white space."""
    return re.sub(r"\s+", "", text)


def _tokens(content: bytes) -> Iterator[bytes | re.Match[bytes]]:
    """The strings of a content stream, and where it chooses a font or shows text."""
    at = 0
    while at < len(content):
        if content[at : at + 1] == b"(":
            end = _closing(content, at)
            yield _bytes(content[at + 1 : end])
            at = end + 1
        elif found := FONT.match(content, at) or OPERATOR.match(content, at):
            yield found
            at = found.end()
        else:
            at += 1


def _closing(content: bytes, start: int) -> int:
    """Where a string ends; parentheses within it need no escape when they are in pairs."""
    depth = 0
    for found in PARENTHESIS.finditer(content, start):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if depth == 0:
            return found.start()
    return len(content)


def _bytes(text: bytes) -> bytes:
    def plain(found: re.Match[bytes]) -> bytes:
        code = found[1]
        return bytes([int(code, 8)]) if code.isdigit() else NAMED.get(code, code)

    return ESCAPE.sub(plain, text)
