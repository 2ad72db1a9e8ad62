"""QTI 2.1: the package is opened, its items held against the rules of the schema, its marks worked out."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from math import dist
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from hypothesis import given
from lms_charts import ALT, ANY_TEXT, FEW, HEIGHT, WIDTH, Charts, holdable
from made_exam import CHART, HOSTILE, item, items, made_exam, option
from test_exam_moodle_xml import exam_of

from studyapp.domain.exam.item import GAP, Blank, ItemType
from studyapp.exports.exam.qti21 import CARRIES, qti21

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
PACKAGE = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
CONTENT = {
    "assessmentItem": (
        "responseDeclaration*",
        "outcomeDeclaration*",
        "itemBody",
        "responseProcessing",
        "modalFeedback*",
    ),
    "responseDeclaration": ("correctResponse?", "mapping?"),
    "correctResponse": ("value+",),
    "mapping": ("mapEntry+",),
    "outcomeDeclaration": ("defaultValue?",),
    "defaultValue": ("value+",),
    "choiceInteraction": ("prompt?", "simpleChoice+"),
    "orderInteraction": ("prompt?", "simpleChoice+"),
    "matchInteraction": ("prompt?", "simpleMatchSet+"),
    "simpleMatchSet": ("simpleAssociableChoice*",),
    "hotspotInteraction": ("prompt?", "object", "hotspotChoice+"),
    "responseCondition": ("responseIf", "responseElseIf*", "responseElse?"),
    "assessmentTest": ("outcomeDeclaration*", "timeLimits?", "testPart+", "outcomeProcessing?"),
    "testPart": ("itemSessionControl?", "assessmentSection+"),
    "assessmentSection": ("rubricBlock*", "assessmentItemRef*"),
}
"""What may stand in what, in which order: ? at most once, * any number, + at least once, else once."""
REQUIRED = {
    "assessmentItem": {"identifier", "title", "adaptive", "timeDependent"},
    "responseDeclaration": {"identifier", "cardinality", "baseType"},
    "outcomeDeclaration": {"identifier", "cardinality", "baseType"},
    "mapping": {"defaultValue"},
    "mapEntry": {"mapKey", "mappedValue"},
    "choiceInteraction": {"responseIdentifier", "shuffle", "maxChoices"},
    "orderInteraction": {"responseIdentifier", "shuffle"},
    "matchInteraction": {"responseIdentifier", "shuffle", "maxAssociations"},
    "textEntryInteraction": {"responseIdentifier"},
    "hotspotInteraction": {"responseIdentifier", "maxChoices"},
    "hotspotChoice": {"identifier", "shape", "coords"},
    "simpleChoice": {"identifier"},
    "simpleAssociableChoice": {"identifier", "matchMax"},
    "object": {"data", "type"},
    "img": {"src", "alt"},
    "modalFeedback": {"outcomeIdentifier", "showHide", "identifier"},
    "assessmentTest": {"identifier", "title"},
    "testPart": {"identifier", "navigationMode", "submissionMode"},
    "assessmentSection": {"identifier", "title", "visible"},
    "assessmentItemRef": {"identifier", "href"},
    "rubricBlock": {"view"},
}
BLOCKS = {"p", "choiceInteraction", "orderInteraction", "matchInteraction", "hotspotInteraction"}
INLINE = {"br", "img", "textEntryInteraction"}


def opened(output, form="A"):
    (content,) = (content for name, content in output.files.items() if f"form-{form}-qti21.zip" in name)
    with ZipFile(BytesIO(content)) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist()}


def parsed(files, name):
    return ET.fromstring(files[name])  # noqa: S314  # our own file


def local(element):
    return element.tag.removeprefix(QTI)


def items_of(output, form="A"):
    """The items in the order of the test."""
    files = opened(output, form)
    return [parsed(files, one.get("href")) for one in parsed(files, "test.xml").iter(f"{QTI}assessmentItemRef")]


def by_type(text=HOSTILE):
    exam = made_exam(text)
    return dict(zip((one.item.type for one in exam.forms[0].items), items_of(qti21(exam, Charts())), strict=True))


def text_of(element):
    """The text with its line breaks."""
    text = element.text or ""
    for one in element:
        text += {"br": "\n", "textEntryInteraction": GAP}.get(local(one), "") + (one.tail or "")
    return text


def stem_of(element):
    found = element.find(f".//{QTI}prompt")
    return text_of(found if found is not None else element.find(f"{QTI}itemBody/{QTI}p"))


def options_of(element):
    return {
        one.get("identifier"): text_of(one)
        for one in element.iter()
        if local(one) in {"simpleChoice", "simpleAssociableChoice"}
    }


class Marking:
    """Works out an item's outcomes from answers, as the rules of its response processing say."""

    def __init__(self, element, **answers):
        """Worked out at once."""
        self.element, self.answers, self.outcomes = element, answers, {}
        self.declared = {one.get("identifier"): one for one in element.findall(f"{QTI}responseDeclaration")}
        for one in element.findall(f"{QTI}outcomeDeclaration"):
            value = one.find(f"{QTI}defaultValue/{QTI}value")
            self.outcomes[one.get("identifier")] = None if value is None else float(value.text)
        self.run(element.find(f"{QTI}responseProcessing"))

    def run(self, rules):
        for rule in rules:
            if local(rule) == "setOutcomeValue":
                self.outcomes[rule.get("identifier")] = self.value(rule[0])
            elif local(rule) == "responseCondition":
                self.choose(rule)

    def choose(self, condition):
        for branch in condition:
            if local(branch) == "responseElse":
                return self.run(branch)
            if self.value(branch[0]):
                return self.run(branch[1:])
        return None

    def value(self, expression):
        identifier = expression.get("identifier")
        match local(expression):
            case "baseValue":
                found = float(expression.text) if expression.get("baseType") == "float" else expression.text
            case "variable":
                found = self.answers.get(identifier)
            case "correct":
                found = self.correct(identifier)
            case "match":
                found = self.value(expression[0]) == self.value(expression[1])
            case "sum":
                found = sum(self.value(one) for one in expression)
            case "multiple":
                values = [self.value(one) for one in expression]
                found = {v for value in values if value for v in ({value} if isinstance(value, str) else value)}
            case "mapResponse":
                found = self.mapped(identifier)
        return found

    def correct(self, identifier):
        values = [one.text for one in self.declared[identifier].iter(f"{QTI}value")]
        match self.declared[identifier].get("cardinality"):
            case "ordered":
                return tuple(values)
            case "multiple":
                return set(values)
        return values[0]

    def mapped(self, identifier):
        mapping = self.declared[identifier].find(f"{QTI}mapping")
        answer = self.answers.get(identifier) or ()
        total = 0.0
        for one in {answer} if isinstance(answer, str) else answer:
            total += next(
                (float(entry.get("mappedValue")) for entry in mapping if is_same(entry, one)),
                float(mapping.get("defaultValue")),
            )
        lowest, highest = float(mapping.get("lowerBound", "-inf")), float(mapping.get("upperBound", "inf"))
        return min(max(total, lowest), highest)

    @property
    def score(self):
        return self.outcomes["SCORE"]

    @property
    def told(self):
        """The feedback that is shown."""
        return [
            "\n".join(text_of(one) for one in feedback)
            for feedback in self.element.findall(f"{QTI}modalFeedback")
            if feedback.get("identifier") in self.outcomes["FEEDBACK"]
        ]


