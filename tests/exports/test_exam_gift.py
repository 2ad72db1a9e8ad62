"""GIFT, read by its rules: a backslash takes a character's meaning, what has meaning parts the rest."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from lms_charts import ANY_TEXT, FEW, Charts, holdable, read_html
from made_exam import CHART, HOSTILE, item, items, made_exam
from test_exam_moodle_xml import exam_of, is_accepted

from studyapp.domain.exam.item import GAP, Blank, ItemType
from studyapp.exports.exam.gift import CARRIES, gift

MEANT = "~=#{}:"


@dataclass
class Question:
    """A question of GIFT as it was read."""

    name: str
    stem: str
    general: str
    kind: str
    comment: str = ""
    answers: list = field(default_factory=list)
    """Sign and weight, text, feedback."""


def tokens(text):
    """Characters, those with a meaning as pairs with True."""
    found, is_escaped = [], False
    for character in text:
        if is_escaped:
            found.append((character, False))
            is_escaped = False
        elif character == "\\":
            is_escaped = True
        else:
            found.append((character, character in MEANT))
    assert not is_escaped
    return found


def split(found, mark):
    """Parts between characters that mean a thing."""
    parts = [[]]
    for token in found:
        if token == (mark, True):
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def plain(found):
    return "".join(character for character, _ in found)


def formatted(found, default="html"):
    """The text of a part, which may name its format in brackets."""
    text = plain(found).strip()
    if text.startswith("["):
        name, _, text = text[1:].partition("]")
        assert name in {"html", "plain"}, name
        default = name
    return read_html(text) if default == "html" else text


def cut(found, marks):
    """Before and after the last run of these marks."""
    shape = "".join(character if is_meant else "\0" for character, is_meant in found)
    at = shape.rfind(marks)
    return (found, []) if at < 0 else (found[:at], found[at + len(marks) :])


def read_question(block):
    lines = block.split("\n")
    comment = "\n".join(line for line in lines if line.startswith("//"))
    found = tokens("\n".join(line for line in lines if not line.startswith("//")))
    assert plain(found[:2]) == "::"
    end = next(n for n in range(2, len(found)) if found[n] == found[n + 1] == (":", True))
    start = found.index(("{", True))
    finish = found.index(("}", True))
    assert plain(found[finish + 1 :]).strip() == "", "words after the answers make another kind of question"
    answers, general = cut(found[start + 1 : finish], "####")
    kind = kind_of(answers)
    question = Question(
        plain(found[2:end]), formatted(found[end + 2 : start]), formatted(general), kind=kind, comment=comment
    )
    question.answers = list(READERS[kind](answers))
    return question


def kind_of(answers):
    meant = {character for character, is_meant in answers if is_meant}
    if "~" in meant:
        return "multichoice"
    if "=" in meant and "->" in plain(answers):
        return "match"
    return "truefalse" if plain(split(answers, "#")[0]).strip() in {"TRUE", "FALSE"} else "shortanswer"


def read_choices(answers):
    marked = []
    for character, is_meant in answers:
        marked += [("~", True)] if is_meant and character == "=" else []
        marked.append((character, is_meant))
    for part in split(marked, "~"):
        text = plain(part).strip()
        if text:
            body, _, feedback = partition(part)
            sign, body = sign_of(body)
            yield sign, formatted(body), formatted(feedback)


def partition(part):
    pieces = split(part, "#")
    return pieces[0], "#", [token for piece in pieces[1:] for token in piece]


def sign_of(body):
    while body and body[0][0].isspace():
        body = body[1:]
    if body[0] == ("=", True):
        return "100", body[1:]
    if body[0] == ("%", False):
        end = next(n for n in range(1, len(body)) if body[n][0] == "%")
        return plain(body[1:end]), body[end + 1 :]
    return "0", body


def read_pairs(answers):
    for part in split(answers, "=")[1:]:
        premise, option = plain(part).split("->", 1)
        yield formatted([(one, False) for one in premise]), option.strip()


def read_truth(answers):
    answer, wrong, right = [*split(answers, "#"), [], []][:3]
    yield plain(answer).strip(), formatted(wrong), formatted(right)


def read_typed(answers):
    for part in split(answers, "=")[1:]:
        sign, body = sign_of(part)
        assert sign == "100"
        yield formatted(body, "plain")


READERS = {"multichoice": read_choices, "match": read_pairs, "truefalse": read_truth, "shortanswer": read_typed}


def read(output, form="A"):
    (content,) = (content for name, content in output.files.items() if f"form-{form}-gift.txt" in name)
    category, *blocks = content.decode().strip("\n").split("\n\n")
    assert category.startswith("$CATEGORY: ")
    return category, [read_question(block) for block in blocks]


def by_type(text=HOSTILE):
    exam = made_exam(text)
    carried = [one.item.type for one in exam.forms[0].items if one.item.type in CARRIES]
    return dict(zip(carried, read(gift(exam, Charts()))[1], strict=True))


def test_stems_arrive_to_the_letter():
    wanted = [made.stem.strip() for made in items() if made.type in CARRIES]
    assert [question.stem for question in read(gift(made_exam(), Charts()))[1]] == wanted


@pytest.mark.parametrize("kind", [ItemType.SINGLE, ItemType.VIGNETTE])
def test_one_best_answer_is_the_one_with_the_sign_and_each_option_tells_what_it_really_is(kind):
    question = by_type()[kind]
    assert question.kind == "multichoice"
    assert question.answers[1] == (
        "100",
        f"second {HOSTILE}",
        f"second {HOSTILE}: what it really is (Gray (1918), p. 475)",
    )
    assert [sign for sign, _, _ in question.answers] == ["0", "100", "0"]


def test_ticking_every_option_of_a_multiple_response_gives_nothing():
    question = by_type()[ItemType.MULTIPLE]
    assert [sign for sign, _, _ in question.answers] == ["50", "50", "-100"]


def test_true_and_false_tell_first_of_the_wrong_answer():
    question = by_type()[ItemType.TRUE_FALSE]
    assert question.kind == "truefalse"
    assert question.answers == [("FALSE", "", "not so (Gray (1918), p. 475)")]


@pytest.mark.parametrize("kind", [ItemType.MATCHING, ItemType.EXTENDED])
def test_premises_have_their_options_and_the_option_left_over_is_offered_too(kind):
    question = by_type()[kind]
    assert question.kind == "match"
    assert question.answers == [
        (f"premise 1 {HOSTILE}", f"green {HOSTILE}"),
        (f"premise 2 {HOSTILE}", f"red {HOSTILE}"),
        ("", f"blue {HOSTILE}"),
    ]


@pytest.mark.parametrize("kind", [ItemType.SHORT, ItemType.CLOZE])
def test_every_accepted_answer_is_right_and_a_star_stands_for_itself(kind):
    question = by_type()[kind]
    assert question.kind == "shortanswer"
    first, second = question.answers
    assert is_accepted(first, f"answer {HOSTILE}")
    assert is_accepted(second, f"other {HOSTILE}")
    assert not is_accepted(question.answers[0], f"answer {HOSTILE.replace('*b*', '*anything*')}")


def test_general_feedback_is_the_rationale_with_its_sources():
    assert by_type()[ItemType.SINGLE].general == "Why single-best-answer is so (Gray (1918), p. 475)"


def test_an_item_has_its_id_and_tags_in_a_comment():
    comment = by_type()[ItemType.SINGLE].comment
    assert (
        comment == "// [id:idsinglebestanswer] [tag:single-best-answer] [tag:gluteus-minimus] [tag:origin] [tag:medium]"
    )


def test_a_form_is_a_category():
    category, _ = read(gift(made_exam("a/b"), Charts()), "B")
    assert category == "$CATEGORY: $course$/top/An exam a//b/Form B"


def test_what_gift_cannot_hold_is_left_out_and_told():
    gaps = item(ItemType.CLOZE, f"{GAP} and {GAP}", blanks=(Blank(accepted=("a",)), Blank(accepted=("b",))))
    arrow = item(ItemType.SHORT, "Write it.", blanks=(Blank(accepted=("a -> b",)),))
    chart = replace(items()[0], picture=CHART)
    worth = replace(items()[1], points=2)
    output = gift(exam_of(gaps, arrow, chart, worth, *items()[-2:]), Charts())
    assert output.left_out == (
        "GIFT has no time limit: set 30 minutes in the quiz.",
        "GIFT has no instructions: set them in the quiz.",
        "Form A, item 1 (Cloze): GIFT has no items with several gaps.",
        "Form A, item 2 (Short answer): GIFT has no answers with “->” in them.",
        "Form A, item 3 (Single best answer): GIFT has no pictures.",
        "Form A, item 5 (Ordering): GIFT has no such item.",
        "Form A, item 6 (Hotspot): GIFT has no such item.",
        "Form A, item 4 (Clinical vignette): GIFT has no points: it counts 1, not 2.",
    )
    assert len(read(output)[1]) == 1


def test_the_same_exam_makes_the_same_bytes():
    assert gift(made_exam(), Charts()) == gift(made_exam(), Charts())


@pytest.mark.parametrize(
    "text", ["%50% of it", "[html] x", "[plain]", "// no comment", "::x::", "one\n\ntwo", "T", "-> x"]
)
def test_a_text_that_looks_like_gift_is_text(text):
    made = item(ItemType.SINGLE, text, options=tuple(replace(one, text=text) for one in items()[0].options))
    (question,) = read(gift(exam_of(made), Charts()))[1]
    assert question.stem == text
    assert [answer for _, answer, _ in question.answers] == [text] * 3


@pytest.mark.parametrize("text", ["%50% of it", "[html] x", "[plain]", "T", "#1"])
def test_an_answer_that_looks_like_gift_is_an_answer(text):
    made = item(ItemType.SHORT, "Write it.", blanks=(Blank(accepted=(text,)),))
    (question,) = read(gift(exam_of(made), Charts()))[1]
    assert question.kind == "shortanswer"
    assert is_accepted(question.answers[0], text)


@FEW
@given(ANY_TEXT.filter(lambda text: "->" not in text))
def test_any_text_arrives(text):
    question = by_type(text)
    kept = holdable(text)
    assert question[ItemType.SINGLE].stem.strip() == f"Which? {kept}".strip()
    assert question[ItemType.MULTIPLE].answers[1][1].strip() == f"second {kept}".strip()
    premise, option = question[ItemType.MATCHING].answers[0]
    assert premise.strip() == f"premise 1 {kept}".strip()
    assert option == " ".join(f"green {kept}".split("\n")).strip()
    assert is_accepted(question[ItemType.SHORT].answers[0], " ".join(f"answer {kept}".split("\n")).strip())
