"""Exams as PDF: read back by a reader of PDF that knows nothing of what made them."""

import re
from dataclasses import replace
from unicodedata import normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_exam import HOSTILE, made_exam
from pdf_reader import Pdf, squeezed
from printed_exam import GreyCharts, of_types, rekeyed

from studyapp.domain.exam.forms import ExamForm, FormItem
from studyapp.domain.exam.item import Blank, ItemType, Rationale
from studyapp.domain.exam.rules import Finding, Severity
from studyapp.errors import ExportError
from studyapp.exports.exam.pdf import PaperSize, pdf

CHARTS = GreyCharts()
PAPER, SHEET, KEY = "an-exam-form-A.pdf", "an-exam-form-A-answer-sheet.pdf", "an-exam-key.pdf"
LARGEST = 300_000


def titled(exam, title="An exam"):
    return replace(exam, blueprint=replace(exam.blueprint, title=title))


def printed(exam=None, **options):
    return pdf(titled(exam or made_exam()), CHARTS, **options)


def read(output, name):
    return Pdf(output.files[name])


def as_printed(text, output):
    """A text as the computer's fonts can print it."""
    boxed = text.replace("肌", "□").replace("肉", "□") if output.left_out else text
    return normalize("NFC", squeezed(boxed))


def with_items(*items):
    exam = made_exam("", forms="A")
    listed = tuple(FormItem(number=number, item=item) for number, item in enumerate(items, start=1))
    return replace(exam, forms=(ExamForm(letter="A", items=listed),))


def single(**changes):
    (one,) = of_types(made_exam("", forms="A"), ItemType.SINGLE).forms[0].items
    return replace(one.item, **changes)


# --- The paper ------------------------------------------------------------------------------------------------------


def test_a_paper_holds_every_stem_option_and_premise_of_its_form_whatever_is_written_in_them():
    output = printed()
    for form in made_exam().forms:
        text = normalize("NFC", read(output, f"an-exam-form-{form.letter}.pdf").text())
        for one in form.items:
            options = () if one.item.type is ItemType.HOTSPOT else one.item.options
            assert f"{one.number}." in text
            for part in one.item.stem.split("_____"):
                assert as_printed(part, output) in text
            for place, option in enumerate(options):
                assert as_printed(f"{'ABC'[place]}. {option.text}", output) in text
            for place, premise in enumerate(one.item.premises, start=1):
                assert as_printed(f"{place}. {premise.text}", output) in text


def test_a_paper_says_how_much_there_is_to_do_and_how():
    text = read(printed(), PAPER).text()
    for told in ("An exam", "Form A", "10 items · 10 points · 30 minutes", "Name", "Number", "Date", "Read all."):
        assert squeezed(told) in text
    assert squeezed("Choose the one best answer. 1 point each.") in text


def test_points_stand_at_each_item_where_those_of_a_section_differ():
    text = read(printed(with_items(single(), single(id="b", points=3))), PAPER).text()
    assert "[1point]" in text
    assert "[3points]" in text


def test_the_gap_of_a_cloze_is_a_line_whose_length_tells_nothing():
    text = read(printed(), PAPER).text()
    gaps = {len(gap) for gap in re.findall("_{5,}", text)}
    assert len(gaps) == 1
    assert min(gaps) > 10


def test_every_page_tells_its_form_and_its_number():
    paper = read(printed(), PAPER)
    for number, page in enumerate(paper.pages, start=1):
        assert f"FormA·{number}/{len(paper.pages)}" in paper.text(page)


def test_no_text_of_an_item_is_smaller_than_ten_and_a_half_points():
    paper = read(printed(), PAPER)
    small = [run.text.strip() for page in paper.pages for run in paper.runs(page) if run.size < 10.5]
    assert {text for text in small if not text.startswith("Form A · ")} <= {"Name", "Number", "Date", "→"}


def test_no_item_is_broken_across_pages():
    items = [
        single(
            id=str(n),
            stem=f"Question {n}x? " + "word " * 60,
            options=tuple(replace(option, text=f"option {n}x{place}") for place, option in enumerate(single().options)),
        )
        for n in range(1, 25)
    ]
    paper = read(printed(with_items(*items)), PAPER)
    texts = [paper.text(page) for page in paper.pages]
    assert len(texts) > 2
    for n in range(1, 25):
        parts = [f"Question{n}x?", f"option{n}x0", f"option{n}x2"]
        assert [all(part in text for part in parts) for text in texts].count(True) == 1


