"""Exams for Word, read back by python-docx and as the XML that they are."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from lxml import etree
from made_exam import HOSTILE, made_exam
from PIL import Image

from studyapp.domain.exam.item import ItemType
from studyapp.exports.exam.word import word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALT = "Front of the body with the places A, B and C <marked>"
FORM_A, FORM_B, KEY = (f"final-{what}.docx" for what in ("form-A", "form-B", "key"))


class Charts:
    """Pictures that are white, and say nothing."""

    def picture(self, _item):
        file = BytesIO()
        Image.new("RGB", (1200, 2400), "white").save(file, "PNG")
        return file.getvalue()

    def alt(self, _item):
        return ALT


def exported(text=HOSTILE, **changes):
    exam = made_exam(text)
    return word(replace(exam, blueprint=replace(exam.blueprint, title="Final", **changes)), Charts())


@pytest.fixture(scope="module")
def output():
    return exported()


def opened(data) -> Document:
    return docx.Document(BytesIO(data))


def parts(data):
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def xml(data, name="word/document.xml"):
    return etree.fromstring(parts(data)[name])


def texts(data, style):
    return [p.text for p in opened(data).paragraphs if p.style.name == style]


def numbered(data):
    """What Word counts: (number, stem, [(letter, option), …]) by the lists themselves."""
    lists = xml(data, "word/numbering.xml")
    starts = {}
    for one in lists.iter(f"{W}num"):
        kind = one.find(f"{W}abstractNumId").get(f"{W}val")
        level = lists.find(f"{W}abstractNum[@{W}abstractNumId='{kind}']/{W}lvl[@{W}ilvl='0']")
        starts[one.get(f"{W}numId")] = int(level.find(f"{W}start").get(f"{W}val"))
    found = []
    for paragraph in xml(data).iter(f"{W}p"):
        place = paragraph.find(f"{W}pPr/{W}numPr")
        if place is None:
            continue
        text = "".join(run.text or "" for run in paragraph.iter(f"{W}t"))
        ident = place.find(f"{W}numId").get(f"{W}val")
        if place.find(f"{W}ilvl").get(f"{W}val") == "0":
            found.append((starts[ident], text, []))
        else:
            assert starts[ident] == found[-1][0], "an option hangs below its own item"
            found[-1][2].append(("ABCDEFG"[len(found[-1][2])], text))
    return found


def test_word_carries_every_type_and_leaves_nothing_out(output):
    assert output.left_out == ()
    assert list(output.files) == [FORM_A, FORM_B, KEY]


@pytest.mark.parametrize(("name", "place"), [(FORM_A, 0), (FORM_B, 1)])
def test_each_form_has_its_stems_and_options_in_its_order_and_verbatim(output, name, place):
    form = made_exam().forms[place]
    found = numbered(output.files[name])
    assert [(number, stem.removesuffix("\xa0[1\xa0point]")) for number, stem, _ in found] == [
        (one.number, one.item.stem) for one in form.items
    ]
    for one, (_, _, options) in zip(form.items, found, strict=True):
        shown = [] if one.item.type is ItemType.HOTSPOT else [option.text for option in one.item.options]
        assert options == list(zip("ABC", shown, strict=False))


def test_the_paper_begins_with_title_form_instructions_and_room_for_a_name(output):
    assert texts(output.files[FORM_A], "Title") == ["Final"]
    assert texts(output.files[FORM_A], "Subtitle") == ["Form A · 10 items · 10 points · 30 minutes"]
    assert f"Read all. {HOSTILE}" in texts(output.files[FORM_A], "Normal")
    assert [text for text in texts(output.files[FORM_A], "Exam Line") if "Name" in text] == ["Name:"]


def test_every_kind_of_item_has_a_heading_and_says_what_to_do(output):
    document = opened(output.files[FORM_A])
    kinds = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert kinds == [one.item.type.label for one in made_exam().forms[0].items]


def test_matching_is_a_table_with_a_header_row_and_a_description(output):
    items = [one.item for one in made_exam().forms[0].items if one.item.premises]
    tables = opened(output.files[FORM_A]).tables
    assert [[[cell.text for cell in row.cells] for row in table.rows] for table in tables] == [
        [["No.", "Statement", "Letter"], *([str(n), one.text, ""] for n, one in enumerate(item.premises, 1))]
        for item in items
    ]
    for table in tables:
        assert table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
        assert table._tbl.tblPr.find(f"{W}tblDescription").get(f"{W}val")


def test_what_is_written_has_lines_to_write_on(output):
    assert texts(output.files[FORM_A], "Exam Line")[3:] == ["Answer:", "Answer:", "Order:"]
    style = xml(output.files[FORM_A], "word/styles.xml").find(f"{W}style[@{W}styleId='ExamLine']/{W}pPr")
    assert style.find(f"{W}pBdr/{W}bottom").get(f"{W}val") == "single"


def test_a_hotspot_shows_letters_and_a_picture_that_fits_with_words_for_it(output):
    assert texts(output.files[FORM_A], "Exam Places") == ["Place:     A     B     C"]
    (shape,) = opened(output.files[FORM_A]).inline_shapes
    assert shape._inline.docPr.get("descr") == ALT
    assert shape.height.cm <= 10
    assert shape.height == pytest.approx(2 * shape.width, abs=2)


def test_pages_are_counted_by_word(output):
    footer = xml(output.files[FORM_A], "word/footer1.xml")
    assert [field.get(f"{W}instr").strip() for field in footer.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]
    assert "Final · Form A · Page " in "".join(footer.itertext())


def test_the_language_is_english_of_britain(output):
    for data in output.files.values():
        languages = xml(data, "word/styles.xml").iter(f"{W}lang")
        assert {language.get(f"{W}val") for language in languages} == {"en-GB"}
        assert opened(data).core_properties.language == "en-GB"


def test_stems_and_headings_are_in_the_outline_and_items_stay_on_one_page(output):
    styles = xml(output.files[FORM_A], "word/styles.xml")
    stem = styles.find(f"{W}style[@{W}styleId='ExamItem']/{W}pPr")
    assert stem.find(f"{W}outlineLvl").get(f"{W}val") == "1"
    assert stem.find(f"{W}keepNext") is not None


def test_no_student_paper_tells_a_key_in_any_of_its_parts(output):
    """Forms that differ in nothing but their keys are the same bytes: so nothing in them can depend on a key."""
    other = made_exam()
    changed = replace(
        other,
        blueprint=replace(other.blueprint, title="Final"),
        forms=tuple(
            replace(form, items=tuple(replace(one, item=_keyed_otherwise(one.item)) for one in form.items))
            for form in other.forms
        ),
    )
    files = word(changed, Charts()).files
    assert files[FORM_A] == output.files[FORM_A]
    assert files[FORM_B] == output.files[FORM_B]
    assert files[KEY] != output.files[KEY]


def _keyed_otherwise(item):
    options = tuple(replace(one, is_key=not one.is_key, id=f"x{one.id}") for one in item.options)
    first = f"x{item.options[0].id}" if item.options else ""
    return replace(
        item,
        id="another",
        options=options,
        premises=tuple(replace(one, key=first) for one in item.premises),
        blanks=tuple(replace(one, accepted=("something else",)) for one in item.blanks),
        order=tuple(f"x{ident}" for ident in item.order[::-1]),
        why=replace(item.why, text="for another reason"),
        facts=("another.fact",),
        closeness=1.0,
    )


@pytest.mark.parametrize("name", [FORM_A, FORM_B])
def test_no_reason_fact_or_typed_answer_stands_in_a_student_paper(output, name):
    whole = b"".join(parts(output.files[name]).values()).decode("latin-1")
    for told in ("Why ", "what it really is", "Gray (1918)", "gluteus-minimus", "answer ~", "idsingle"):
        assert told not in whole
    assert not re.search(r"<w:(comment|vanish|ins|del)\b", whole)


def test_the_key_tells_what_is_right_in_each_form(output):
    tables = opened(output.files[KEY]).tables
    keys = [[row.cells[2].text for row in table.rows][1:] for table in tables]
    typed = f"answer {HOSTILE}"
    form_a = ["B", "B", "A, B", "B", "1–B, 2–A", "1–B, 2–A", typed, typed, "C, A, B", "B"]
    assert keys == [form_a, form_a[::-1]]
    assert [cell.text for cell in tables[0].rows[0].cells][-1] == "Predicted difficulty"
    assert all(table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None for table in tables)


def test_the_key_gives_each_item_once_with_reasons_sources_and_facts(output):
    document = opened(output.files[KEY])
    told = [paragraph.text for paragraph in document.paragraphs]
    assert texts(output.files[KEY], "Heading 2")[0] == "Form A, item 1: Single best answer"
    assert len(texts(output.files[KEY], "Heading 2")) == 10
    assert "Key: form A, item 1: B; form B, item 10: B" in told
    assert "Why: Why single-best-answer is so [Gray (1918), p. 475]" in told
    key = f"second {HOSTILE}"
    assert f"B, right: {key} – {key}: what it really is [Gray (1918), p. 475]" in told
    assert f"1: premise 1 {HOSTILE} → B, green {HOSTILE} – why 1 [Gray (1918), p. 475]" in told
    assert told.count(f"Also right: other {HOSTILE}") == 2
    assert "Facts: gluteus-minimus.origin.gluteal-surface" in told


def test_the_same_exam_is_the_same_bytes_and_tells_no_date_or_author(output):
    assert exported().files == output.files
    for data in output.files.values():
        with ZipFile(BytesIO(data)) as archive:
            assert {part.date_time[0] for part in archive.infolist()} == {1980}
        properties = opened(data).core_properties
        assert not any((properties.author, properties.last_modified_by, properties.comments))
        assert properties.created is properties.modified is None
        assert not [name for name in parts(data) if "thumbnail" in name or "customXml" in name]
        assert b"python-docx" not in b"".join(parts(data).values())


def test_what_xml_cannot_hold_is_marked_and_lines_and_tabs_stay():
    data = exported("\x00\x1f\ud800\ufffe|\ttab\nline", instructions="\x0b", minutes=None).files[FORM_A]
    assert numbered(data)[0][1].startswith("Which? \ufffd\ufffd\ufffd\ufffd|")
    assert texts(data, "Exam Option")[0] == "first \ufffd\ufffd\ufffd\ufffd|\ttab\nline"
    assert texts(data, "Subtitle") == ["Form A · 10 items · 10 points"]


def test_a_title_without_letters_still_makes_a_name_of_a_file():
    assert (
        "exam-key.docx"
        in word(replace(made_exam(), blueprint=replace(made_exam().blueprint, title="肌肉")), Charts()).files
    )
