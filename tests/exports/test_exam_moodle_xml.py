"""Moodle XML, read as Moodle's importer reads it."""

import re
from base64 import b64decode
from dataclasses import dataclass, field, replace
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from lms_charts import ALT, ANY_TEXT, FEW, Charts, Page, holdable, read_html
from made_exam import CHART, HOSTILE, item, items, made_exam, option

from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.forms import ExamForm, FormItem
from studyapp.domain.exam.item import GAP, Blank, ItemType
from studyapp.exports.exam.moodle_xml import CARRIES, moodle_xml

GRADES = (100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 11.11111)
GRADES += (10, 5, 0)
EMBEDDED = re.compile(r"\{([0-9]*):(SHORTANSWER|SA|MW):(.*?(?<!\\))\}", re.DOTALL)
ALTERNATIVE = re.compile(r"~?(=|%(-?[0-9]+)%)?(.+?(?<!\\|&)(?=[~#}]|$))(#(.*?(?<!\\)(?=[~}]|$)))?", re.DOTALL)


@dataclass
class Question:
    """A question of Moodle as it was read."""

    kind: str
    name: str
    stem: str
    page: Page
    general: str
    mark: float
    idnumber: str
    tags: list
    files: dict
    single: bool | None = None
    shuffle: bool | None = None
    answers: list = field(default_factory=list)
    """Text, fraction, feedback."""
    pairs: list = field(default_factory=list)
    settings: dict = field(default_factory=dict)


def text_of(element, path):
    found = element.find(f"{path}/text")
    return (found.text or "") if found is not None else ""


def read_question(element):
    page = Page(text_of(element, "questiontext"))
    question = Question(
        kind=element.get("type"),
        name=text_of(element, "name"),
        stem=page.text,
        page=page,
        general=read_html(text_of(element, "generalfeedback")),
        mark=float(element.findtext("defaultgrade")),
        idnumber=element.findtext("idnumber"),
        tags=[one.text for one in element.findall("tags/tag/text")],
        files={one.get("name"): b64decode(one.text) for one in element.findall("questiontext/file")},
        settings={one.tag: one.text for one in element if len(one) == 0},
    )
    assert element.find("questiontext").get("format") == "html"
    question.single = {"true": True, "false": False, None: None}[element.findtext("single")]
    question.shuffle = {"true": True, "false": False, None: None}[element.findtext("shuffleanswers")]
    for answer in element.findall("answer"):
        text = text_of(answer, ".")
        fraction = float(answer.get("fraction"))
        if question.kind != "ordering":
            assert any(abs(abs(fraction) - grade) < 0.00001 for grade in GRADES), fraction
        is_html = answer.get("format") == "html"
        question.answers.append(
            (read_html(text) if is_html else text, fraction, read_html(text_of(answer, "feedback")))
        )
    for pair in element.findall("subquestion"):
        question.pairs.append((read_html(text_of(pair, ".")), text_of(pair, "answer")))
    return question


def questions(output, form="A"):
    (content,) = (content for name, content in output.files.items() if f"form-{form}-" in name)
    quiz = ET.fromstring(content)  # noqa: S314  # our own file
    assert quiz.tag == "quiz"
    return [read_question(one) for one in quiz.findall("question") if one.get("type") != "category"]


def by_type(text=HOSTILE):
    exam = made_exam(text)
    return dict(zip((one.item.type for one in exam.forms[0].items), questions(moodle_xml(exam, Charts())), strict=True))


def exam_of(*chosen, **changes):
    form = ExamForm(letter="A", items=tuple(FormItem(number=n, item=one) for n, one in enumerate(chosen, start=1)))
    made = made_exam()
    return Exam(id="e", blueprint=replace(made.blueprint, **changes), deck="d", deck_version="1", forms=(form,))


