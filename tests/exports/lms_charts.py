"""What the tests of learning platforms share: painted charts, HTML read back, what XML can hold of a text."""

from html.parser import HTMLParser
from io import BytesIO
from unicodedata import category

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from PIL import Image

WIDTH, HEIGHT = 200, 400
ALT = 'A body with places "A", <B> & C'
ANY_TEXT = st.text(min_size=1, max_size=30)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Charts:
    """Paints white pictures."""

    def picture(self, item):
        buffer = BytesIO()
        Image.new("RGB", (WIDTH, HEIGHT), "white").save(buffer, "PNG")
        return buffer.getvalue()

    def alt(self, item):
        return ALT


class Page(HTMLParser):
    """The text of HTML as a browser has it, and its pictures."""

    def __init__(self, html):
        """Read at once."""
        super().__init__(convert_charrefs=True)
        self.text, self.pictures = "", []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        assert tag in {"p", "br", "img", "div"}, tag
        if tag == "br":
            self.text += "\n"
        if tag == "img":
            self.pictures.append(dict(attrs))

    def handle_data(self, data):
        self.text += data


def read_html(html):
    return Page(html).text


def holdable(text):
    """What XML 1.0 can hold of a text: other characters are replaced; lines end in one way."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join("\ufffd" if is_unwritable(one) else one for one in text)


def is_unwritable(character):
    is_control = ord(character) < 32 and character not in "\t\n"
    return is_control or category(character) == "Cs" or character in "\ufffe\uffff"