def is_same(entry, answer):
    key = entry.get("mapKey")
    return key == answer if entry.get("caseSensitive", "true") == "true" else key.casefold() == answer.casefold()


def score(element, **answers):
    return Marking(element, **answers).score


def check(element):
    """The rules of the schema for an element and what is in it."""
    name = local(element)
    assert REQUIRED.get(name, set()) <= set(element.attrib), (name, element.attrib)
    pattern = CONTENT.get(name)
    if pattern:
        shape = "".join(f"<{local(one)}>" for one in element)
        expression = "".join(f"(?:<{one.rstrip('?*+')}>){one[-1] if one[-1] in '?*+' else ''}" for one in pattern)
        assert re.fullmatch(expression, shape), (name, shape)
        assert not (element.text or "").strip()
    allowed = {"itemBody": BLOCKS, "rubricBlock": {"p"}, "modalFeedback": {"p"}, "p": INLINE, "prompt": {"br"}}.get(
        name
    )
    assert allowed is None or {local(one) for one in element} <= allowed
    for one in element:
        check(one)


def test_every_type_is_an_interaction():
    found = {
        kind: next(local(one) for one in element.iter() if local(one).endswith("Interaction"))
        for kind, element in by_type().items()
    }
    assert set(found) == CARRIES == set(ItemType)
    assert {kind for kind, name in found.items() if name == "choiceInteraction"} == {
        ItemType.SINGLE,
        ItemType.VIGNETTE,
        ItemType.MULTIPLE,
        ItemType.TRUE_FALSE,
    }
    assert found[ItemType.MATCHING] == found[ItemType.EXTENDED] == "matchInteraction"
    assert found[ItemType.SHORT] == found[ItemType.CLOZE] == "textEntryInteraction"
    assert found[ItemType.ORDERING] == "orderInteraction"
    assert found[ItemType.HOTSPOT] == "hotspotInteraction"