def is_accepted(pattern, typed):
    """As Moodle compares short answers: an unescaped star stands for any text."""
    pieces = re.split(r"(?<!\\)\*+", pattern)
    expression = ".*".join(re.escape(piece.replace("\\*", "*")) for piece in pieces)
    return re.fullmatch(expression, typed, re.IGNORECASE | re.DOTALL) is not None


def test_every_type_is_carried_as_the_question_type_that_marks_it():
    kinds = {kind: one.kind for kind, one in by_type().items()}
    assert set(kinds) == CARRIES == set(ItemType)
    assert kinds[ItemType.SINGLE] == kinds[ItemType.VIGNETTE] == kinds[ItemType.HOTSPOT] == "multichoice"
    assert kinds[ItemType.MULTIPLE] == "multichoice"
    assert kinds[ItemType.TRUE_FALSE] == "truefalse"
    assert kinds[ItemType.MATCHING] == kinds[ItemType.EXTENDED] == "matching"
    assert kinds[ItemType.SHORT] == kinds[ItemType.CLOZE] == "shortanswer"
    assert kinds[ItemType.ORDERING] == "ordering"


def test_stems_arrive_to_the_letter():
    for made, question in zip(items(), questions(moodle_xml(made_exam(), Charts())), strict=True):
        assert question.stem == made.stem


def test_one_best_answer_has_all_of_the_mark_and_each_option_tells_what_it_really_is():
    question = by_type()[ItemType.SINGLE]
    assert question.single is True
    assert [(text, fraction) for text, fraction, _ in question.answers] == [
        (f"first {HOSTILE}", 0),
        (f"second {HOSTILE}", 100),
        (f"third {HOSTILE}", 0),
    ]
    assert question.answers[0][2] == f"first {HOSTILE}: what it really is (Gray (1918), p. 475)"


def test_ticking_every_option_of_a_multiple_response_gives_nothing():
    question = by_type()[ItemType.MULTIPLE]
    assert question.single is False
    assert [fraction for _, fraction, _ in question.answers] == [50, 50, -100]


@pytest.mark.parametrize("right", range(1, 8))
@pytest.mark.parametrize("wrong", range(1, 8))
def test_shares_of_a_mark_are_such_as_moodle_imports(right, wrong):
    options = tuple(option(n, f"option {n}", key=n <= right) for n in range(1, right + wrong + 1))
    (question,) = questions(moodle_xml(exam_of(item(ItemType.MULTIPLE, "Which?", options=options)), Charts()))
    fractions = [fraction for _, fraction, _ in question.answers]
    assert sum(one for one in fractions if one > 0) == pytest.approx(100, abs=0.001)
    assert sum(fractions) == pytest.approx(0, abs=0.001)


def test_true_and_false_are_moodles_words():
    question = by_type()[ItemType.TRUE_FALSE]
    assert question.answers == [("true", 0, ""), ("false", 100, "not so (Gray (1918), p. 475)")]


@pytest.mark.parametrize("kind", [ItemType.MATCHING, ItemType.EXTENDED])
def test_premises_have_their_options_and_the_option_left_over_is_offered_too(kind):
    question = by_type()[kind]
    assert question.pairs == [
        (f"premise 1 {HOSTILE}", f"green {HOSTILE}"),
        (f"premise 2 {HOSTILE}", f"red {HOSTILE}"),
        ("", f"blue {HOSTILE}"),
    ]
    assert f"1. green {HOSTILE}: why 1 (Gray (1918), p. 475)" in question.general


@pytest.mark.parametrize("kind", [ItemType.SHORT, ItemType.CLOZE])
def test_every_accepted_answer_has_all_of_the_mark_in_any_case(kind):
    question = by_type()[kind]
    assert question.settings["usecase"] == "0"
    assert [fraction for _, fraction, _ in question.answers] == [100, 100]
    assert is_accepted(question.answers[0][0], f"ANSWER {HOSTILE}".upper())
    assert not is_accepted(question.answers[0][0], f"answer {HOSTILE.replace('*b*', '*anything*')}")


