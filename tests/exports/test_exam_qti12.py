"""QTI 1.2 for Canvas: the package is opened, its conditions are followed, its parts held against Canvas's profile."""

from dataclasses import dataclass, field, replace
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from hypothesis import given
from lms_charts import ALT, ANY_TEXT, FEW, Charts, Page, holdable, read_html
from made_exam import CHART, HOSTILE, item, items, made_exam
from test_exam_moodle_xml import exam_of

from studyapp.domain.exam.item import GAP, Blank, ItemType
from studyapp.exports.exam.qti12 import CARRIES, qti12

QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
PACKAGE = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
CANVAS = "{http://canvas.instructure.com/xsd/cccv1p0}"
CONTENT = {
    "item": ("itemmetadata", "presentation", "resprocessing", "itemfeedback"),
    "resprocessing": ("outcomes", "respcondition"),
    "respcondition": ("conditionvar", "setvar", "displayfeedback"),
    "response_lid": ("material", "render_choice"),
    "presentation": ("material", "response_lid", "response_str"),
}
"""In which order parts stand."""


@dataclass
class Question:
    """An item of QTI 1.2 as it was read."""

    element: ET.Element
    ident: str
    title: str
    kind: str
    points: str
    page: Page
    responses: dict = field(default_factory=dict)
    """By response its text, its options by id."""
    feedback: dict = field(default_factory=dict)

    def score(self, **answers):
        """What answers are worth in per cent, as the conditions say one after another."""
        score = 0.0
        for condition in self.element.iter(f"{QTI}respcondition"):
            if all(holds(one, answers) for one in grouped(condition.find(f"{QTI}conditionvar"))):
                mark = condition.find(f"{QTI}setvar")
                if mark is not None:
                    score = float(mark.text) + (score if mark.get("action") == "Add" else 0)
                if condition.get("continue", "No") == "No" and mark is not None and mark.get("action") == "Set":
                    return score
        return score

    def told(self, **answers):
        """The feedback that answers are given."""
        return [
            self.feedback[one.get("linkrefid")]
            for condition in self.element.iter(f"{QTI}respcondition")
            if all(holds(test, answers) for test in grouped(condition.find(f"{QTI}conditionvar")))
            for one in condition.findall(f"{QTI}displayfeedback")
        ]


def grouped(conditions):
    """Several values of one answer stand for any of them."""
    equal = [one for one in conditions if one.tag == f"{QTI}varequal"]
    return [equal] if len(equal) > 1 else list(conditions)


def holds(test, answers):
    if isinstance(test, list):
        return any(holds(one, answers) for one in test)
    match test.tag.removeprefix(QTI):
        case "other":
            return True
        case "and":
            return all(holds(one, answers) for one in test)
        case "not":
            return not holds(test[0], answers)
        case "varequal":
            given_ = answers.get(test.get("respident"), "")
            return test.text in given_ if isinstance(given_, set) else test.text.casefold() == given_.casefold()
    raise AssertionError(test.tag)


def read_mattext(element):
    found = element.find(f"{QTI}material/{QTI}mattext")
    return read_html(found.text) if found.get("texttype") == "text/html" else found.text or ""


def read_question(element):
    fields = {
        one[0].text: one[1].text for one in element.findall(f"{QTI}itemmetadata/{QTI}qtimetadata/{QTI}qtimetadatafield")
    }
    presentation = element.find(f"{QTI}presentation")
    question = Question(
        element=element,
        ident=element.get("ident"),
        title=element.get("title"),
        kind=fields["question_type"],
        points=fields["points_possible"],
        page=Page(presentation.find(f"{QTI}material/{QTI}mattext").text),
    )
    for response in presentation.findall(f"{QTI}response_lid"):
        labels = response.findall(f"{QTI}render_choice/{QTI}response_label")
        told = read_mattext(response) if response.find(f"{QTI}material") is not None else ""
        question.responses[response.get("ident")] = told, {one.get("ident"): read_mattext(one) for one in labels}
    for feedback in element.findall(f"{QTI}itemfeedback"):
        question.feedback[feedback.get("ident")] = read_mattext(feedback.find(f"{QTI}flow_mat"))
    return question


def opened(output, form="A"):
    (content,) = (content for name, content in output.files.items() if f"form-{form}-canvas.zip" in name)
    with ZipFile(BytesIO(content)) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist()}


def parsed(files, name):
    return ET.fromstring(files[name])  # noqa: S314  # our own file


def assessment(files):
    (name,) = (name for name in files if name.endswith(".xml") and name.count("/") == 1 and "meta" not in name)
    return parsed(files, name)


def questions(output, form="A"):
    return [read_question(one) for one in assessment(opened(output, form)).iter(f"{QTI}item")]