def test_items_and_the_test_keep_the_rules_of_the_schema():
    output = qti21(made_exam("a\nb"), Charts())
    check(parsed(opened(output), "test.xml"))
    for element in items_of(output):
        check(element)


def test_names_are_such_as_xml_allows_and_what_is_referred_to_is_declared():
    for element in by_type().values():
        responses = [one.get("identifier") for one in element.findall(f"{QTI}responseDeclaration")]
        outcomes = [one.get("identifier") for one in element.findall(f"{QTI}outcomeDeclaration")]
        choices = [one.get("identifier") for one in element.find(f"{QTI}itemBody").iter() if one.get("identifier")]
        for names in (responses, outcomes, choices, [element.get("identifier")]):
            assert len(names) == len(set(names))
            assert all(NCNAME.fullmatch(name) for name in names)
        for one in element.iter():
            assert one.get("responseIdentifier", responses[0]) in responses
            assert one.get("outcomeIdentifier", outcomes[0]) in outcomes
            if local(one) in {"variable", "correct", "mapResponse"}:
                assert one.get("identifier") in responses
            if local(one) == "setOutcomeValue":
                assert one.get("identifier") in outcomes


def test_an_id_that_is_no_name_gets_one():
    made = replace(items()[0], id="42 & <more>")
    (element,) = items_of(qti21(exam_of(made), Charts()))
    assert NCNAME.fullmatch(element.get("identifier"))


def test_stems_arrive_to_the_letter():
    for kind, element in by_type().items():
        (made,) = (one for one in items() if one.type is kind)
        assert stem_of(element).removesuffix(f" {GAP}") == made.stem


@pytest.mark.parametrize("kind", [ItemType.SINGLE, ItemType.VIGNETTE])
def test_the_right_option_alone_has_the_mark_and_each_tells_what_it_really_is(kind):
    element = by_type()[kind]
    assert options_of(element) == {
        "o1": f"first {HOSTILE}",
        "o2": f"second {HOSTILE}",
        "o3": f"third {HOSTILE}",
    }
    assert [score(element, RESPONSE=one) for one in ("o1", "o2", "o3", None)] == [0, 1, 0, 0]
    assert Marking(element, RESPONSE="o1").told == [
        f"Why {kind} is so (Gray (1918), p. 475)",
        f"first {HOSTILE}: what it really is (Gray (1918), p. 475)",
    ]


def test_true_and_false_are_marked():
    element = by_type()[ItemType.TRUE_FALSE]
    assert {text: score(element, RESPONSE=one) for one, text in options_of(element).items()} == {"True": 0, "False": 1}


def test_a_multiple_response_gives_parts_of_the_mark_and_nothing_for_ticking_all():
    element = by_type()[ItemType.MULTIPLE]
    chosen = [{"o1", "o2"}, {"o1"}, {"o1", "o2", "o3"}, {"o1", "o3"}, set()]
    assert [score(element, RESPONSE=one) for one in chosen] == [1, 0.5, 0, 0, 0]


@pytest.mark.parametrize("right", range(1, 8))
def test_all_that_is_right_is_worth_the_points_to_the_last_digit(right):
    options = tuple(option(n, f"option {n}", key=n <= right) for n in range(1, 9))
    made = replace(item(ItemType.MULTIPLE, "Which?", options=options), points=3)
    (element,) = items_of(qti21(exam_of(made), Charts()))
    assert score(element, RESPONSE={f"o{n}" for n in range(1, right + 1)}) == 3
    assert score(element, RESPONSE={f"o{n}" for n in range(1, 9)}) == pytest.approx(0)


