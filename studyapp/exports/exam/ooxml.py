"""Office Open XML, the format of .docx and .xlsx: what text it holds, and packages that are the same each time."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree  # type: ignore[import-untyped]  # it ships no types

NEVER_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document may hold: control characters and halves of characters."""
INSTEAD = "\N{REPLACEMENT CHARACTER}"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip can tell: the packages have none of their own."""
LANGUAGE = "en-GB"
UNIX = 3
"""What a package calls the system that made it, whatever that was."""
PROPERTIES = "docProps/core.xml"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DUBLIN = "http://purl.org/dc/elements/1.1/"


def legible(text: str) -> str:
    """The text with a visible mark for each character that XML cannot hold."""
    return NEVER_IN_XML.sub(INSTEAD, text)


def same_each_time(package: bytes, title: str) -> bytes:
    """The package without dates, and with a title and a language as all that it tells of itself."""
    packed = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = ZipInfo(name, FIRST_DAY)
            part.compress_type, part.create_system = ZIP_DEFLATED, UNIX
            new.writestr(part, _properties(title) if name == PROPERTIES else old.read(name))
    return packed.getvalue()


def _properties(title: str) -> bytes:
    root = etree.Element(f"{{{CORE}}}coreProperties", nsmap={"cp": CORE, "dc": DUBLIN})
    for name, text in (("title", legible(title)), ("language", LANGUAGE)):
        etree.SubElement(root, f"{{{DUBLIN}}}{name}").text = text
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