def by_type(text=HOSTILE):
    exam = made_exam(text)
    carried = [one.item.type for one in exam.forms[0].items if one.item.type in CARRIES]
    return dict(zip(carried, questions(qti12(exam, Charts())), strict=True))


def test_every_type_is_the_question_type_that_canvas_marks_so():
    assert {kind: one.kind for kind, one in by_type().items()} == {
        ItemType.SINGLE: "multiple_choice_question",
        ItemType.VIGNETTE: "multiple_choice_question",
        ItemType.MULTIPLE: "multiple_answers_question",
        ItemType.TRUE_FALSE: "true_false_question",
        ItemType.MATCHING: "matching_question",
        ItemType.EXTENDED: "matching_question",
        ItemType.SHORT: "short_answer_question",
        ItemType.CLOZE: "short_answer_question",
        ItemType.HOTSPOT: "multiple_choice_question",
    }


def test_stems_arrive_to_the_letter():
    for kind, question in by_type().items():
        (made,) = (one for one in items() if one.type is kind)
        assert question.page.text == made.stem


@pytest.mark.parametrize("kind", [ItemType.SINGLE, ItemType.VIGNETTE])
def test_the_right_option_alone_has_the_mark_and_each_tells_what_it_really_is(kind):
    question = by_type()[kind]
    _, options = question.responses["response1"]
    assert list(options.values()) == [f"first {HOSTILE}", f"second {HOSTILE}", f"third {HOSTILE}"]
    assert [question.score(response1=one) for one in options] == [0, 100, 0]
    assert question.told(response1="o1") == [
        f"Why {kind} is so (Gray (1918), p. 475)",
        f"first {HOSTILE}: what it really is (Gray (1918), p. 475)",
    ]


def test_true_and_false_are_marked():
    question = by_type()[ItemType.TRUE_FALSE]
    _, options = question.responses["response1"]
    assert {text: question.score(response1=one) for one, text in options.items()} == {"True": 0, "False": 100}


def test_a_multiple_response_wants_every_right_option_and_no_other():
    question = by_type()[ItemType.MULTIPLE]
    assert question.score(response1={"o1", "o2"}) == 100
    assert question.score(response1={"o1"}) == question.score(response1={"o1", "o2", "o3"}) == 0


@pytest.mark.parametrize("kind", [ItemType.MATCHING, ItemType.EXTENDED])
def test_each_premise_has_its_part_of_the_mark(kind):
    question = by_type()[kind]
    texts = [text for text, _ in question.responses.values()]
    assert texts == [f"premise 1 {HOSTILE}", f"premise 2 {HOSTILE}"]
    _, options = question.responses["response_2"]
    assert list(options.values()) == [f"{name} {HOSTILE}" for name in ("red", "green", "blue")]
    assert question.score(response_1="o2", response_2="o1") == 100
    assert question.score(response_1="o2", response_2="o3") == 50
    assert f"1. green {HOSTILE}: why 1" in question.feedback["general_fb"]


@pytest.mark.parametrize("kind", [ItemType.SHORT, ItemType.CLOZE])
def test_every_accepted_answer_has_the_mark(kind):
    question = by_type()[kind]
    for name, mark in ("answer", 100), ("OTHER", 100), ("third", 0):
        assert question.score(response1=f"{name} {HOSTILE}") == mark


def test_several_gaps_are_named_in_the_stem_and_marked_each():
    blanks = (Blank(accepted=("one", "uno")), Blank(accepted=("two",)))
    (question,) = questions(qti12(exam_of(item(ItemType.CLOZE, f"{GAP}, {GAP}.", blanks=blanks)), Charts()))
    assert question.kind == "fill_in_multiple_blanks_question"
    assert question.page.text == "[gap1], [gap2]."
    assert [list(options.values()) for _, options in question.responses.values()] == [["one", "uno"], ["two"]]
    first, second = (list(options) for _, options in question.responses.values())
    assert question.score(response_gap1=first[0], response_gap2=second[0]) == 100
    assert question.score(response_gap1=first[1]) == 50


def test_a_hotspot_offers_the_letters_of_its_picture():
    question = by_type()[ItemType.HOTSPOT]
    assert question.responses["response1"][1] == {"o1": "A", "o2": "B", "o3": "C"}
    assert question.score(response1="o2") == 100
    assert question.page.pictures == [{"src": "$IMS-CC-FILEBASE$/pictures/item-10.png", "alt": ALT}]


def test_marks_are_set_on_one_score_save_those_of_pairs_and_gaps():
    for kind, question in by_type().items():
        marks = list(question.element.iter(f"{QTI}setvar"))
        assert {one.get("varname") for one in marks} == {"SCORE"}
        assert {one.get("action") for one in marks} == {"Add" if kind in {"matching", "extended-matching"} else "Set"}
        (declared,) = question.element.iter(f"{QTI}decvar")
        assert declared.attrib == {"maxvalue": "100", "minvalue": "0", "varname": "SCORE", "vartype": "Decimal"}


