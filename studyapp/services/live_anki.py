"""Live sync: what a running Anki lacks of the cards here, and sending it there."""

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from studyapp.anki.connect import ADD_ON, LOOK_SECONDS, AnkiConnect
from studyapp.anki.exported import RETIRED_DECK, RETIRED_TAG
from studyapp.anki.notetypes import NOTE_TYPES
from studyapp.anki.open_collection import HeldNote, OpenCollection
from studyapp.anki.parcel import PackedNote, only, packed_notes
from studyapp.anki.pictures import Cover, Pictures
from studyapp.anki.wanted import EVERYTHING, Wanted
from studyapp.domain.catalog import Catalog
from studyapp.domain.chart import Chart
from studyapp.errors import AnkiConnectError
from studyapp.services.anki import AnkiExport
from studyapp.services.live_progress import LiveProgress, ProgressSent


@dataclass(frozen=True, slots=True)
class Comparison:
    """The notes that are wanted, beside what Anki holds of them."""

    new: tuple[PackedNote, ...]
    """Those that Anki does not hold."""
    changed: tuple[PackedNote, ...]
    """Those that it holds in an earlier version."""
    same: tuple[PackedNote, ...]
    """Those that it holds as they are, or that the student changed there since."""
    held: Mapping[str, HeldNote] = field(default_factory=dict)
    """What Anki holds, by GUID; without those of which it cannot be told which one they are."""

    @property
    def to_send(self) -> tuple[PackedNote, ...]:
        """The notes that Anki lacks as they are."""
        return self.new + self.changed


@dataclass(frozen=True, slots=True)
class Outlook:
    """What sending would do."""

    new: int
    changed: int
    held: int
    """Notes that Anki holds, changed ones among them."""
    progress: ProgressSent | None = None
    """What of the progress would go along to the cards that Anki holds; None when it was not asked for."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, and what was not."""

    new: int
    changed: int
    not_taken: int
    """Notes that Anki did not take."""
    retired: int = 0
    """Notes that the decks have no more, and that are tagged so now."""
    progress: ProgressSent | None = None
    trouble: str | None = None
    """Why the progress could not be sent, or not whole; sending again goes on from there."""


def wanted_with(*, progress: bool) -> Wanted:
    """Every card, with the student's progress or without."""
    return replace(EVERYTHING, with_progress=progress)


