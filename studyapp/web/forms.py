"""What pages send, parsed; whatever makes no sense raises BadInputError with a sentence."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from werkzeug.datastructures import MultiDict

from studyapp.domain.deck import CardKey
from studyapp.domain.instant import from_ms
from studyapp.domain.marking import Given
from studyapp.domain.scheduler import Grade
from studyapp.domain.way import Way
from studyapp.services.study import GivenAnswer
from studyapp.web.errors import BadInputError

MOST_DIGITS = 16


def parse_answer(form: MultiDict[str, str], card: CardKey, *, is_cram: bool = False) -> GivenAnswer:
    """A graded answer from the form under a card."""
    return GivenAnswer(
        id=parse_review_id(form),
        card=card,
        grade=_grade(form.get("grade", "")),
        shown_at=parse_instant(form.get("shown", "")),
        given=parse_given(form),
        is_cram=is_cram,
    )


def parse_given(form: MultiDict[str, str]) -> Given | None:
    """What was given as an answer: zones tapped, or what was chosen, typed or listed; None when nothing was."""
    zones = tuple(form.getlist("zone"))
    if zones:
        return Given(Way.TAP, zones)
    way, things = parse_way(form), (*form.getlist("given"), form.get("item", ""))
    return Given(way, things) if way and any(thing.strip() for thing in things) else None


def parse_way(form: Mapping[str, str]) -> Way | None:
    """The way in which a page wishes to ask; None when it names none that there is."""
    way = form.get("way", "")
    return Way(way) if way in set(Way) else None


def parse_instant(text: str) -> datetime | None:
    """An instant in milliseconds since 1970; None when the page did not say."""
    if not text:
        return None
    try:
        return from_ms(int(text[:MOST_DIGITS]))
    except (ValueError, OverflowError):
        raise BadInputError("The time at which the card was shown makes no sense.") from None


def parse_pair(query: MultiDict[str, str]) -> tuple[str, str] | None:
    """The two things to put side by side; None when none was chosen."""
    match [ident for ident in query.getlist("pick") if ident]:
        case []:
            return None
        case [one, other] if one != other:
            return one, other
        case picked:
            raise BadInputError(f"Choose two to put side by side: here {_are(len(set(picked)))} chosen.")


def _are(number: int) -> str:
    return "one is" if number == 1 else f"{number} are"


def _grade(text: str) -> Grade:
    if text not in {str(int(grade)) for grade in Grade}:
        raise BadInputError("Choose one of the grades: nothing was recorded.")
    return Grade(int(text))


def parse_review_id(form: Mapping[str, str], name: str = "review") -> UUID:
    """The id of the review, or of what else the name tells, that a form makes or takes back."""
    try:
        return UUID(form.get(name, ""))
    except ValueError:
        raise BadInputError("The page lost the answer's number: reload it and grade again.") from None
