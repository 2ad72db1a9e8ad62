"""Items of QTI 2.1: what is declared, what students see, how it is marked, what they are told."""

from studyapp.domain.exam.forms import FormItem
from studyapp.domain.exam.item import MATCHED, TYPED, Item, ItemType
from studyapp.exports.exam.markup import Element, add, follow, root, write
from studyapp.exports.exam.output import ExamCharts
from studyapp.exports.exam.platforms import (
    accepted,
    around_gaps,
    choices,
    key_of,
    told_of_item,
    told_of_options,
)
from studyapp.exports.exam.png import radius_between, size_of

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
QTI_PLACE = "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
PICTURE = "picture.png"
RESPONSE = "RESPONSE"
GENERAL = "general"
GAP_LENGTH = "30"
"""Characters that a gap shows."""


def assessment_item(one: FormItem, ident: str, charts: ExamCharts) -> Element:
    """An item by itself, as a document."""
    told = {"identifier": ident, "title": f"Item {one.number}", "adaptive": "false", "timeDependent": "false"}
    item = root("assessmentItem", QTI, QTI_PLACE, **told)
    _declare(item, one.item)
    _body(item, one.item, charts)
    _process(item, one.item)
    _feedback(item, one.item)
    return item


def _declare(item: Element, asked: Item) -> None:
    if asked.type in TYPED:
        for gap in range(len(asked.blanks)):
            _declare_gap(item, asked, gap)
    else:
        _declare_choice(item, asked)
    for name, kind, value in (("SCORE", "float", "0"), ("MAXSCORE", "float", str(asked.points))):
        outcome = add(item, "outcomeDeclaration", identifier=name, cardinality="single", baseType=kind)
        add(add(outcome, "defaultValue"), "value", value)
    add(item, "outcomeDeclaration", identifier="FEEDBACK", cardinality="multiple", baseType="identifier")


def _declare_choice(item: Element, asked: Item) -> None:
    cardinality = {ItemType.ORDERING: "ordered", ItemType.MULTIPLE: "multiple"}.get(asked.type, "single")
    is_matched = asked.type in MATCHED
    response = add(
        item,
        "responseDeclaration",
        identifier=RESPONSE,
        cardinality="multiple" if is_matched else cardinality,
        baseType="directedPair" if is_matched else "identifier",
    )
    correct = add(response, "correctResponse")
    for value in _correct(asked):
        add(correct, "value", value)
    marks = _marks(asked)
    if marks:
        mapping = add(response, "mapping", lowerBound="0", upperBound=str(asked.points), defaultValue="0")
        for key, mark in marks.items():
            add(mapping, "mapEntry", mapKey=key, mappedValue=repr(mark))


def _declare_gap(item: Element, asked: Item, gap: int) -> None:
    response = add(item, "responseDeclaration", identifier=_response(gap), cardinality="single", baseType="string")
    add(add(response, "correctResponse"), "value", asked.blanks[gap].answer)
    mapping = add(response, "mapping", defaultValue="0")
    for text in accepted(asked, gap):
        mark = repr(asked.points / len(asked.blanks))
        add(mapping, "mapEntry", mapKey=text, mappedValue=mark, caseSensitive="false")


def _correct(item: Item) -> list[str]:
    if item.type in MATCHED:
        return [f"p{number} {key_of(item, one.key)}" for number, one in enumerate(item.premises, start=1)]
    if item.type is ItemType.ORDERING:
        return [key_of(item, option) for option in item.order]
    return [key_of(item, option.id) for option in item.keys]


def _marks(item: Item) -> dict[str, float]:
    """What each part of an answer counts, where it has parts: all that is right the points, all there is nothing."""
    if item.type in MATCHED:
        return dict.fromkeys(_correct(item), item.points / len(item.premises))
    if item.type is not ItemType.MULTIPLE:
        return {}
    right, wrong = len(item.keys), len(item.keys) - len(item.options)
    pairs = zip(choices(item), item.options, strict=True)
    return {ident: item.points / (right if option.is_key else wrong) for (ident, _), option in pairs}


def _body(item: Element, asked: Item, charts: ExamCharts) -> None:
    body = add(item, "itemBody")
    if asked.picture and asked.type is not ItemType.HOTSPOT:
        add(add(body, "p"), "img", src=PICTURE, alt=charts.alt(asked))
    if asked.type in TYPED:
        _gaps(body, asked)
    elif asked.type in MATCHED:
        _match(body, asked)
    elif asked.type is ItemType.HOTSPOT:
        _hotspot(body, asked, charts)
    else:
        _choose(body, asked)


