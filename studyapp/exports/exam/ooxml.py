"""Office Open XML, the format of .docx and .xlsx: what text it holds, and packages that are the same each time."""

import re
from io import BytesIO
from zipfile import ZipFile

from lxml import etree  # type: ignore[import-untyped]  # it ships no types

from studyapp.packed import packed

NEVER_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document may hold: control characters and halves of characters."""
INSTEAD = "\N{REPLACEMENT CHARACTER}"
LANGUAGE = "en-GB"
PROPERTIES = "docProps/core.xml"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DUBLIN = "http://purl.org/dc/elements/1.1/"


def legible(text: str) -> str:
    """The text with a visible mark for each character that XML cannot hold."""
    return NEVER_IN_XML.sub(INSTEAD, text)


def same_each_time(package: bytes, title: str) -> bytes:
    """The package without dates, and with a title and a language as all that it tells of itself."""
    with ZipFile(BytesIO(package)) as old:
        parts = {name: _properties(title) if name == PROPERTIES else old.read(name) for name in old.namelist()}
    return packed(parts)


def _properties(title: str) -> bytes:
    root = etree.Element(f"{{{CORE}}}coreProperties", nsmap={"cp": CORE, "dc": DUBLIN})
    for name, text in (("title", legible(title)), ("language", LANGUAGE)):
        etree.SubElement(root, f"{{{DUBLIN}}}{name}").text = text
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
