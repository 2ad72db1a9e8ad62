"""Word documents: headings, lists, tables and lines of Word's own, by which screen readers find their way."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import cast

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from studyapp.exports.exam.ooxml import legible, same_each_time
from studyapp.exports.exam.word_styles import CELL, ITEM, LINE, OPTION, PICTURE, TEXT_WIDTH, blank

WIDEST_PICTURE, HIGHEST_PICTURE = Cm(15), Cm(10)
GREY = RGBColor(0x44, 0x44, 0x44)
FIRST_LIST = 100
"""Above the numbers of the lists that the blank document has."""
ITEM_LEVEL, OPTION_LEVEL = 0, 1
NUMBERING = """<w:abstractNum {w} w:abstractNumId="{ident}">
<w:nsid w:val="{ident:08X}"/><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="{number}"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr><w:rPr><w:b/></w:rPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%2."/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="1134" w:hanging="454"/></w:pPr></w:lvl>
</w:abstractNum>"""
"""An item by its number, and below it its options by letters."""


class WordDocument:
    """A document that is written from top to bottom."""

    def __init__(self, title: str, footer: str) -> None:
        """Begin with the title; the footer stands on each page before its number."""
        self.title = title
        self.document = blank(footer)
        self._style_ids = {style.name: style.style_id for style in self.document.styles}
        self._numbering = self.document.part.numbering_part.element
        self.text(title, "Title")

    def text(self, text: str, style: str = "Normal", *, label: str = "") -> Paragraph:
        """A paragraph, with a bold label before it."""
        paragraph = self.document.add_paragraph()
        self._dress(paragraph, style)
        if label:
            paragraph.add_run(legible(label)).bold = True
        paragraph.add_run(legible(text))
        return paragraph

    def heading(self, text: str, level: int) -> None:
        """A heading of a level from 1."""
        self.text(text, f"Heading {level}")

    def item(self, number: int, stem: str, remark: str) -> int:
        """The stem of an item under its number, with a remark behind it; returns the list of its options."""
        listed = self._list_from(number)
        paragraph = self.text(stem, ITEM)
        unbroken = f" [{remark}]".replace(" ", "\N{NO-BREAK SPACE}")
        paragraph.add_run(unbroken).font.color.rgb = GREY
        _put_in_list(paragraph, listed, ITEM_LEVEL)
        return listed

    def options(self, texts: Sequence[str], listed: int) -> None:
        """Options by letters; they stay on one page with their stem."""
        for place, text in enumerate(texts, start=1):
            paragraph = self.text(text, OPTION)
            _put_in_list(paragraph, listed, OPTION_LEVEL)
            if place == len(texts):
                paragraph.paragraph_format.keep_with_next = False

    def lines(self, labels: Iterable[str]) -> None:
        """A line to write on behind each label."""
        for label in labels:
            self.text(f"{label}:", LINE)

    def picture(self, png: bytes, alt: str) -> None:
        """A picture as large as fits, and what it shows in words."""
        shape = self.text("", PICTURE).runs[0].add_picture(BytesIO(png))
        shrink = min(1.0, WIDEST_PICTURE / shape.width, HIGHEST_PICTURE / shape.height)
        shape.width, shape.height = Length(int(shape.width * shrink)), Length(int(shape.height * shrink))
        shape._inline.docPr.set("descr", legible(alt))

    def table(self, about: str, header: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
        """A table whose header is repeated on each page; the widths are shares of the text's."""
        rows = [header, *rows]
        table = self.document.add_table(len(rows), len(header), "Table Grid")
        lengths = [Length(int(TEXT_WIDTH * share)) for share in widths]
        _describe(table, about, lengths)
        for row, texts in zip(table.rows, rows, strict=True):
            marks = row._tr.get_or_add_trPr()
            marks.append(OxmlElement("w:cantSplit"))
            if texts is header:
                marks.append(OxmlElement("w:tblHeader"))
            for cell, text, width in zip(row.cells, texts, lengths, strict=True):
                cell.width = width
                paragraph = cell.paragraphs[0]
                self._dress(paragraph, CELL)
                paragraph.add_run(legible(text)).bold = texts is header or None
        self.text("", CELL)

    def as_bytes(self) -> bytes:
        """The .docx, the same bytes for the same content."""
        file = BytesIO()
        self.document.save(file)
        return same_each_time(file.getvalue(), self.title)

    def _dress(self, paragraph: Paragraph, style: str) -> None:
        paragraph._p.style = self._style_ids[style]  # the library would go through all styles each time

    def _list_from(self, number: int) -> int:
        """A list of its own, so that no number shifts when another item is deleted: the key names numbers.

        It begins with its number instead of overriding another's, which not every reader of .docx understands.
        """
        ident = FIRST_LIST + number
        self._numbering.insert(0, parse_xml(NUMBERING.format(w=nsdecls("w"), ident=ident, number=number)))
        return cast(int, self._numbering.add_num(ident).numId)


def _put_in_list(paragraph: Paragraph, listed: int, level: int) -> None:
    place = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    place.get_or_add_ilvl().val = level
    place.get_or_add_numId().val = listed


def _describe(table: Table, about: str, lengths: Sequence[Length]) -> None:
    """What the table is, for those who do not see it, and how wide its columns are."""
    for column, length in zip(table.columns, lengths, strict=True):
        column.width = length
    for name in ("w:tblCaption", "w:tblDescription"):
        told = OxmlElement(name)
        told.set(qn("w:val"), legible(about))
        table._tbl.tblPr.append(told)
