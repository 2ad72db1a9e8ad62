"""The form under a question: what its fields mean, and how they are filled in again.

Fields name options, premises and places by their numbers in the form, never by ids: in an item of an instructor's own
the ids of an ordering stand in the right order, and an item's id follows from its key.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode
from uuid import UUID

from werkzeug.datastructures import MultiDict

from studyapp.domain.exam.answer import Answer
from studyapp.domain.exam.item import MATCHED, OF_ONE_KEY, TYPED, Item, ItemType
from studyapp.web.errors import BadInputError

LONGEST_TEXT = 200
"""Characters that are written into a blank."""
LOST = "The page does not fit this question any more: reload it."


def parse_sitting_id(form: Mapping[str, str]) -> UUID:
    """The id that the start page made for the sitting, so that a double click begins one."""
    try:
        return UUID(form.get("sitting", ""))
    except ValueError:
        raise BadInputError("The page lost the number of the sitting: begin again.") from None


def parse_sitting_answer(form: MultiDict[str, str], item: Item) -> Answer:
    """What the form under an item gives; raises BadInputError."""
    if item.type in MATCHED:
        return Answer(item=item.id, matches=dict(_matches(form, item)))
    if item.type in TYPED:
        return Answer(item=item.id, texts=_texts(form, item))
    if item.type is ItemType.ORDERING:
        return Answer(item=item.id, order=_order(form, item))
    return Answer(item=item.id, options=_options(form, item))


def filled(item: Item, answer: Answer | None) -> MultiDict[str, str]:
    """The fields of the form under an item as an answer fills them in."""
    answer = answer or Answer(item=item.id)
    numbers = {option.id: str(number) for number, option in enumerate(item.options, start=1)}
    fields: list[tuple[str, str]] = [("option", numbers[one]) for one in answer.options if one in numbers]
    fields += [
        (f"premise-{number}", numbers[answer.matches[premise.id]])
        for number, premise in enumerate(item.premises, start=1)
        if answer.matches.get(premise.id) in numbers
    ]
    fields += [("text", text) for text in answer.texts]
    fields += [(f"place-{numbers[one]}", str(place)) for place, one in enumerate(answer.order, start=1) if one]
    return MultiDict(fields)


def told(item: Item, answer: Answer | None) -> str:
    """An answer in one line, as a page keeps it, to know later whether anything was changed in it."""
    return urlencode(sorted(filled(item, answer).items(multi=True)))


def is_untouched(form: MultiDict[str, str], item: Item, answer: Answer) -> bool:
    """Whether a form is sent on as it was shown: it must not put back what was answered in another tab since."""
    return "go" in form and form.get("shown") == told(item, answer)


def _options(form: MultiDict[str, str], item: Item) -> tuple[str, ...]:
    chosen = {_option(item, number) for number in form.getlist("option")}
    if item.type in OF_ONE_KEY and len(chosen) > 1:
        raise BadInputError("Choose one answer.")
    return tuple(option.id for option in item.options if option.id in chosen)


def _matches(form: MultiDict[str, str], item: Item) -> Iterator[tuple[str, str]]:
    for number, premise in enumerate(item.premises, start=1):
        given = form.get(f"premise-{number}", "")
        if given:
            yield premise.id, _option(item, given)


def _texts(form: MultiDict[str, str], item: Item) -> tuple[str, ...]:
    texts = tuple(form.getlist("text")[: len(item.blanks)])
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise BadInputError(f"That is too long: write at most {LONGEST_TEXT} characters.")
    return texts if any(map(str.strip, texts)) else ()


def _order(form: MultiDict[str, str], item: Item) -> tuple[str, ...]:
    """The options by their places; a place that nothing has yet is empty."""
    placed: dict[int, str] = {}
    for number, option in enumerate(item.options, start=1):
        given = form.get(f"place-{number}", "")
        if not given:
            continue
        place = _number(given, len(item.options))
        if place in placed:
            raise BadInputError(f"Two of them have place {place}: give each its own.")
        placed[place] = option.id
    return tuple(placed.get(place, "") for place in range(1, max(placed, default=0) + 1))


def _option(item: Item, number: str) -> str:
    return item.options[_number(number, len(item.options)) - 1].id


def _number(text: str, most: int) -> int:
    if text not in {str(number) for number in range(1, most + 1)}:
        raise BadInputError(LOST)
    return int(text)
