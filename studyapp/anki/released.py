"""What was released: the entries of a deck's ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from studyapp.anki.shape import Shape


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One note in one shape: what it said, and since when."""

    hash: str
    changed_at: datetime
    """Whole seconds, as Anki counts them."""
    parts: tuple[str, ...] = ()
    """What must stay as it was: which gap is which, which options were drawn."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The entries of a deck by note id and shape; those of notes that are gone stay."""

    entries: Mapping[str, LedgerEntry] = field(default_factory=dict)

    def parts(self, shape: Shape, *ids: str) -> tuple[str, ...]:
        """The parts that a note was released with, under the first of these ids that any release had."""
        known = (self.entries.get(ledger_key(ident, shape)) for ident in ids)
        return next((entry.parts for entry in known if entry), ())


NOTHING_RELEASED = Ledger()


def ledger_key(note: str, shape: Shape) -> str:
    """By what the ledger knows a note: its id, and its shape unless it is a question."""
    return note if shape is Shape.QUESTION else f"{note}/{shape}"