def test_an_item_that_no_page_can_hold_runs_on_to_the_next():
    paper = read(printed(with_items(single(stem="word " * 1500 + "last of all?"))), PAPER)
    words = [paper.text(page).count("word") for page in paper.pages]
    assert sum(words) == 1500
    assert all(0 < number < 900 for number in words), "a page holds no more"
    assert "lastofall?" in paper.text(paper.pages[-1])


@pytest.mark.parametrize(("size", "points"), [(PaperSize.A4, (595, 842)), (PaperSize.LETTER, (612, 792))])
def test_papers_come_in_two_sizes(size, points):
    output = printed(size=size)
    for name in output.files:
        paper = read(output, name)
        assert {paper.size(page) for page in paper.pages} == {points}


def test_names_of_files_come_from_the_title_and_the_form():
    assert next(iter(pdf(made_exam(forms="A"), CHARTS).files)) == "an-exam-1-1-x-y-d-x-b-i-c-e-e-end-form-A.pdf"
    assert list(pdf(titled(made_exam(forms="A"), "肌肉"), CHARTS).files) == [
        "exam-form-A.pdf",
        "exam-form-A-answer-sheet.pdf",
        "exam-key.pdf",
    ]


# --- What it must not tell ------------------------------------------------------------------------------------------


def test_papers_and_answer_sheets_are_the_same_to_the_byte_whatever_is_right():
    one, other = printed().files, printed(rekeyed(made_exam())).files
    for name in one:
        assert (one[name] == other[name]) == (name != KEY), name


def test_nothing_in_a_file_for_students_tells_reasons_sources_or_facts():
    files = printed().files
    for name in files.keys() - {KEY}:
        held = Pdf(files[name]).everything()
        for secret in (b"Why", b"really", b"Gray", b"gluteus", b"trigger-points", b"predicted", b"made-exam"):
            assert secret not in held, (name, secret)


def test_the_places_of_a_hotspot_are_letters_alone():
    output = printed(of_types(made_exam(), ItemType.HOTSPOT))
    for name in (PAPER, SHEET):
        held = Pdf(output.files[name]).everything()
        assert not any(word in held for word in (b"first", b"second", b"third"))
    assert "ABC" in read(output, PAPER).text()


# --- The file -------------------------------------------------------------------------------------------------------


def test_the_same_exam_makes_the_same_bytes_without_a_date():
    one, other = printed(), printed()
    assert one == other
    assert not any(date in Pdf(file).everything() for file in one.files.values() for date in (b"Date(", b"CreateDate"))


def test_every_file_is_an_accessible_pdf_with_its_title():
    for name, file in printed().files.items():
        held = Pdf(file).everything()
        assert b"/MarkInfo<</Marked true" in held, name
        assert b"<pdfuaid:part>1<" in held, name
        assert b"/Lang(en)" in held, name
        assert b"An exam</rdf:li>" in held, name
        assert b"/Author" not in held, name


def test_items_are_headings_options_are_lists_and_pictures_have_words():
    held = Pdf(printed().files[PAPER]).everything()
    tags = set(re.findall(rb"/S/(\w+)", held))
    assert {b"Title", b"H1", b"H2", b"P", b"L", b"LI", b"Lbl", b"LBody", b"Figure"} <= tags
    assert b"A body with letters." in held


def test_a_paper_without_pictures_is_small():
    items = [single(id=str(number), stem=f"Which of these is number {number}?") for number in range(60)]
    assert all(len(file) < LARGEST for file in printed(with_items(*items)).files.values())


# --- The answer sheet -----------------------------------------------------------------------------------------------


def test_an_answer_sheet_has_room_for_every_item():
    text = read(printed(), SHEET).text()
    for row in ("1ABC", "2ABC", "3ABC", "4AB", "5.1ABC", "5.2ABC", "6.1ABC", "6.2ABC", "10ABC", "7", "8", "9→→"):
        assert row in text
    assert "FormA" in text


def test_an_answer_sheet_keeps_the_order_of_the_items_so_that_no_answer_lands_beside_another_number():
    items = [single(id="a"), replace(single(id="b"), type=ItemType.SHORT, options=(), blanks=(Blank(accepted=("x",)),))]
    text = read(printed(with_items(*items, single(id="c"))), SHEET).text()
    assert text.index("1ABC") < text.rindex("2") < text.index("3ABC")


def test_an_answer_sheet_of_many_items_has_them_all_once():
    items = [single(id=str(number)) for number in range(150)]
    sheet = read(printed(with_items(*items)), SHEET)
    rows = re.findall(r"(\d+)ABC", re.sub(r"FormA·\d/\d", "", sheet.text()))
    assert sorted(map(int, rows)) == list(range(1, 151))


