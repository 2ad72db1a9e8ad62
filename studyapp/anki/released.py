"""What was released: the entries of a deck's ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from studyapp.anki.shape import Shape

NUMBERED = (Shape.CLOZE, Shape.OCCLUSION)
"""The shapes whose parts are numbered."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One note in one shape: what it said, and since when."""

    hash: str
    changed_at: datetime
    """Whole seconds, as Anki counts them."""
    parts: tuple[str, ...] = ()
    """What must stay as it was: which gap is which, which options were drawn."""
    first: str | None = None
    """The id of the note under which it was first released, when that was another: its GUID is made of it."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The entries of a deck by note id and shape; those of notes that are gone stay."""

    entries: Mapping[str, LedgerEntry] = field(default_factory=dict)

    def find(self, note: str, shape: Shape) -> LedgerEntry | None:
        """What is known of a note in a shape."""
        return self.entries.get(ledger_key(note, shape))

    def parts(self, shape: Shape, *ids: str) -> tuple[str, ...]:
        """The parts that a note was released with, under the first of these ids that any release had."""
        known = (self.find(ident, shape) for ident in ids)
        return next((entry.parts for entry in known if entry), ())


NOTHING_RELEASED = Ledger()


def ledger_key(note: str, shape: Shape) -> str:
    """By what the ledger knows a note: its id, and its shape unless it is a question."""
    return note if shape is Shape.QUESTION else f"{note}/{shape}"


def shape_of(key: str) -> Shape:
    """The shape of the note that the ledger knows by a key."""
    return Shape(key.partition("/")[2] or Shape.QUESTION)


def merged(kept: Ledger, own: Ledger) -> Ledger:
    """Both ledgers of one deck: of each note the newer entry; numbers that were given in `kept` come first.

    What was exported from here stands in `kept`, and so in the student's Anki: those numbers must stay.
    """
    return Ledger(
        {key: _joined(key, kept.entries.get(key), own.entries.get(key)) for key in {**own.entries, **kept.entries}}
    )


def _joined(key: str, kept: LedgerEntry | None, own: LedgerEntry | None) -> LedgerEntry:
    known = [entry for entry in (kept, own) if entry is not None]
    newest = max(known, key=lambda entry: entry.changed_at)
    if len(known) == 1 or shape_of(key) not in NUMBERED:
        return newest
    parts = dict.fromkeys(part for entry in known for part in entry.parts)
    return replace(newest, parts=tuple(parts))
