"""Blueprints as files: those that lie beside decks, and those that an instructor brings or takes along."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studyapp.content.blueprint_text import blueprint_text
from studyapp.content.exams import blueprints_of, parse_blueprint, read_blueprint
from studyapp.domain.catalog import Catalog
from studyapp.domain.exam.blueprint import ExamBlueprint
from studyapp.errors import DeckError, NotFoundError


@dataclass(frozen=True, slots=True)
class KeptBlueprint:
    """A blueprint beside a deck, by the name of its file; or what is wrong with the file."""

    deck: str
    name: str
    blueprint: ExamBlueprint | None
    problems: tuple[str, ...] = ()


class ExamBlueprints:
    """The blueprints at hand."""

    def __init__(self, catalog: Catalog) -> None:
        """Those beside the decks of a catalog."""
        self.catalog = catalog

    def kept(self) -> list[KeptBlueprint]:
        """The blueprints beside the decks; a file that cannot be read is told with its problems."""
        return [_read(deck, path, self.catalog) for deck, path in self._paths()]

    def find(self, deck: str, name: str) -> ExamBlueprint:
        """One of them; raises NotFoundError, DeckError."""
        for of, path in self._paths():
            if (of, path.stem) == (deck, name):
                return read_blueprint(path, self.catalog)
        raise NotFoundError("There is no such blueprint.")

    def read(self, text: str) -> ExamBlueprint:
        """The blueprint in a text; raises DeckError with every problem and its line."""
        return parse_blueprint(text, "line", self.catalog)

    def write(self, blueprint: ExamBlueprint) -> str:
        """The blueprint as a text that can be read again."""
        return blueprint_text(blueprint)

    def _paths(self) -> Iterator[tuple[str, Path]]:
        return ((deck.id, path) for deck in self.catalog.decks.values() for path in blueprints_of(deck))


def _read(deck: str, path: Path, catalog: Catalog) -> KeptBlueprint:
    try:
        return KeptBlueprint(deck, path.stem, read_blueprint(path, catalog))
    except DeckError as error:
        return KeptBlueprint(deck, path.stem, None, tuple(f"line {one.line}: {one.message}" for one in error.problems))