# --- The key --------------------------------------------------------------------------------------------------------


def test_the_key_answers_every_form_in_its_own_letters():
    one = single()
    forms = (
        ExamForm(letter="A", items=(FormItem(number=1, item=one),)),
        ExamForm(letter="B", items=(FormItem(number=7, item=replace(one, options=one.options[::-1])),)),
        ExamForm(letter="C", items=(FormItem(number=3, item=replace(one, options=one.options[1:] + one.options[:1])),)),
    )
    text = read(printed(replace(made_exam(""), forms=forms)), KEY).text()
    assert "AnswerstoformA1BAnswerstoformB7BAnswerstoformC3A" in text
    assert squeezed("Form A, 1 · Form B, 7 · Form C, 3") in text
    assert "ACCfirst" in text


def test_the_key_tells_every_kind_of_answer():
    text = read(printed(made_exam("", forms="A")), KEY).text()
    for answer in ("1B", "3A,B", "4B", "51B,2A", "61B,2A", "7answer", "9C→A→B"):
        assert answer in text


def test_the_key_defends_every_item():
    text = read(printed(made_exam("", forms="A")), KEY).text()
    for told in (
        "Why single-best-answer is so",
        "first : what it really is [1]",
        "Sources 1 Gray (1918), p. 475",
        "why 1",
        "Facts: gluteus-minimus.origin.gluteal-surface",
        "predicted difficulty: medium",
        "answer / other",
    ):
        assert squeezed(told) in text


def test_the_key_tells_warnings_and_why_they_were_waived():
    exam = replace(
        made_exam("", forms="A"),
        findings=(
            Finding("O3", Severity.WARNING, "idsinglebestanswer", "has unlike lengths"),
            Finding("S4", Severity.WARNING, "idsinglebestanswer", "says “only”"),
            Finding("P2", Severity.WARNING, "A", "has four keys in a row"),
        ),
        waived={"S4 idsinglebestanswer": "It is a quotation."},
    )
    text = read(printed(exam), KEY).text()
    assert squeezed("O3 (warning): has unlike lengths") in text
    assert squeezed("S4 (warning): says “only” – waived: It is a quotation.") in text
    assert squeezed("P2 (warning): form A has four keys in a row") in text


def test_the_key_gives_a_reason_once():
    one = single(why=Rationale(text="It is so. And more.", sources=("A",)))
    options = tuple(replace(option, why=Rationale(text="It is so.", sources=("A",))) for option in one.options)
    text = read(printed(with_items(replace(one, options=options))), KEY).text()
    assert text.count("Itisso.") == 1


# --- What cannot be set ---------------------------------------------------------------------------------------------


def test_what_no_font_has_is_a_box_and_told():
    output = printed(with_items(single(stem="What is \U0010fffd?")))
    assert "Whatis□?" in read(output, PAPER).text()
    assert output.left_out == (f"{PAPER}, {KEY}: No font has (U+10FFFD); printed as □.",)


def test_a_title_that_the_fonts_have_is_set_without_a_note():
    assert printed(made_exam("ἀ α\u0301 e\u0301 Ø ≤ → ½ “x”")).left_out == ()


def test_control_characters_print_nothing():
    output = printed(with_items(single(stem="What\x00 is\x07 it?")))
    assert "Whatisit?" in read(output, PAPER).text()


def test_more_options_than_letters_are_refused():
    many = tuple(replace(single().options[0], id=f"o{n}", text=f"number {n}") for n in range(27))
    with pytest.raises(ExportError, match="Form A, item 1 has more options than there are letters"):
        printed(with_items(single(options=many)))


def test_a_picture_that_is_none_is_a_sentence():
    class Broken(GreyCharts):
        def picture(self, item):
            return b"no picture"

    with pytest.raises(ExportError, match="cannot be set as PDF"):
        pdf(titled(made_exam(forms="A")), Broken())


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=30))
@example(">ILky¡µ¶Õ×éí\u07fb")  # a packed part of this paper ends in what looks like the end of a line
def test_any_text_can_be_set(text):
    output = printed(with_items(single(stem=f"Which? {text} end?")))
    assert "end?" in read(output, PAPER).text()


def test_the_hostile_text_is_not_markup_for_typst():
    text = read(
        printed(with_items(single(stem=f"#panic() #set page(width: 1pt) {HOSTILE} $ * _ // end?"))), PAPER
    ).text()
    assert squeezed("#panic() #set page(width: 1pt)") in text
    assert squeezed("$ * _ // end?") in text
