"""The blank sheet for Word: page, footer, language, and the styles of an exam's paper."""

from typing import cast

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from studyapp.exports.exam.ooxml import LANGUAGE, legible

FONT = "Arial"
"""Without serifs; a system that lacks it has one of the same widths."""
PAGE, MARGIN = (Cm(21), Cm(29.7)), Cm(2)
TEXT_WIDTH = Length(PAGE[0] - 2 * MARGIN)
ITEM, OPTION, PICTURE, PLACES, LINE, CELL = (
    f"Exam {name}" for name in ("Item", "Option", "Picture", "Places", "Line", "Cell")
)
NOT_OURS = ("/thumbnail", "/stylesWithEffects", "/customXml")
"""Parts of the library's own blank document that no paper needs."""
PLAIN = ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2")


def blank(footer: str) -> Document:
    """A document without a word; the footer stands on each page before its number."""
    document = docx.Document()
    _drop_what_is_not_ours(document)
    _set_language(document)
    _set_page(document, footer)
    _set_styles(document)
    return document


def _drop_what_is_not_ours(document: Document) -> None:
    for owner in (document.part.package, document.part):
        for ident, relation in list(owner.rels.items()):
            if relation.reltype.endswith(NOT_OURS):
                del owner.rels[ident]


def _set_language(document: Document) -> None:
    for part, name in ((document.styles, "w:lang"), (document.settings, "w:themeFontLang")):
        for language in part.element.iter(qn(name)):
            language.set(qn("w:val"), LANGUAGE)


def _set_page(document: Document, footer: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(legible(f"{footer} · Page "))
    _add_field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _add_field(paragraph, "NUMPAGES")


def _add_field(paragraph: Paragraph, name: str) -> None:
    """A number that Word counts itself."""
    shown = "<w:r><w:t>1</w:t></w:r>"
    paragraph._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {name} ">{shown}</w:fldSimple>'))


def _set_styles(document: Document) -> None:
    for style in document.styles:
        if str(style.name).removesuffix(" Char") in PLAIN:  # a paragraph's style, and its twin for characters
            _make_plain(cast(ParagraphStyle, style))
    cast(ParagraphStyle, document.styles["Title"]).font.size = Pt(20)
    normal = cast(ParagraphStyle, document.styles["Normal"])
    normal.font.size = Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    stem = _add_style(document, ITEM, "List Number", keep=True)
    stem.paragraph_format.space_before = Pt(12)
    _put_in_outline(stem)
    _add_style(document, OPTION, "List Number 2", keep=True).paragraph_format.space_after = Pt(2)
    _add_style(document, PICTURE, "Normal", keep=True)
    _add_style(document, PLACES, "Normal")
    _add_style(document, CELL, "Normal").paragraph_format.space_after = Pt(2)
    line = _add_style(document, LINE, "Normal")
    line.paragraph_format.space_before = Pt(14)
    _rule_below(line)


def _make_plain(style: ParagraphStyle) -> None:
    """Black, and in the font itself instead of a theme's."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.font.color.rgb = RGBColor(0, 0, 0)


def _add_style(document: Document, name: str, base: str, *, keep: bool = False) -> ParagraphStyle:
    """A style of our own; `keep` holds a paragraph on the page of the next."""
    style = cast(ParagraphStyle, document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = document.styles[base]
    style.paragraph_format.keep_with_next = keep
    style.paragraph_format.keep_together = True
    return style


def _rule_below(style: ParagraphStyle) -> None:
    """A line across the page, which every reader of .docx draws; a row of underscores would be read aloud."""
    rule = '<w:bottom w:val="single" w:sz="4" w:space="1" w:color="444444"/>'
    style.element.get_or_add_pPr().insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{rule}</w:pBdr>"), "w:spacing", "w:ind", "w:jc"
    )


def _put_in_outline(style: ParagraphStyle) -> None:
    """Below the headings of the first level, so that stems can be jumped to."""
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "1")
    style.element.get_or_add_pPr().append(level)
