"""What must hold of a blueprint beyond its shape; each problem with its place, for a file's line or a form's field."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import Deck
from studyapp.domain.exam.blueprint import (
    FEWEST_OPTIONS,
    LONGEST_TITLE,
    MOST_FORMS,
    MOST_ITEMS,
    MOST_OPTIONS,
    Cell,
    ExamBlueprint,
)

Place: TypeAlias = tuple[str | int, ...]
Problems: TypeAlias = Iterator[tuple[Place, str]]

MOST_POINTS = 100
LARGEST_SEED = 2**53
"""Every seed up to it is a number to any program that reads it."""
MOST_MINUTES = 24 * 60


def problems_of_blueprint(blueprint: ExamBlueprint, catalog: Catalog) -> Problems:
    """Everything that is wrong with a blueprint."""
    yield from _numbers(blueprint)
    title = blueprint.title.strip()
    if not title or len(title) > LONGEST_TITLE:
        yield ("title",), f"a title has 1 to {LONGEST_TITLE} characters"
    if not blueprint.cells:
        yield ("cells",), "a blueprint needs at least one cell"
    for difficulty, share in blueprint.difficulty.items():
        if share < 0:
            yield ("difficulty", difficulty), "a share is not negative"
    deck = deck_of(blueprint, catalog)
    if deck is None:
        decks = ", ".join(catalog.decks) or "none"
        yield ("deck",), f"name one of the decks ({decks})"
        return
    yield from _named((), blueprint, deck)
    for place, cell in enumerate(blueprint.cells):
        yield from _cell(("cells", place), cell, deck)
    if blueprint.items > MOST_ITEMS:
        yield ("cells",), f"asks for {blueprint.items} items; an exam has at most {MOST_ITEMS}"
    yield from _excluded(blueprint, catalog, deck)


def deck_of(blueprint: ExamBlueprint, catalog: Catalog) -> Deck | None:
    """The deck that a blueprint is about: the one it names, or the only one."""
    if blueprint.deck is None and len(catalog.decks) == 1:
        return next(iter(catalog.decks.values()))
    return catalog.decks.get(blueprint.deck or "")


def _numbers(blueprint: ExamBlueprint) -> Problems:
    bounds: Mapping[str, tuple[int, int]] = {
        "options": (FEWEST_OPTIONS, MOST_OPTIONS),
        "forms": (1, MOST_FORMS),
        "seed": (0, LARGEST_SEED),
        "points": (1, MOST_POINTS),
        "avoid_last": (0, 1000),
        "minutes": (1, MOST_MINUTES),
    }
    for name, (least, most) in bounds.items():
        number = getattr(blueprint, name)
        if number is not None and not least <= number <= most:
            yield (name,), f"“{name}” goes from {least} to {most}, and is {number}"


def _cell(place: Place, cell: Cell, deck: Deck) -> Problems:
    if cell.count < 1:
        yield (*place, "count"), f"“count” is at least 1, and is {cell.count}"
    if cell.points is not None and not 1 <= cell.points <= MOST_POINTS:
        yield (*place, "points"), f"“points” goes from 1 to {MOST_POINTS}, and is {cell.points}"
    yield from _named(place, cell, deck)


def _named(place: Place, named: Cell | ExamBlueprint, deck: Deck) -> Problems:
    known = {
        "muscles": {muscle.id for muscle in deck.muscles},
        "groups": {muscle.group.group for muscle in deck.muscles if muscle.group is not None},
        "complaints": {complaint.id for complaint in deck.complaints},
    }
    for name, idents in known.items():
        for at, ident in enumerate(getattr(named, name)):
            if ident not in idents:
                yield (*place, name, at), f"“{ident}” is not among the {name} of the deck “{deck.id}”"


def _excluded(blueprint: ExamBlueprint, catalog: Catalog, deck: Deck) -> Problems:
    known = {muscle.id for muscle in deck.muscles}
    known |= {key.card for key in catalog.cards if key.deck == deck.id}
    known |= {fact.id for fact in catalog.facts if fact.deck == deck.id}
    for at, ident in enumerate(blueprint.exclude):
        if ident not in known:
            yield ("exclude", at), f"“{ident}” is no muscle, card or fact of the deck “{deck.id}”"
