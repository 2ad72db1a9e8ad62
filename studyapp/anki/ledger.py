"""The ledger of a deck: when the content of each note last changed.

Anki updates a note only if the imported one is newer. With one time for a whole package it would update none, or
every one together with what the student changed; so each note carries the time of its own last change, from here.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from studyapp.anki.atomic import replace_file
from studyapp.anki.exported import ExportedNote, exported_notes
from studyapp.anki.pictures import NO_PICTURES, Pictures
from studyapp.domain.catalog import Catalog
from studyapp.errors import ExportError


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One note: what it said, and since when."""

    hash: str
    changed_at: datetime
    """Whole seconds, as Anki counts them."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The entries of a deck by note id; those of notes that are gone stay."""

    entries: Mapping[str, LedgerEntry] = field(default_factory=dict)


def update_ledger(
    ledger: Ledger, catalog: Catalog, deck_id: str, now: datetime, pictures: Pictures = NO_PICTURES
) -> Ledger:
    """The ledger with a deck's new and changed notes as of now; all other entries stay as they are."""
    return with_notes(ledger, exported_notes(catalog, deck_id, pictures), now)


def with_notes(ledger: Ledger, notes: Iterable[ExportedNote], now: datetime) -> Ledger:
    """The same, of notes that are at hand."""
    hashes = {note.id: note.content_hash() for note in notes}
    changed = {
        note: LedgerEntry(hashes[note], _after(ledger.entries.get(note), now)) for note in _stale(ledger, hashes)
    }
    return Ledger({**ledger.entries, **changed})


def stale_notes(ledger: Ledger, catalog: Catalog, deck_id: str, pictures: Pictures = NO_PICTURES) -> tuple[str, ...]:
    """Ids of the notes that the ledger lacks or knows with other content."""
    return _stale(ledger, _hashes(catalog, deck_id, pictures))


def read_ledger(path: Path) -> Ledger:
    """The ledger of that file, empty when there is none; ExportError when it makes no sense."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Ledger({note: _entry(value) for note, value in raw.items()})
    except FileNotFoundError:
        return Ledger()
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ExportError(f"The ledger {path} cannot be read; restore it from its last version ({error}).") from error


def write_ledger(path: Path, ledger: Ledger) -> None:
    """Replace the file at once, one note a line in the order of ids; ExportError when it cannot be written."""
    lines = [f"{json.dumps(note)}: {_json(entry)}" for note, entry in sorted(ledger.entries.items())]
    body = ",\n".join(lines)
    replace_file(path, f"{{\n{body}\n}}\n".encode())


def _hashes(catalog: Catalog, deck_id: str, pictures: Pictures) -> dict[str, str]:
    return {note.id: note.content_hash() for note in exported_notes(catalog, deck_id, pictures)}


def _stale(ledger: Ledger, hashes: Mapping[str, str]) -> tuple[str, ...]:
    known = {note: entry.hash for note, entry in ledger.entries.items()}
    return tuple(note for note, content in hashes.items() if known.get(note) != content)


def _after(entry: LedgerEntry | None, now: datetime) -> datetime:
    """Now, or just after the last change where a clock stood wrong: an update must be newer to arrive."""
    now = now.astimezone(UTC).replace(microsecond=0)
    return now if entry is None else max(now, entry.changed_at + timedelta(seconds=1))


def _entry(value: Mapping[str, str]) -> LedgerEntry:
    changed_at = datetime.fromisoformat(value["changed_at"])
    if changed_at.tzinfo is None or not isinstance(value["hash"], str):
        raise ValueError(f"{value} is no entry")
    return LedgerEntry(value["hash"], changed_at.astimezone(UTC))


def _json(entry: LedgerEntry) -> str:
    return json.dumps({"changed_at": f"{entry.changed_at:%Y-%m-%dT%H:%M:%SZ}", "hash": entry.hash})
