"""Decks from their folders to the catalog, or every problem with its file and line."""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from studyapp.content.check import LONGEST_ID, problems_of
from studyapp.content.deckfiles import DeckFiles, Parsed, deck_folders, described_names, home_of
from studyapp.content.schema import validate
from studyapp.content.yamltext import Document, read_document
from studyapp.domain.catalog import Catalog, build_catalog, join_catalogs
from studyapp.domain.complaint import Complaints
from studyapp.domain.condition import Conditions
from studyapp.domain.deck import FreeCards, Manifest
from studyapp.domain.discrepancies import discrepancies_of
from studyapp.domain.former import FormerIdTakenError
from studyapp.domain.muscle import Muscle
from studyapp.domain.vocabulary import Names, Term, Vocabulary, Words
from studyapp.errors import DeckError, Problem, SettingError
from studyapp.paths import resource

READ_FILES = ("deck.yaml", "complaints.yaml", "conditions.yaml", "cards.yaml")

T = TypeVar("T")


def load_catalog(extra: Iterable[Path] = (), *, only_extra: bool = False) -> Catalog:
    """The catalog of the shipped decks and of those in further folders.

    With `only_extra` the shipped decks are left out, though their vocabulary and names still count. Raises DeckError
    with every problem of every file, SettingError for a folder that holds no deck.
    """
    with _without_collecting():
        return _Loader().load(list(extra), only_extra=only_extra)


def load_names(folders: Iterable[Path] = ()) -> Mapping[str, Term]:
    """The names of all muscles that the shipped decks, or those in further folders, describe or name.

    Raises DeckError for a `names.yaml` that cannot be read; decks may be.
    """
    homes = [resource("decks"), *folders]
    names = _Loader().names(homes)
    return {**names, **{ident: term for home in homes for ident, term in described_names(home).items()}}


def check_catalog(extra: Iterable[Path] = (), *, only_extra: bool = False) -> tuple[Catalog, tuple[Problem, ...]]:
    """As `load_catalog`, with the warnings that no deck explains.

    Raises as `load_catalog`, and DeckError for an explanation of what is no warning.
    """
    with _without_collecting():
        loader = _Loader()
        catalog = loader.load(list(extra), only_extra=only_extra)
        return catalog, loader.warnings(catalog)