def _choose(body: Element, asked: Item) -> None:
    is_order = asked.type is ItemType.ORDERING
    interaction = add(
        body, "orderInteraction" if is_order else "choiceInteraction", responseIdentifier=RESPONSE, shuffle="false"
    )
    if not is_order:
        interaction.set("maxChoices", "0" if asked.type is ItemType.MULTIPLE else "1")
    write(interaction, "prompt", asked.stem)
    for ident, text in choices(asked):
        write(interaction, "simpleChoice", text, identifier=ident)


def _match(body: Element, asked: Item) -> None:
    """Each premise takes one option; an option may go with every premise."""
    number = str(len(asked.premises))
    interaction = add(body, "matchInteraction", responseIdentifier=RESPONSE, shuffle="false", maxAssociations=number)
    write(interaction, "prompt", asked.stem)
    premises, options = add(interaction, "simpleMatchSet"), add(interaction, "simpleMatchSet")
    for place, premise in enumerate(asked.premises, start=1):
        write(premises, "simpleAssociableChoice", premise.text, identifier=f"p{place}", matchMax="1")
    for ident, text in choices(asked):
        write(options, "simpleAssociableChoice", text, identifier=ident, matchMax=number)


def _gaps(body: Element, asked: Item) -> None:
    """Gaps are all of one length, which tells nothing of the answers."""
    first, *pieces = around_gaps(asked)
    paragraph = write(body, "p", first)
    for gap, piece in enumerate(pieces):
        add(paragraph, "textEntryInteraction", responseIdentifier=_response(gap), expectedLength=GAP_LENGTH)
        follow(paragraph, piece)


def _hotspot(body: Element, asked: Item, charts: ExamCharts) -> None:
    picture = charts.picture(asked)
    width, height = size_of(picture)
    interaction = add(body, "hotspotInteraction", responseIdentifier=RESPONSE, maxChoices="1")
    write(interaction, "prompt", asked.stem)
    add(
        interaction,
        "object",
        charts.alt(asked),
        data=PICTURE,
        type="image/png",
        width=str(width),
        height=str(height),
    )
    places = [(round(x * width), round(y * height)) for x, y in (option.at or (0, 0) for option in asked.options)]
    radius = radius_between(places, width)
    for (ident, text), (x, y) in zip(choices(asked), places, strict=True):
        add(
            interaction,
            "hotspotChoice",
            identifier=ident,
            shape="circle",
            coords=f"{x},{y},{radius}",
            hotspotLabel=text,
        )


def _process(item: Element, asked: Item) -> None:
    processing = add(item, "responseProcessing")
    if asked.type in TYPED:
        total = add(add(processing, "setOutcomeValue", identifier="SCORE"), "sum")
        for gap in range(len(asked.blanks)):
            add(total, "mapResponse", identifier=_response(gap))
    else:
        _process_choice(processing, asked)
    told = add(add(processing, "setOutcomeValue", identifier="FEEDBACK"), "multiple")
    add(told, "baseValue", GENERAL, baseType="identifier")
    if asked.type not in (*TYPED, *MATCHED, ItemType.ORDERING):
        add(told, "variable", identifier=RESPONSE)


def _process_choice(processing: Element, asked: Item) -> None:
    condition = add(processing, "responseCondition")
    right, other = add(condition, "responseIf"), add(condition, "responseElse")
    match = add(right, "match")
    add(match, "variable", identifier=RESPONSE)
    add(match, "correct", identifier=RESPONSE)
    add(add(right, "setOutcomeValue", identifier="SCORE"), "baseValue", str(asked.points), baseType="float")
    partly = add(other, "setOutcomeValue", identifier="SCORE")
    if _marks(asked):
        add(partly, "mapResponse", identifier=RESPONSE)
    else:
        add(partly, "baseValue", "0", baseType="float")


def _feedback(item: Element, asked: Item) -> None:
    """Told by the option that was chosen; its name tells nothing of whether it is right."""
    told = {GENERAL: told_of_item(asked)}
    if asked.type not in (*MATCHED, ItemType.ORDERING):
        told |= {
            ident: [why] if why else [] for (ident, _), why in zip(choices(asked), told_of_options(asked), strict=True)
        }
    for ident, lines in told.items():
        if lines:
            feedback = add(item, "modalFeedback", outcomeIdentifier="FEEDBACK", showHide="show", identifier=ident)
            for line in lines:
                write(feedback, "p", line)


def _response(gap: int) -> str:
    return RESPONSE if gap == 0 else f"{RESPONSE}_{gap + 1}"
