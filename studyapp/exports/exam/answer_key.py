"""Answer keys: what is right in an item, in the letters and numbers that its form prints."""

from studyapp.domain.exam.item import MATCHED, TYPED, Item, ItemType
from studyapp.exports.exam.output import letter


def key_of(item: Item) -> str:
    """The key in letters: "B", "A, C", matches as "1–B, 2–A", an order as "C, A, B"; what is typed in words."""
    places = {option.id: letter(place) for place, option in enumerate(item.options)}
    if item.type in MATCHED:
        return ", ".join(f"{number}–{places[one.key]}" for number, one in enumerate(item.premises, start=1))
    if item.type in TYPED:
        return _words(item)
    if item.type is ItemType.ORDERING:
        return ", ".join(places[ident] for ident in item.order)
    return ", ".join(places[option.id] for option in item.keys)


def _words(item: Item) -> str:
    answers = [blank.answer for blank in item.blanks]
    if len(answers) == 1:
        return answers[0]
    return "; ".join(f"{number}: {answer}" for number, answer in enumerate(answers, start=1))


def also_right(item: Item) -> tuple[str, ...]:
    """What may be typed instead of the key, for each blank."""
    return tuple(text for blank in item.blanks for text in blank.accepted[1:])


def reasons_of(item: Item) -> tuple[str, ...]:
    """Why the key is right, then what each option and each match really is, by letter and number."""
    told = [item.why.text]
    told += [f"{letter(n)}: {option.why.text}" for n, option in enumerate(item.options) if option.why.text]
    told += [f"{n}: {one.why.text}" for n, one in enumerate(item.premises, start=1) if one.why.text]
    return tuple(text for text in told if text)


def sources_of(item: Item) -> tuple[str, ...]:
    """Every work that the item's reasons cite, once."""
    return tuple(dict.fromkeys(source for why in item.rationales for source in why.sources))