class _Loader:
    def __init__(self) -> None:
        self.files: list[DeckFiles] = []
        self.problems: list[Problem] = []
        self.here = Path.cwd()
        self.shared_files = 0

    def load(self, extra: list[Path], *, only_extra: bool) -> Catalog:
        shipped = resource("decks")
        extra = [folder for folder in extra if folder.resolve() != shipped.resolve()]
        homes = [shipped, *(home_of(folder) for folder in extra)]
        vocabularies = self._shared(homes, "vocabulary.yaml", Vocabulary)
        names = self._shared(homes, "names.yaml", Names)
        folders = [] if only_extra and extra else deck_folders(shipped)
        for folder in extra:
            found = deck_folders(folder)
            if not found:
                raise SettingError(f"There is no deck in {folder}: no deck.yaml in it or one below.")
            folders += found
        self.files = files = [
            deck
            for folder in {folder.resolve(): folder for folder in folders}.values()
            if (deck := self._read_deck(folder))
        ]
        if len(vocabularies) + len(names) < self.shared_files:
            self._stop_at_problems()  # every reference into what could not be read would be a false problem
        unread = described_names(shipped) if only_extra and extra else {}
        words = self._words(vocabularies, names, files, unread)
        for document, shared in [*vocabularies, *names]:
            self._check(document, shared, words, {})
        self._check_decks(files, words)
        self._stop_at_problems()
        catalog = self._build(files, words)
        self._check_note_ids(files, catalog)
        self._check_derived_ids(files, catalog)
        self._stop_at_problems()
        return catalog

    def names(self, homes: list[Path]) -> dict[str, Term]:
        """The muscles of every `names.yaml` in these folders."""
        names = self._merge(self._shared(homes, "names.yaml", Names), "muscles")
        self._stop_at_problems()
        return names

    def warnings(self, catalog: Catalog) -> tuple[Problem, ...]:
        """Where the written and the derived differ, but for what the decks explain."""
        warnings: list[Problem] = []
        for files in self.files:
            document, manifest = files.manifest
            found = {one.name: one for one in discrepancies_of(files.deck(), catalog.words)}
            explained = {name for one in manifest.explained for name in one.warnings}
            for index, one in enumerate(manifest.explained):
                for place, name in enumerate(one.warnings):
                    if name not in found:
                        message = f"“{name}” is explained, but is no warning"
                        self.problems.append(document.problem(("explained", index, "warnings", place), message))
            warnings += [
                files.problem(one.kind, one.subject, one.path, f"warning: {one.message} [{name}]")
                for name, one in found.items()
                if name not in explained
            ]
        self._stop_at_problems()
        return tuple(sorted(warnings))

    def _stop_at_problems(self) -> None:
        if self.problems:
            raise DeckError(self.problems)

    def _read(self, path: Path, shape: type[T]) -> Parsed[T] | None:
        document = read_document(path, self._name(path))
        value, problems = validate(document, shape)
        self.problems += [*document.problems, *problems]
        return None if value is None else (document, value)

    def _name(self, path: Path) -> str:
        """How problems call a file: relative to where the person stands, when it lies below."""
        return str(path.relative_to(self.here)) if path.is_relative_to(self.here) else str(path)

    def _shared(self, homes: list[Path], name: str, shape: type[T]) -> list[Parsed[T]]:
        paths = dict.fromkeys(home / name for home in homes if (home / name).is_file())
        self.shared_files += len(paths)
        return [parsed for path in paths if (parsed := self._read(path, shape))]

    def _read_deck(self, folder: Path) -> DeckFiles | None:
        manifest = self._read(folder / "deck.yaml", Manifest)
        paths = sorted((folder / "muscles").glob("*.yaml"))
        muscles = [parsed for path in paths if (parsed := self._read(path, Muscle))]
        complaints = self._optional(folder / "complaints.yaml", Complaints)
        self._refuse_unread(folder)
        conditions = self._optional(folder / "conditions.yaml", Conditions)
        cards = self._optional(folder / "cards.yaml", FreeCards)
        if manifest is None:
            return None
        return DeckFiles(folder, manifest, tuple(path.stem for path in paths), muscles, complaints, conditions, cards)

    def _refuse_unread(self, folder: Path) -> None:
        """A file under a name that nobody reads would be missed in silence."""
        for path in sorted([*folder.glob("*.y*ml"), *folder.glob("*/*.y*ml")]):
            known = path.parent == folder and path.name in READ_FILES
            is_muscle = path.parent == folder / "muscles" and path.suffix == ".yaml"
            if path.suffix in {".yaml", ".yml"} and not known and not is_muscle and path.parent.name != "exams":
                expected = f"a deck has {', '.join(READ_FILES)} and muscles/<id>.yaml"
                self.problems.append(Problem(self._name(path), 1, f"is read by nobody: {expected}"))

    def _optional(self, path: Path, shape: type[T]) -> Parsed[T] | None:
        return self._read(path, shape) if path.is_file() else None

    def _words(
        self,
        vocabularies: list[Parsed[Vocabulary]],
        names: list[Parsed[Names]],
        files: list[DeckFiles],
        unread: Mapping[str, Term],
    ) -> Words:
        sections = {section.name: self._merge(vocabularies, section.name) for section in fields(Vocabulary)}
        named = {ident: Term(label=ident) for deck in files for ident in deck.named}
        muscles = {
            muscle.id: Term(label=muscle.name, latin=muscle.latin, aliases=muscle.aliases)
            for deck in files
            for _, muscle in deck.muscles
        }
        conditions = {
            condition.id: Term(label=condition.name, aliases=condition.aliases)
            for deck in files
            if deck.conditions
            for condition in deck.conditions[1].conditions
        }
        return Words(
            vocabulary=Vocabulary(**sections),
            muscles={**named, **unread, **self._merge(names, "muscles"), **muscles},
            groups=self._merge(names, "groups"),
            conditions={**self._merge(names, "conditions"), **conditions},
        )

    def _merge(self, parsed: Iterable[Parsed[object]], section: str) -> dict[str, Any]:
        """One section over all files; a word may be declared again only in the same sense."""
        merged: dict[str, Any] = {}
        for document, value in parsed:
            for ident, word in getattr(value, section).items():
                if merged.setdefault(ident, word) != word:
                    message = f"“{ident}” is declared otherwise in the shared {section}"
                    self.problems.append(document.problem((section, ident), message))
        return merged

    def _check_decks(self, files: list[DeckFiles], words: Words) -> None:
        known: dict[str, str] = {}
        for deck in files:
            document, manifest = deck.manifest
            if (first := known.setdefault(manifest.id, document.file)) != document.file:
                message = f"the deck id “{manifest.id}” is taken by {first}"
                self.problems.append(document.problem(("id",), message))
            sources = {source.id: source for source in manifest.bibliography}
            for one, value in deck.parsed():
                self._check(one, value, words, sources)
            for one, muscle in deck.muscles:
                if Path(one.file).stem != muscle.id:
                    message = f"the file of “{muscle.id}” must be called {muscle.id}.yaml"
                    self.problems.append(one.problem(("id",), message))

    def _check(self, document: Document, value: object, words: Words, sources: Mapping[str, object]) -> None:
        found = problems_of(value, words, sources)  # type: ignore[arg-type]  # only the ids are read
        self.problems += [document.problem(path, message) for path, message in found]

    def _build(self, files: list[DeckFiles], words: Words) -> Catalog:
        catalogs = []
        for deck in files:
            try:
                catalogs.append(build_catalog([deck.deck()], words))
            except FormerIdTakenError as error:
                self.problems += [deck.formerly(clash) for clash in error.clashes]
        self._stop_at_problems()
        return join_catalogs(catalogs, words)

    def _check_note_ids(self, files: list[DeckFiles], catalog: Catalog) -> None:
        notes = {(note.deck, note.id) for note in catalog.notes}
        for deck in files:
            document, manifest = deck.manifest
            for index, ident in enumerate(manifest.core_path):
                if (manifest.id, ident) not in notes:
                    message = f"there is no note “{ident}”"
                    self.problems.append(document.problem(("core_path", index), message))
            for index, renamed in enumerate(manifest.renamed_notes):
                if (manifest.id, renamed.id) not in notes:
                    message = f"there is no note “{renamed.id}”"
                    self.problems.append(document.problem(("renamed_notes", index), message))

    def _check_derived_ids(self, files: list[DeckFiles], catalog: Catalog) -> None:
        places = {deck.manifest[1].id: deck.manifest[0] for deck in files}
        muscles = {(deck.manifest[1].id, muscle.id): document for deck in files for document, muscle in deck.muscles}
        facts = [(fact.id, fact.deck, fact.subject) for fact in catalog.facts]
        cards = [(card.key.card, card.key.deck, card.subject) for card in catalog.cards.values()]
        times = Counter((deck, ident) for ident, deck, _ in facts)
        for ident, deck, subject in facts + cards:
            document = muscles.get((deck, subject.id), places[deck])
            if len(ident) > LONGEST_ID:
                self.problems.append(document.problem((), f"the id “{ident}” is longer than {LONGEST_ID} characters"))
            if times[deck, ident] > 1:
                self.problems.append(document.problem((), f"two entries make the same id “{ident}”"))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Building many small objects that all stay makes the cyclic collector run in vain; so it passes them over."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if enabled:
            gc.enable()