def test_parts_stand_in_the_order_of_the_schema():
    for element in assessment(opened(qti12(made_exam(), Charts()))).iter():
        wanted = CONTENT.get(element.tag.removeprefix(QTI))
        if wanted:
            places = [wanted.index(one.tag.removeprefix(QTI)) for one in element]
            assert places == sorted(places)


def test_what_is_referred_to_is_there():
    for question in questions(qti12(made_exam(), Charts())):
        told = {one.get("linkrefid") for one in question.element.iter(f"{QTI}displayfeedback")}
        assert told == set(question.feedback)
        for one in question.element.iter(f"{QTI}varequal"):
            ident = one.get("respident")
            assert ident not in question.responses or one.text in question.responses[ident][1]


def test_the_manifest_names_every_file_and_every_dependency_is_a_resource():
    files = opened(qti12(made_exam(), Charts()))
    manifest = parsed(files, "imsmanifest.xml")
    resources = {one.get("identifier"): one for one in manifest.iter(f"{PACKAGE}resource")}
    named = {one.get("href") for one in manifest.iter(f"{PACKAGE}file")}
    assert named == set(files) - {"imsmanifest.xml"}
    assert all(one.get("href", next(iter(named))) in named for one in resources.values())
    (quiz,) = (one for one in resources.values() if one.get("type") == "imsqti_xmlv1p2")
    needed = {one.get("identifierref") for one in quiz.iter(f"{PACKAGE}dependency")}
    assert needed == set(resources) - {quiz.get("identifier")}
    assert assessment(files)[0].get("ident") == quiz.get("identifier")


def test_a_quiz_has_its_title_instructions_time_and_points_and_shows_no_results():
    files = opened(qti12(made_exam(), Charts()))
    (name,) = (name for name in files if name.endswith("/assessment_meta.xml"))
    meta = {one.tag.removeprefix(CANVAS): one.text for one in parsed(files, name)}
    assert meta["title"] == f"An exam {HOSTILE} – Form A"
    assert read_html(meta["description"]) == f"Read all. {HOSTILE}"
    assert (meta["time_limit"], meta["points_possible"], meta["allowed_attempts"]) == ("30", "9", "1")
    assert (meta["shuffle_answers"], meta["show_correct_answers"], meta["hide_results"]) == ("false", "false", "always")


def test_points_are_carried():
    (question,) = questions(qti12(exam_of(replace(items()[0], points=3)), Charts()))
    assert question.points == "3"


def test_forms_share_no_id_for_canvas_would_take_one_for_a_newer_version_of_the_other():
    output = qti12(made_exam(), Charts())
    idents = [{question.ident for question in questions(output, form)} for form in "AB"]
    assert len(idents[0]) == len(idents[1]) == len(CARRIES)
    assert idents[0].isdisjoint(idents[1])


def test_what_canvas_has_no_question_type_for_is_left_out_and_told():
    assert qti12(made_exam(), Charts()).left_out == (
        "Form A, item 9 (Ordering): QTI 1.2 for Canvas has no such item.",
        "Form B, item 2 (Ordering): QTI 1.2 for Canvas has no such item.",
    )


def test_the_same_exam_makes_the_same_bytes_without_a_date():
    output = qti12(made_exam(), Charts())
    assert output == qti12(made_exam(), Charts())
    for content in output.files.values():
        assert {one.date_time[0] for one in ZipFile(BytesIO(content)).infolist()} == {1980}


def test_what_students_see_does_not_change_with_the_key():
    seen = []
    for key in "o1", "o2", "o3":
        made = [
            replace(one, picture=CHART, options=tuple(replace(o, is_key=o.id == key) for o in one.options))
            for one in items()
            if one.type in {ItemType.SINGLE, ItemType.HOTSPOT, ItemType.MULTIPLE}
        ]
        output = qti12(exam_of(*made), Charts())
        read = questions(output)
        seen.append(
            (list(opened(output)), [(q.title, q.ident, q.page.text, q.page.pictures, q.responses) for q in read])
        )
    assert seen[0] == seen[1] == seen[2]


@FEW
@given(ANY_TEXT)
def test_any_text_arrives_save_what_xml_cannot_hold(text):
    read = by_type(text)
    kept = holdable(text)
    assert read[ItemType.SINGLE].page.text == f"Which? {kept}"
    assert read[ItemType.SINGLE].responses["response1"][1]["o2"] == f"second {kept}"
    assert read[ItemType.MATCHING].responses["response_1"] == (
        f"premise 1 {kept}",
        {"o1": f"red {kept}", "o2": f"green {kept}", "o3": f"blue {kept}"},
    )
    assert read[ItemType.SHORT].score(response1=f"answer {kept}") == 100
