"""Markup: texts as XML and HTML, whatever they hold."""

from html import escape
from typing import Any, TypeAlias

from lxml import etree  # type: ignore[import-untyped]  # it ships no types

from studyapp.exports.exam.ooxml import legible

Element: TypeAlias = Any
"""An element of lxml."""
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def clean(text: str) -> str:
    """The text with � for each character that XML cannot hold, so that the loss is seen."""
    return legible(text.replace("\r\n", "\n").replace("\r", "\n"))


def as_html(text: str) -> str:
    """The text as HTML that shows it to the letter."""
    return escape(clean(text), quote=False).replace("\n", "<br>")


def paragraph(*lines: str) -> str:
    """Lines of text as a paragraph of HTML."""
    return f"<p>{'<br>'.join(map(as_html, lines))}</p>"


def shown(source: str, alt: str) -> str:
    """A picture as a paragraph of HTML."""
    return f'<p><img src="{escape(clean(source))}" alt="{escape(clean(alt))}"></p>'


def root(tag: str, namespace: str | None = None, location: str = "", **attributes: str) -> Element:
    """The outermost element of a document, with the place of its schema."""
    element = etree.Element(f"{{{namespace}}}{tag}" if namespace else tag, nsmap=_prefixes(namespace, location))
    if location:
        element.set(f"{{{XSI}}}schemaLocation", f"{namespace} {location}")
    return _described(element, attributes)


def add(parent: Element, tag: str, text: str | None = None, /, **attributes: str) -> Element:
    """A new last element in another one, in the same namespace."""
    namespace = etree.QName(parent).namespace
    element = etree.SubElement(parent, f"{{{namespace}}}{tag}" if namespace else tag)
    if text is not None:
        element.text = clean(text)
    return _described(element, attributes)


def write(parent: Element, tag: str, text: str, /, **attributes: str) -> Element:
    """A new last element with a text, whose lines stand below each other as in HTML."""
    first, *others = clean(text).split("\n")
    element = add(parent, tag, first, **attributes)
    _below(element, others)
    return element


def follow(parent: Element, text: str) -> None:
    """A text after the last element in another one."""
    parent[-1].tail, *others = clean(text).split("\n")
    _below(parent, others)


def _below(element: Element, lines: list[str]) -> None:
    for line in lines:
        add(element, "br").tail = line


def document(element: Element) -> bytes:
    """The bytes of a document; the same element makes the same bytes."""
    content: bytes = etree.tostring(element, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return content


def _prefixes(namespace: str | None, location: str) -> dict[str | None, str]:
    default: dict[str | None, str] = {None: namespace} if namespace else {}
    return default | ({"xsi": XSI} if location else {})


def _described(element: Element, attributes: dict[str, str]) -> Element:
    for name, value in attributes.items():
        element.set(name.rstrip("_"), clean(value))
    return element