def test_a_gap_is_seen_in_the_stem():
    assert GAP in by_type()[ItemType.CLOZE].stem


def embedded(question_text):
    """Weight and answers of each gap, as Moodle finds them."""
    return [
        (weight, [(unescape(one[2]), one[0]) for one in ALTERNATIVE.findall(alternatives)])
        for weight, _, alternatives in EMBEDDED.findall(question_text)
    ]


def raw_stem(output):
    (content,) = output.files.values()
    return ET.fromstring(content).find("question[@type='cloze']/questiontext/text").text  # noqa: S314  # our own


def several_gaps(text=HOSTILE, points=1):
    blanks = (Blank(accepted=(f"one {text}", f"uno {text}")), Blank(accepted=(f"two {text}",)))
    made = item(ItemType.CLOZE, f"{{1:SA:=x}} {text} from {GAP} to {GAP}.", blanks=blanks)
    return replace(made, points=points)


def test_several_gaps_are_embedded_answers_that_no_text_can_forge():
    stem = raw_stem(moodle_xml(exam_of(several_gaps()), Charts()))
    starred = HOSTILE.replace("*", "\\*")
    assert embedded(stem) == [
        ("1", [(f"one {starred}", "="), (f"uno {starred}", "=")]),
        ("1", [(f"two {starred}", "=")]),
    ]
    assert read_html(EMBEDDED.sub("(gap)", stem)) == f"{{1:SA:=x}} {HOSTILE} from (gap) to (gap)."


def test_a_mark_that_moodle_counts_otherwise_is_told():
    told = moodle_xml(exam_of(several_gaps(points=3), minutes=None), Charts()).left_out
    assert told == ("Form A, item 1 (Cloze): it counts 2 in Moodle, one for each gap, not 3.",)
    assert moodle_xml(exam_of(several_gaps(points=4), minutes=None), Charts()).left_out == ()


def test_an_ordering_is_listed_in_its_right_order():
    question = by_type()[ItemType.ORDERING]
    assert [text for text, _, _ in question.answers] == [f"{name} {HOSTILE}" for name in ("blue", "red", "green")]
    assert question.settings["gradingtype"] == "ALL_OR_NOTHING"
    assert question.settings["selecttype"] == "ALL"


def test_a_hotspot_offers_the_letters_of_its_picture_and_names_the_places_in_feedback_alone():
    question = by_type()[ItemType.HOTSPOT]
    assert [(text, fraction) for text, fraction, _ in question.answers] == [("A", 0), ("B", 100), ("C", 0)]
    assert question.answers[0][2].startswith(f"first {HOSTILE}: first ")
    assert question.page.pictures == [{"src": "@@PLUGINFILE@@/item-10.png", "alt": ALT}]
    assert question.files["item-10.png"].startswith(b"\x89PNG")


def test_a_question_about_a_chart_shows_it():
    made = replace(items()[0], picture=CHART)
    (question,) = questions(moodle_xml(exam_of(made), Charts()))
    assert question.page.pictures[0]["src"] == "@@PLUGINFILE@@/item-1.png"


def test_forms_are_frozen_so_nothing_is_shuffled():
    assert not any(question.shuffle for question in by_type().values())


def test_answers_can_be_traced_to_the_item_and_items_found_by_tags():
    question = by_type()[ItemType.SINGLE]
    assert question.idnumber == "idsinglebestanswer"
    assert question.tags == ["single-best-answer", "gluteus-minimus", "origin", "medium"]


def test_points_are_marks():
    (question,) = questions(moodle_xml(exam_of(replace(items()[0], points=3)), Charts()))
    assert question.mark == 3


def test_a_form_is_a_category_with_the_instructions():
    output = moodle_xml(made_exam("a/b"), Charts())
    category = ET.fromstring(output.files["an-exam-a-b-form-B-moodle.xml"])[0]  # noqa: S314  # our own file
    assert text_of(category, "category") == "$course$/top/An exam a//b/Form B"
    assert read_html(text_of(category, "info")) == "Read all. a/b"


