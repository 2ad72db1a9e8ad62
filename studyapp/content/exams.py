"""Blueprints and banks of items, read from YAML with every problem as file:line: message."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from studyapp.content.schema import validate
from studyapp.content.yamltext import Document, parse_document, read_document
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import Deck
from studyapp.domain.exam.blueprint import ExamBlueprint
from studyapp.domain.exam.check import Place, problems_of_blueprint
from studyapp.domain.exam.item import MATCHED, TYPED, ItemType
from studyapp.domain.exam.own import OwnItem, OwnItems
from studyapp.errors import DeckError, Problem, SettingError

T = TypeVar("T")

FOLDER = "exams"
BANK = "bank.yaml"


def read_blueprint(path: Path, catalog: Catalog) -> ExamBlueprint:
    """The blueprint of a file; raises DeckError with every problem, SettingError when there is no such file."""
    document = _document(path)
    return _checked(document, catalog)


def parse_blueprint(text: str, name: str, catalog: Catalog) -> ExamBlueprint:
    """The same from a text."""
    return _checked(parse_document(text, name), catalog)


def read_bank(path: Path, deck: Deck, catalog: Catalog) -> tuple[OwnItem, ...]:
    """The items of a bank of a deck; raises as `read_blueprint`."""
    document = _document(path)
    bank, problems = validate(document, OwnItems)
    problems = [*document.problems, *problems]
    if bank is not None:
        problems += [document.problem(place, message) for place, message in problems_of_bank(bank, deck, catalog)]
    if problems or bank is None:
        raise DeckError(problems)
    return bank.items


def blueprints_of(deck: Deck) -> tuple[Path, ...]:
    """The files of the blueprints beside a deck, by name."""
    folder = Path(deck.folder) / FOLDER if deck.folder else None
    return tuple(sorted(path for path in folder.glob("*.yaml") if path.name != BANK)) if folder else ()


def bank_of(deck: Deck) -> Path | None:
    """The bank beside a deck; None when it has none."""
    path = Path(deck.folder) / FOLDER / BANK if deck.folder else None
    return path if path and path.is_file() else None


def problems_of_bank(bank: OwnItems, deck: Deck, catalog: Catalog) -> Iterator[tuple[Place, str]]:
    """What must hold of a bank beyond its shape."""
    facts = {fact.id for fact in catalog.facts if fact.deck == deck.id}
    muscles, seen = {muscle.id for muscle in deck.muscles}, set[str]()
    for at, own in enumerate(bank.items):
        place: Place = ("items", at)
        if own.id in seen:
            yield (*place, "id"), f"the id “{own.id}” is taken already"
        seen.add(own.id)
        if own.muscle not in muscles:
            yield (*place, "muscle"), f"“{own.muscle}” is not among the muscles of the deck “{deck.id}”"
        for number, fact in enumerate(own.facts):
            if fact not in facts:
                yield (*place, "facts", number), f"“{fact}” is no fact of the deck “{deck.id}”"
        for number, citation in enumerate(own.sources):
            if citation.source not in deck.sources:
                yield (*place, "sources", number), f"“{citation.source}” is not in the bibliography"
        yield from (((*place, *rest), message) for rest, message in _parts(own))


def _parts(own: OwnItem) -> Iterator[tuple[Place, str]]:
    """Whether an item has what its type needs."""
    if own.type is ItemType.HOTSPOT:
        yield ("type",), "hotspots are made from the deck's charts, not written"
    if own.type is ItemType.TRUE_FALSE and own.true is None:
        yield ("type",), "“true-false” needs “true”: whether the stem is true"
    if own.type in TYPED and not own.answers:
        yield ("type",), f"“{own.type}” needs “answers”"
    if own.type in MATCHED and not own.pairs:
        yield ("type",), f"“{own.type}” needs “pairs”"
    needs_options = own.type not in (*TYPED, *MATCHED, ItemType.TRUE_FALSE, ItemType.HOTSPOT)
    if needs_options and not own.options:
        yield ("type",), f"“{own.type}” needs “options”"


def _document(path: Path) -> Document:
    if not path.is_file():
        raise SettingError(f"There is no file {path}.")
    return read_document(path)


def _checked(document: Document, catalog: Catalog) -> ExamBlueprint:
    blueprint, problems = validate(document, ExamBlueprint)
    problems = [*document.problems, *problems]
    if blueprint is not None:
        problems += [document.problem(place, text) for place, text in problems_of_blueprint(blueprint, catalog)]
    if problems or blueprint is None:
        raise DeckError(problems or [Problem(document.file, 1, "the file is empty")])
    return blueprint