@pytest.mark.parametrize("kind", [ItemType.MATCHING, ItemType.EXTENDED])
def test_each_premise_has_its_part_of_the_mark(kind):
    element = by_type()[kind]
    assert options_of(element)["p1"] == f"premise 1 {HOSTILE}"
    assert options_of(element)["o2"] == f"green {HOSTILE}"
    assert score(element, RESPONSE={"p1 o2", "p2 o1"}) == 1
    assert score(element, RESPONSE={"p1 o2", "p2 o3"}) == 0.5
    assert f"1. green {HOSTILE}: why 1 (Gray (1918), p. 475)" in Marking(element).told[0]


@pytest.mark.parametrize("kind", [ItemType.SHORT, ItemType.CLOZE])
def test_every_accepted_answer_has_the_mark_in_any_case(kind):
    element = by_type()[kind]
    answers = [f"answer {HOSTILE}", f"OTHER {HOSTILE}", f"third {HOSTILE}", None]
    assert [score(element, RESPONSE=one) for one in answers] == [1, 1, 0, 0]


def test_several_gaps_are_marked_each():
    blanks = (Blank(accepted=("one", "uno", "UNO")), Blank(accepted=("two",)))
    made = item(ItemType.CLOZE, f"{GAP}, then {GAP}.", blanks=blanks)
    (element,) = items_of(qti21(exam_of(made), Charts()))
    check(element)
    assert text_of(element.find(f"{QTI}itemBody/{QTI}p")).strip() == f"{GAP}, then {GAP}."
    assert score(element, RESPONSE="uno", RESPONSE_2="two") == 1
    assert score(element, RESPONSE="one", RESPONSE_2="three") == 0.5


def test_a_gap_does_not_tell_by_its_length_what_belongs_into_it():
    lengths = {
        one.get("expectedLength")
        for text in ("a", "a long answer, longer than any other")
        for element in by_type(text).values()
        for one in element.iter(f"{QTI}textEntryInteraction")
    }
    assert len(lengths) == 1


def test_an_ordering_wants_its_right_order():
    element = by_type()[ItemType.ORDERING]
    assert list(options_of(element).values()) == [f"{name} {HOSTILE}" for name in ("red", "green", "blue")]
    assert score(element, RESPONSE=("o3", "o1", "o2")) == 1
    assert score(element, RESPONSE=("o1", "o2", "o3")) == 0


def test_a_hotspot_is_tapped_on_its_picture_near_a_letter_and_no_tap_counts_for_two():
    element = by_type()[ItemType.HOTSPOT]
    shown = element.find(f".//{QTI}object")
    assert (shown.get("type"), shown.get("width"), shown.get("height")) == ("image/png", str(WIDTH), str(HEIGHT))
    assert shown.text == ALT
    places = [[int(n) for n in one.get("coords").split(",")] for one in element.iter(f"{QTI}hotspotChoice")]
    assert [place[:2] for place in places] == [[40, 120], [80, 120], [120, 120]]
    assert all(dist(a[:2], b[:2]) >= a[2] + b[2] for a, b in combinations(places, 2))
    assert all(0 < radius <= WIDTH / 10 for _, _, radius in places)
    assert [one.get("hotspotLabel") for one in element.iter(f"{QTI}hotspotChoice")] == ["A", "B", "C"]
    assert [score(element, RESPONSE=one) for one in ("o1", "o2", "o3")] == [0, 1, 0]
    assert Marking(element, RESPONSE="o1").told[1].startswith(f"first {HOSTILE}: ")


def test_a_question_about_a_chart_shows_it():
    output = qti21(exam_of(replace(items()[0], picture=CHART)), Charts())
    (element,) = items_of(output)
    (picture,) = element.iter(f"{QTI}img")
    assert picture.attrib == {"src": "picture.png", "alt": ALT}
    assert opened(output)["items/item-idsinglebestanswer/picture.png"].startswith(b"\x89PNG")


def test_points_are_the_mark():
    (element,) = items_of(qti21(exam_of(replace(items()[0], points=3)), Charts()))
    assert score(element, RESPONSE="o2") == Marking(element).outcomes["MAXSCORE"] == 3


