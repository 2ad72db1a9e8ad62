"""The ledger of a deck: when the content of each note last changed.

Anki updates a note only if the imported one is newer. With one time for a whole package it would update none, or
every one together with what the student changed; so each note carries the time of its own last change, from here.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from studyapp.anki.exported import ExportedNote, exported_notes
from studyapp.anki.pictures import NO_PICTURES, Pictures
from studyapp.anki.released import Ledger, LedgerEntry
from studyapp.anki.shape import Shape
from studyapp.domain.catalog import Catalog
from studyapp.errors import ExportError
from studyapp.wholefile import replace_file


def with_notes(ledger: Ledger, notes: Iterable[ExportedNote], now: datetime) -> Ledger:
    """The ledger with those of these notes that are new or changed as of now; all other entries stay as they are."""
    changed = {
        note.key: LedgerEntry(
            hash=note.content_hash(),
            changed_at=_after(ledger.entries.get(note.key), now),
            parts=note.dressed.parts,
            first=note.first if note.first != note.id else None,
        )
        for note in _stale(ledger, notes)
    }
    return Ledger({**ledger.entries, **changed})


def update_ledger(  # noqa: PLR0913, PLR0917  # of what, and when
    ledger: Ledger,
    catalog: Catalog,
    deck_id: str,
    now: datetime,
    pictures: Pictures = NO_PICTURES,
    shapes: Iterable[Shape] = (Shape.QUESTION,),
) -> Ledger:
    """The ledger with a deck's new and changed notes as of now."""
    return with_notes(ledger, exported_notes(catalog, deck_id, pictures, ledger, shapes), now)


def stale_notes(
    ledger: Ledger,
    catalog: Catalog,
    deck_id: str,
    pictures: Pictures = NO_PICTURES,
    shapes: Iterable[Shape] = (Shape.QUESTION,),
) -> tuple[str, ...]:
    """Keys of the notes that the ledger lacks or knows with other content."""
    notes = exported_notes(catalog, deck_id, pictures, ledger, shapes)
    return tuple(note.key for note in _stale(ledger, notes))


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


def _stale(ledger: Ledger, notes: Iterable[ExportedNote]) -> list[ExportedNote]:
    known = {key: entry.hash for key, entry in ledger.entries.items()}
    return [note for note in notes if known.get(note.key) != note.content_hash()]


def _after(entry: LedgerEntry | None, now: datetime) -> datetime:
    """Now, or just after the last change where a clock stood wrong: an update must be newer to arrive."""
    now = now.astimezone(UTC).replace(microsecond=0)
    return now if entry is None else max(now, entry.changed_at + timedelta(seconds=1))


def _entry(value: Mapping[str, Any]) -> LedgerEntry:
    changed_at = datetime.fromisoformat(value["changed_at"])
    parts = value.get("parts", [])
    first = value.get("first")
    if changed_at.tzinfo is None or not all(isinstance(text, str) for text in (value["hash"], first or "", *parts)):
        raise ValueError(f"{value} is no entry")
    return LedgerEntry(value["hash"], changed_at.astimezone(UTC), tuple(parts), first)


def _json(entry: LedgerEntry) -> str:
    told: dict[str, Any] = {"changed_at": f"{entry.changed_at:%Y-%m-%dT%H:%M:%SZ}", "hash": entry.hash}
    told |= {"first": entry.first} if entry.first else {}
    return json.dumps(told | ({"parts": entry.parts} if entry.parts else {}), ensure_ascii=False)
