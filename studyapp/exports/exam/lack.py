"""What keeps an item from being carried: platforms take a broken one without a word, so it is not given to them."""

from collections.abc import Callable, Collection

from studyapp.domain.exam.item import MATCHED, OF_ONE_KEY, TYPED, Item, ItemType

MOST_SHARED = 10
"""Into so many parts a mark is divided at most: Moodle knows no smaller ones."""


def lack_of(item: Item, carries: Collection[ItemType], format_name: str) -> str | None:
    """Why a format cannot carry an item, or none can; None when it can."""
    if item.type not in carries:
        return f"{format_name} has no such item."
    return next((sentence for is_broken, sentence in BROKEN if is_broken(item)), None)


def _has_no_one_key(item: Item) -> bool:
    return item.type in OF_ONE_KEY and len(item.keys) != 1


def _is_all_or_none(item: Item) -> bool:
    return item.type is ItemType.MULTIPLE and not 0 < len(item.keys) < len(item.options)


def _is_too_large(item: Item) -> bool:
    right = len(item.keys)
    return item.type is ItemType.MULTIPLE and max(right, len(item.options) - right) > MOST_SHARED


def _has_no_answer(item: Item) -> bool:
    return item.type in TYPED and not (item.blanks and all(blank.accepted for blank in item.blanks))


def _is_unmatched(item: Item) -> bool:
    ids = {option.id for option in item.options}
    return item.type in MATCHED and not (item.premises and {premise.key for premise in item.premises} <= ids)


def _has_no_order(item: Item) -> bool:
    return item.type is ItemType.ORDERING and sorted(item.order) != sorted(option.id for option in item.options)


def _has_no_places(item: Item) -> bool:
    return item.type is ItemType.HOTSPOT and (item.picture is None or any(one.at is None for one in item.options))


BROKEN: tuple[tuple[Callable[[Item], bool], str], ...] = (
    (_has_no_one_key, "it does not have exactly one option that is right."),
    (_is_all_or_none, "it needs at least one option that is right and one that is wrong."),
    (_is_too_large, f"more than {MOST_SHARED} of its options are right or wrong, too many to share a mark."),
    (_has_no_answer, "it has a gap without an answer."),
    (_is_unmatched, "it has a premise whose key is no option."),
    (_has_no_order, "it does not say where each of its options belongs."),
    (_has_no_places, "it does not say where its places lie in its picture."),
)
