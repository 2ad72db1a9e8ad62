"""Every error that studyapp raises on purpose.

StudyappError            a sentence for the person who sees it
├── DeckError            decks that cannot be read: every problem, each with its file and line
├── SettingError         a setting or option that makes no sense
├── StorageError         the data folder or database cannot be used
├── ExportError          something that cannot be taken elsewhere as it was asked for
├── ExamError            an exam that cannot be made as it was asked for
├── AnkiFileError        a file of Anki's that cannot be taken in
├── NotFoundError        a card, muscle or deck that is not there
├── PairingError         a code that lets no device in
└── AnkiConnectError     a running Anki that cannot be worked with
    ├── NoAnkiError      there is none that could be reached
    └── RefusedError     it was reached, and would not do one thing
"""

from collections.abc import Iterable
from dataclasses import dataclass


class StudyappError(Exception):
    """A failure that one sentence explains."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a deck's file."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """`file:line: message`, as editors and compilers have it."""
        return f"{self.file}:{self.line}: {self.message}"


class DeckError(StudyappError):
    """Decks that cannot be read; `problems` are all that were found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Sort the problems by file and line, each once."""
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class SettingError(StudyappError):
    """A setting or option that makes no sense."""


class StorageError(StudyappError):
    """The data folder or the database cannot be used."""


class ExportError(StudyappError):
    """Something that cannot be taken elsewhere as it was asked for."""


class ExamError(StudyappError):
    """An exam that cannot be made as it was asked for."""


class AnkiFileError(StudyappError):
    """A file of Anki's that cannot be taken in."""


class NotFoundError(StudyappError):
    """A card, muscle or deck that is not there."""


class PairingError(StudyappError):
    """A code that lets no device in."""


class AnkiConnectError(StudyappError):
    """A running Anki that cannot be worked with."""


class NoAnkiError(AnkiConnectError):
    """No running Anki can be reached: nothing listens, or something else does."""

    def __init__(self, happened: str, remedy: str) -> None:
        """A sentence for what happened and one for what to do."""
        self.happened = happened
        super().__init__(f"{happened} {remedy}")


class RefusedError(AnkiConnectError):
    """Anki was reached and would not do one thing."""
