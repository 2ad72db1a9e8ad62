"""QTI 1.2 for Canvas: each form as a zip to import as a quiz, Classic or New.

Marks are `Set`, as the profile of Common Cartridge wants; where each pair or gap has a mark of its own they are
`Add`ed, as Canvas itself writes and reads it. Ids tell the form too: what has a known id replaces what Canvas has.
"""

from functools import partial

from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.forms import ExamForm, FormItem
from studyapp.domain.exam.item import MATCHED, TYPED, Item, ItemType
from studyapp.exports.exam.canvas_quiz import MANIFEST, META, manifest, quiz_meta
from studyapp.exports.exam.lack import lack_of
from studyapp.exports.exam.markup import Element, add, document, paragraph, root, shown
from studyapp.exports.exam.naming import file_name
from studyapp.exports.exam.output import ExamCharts, Output
from studyapp.exports.exam.platforms import (
    accepted,
    around_gaps,
    choices,
    identifier,
    kept,
    key_of,
    name_of,
    remarks,
    title_of,
    told_of_item,
    told_of_options,
)
from studyapp.packed import packed

CARRIES = frozenset(ItemType) - {ItemType.ORDERING}
LACK = partial(lack_of, carries=CARRIES, format_name="QTI 1.2 for Canvas")
QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
QTI_PLACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd"
RESPONSE = "response1"
GENERAL = "general_fb"


def qti12(exam: Exam, charts: ExamCharts) -> Output:
    """Each form as a zip."""
    files = {
        file_name(exam, f"form-{form.letter}-canvas.zip"): packed(_package(exam, form, charts)) for form in exam.forms
    }
    return Output(files=files, left_out=remarks(exam, LACK))


def _package(exam: Exam, form: ExamForm, charts: ExamCharts) -> dict[str, bytes]:
    quiz = identifier("quiz", exam.id, form.letter)
    items = list(kept(form, LACK))
    pictures = {f"pictures/{_picture(one)}": charts.picture(one.item) for one in items if one.item.picture}
    questions = f"{quiz}/{quiz}.xml"
    return {
        MANIFEST: manifest(quiz, questions, tuple(pictures)),
        questions: document(_assessment(exam, form, items, charts)),
        f"{quiz}/{META}": quiz_meta(exam, form, quiz, sum(one.item.points for one in items)),
        **pictures,
    }


def _picture(one: FormItem) -> str:
    return f"item-{one.number}.png"


def _assessment(exam: Exam, form: ExamForm, items: list[FormItem], charts: ExamCharts) -> Element:
    outermost = root("questestinterop", QTI, QTI_PLACE)
    quiz = identifier("quiz", exam.id, form.letter)
    assessment = add(outermost, "assessment", ident=quiz, title=title_of(exam, form))
    _fields(assessment, {"cc_maxattempts": "1"})
    section = add(assessment, "section", ident="root_section")
    for one in items:
        ident = identifier("item", exam.id, form.letter, one.item.id)
        item = add(section, "item", ident=ident, title=name_of(one))
        _fields(
            add(item, "itemmetadata"), {"question_type": _type_of(one.item), "points_possible": str(one.item.points)}
        )
        _presentation(item, one, charts)
        _processing(item, one.item)
        _feedback(item, one.item)
    return outermost


def _type_of(item: Item) -> str:
    match item.type:
        case ItemType.TRUE_FALSE:
            return "true_false_question"
        case ItemType.MULTIPLE:
            return "multiple_answers_question"
        case ItemType.MATCHING | ItemType.EXTENDED:
            return "matching_question"
        case ItemType.SHORT | ItemType.CLOZE:
            return "fill_in_multiple_blanks_question" if _has_gaps(item) else "short_answer_question"
    return "multiple_choice_question"


def _has_gaps(item: Item) -> bool:
    return len(item.blanks) > 1


def _presentation(item: Element, one: FormItem, charts: ExamCharts) -> None:
    presentation = add(item, "presentation")
    picture = shown(f"$IMS-CC-FILEBASE$/pictures/{_picture(one)}", charts.alt(one.item)) if one.item.picture else ""
    _material(presentation, f"<div>{paragraph(_stem(one.item))}{picture}</div>")
    if one.item.type in MATCHED:
        for number, premise in enumerate(one.item.premises, start=1):
            _list(presentation, one.item, f"response_{number}", premise.text)
    elif _has_gaps(one.item):
        for gap in range(len(one.item.blanks)):
            _gap(presentation, one.item, gap)
    elif one.item.type in TYPED:
        response = add(presentation, "response_str", ident=RESPONSE, rcardinality="Single")
        add(add(response, "render_fib"), "response_label", ident="answer1", rshuffle="No")
    else:
        _list(presentation, one.item, RESPONSE)


def _stem(item: Item) -> str:
    """The stem, in which the names of its gaps stand in brackets where it has several."""
    if not _has_gaps(item):
        return item.stem
    first, *pieces = around_gaps(item)
    return first + "".join(f"[gap{number}]{piece}" for number, piece in enumerate(pieces, start=1))


