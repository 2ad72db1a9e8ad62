"""A page as a reader and a browser see it: its words, its elements, its forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img", "path", "circle", "rect", "line"}


@dataclass
class Element:
    """One element with its attributes and the words within it."""

    tag: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words, as they are read."""
        return " ".join(" ".join(self.words).split())


class Page(HTMLParser):
    """What HTML holds, whole page or fragment."""

    def __init__(self, html: str) -> None:
        """Read the HTML."""
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that has nothing within."""
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note words in every element that they stand in."""
        for element in self._open:
            element.words.append(data)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """The elements of that tag with these attributes."""
        return [e for e in self.elements if e.tag == tag and attributes.items() <= e.attributes.items()]

    def one(self, tag: str, **attributes: str) -> Element:
        """The only such element."""
        (element,) = self.all(tag, **attributes)
        return element

    @property
    def ids(self) -> list[str]:
        """The ids of its elements."""
        return [e.attributes["id"] for e in self.elements if "id" in e.attributes]

    @property
    def is_whole(self) -> bool:
        """Whether it is a page, not a fragment of one."""
        return bool(self.all("html")) and bool(self.all("body"))

    @property
    def buttons(self) -> dict[str, str]:
        """What the grade buttons say below their name, by the grade that they give."""
        return {e.attributes["value"]: e.text for e in self.all("button", name="grade")}

    @property
    def hidden(self) -> dict[str, str]:
        """What its forms send unseen."""
        return {e.attributes["name"]: e.attributes["value"] for e in self.all("input", type="hidden")}
