"""Exams as pages for print: read back by the parser of Python, which knows nothing of the template."""

import re
from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_exam import HOSTILE, made_exam
from printed_exam import GreyCharts, of_types, rekeyed

from studyapp.domain.exam.item import ItemType
from studyapp.domain.exam.rules import Finding, Severity
from studyapp.exports.exam.page import page

CHARTS = GreyCharts()
VOID = {"meta", "img", "br", "link", "input", "hr"}
PAPER, KEY = "an-exam-form-A.html", "an-exam-key.html"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Page(HTMLParser):
    """Every element with its attributes, and the text of each."""

    def __init__(self, file):
        """Read a page."""
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.texts = [], [], []
        self.feed(file.decode("utf-8"))
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.texts.append("")
        if tag not in VOID:
            self.open.append((tag, len(self.elements) - 1))

    def handle_endtag(self, tag):
        opened, _ = self.open.pop()
        assert opened == tag

    def handle_data(self, data):
        for _, place in self.open:
            self.texts[place] += data

    def all(self, tag, css=None):
        """The texts of the elements of a kind, without the white space around them."""
        return [
            text.strip(" \n")
            for (name, attrs), text in zip(self.elements, self.texts, strict=True)
            if name == tag and (css is None or css in attrs.get("class", "").split())
        ]

    @property
    def text(self):
        return " ".join(self.texts[0].split())


def titled(exam):
    return replace(exam, blueprint=replace(exam.blueprint, title="An exam"))


def laid_out(exam=None):
    return page(titled(exam or made_exam()), CHARTS)


def read(output, name):
    return Page(output.files[name])


def test_a_paper_holds_every_stem_option_and_premise_of_its_form_as_it_is_written():
    output = laid_out()
    for form in made_exam().forms:
        paper = read(output, f"an-exam-form-{form.letter}.html")
        stems = [one.item.stem.replace("_____", "_" * 14) for one in form.items]
        assert [text for text in paper.all("p") if text in stems] == stems
        options = [o.text for i in form.items for o in i.item.options if i.item.type is not ItemType.HOTSPOT]
        premises = [premise.text for one in form.items for premise in one.item.premises]
        listed = paper.all("li")
        assert [text for text in listed if text in options] == options
        assert [text for text in paper.all("span") if text in premises] == premises
        assert paper.all("h3") == [f"{one.number}." for one in form.items]


def test_a_title_stands_in_its_place_and_in_the_window():
    paper = Page(page(made_exam(), CHARTS).files["an-exam-1-1-x-y-d-x-b-i-c-e-e-end-form-A.html"])
    assert paper.all("h1") == paper.all("title") == [f"An exam {HOSTILE}"]


def test_a_paper_tells_how_much_there_is_to_do():
    text = read(laid_out(), PAPER).text
    assert "10 items · 10 points · 30 minutes" in text
    assert "Form A" in text
    assert "NameNumberDate" in text


@pytest.mark.parametrize("name", [PAPER, KEY])
def test_nothing_runs_and_nothing_is_fetched(name):
    one = read(laid_out(made_exam('"><script>x()</script><img src=x onerror=x()> {{ 7*7 }} {% raw %}')), name)
    assert {tag for tag, _ in one.elements}.isdisjoint({"script", "iframe", "object", "link", "form", "a", "base"})
    names = {attribute for _, attrs in one.elements for attribute in attrs}
    assert not any(attribute.startswith("on") for attribute in names)
    assert all(attrs["src"].startswith("data:image/png;base64,") for tag, attrs in one.elements if tag == "img")
    assert "{{ 7*7 }}" in one.text
    (style,) = one.all("style")
    assert "url(" not in style
    assert "@import" not in style


def test_pictures_lie_within_and_have_words():
    (image,) = [attrs for tag, attrs in read(laid_out(), PAPER).elements if tag == "img"]
    assert b64decode(image["src"].partition(",")[2]) == CHARTS.picture(None)
    assert image["alt"] == "A body with letters."


def test_a_page_breaks_between_items_and_fits_a_phone():
    paper = laid_out().files[PAPER].decode()
    assert re.search(r"@media print \{.*\.item[^}]*break-inside: avoid", paper, re.DOTALL)
    assert '<meta name="viewport" content="width=device-width' in paper


def test_papers_are_the_same_to_the_byte_whatever_is_right():
    one, other = laid_out().files, laid_out(rekeyed(made_exam())).files
    for name in one:
        assert (one[name] == other[name]) == (name != KEY), name


def test_the_places_of_a_hotspot_are_letters_alone():
    paper = laid_out(of_types(made_exam(), ItemType.HOTSPOT)).files[PAPER].decode()
    assert not any(word in paper.partition("</style>")[2] for word in ("first", "second", "third"))


def test_the_same_exam_makes_the_same_bytes():
    assert laid_out() == laid_out()


def test_the_key_shows_what_items_show():
    made = made_exam("")
    shown = {one.item.id for form in made.forms for one in form.items if one.item.picture is not None}
    key = read(laid_out(made), KEY)
    alts = [attributes["alt"] for tag, attributes in key.elements if tag == "img"]
    assert alts
    assert len(alts) == len(shown)


def test_the_pairs_of_a_matching_stand_beside_its_options_and_the_item_beside_its_number():
    html = laid_out(made_exam("")).files[PAPER].decode()
    assert "div.matching { display: grid" in html
    assert '<article class="item matching">' in html


def test_the_key_answers_every_form_and_defends_every_item():
    text = read(laid_out(made_exam("")), KEY).text
    for told in (
        "Answers to form A 1 B2 B3 A, B4 B5 1 B, 2 A6 1 B, 2 A7 answer 8 answer 9 C → A → B10 B",
        "Answers to form B 1 B2 C → A → B",
        "Form A, 1 · Form B, 10",
        "Why: Why single-best-answer is so [1]",
        "first : what it really is [1]",
        "Sources Gray (1918), p. 475",
        "Facts: gluteus-minimus.origin.gluteal-surface",
        "predicted difficulty: medium",
    ):
        assert told in text


def test_the_key_tells_warnings_and_why_they_were_waived():
    found = (Finding("S4", Severity.WARNING, "idsinglebestanswer", "says “only” <b>"),)
    exam = replace(made_exam(""), findings=found, waived={"S4 idsinglebestanswer": "It is a quotation."})
    (told,) = read(laid_out(exam), KEY).all("p", "found")
    assert told == "S4 (warning): says “only” <b> – waived: It is a quotation."


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_read_back_as_it_was(text):
    exam = of_types(made_exam(text, forms="A"), ItemType.SINGLE)
    stem = CONTROL.sub("", f"Which? {text}").replace("\r\n", "\n").replace("\r", "\n")
    paper = Page(laid_out(exam).files[PAPER].replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    assert stem.strip(" \n") in paper.all("p")