def _list(presentation: Element, item: Item, ident: str, premise: str | None = None) -> None:
    """Options to choose from; those of premises are plain, for they stand in a menu."""
    cardinality = "Multiple" if item.type is ItemType.MULTIPLE else "Single"
    response = add(presentation, "response_lid", ident=ident, rcardinality=cardinality)
    if premise is not None:
        _material(response, paragraph(premise))
    rendered = add(response, "render_choice")
    for option, text in choices(item):
        label = add(rendered, "response_label", ident=option)
        if premise is None and item.type is not ItemType.TRUE_FALSE:
            _material(label, paragraph(text))
        else:
            add(add(label, "material"), "mattext", text, texttype="text/plain")


def _gap(presentation: Element, item: Item, gap: int) -> None:
    response = add(presentation, "response_lid", ident=f"response_gap{gap + 1}")
    add(add(response, "material"), "mattext", f"gap{gap + 1}")
    rendered = add(response, "render_choice")
    for ident, text in _answers(item, gap):
        label = add(rendered, "response_label", ident=ident)
        add(add(label, "material"), "mattext", text, texttype="text/plain")


def _answers(item: Item, gap: int) -> list[tuple[str, str]]:
    """What is right in a gap, with ids."""
    return [(f"a{gap + 1}{number:03}", text) for number, text in enumerate(accepted(item, gap), start=1)]


def _processing(item: Element, asked: Item) -> None:
    processing = add(item, "resprocessing")
    add(add(processing, "outcomes"), "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    if told_of_item(asked):
        _condition(processing, "Yes", feedback=GENERAL, is_other=True)
    for (option, _), why in zip(choices(asked), told_of_options(asked), strict=True):
        if why and asked.type not in MATCHED:
            _condition(processing, "Yes", feedback=f"{option}_fb", equal=((RESPONSE, option),))
    _marks(processing, asked)


def _marks(processing: Element, item: Item) -> None:
    if item.type in MATCHED:
        for number, premise in enumerate(item.premises, start=1):
            _added(processing, f"response_{number}", key_of(item, premise.key), len(item.premises))
    elif _has_gaps(item):
        for gap in range(len(item.blanks)):
            for answer, _ in _answers(item, gap):
                _added(processing, f"response_gap{gap + 1}", answer, len(item.blanks))
    elif item.type in TYPED:
        _condition(processing, "No", "100", equal=tuple((RESPONSE, text) for text in accepted(item, 0)))
    elif item.type is ItemType.MULTIPLE:
        _all_and_no_other(processing, item)
    else:
        _condition(processing, "No", "100", equal=((RESPONSE, key_of(item, item.keys[0].id)),))


def _condition(  # noqa: PLR0913  # the parts of a condition
    processing: Element,
    continues: str,
    mark: str = "",
    *,
    feedback: str = "",
    equal: tuple[tuple[str, str], ...] = (),
    is_other: bool = False,
) -> None:
    condition = add(processing, "respcondition", continue_=continues)
    variable = add(condition, "conditionvar")
    if is_other:
        add(variable, "other")
    for response, value in equal:
        add(variable, "varequal", value, respident=response)
    if mark:
        add(condition, "setvar", mark, action="Set", varname="SCORE")
    if feedback:
        add(condition, "displayfeedback", feedbacktype="Response", linkrefid=feedback)


def _added(processing: Element, response: str, value: str, parts: int) -> None:
    condition = add(processing, "respcondition")
    add(add(condition, "conditionvar"), "varequal", value, respident=response)
    add(condition, "setvar", f"{100 / parts:.2f}", varname="SCORE", action="Add")


def _all_and_no_other(processing: Element, item: Item) -> None:
    """Every right option and no wrong one; Canvas then shares the mark between them in its own way."""
    condition = add(processing, "respcondition", continue_="No")
    every = add(add(condition, "conditionvar"), "and")
    for (ident, _), option in zip(choices(item), item.options, strict=True):
        add(every if option.is_key else add(every, "not"), "varequal", ident, respident=RESPONSE)
    add(condition, "setvar", "100", action="Set", varname="SCORE")


def _feedback(item: Element, asked: Item) -> None:
    told = [(GENERAL, told_of_item(asked))]
    if asked.type not in MATCHED:
        whys = zip(choices(asked), told_of_options(asked), strict=True)
        told += [(f"{option}_fb", [why] if why else []) for (option, _), why in whys]
    for ident, lines in told:
        if lines:
            _material(add(add(item, "itemfeedback", ident=ident), "flow_mat"), paragraph(*lines))


def _material(parent: Element, html: str) -> None:
    add(add(parent, "material"), "mattext", html, texttype="text/html")


def _fields(parent: Element, fields: dict[str, str]) -> None:
    metadata = add(parent, "qtimetadata")
    for name, value in fields.items():
        field = add(metadata, "qtimetadatafield")
        add(field, "fieldlabel", name)
        add(field, "fieldentry", value)