def test_a_time_limit_is_told_for_moodle_has_it_in_the_quiz():
    assert moodle_xml(made_exam(), Charts()).left_out == ("Moodle XML has no time limit: set 30 minutes in the quiz.",)


def test_the_same_exam_makes_the_same_bytes():
    assert moodle_xml(made_exam(), Charts()) == moodle_xml(made_exam(), Charts())


def test_what_students_see_does_not_change_with_the_key():
    """Names, stems, options, pictures and their texts are the same whichever option is right."""
    seen = []
    for key in "o1", "o2", "o3":
        made = [
            replace(one, options=tuple(replace(o, is_key=o.id == key) for o in one.options))
            for one in items()
            if one.type in {ItemType.SINGLE, ItemType.HOTSPOT, ItemType.MULTIPLE}
        ]
        read = questions(moodle_xml(exam_of(*made), Charts()))
        seen.append([(q.name, q.stem, q.page.pictures, list(q.files), [a[0] for a in q.answers]) for q in read])
    assert seen[0] == seen[1] == seen[2]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (
            item(ItemType.SINGLE, "Two?", options=(option(1, "a", key=True), option(2, "b", key=True))),
            "it does not have exactly one option that is right.",
        ),
        (
            item(ItemType.MULTIPLE, "All?", options=(option(1, "a", key=True), option(2, "b", key=True))),
            "it needs at least one option that is right and one that is wrong.",
        ),
        (
            item(ItemType.MULTIPLE, "?", options=tuple(option(n, f"{n}", key=n < 12) for n in range(1, 13))),
            "more than 10 of its options are right or wrong, too many to share a mark.",
        ),
        (item(ItemType.SHORT, "What?", blanks=(Blank(accepted=()),)), "it has a gap without an answer."),
        (item(ItemType.MATCHING, "Match.", options=(option(1, "a"),)), "it has a premise whose key is no option."),
        (
            item(ItemType.ORDERING, "Order.", options=(option(1, "a"), option(2, "b")), order=("o1",)),
            "it does not say where each of its options belongs.",
        ),
        (
            item(ItemType.HOTSPOT, "Where?", options=(option(1, "a", key=True), option(2, "b"))),
            "it does not say where its places lie in its picture.",
        ),
    ],
)
def test_a_broken_item_is_left_out_and_told_for_moodle_would_take_it_without_a_word(broken, told):
    output = moodle_xml(exam_of(items()[0], broken, minutes=None), Charts())
    assert len(questions(output)) == 1
    assert output.left_out == (f"Form A, item 2 ({broken.type.label}): {told}",)


@FEW
@given(ANY_TEXT)
def test_any_text_arrives_save_what_xml_cannot_hold(text):
    read = by_type(text)
    kept = holdable(text)
    assert read[ItemType.SINGLE].stem == f"Which? {kept}"
    assert read[ItemType.MULTIPLE].answers[1][0] == f"second {kept}"
    assert read[ItemType.MATCHING].pairs[0] == (f"premise 1 {kept}", f"green {kept}")
    assert is_accepted(read[ItemType.SHORT].answers[0][0], f"answer {kept}")


@FEW
@given(ANY_TEXT)
def test_any_text_is_embedded_to_the_letter(text):
    stem = raw_stem(moodle_xml(exam_of(several_gaps(text)), Charts()))
    kept = holdable(text).replace("*", "\\*")
    assert embedded(stem)[1][1] == [(f"two {kept}", "=")]


def test_what_xml_cannot_hold_is_seen_as_a_replacement_character():
    assert by_type("a\x00b\x0bc\ud800d\uffffe")[ItemType.SINGLE].stem == "Which? a\ufffdb\ufffdc\ufffdd\ufffde"