class LiveAnki:
    """The Anki that runs on this machine."""

    add_on = ADD_ON

    def __init__(self, export: AnkiExport, progress: LiveProgress, connect: AnkiConnect) -> None:
        """Send what `export` makes of the decks, and `progress`, to the Anki that `connect` reaches."""
        self.export = export
        self.progress = progress
        self.connect = connect
        self.anki = OpenCollection(connect)

    def look(self, today: date, wanted: Wanted = EVERYTHING) -> Outlook:
        """What sending on a study day would do; nothing is done. Raises AnkiConnectError, ExportError."""
        self.connect.knock()
        anki = OpenCollection(self.connect.within(LOOK_SECONDS))
        package, _ = self._package(wanted, anki)
        found = self._compared(packed_notes(package), anki)
        planned = None
        if wanted.with_progress:
            planned = self.progress.plan(anki, _cards_of(found), self.export.known_cards(), today).outlook
        return Outlook(len(found.new), len(found.changed), len(found.same) + len(found.changed), planned)

    def push(self, today: date, wanted: Wanted = EVERYTHING) -> Sent:
        """Send new and changed notes and, if wanted, progress; what Anki holds already stays as it is there.

        Raises AnkiConnectError and ExportError when not even the notes could be sent.
        """
        self.connect.knock()
        package, pictures = self._package(wanted, self.anki)
        notes = packed_notes(package)
        before = self._compared(notes, self.anki)
        after = before
        if before.to_send:
            self._take(only(package, [note.guid for note in before.to_send], pictures.painted))
            after = self._compared(notes, self.anki)
        sent = Sent(
            new=len(before.new) - len(after.new),
            changed=len(before.changed) - len(after.changed),
            not_taken=len(after.to_send),
            retired=self._retire(),
        )
        return self._with_progress(sent, after, today) if wanted.with_progress else sent

    def _retire(self) -> int:
        """Tag what earlier releases had and no file can tell of any more."""
        ended = self.export.ended()
        held = self.anki.notes({kind for kind, _ in ended}) if ended else []
        left = [one.number for one in held if (one.type, one.id) in ended and RETIRED_TAG not in one.tags]
        self.anki.tag(left, RETIRED_TAG)
        return len(left)

    def _with_progress(self, sent: Sent, found: Comparison, today: date) -> Sent:
        try:
            progress = self.progress.send(self.anki, _cards_of(found), self.export.known_cards(), today)
        except AnkiConnectError as error:
            return replace(sent, trouble=str(error))
        return replace(sent, progress=progress)

    def _package(self, wanted: Wanted, anki: OpenCollection) -> "tuple[bytes, _LaterPainted]":
        """What is wanted as a package whose pictures are still to be painted: most will not be sent.

        Every shape of which Anki holds notes goes along, and what was retired, if Anki holds it.
        """
        pictures = _LaterPainted(self.export.charts)
        held = {one.type for one in anki.notes(kind().name for kind in NOTE_TYPES.values())}
        shapes = tuple(s for s, kind in NOTE_TYPES.items() if s in wanted.shapes or kind().name in held)
        whole = replace(wanted, shapes=shapes, with_retired=True, with_progress=False)
        return self.export.drawn_by(pictures).package(wanted=whole).content, pictures

    def _take(self, package: bytes) -> None:
        self.export.data.mkdir(parents=True, exist_ok=True)
        # Not in the system's folder for such files: a sandboxed Anki has one of its own.
        with tempfile.TemporaryDirectory(prefix="to-anki-", dir=self.export.data) as folder:
            path = Path(folder) / "studyapp.apkg"
            path.write_bytes(package)
            self.anki.take(path)

    def _compared(self, notes: list[PackedNote], anki: OpenCollection) -> Comparison:
        candidates = self._candidates(notes, anki)
        groups: dict[str, list[PackedNote]] = {"new": [], "changed": [], "same": []}
        for note in notes:
            groups[_standing(note, candidates[note.guid])].append(note)
        groups["new"] = [note for note in groups["new"] if not note.deck.endswith(f"::{RETIRED_DECK}")]
        certain = {guid: found[0] for guid, found in candidates.items() if len(found) == 1}
        new, changed, same = (tuple(group) for group in groups.values())
        return Comparison(new, changed, same, certain)

    def _candidates(self, notes: list[PackedNote], anki: OpenCollection) -> dict[str, list[HeldNote]]:
        """What Anki holds that may be each note. It does not tell the GUID: the field Id does, and the deck."""
        former = _former_ids(self.export.catalog)
        held: dict[tuple[str, str], list[HeldNote]] = {}
        for one in anki.notes(note.type for note in notes):
            held.setdefault((one.type, former.get(one.id, one.id)), []).append(one)
        namesakes: dict[tuple[str, str], set[str]] = {}
        for note in notes:
            namesakes.setdefault((note.type, note.id), set()).add(_top(note.deck))
        shared = {deck for decks in namesakes.values() if len(decks) > 1 for deck in decks}
        cards = {deck: anki.of_deck(deck) for deck in shared}
        return {
            note.guid: [
                one
                for one in held.get((note.type, note.id), [])
                if len(namesakes[note.type, note.id]) == 1 or cards[_top(note.deck)].issuperset(one.cards)
            ]
            for note in notes
        }


class _LaterPainted:
    """Pictures that are named at once and painted when they are needed."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._painters: dict[str, Callable[[], bytes]] = {}

    def told(self, chart: Chart) -> str:
        return self._pictures.told(chart)

    def undrawn(self, chart: Chart) -> str:
        return self._pictures.undrawn(chart)

    def name(self, chart: Chart) -> str | None:
        name = self._pictures.name(chart)
        if name:
            self._painters[name] = partial(self._pictures.picture, chart)
        return name

    def picture(self, chart: Chart) -> bytes:
        del chart
        return b""

    def covers(self, chart: Chart) -> tuple[Cover, ...]:
        return self._pictures.covers(chart)

    def labelled_name(self, chart: Chart) -> str:
        name = self._pictures.labelled_name(chart)
        self._painters[name] = partial(self._pictures.labelled_picture, chart)
        return name

    def labelled_picture(self, chart: Chart) -> bytes:
        del chart
        return b""

    def painted(self, name: str) -> bytes:
        return self._painters[name]()


def _standing(note: PackedNote, candidates: Iterable[HeldNote]) -> str:
    """How Anki stands to a note. Of several it may be any: sending one too many does no harm, Anki looks at GUIDs."""
    held = list(candidates)
    if not held:
        return "new"
    return "changed" if any(_is_older(one, note) for one in held) else "same"


def _is_older(held: HeldNote, note: PackedNote) -> bool:
    if held.changed_at is None:
        return held.fields != note.fields
    return held.changed_at < note.changed_at


def _cards_of(found: Comparison) -> dict[str, tuple[int, ...]]:
    """The cards of every note that Anki surely holds, by its GUID."""
    return {guid: note.cards for guid, note in found.held.items()}


def _former_ids(catalog: Catalog) -> dict[str, str]:
    """Ids that notes had, with those that they have."""
    notes = {card.note for card in catalog.cards.values()}
    pairs = ((old.note, catalog.cards[new].note) for old, new in catalog.former.items())
    return {old: new for old, new in pairs if old not in notes}


def _top(deck: str) -> str:
    return deck.partition("::")[0]