def test_the_test_has_the_items_in_their_order_the_time_and_the_instructions_and_shows_no_feedback():
    test = parsed(opened(qti21(made_exam(), Charts()), "B"), "test.xml")
    assert test.get("title") == f"An exam {HOSTILE} – Form B"
    assert test.find(f"{QTI}timeLimits").get("maxTime") == "1800"
    assert text_of(test.find(f".//{QTI}rubricBlock/{QTI}p")) == f"Read all. {HOSTILE}"
    control = test.find(f".//{QTI}itemSessionControl")
    assert (control.get("showFeedback"), control.get("maxAttempts")) == ("false", "0")
    wanted = [f"item-{one.item.id}" for one in made_exam().forms[1].items]
    assert [one.get("identifier") for one in test.iter(f"{QTI}assessmentItemRef")] == wanted


def test_the_manifest_names_every_file_and_every_dependency_is_a_resource():
    files = opened(qti21(made_exam(), Charts()))
    manifest = parsed(files, "imsmanifest.xml")
    resources = {one.get("identifier"): one for one in manifest.iter(f"{PACKAGE}resource")}
    assert {one.get("href") for one in manifest.iter(f"{PACKAGE}file")} == set(files) - {"imsmanifest.xml"}
    for one in resources.values():
        assert one.get("href") in {file.get("href") for file in one.iter(f"{PACKAGE}file")}
    (test,) = (one for one in resources.values() if one.get("type") == "imsqti_test_xmlv2p1")
    needed = [one.get("identifierref") for one in test.iter(f"{PACKAGE}dependency")]
    assert needed == [one.get("identifier") for one in parsed(files, "test.xml").iter(f"{QTI}assessmentItemRef")]
    assert set(needed) == set(resources) - {test.get("identifier")}


def test_everything_is_carried():
    assert qti21(made_exam(), Charts()).left_out == ()


def test_a_broken_item_is_left_out_of_test_and_manifest_and_told():
    broken = item(ItemType.SINGLE, "Two?", options=(option(1, "a", key=True), option(2, "b", key=True)))
    output = qti21(exam_of(items()[1], broken), Charts())
    told = "Form A, item 2 (Single best answer): it does not have exactly one option that is right."
    assert output.left_out == (told,)
    assert len(items_of(output)) == 1
    assert sorted(opened(output)) == ["imsmanifest.xml", "items/item-idvignette/item.xml", "test.xml"]


def test_the_same_exam_makes_the_same_bytes_without_a_date():
    output = qti21(made_exam(), Charts())
    assert output == qti21(made_exam(), Charts())
    for content in output.files.values():
        assert {one.date_time[0] for one in ZipFile(BytesIO(content)).infolist()} == {1980}


def test_what_students_see_does_not_change_with_the_key():
    """Bodies, titles, names of files and of feedback are the same whichever option is right."""
    seen = []
    for key in "o1", "o2", "o3":
        made = [
            replace(one, picture=CHART, options=tuple(replace(o, is_key=o.id == key) for o in one.options))
            for one in items()
            if one.type in {ItemType.SINGLE, ItemType.HOTSPOT, ItemType.MULTIPLE}
        ]
        output = qti21(exam_of(*made), Charts())
        read = [
            (
                element.attrib,
                ET.tostring(element.find(f"{QTI}itemBody")),
                [one.get("identifier") for one in element.findall(f"{QTI}modalFeedback")],
            )
            for element in items_of(output)
        ]
        seen.append((list(opened(output)), opened(output)["test.xml"], read))
    assert seen[0] == seen[1] == seen[2]


@FEW
@given(ANY_TEXT)
def test_any_text_arrives_save_what_xml_cannot_hold(text):
    read = by_type(text)
    kept = holdable(text)
    assert stem_of(read[ItemType.SINGLE]) == f"Which? {kept}"
    assert options_of(read[ItemType.SINGLE])["o2"] == f"second {kept}"
    assert options_of(read[ItemType.MATCHING])["p1"] == f"premise 1 {kept}"
    assert score(read[ItemType.SHORT], RESPONSE=f"answer {kept}") == 1
    for element in read.values():
        check(element)
