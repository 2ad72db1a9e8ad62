"""Live sync: what a running Anki lacks of the cards here, and sending it there."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from studyapp.anki.connect import ADD_ON, LOOK_SECONDS, AnkiConnect
from studyapp.anki.exported import RETIRED_TAG
from studyapp.anki.notetypes import NOTE_TYPES
from studyapp.anki.open_collection import HeldNote, OpenCollection
from studyapp.anki.package import AnkiPackage
from studyapp.anki.parcel import only
from studyapp.anki.pictures import Cover, Pictures
from studyapp.anki.wanted import EVERYTHING, Wanted
from studyapp.domain.chart import Chart
from studyapp.errors import AnkiConnectError
from studyapp.services.anki import AnkiExport
from studyapp.services.live_notes import Comparison, HeldNotes
from studyapp.services.live_progress import LiveProgress, ProgressSent


@dataclass(frozen=True, slots=True)
class Outlook:
    """What sending would do."""

    new: int
    changed: int
    held: int
    """Notes that Anki holds, changed ones among them."""
    newer: int = 0
    """Notes that Anki holds otherwise, changed there after they changed here: they are left alone."""
    doubled: int = 0
    """Notes of which Anki holds copies, so that it cannot be told which one is to get progress."""
    retired: int = 0
    """Notes that the decks have no more, and that would be tagged so."""
    returned: int = 0
    """Notes that are tagged as retired, and that the decks have again."""
    progress: ProgressSent | None = None
    """What of the progress would go along to the cards that Anki holds; None when it was not asked for."""

    @property
    def is_change(self) -> bool:
        """Whether anything would be sent beside progress."""
        return any((self.new, self.changed, self.retired, self.returned))


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, and what was not."""

    new: int
    changed: int
    not_taken: int
    """Notes that Anki did not take."""
    newer: int = 0
    """Notes that Anki holds otherwise, changed there after they changed here: they were left alone."""
    doubled: int = 0
    """Notes of which Anki holds copies, so that none got progress."""
    retired: int = 0
    """Notes that the decks have no more, and that are tagged so now."""
    returned: int = 0
    """Notes that the decks have again, and that are tagged as retired no more."""
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
        held = self._held(anki)
        package, _ = self._package(wanted, held, keep=False)
        found = held.compared(package.notes)
        planned = None
        if wanted.with_progress:
            planned = self.progress.plan(anki, _cards_of(found), self.export.known_cards(), today).outlook
        return Outlook(
            new=len(found.new),
            changed=len(found.changed),
            held=len(found.changed + found.kept),
            newer=len(found.newer),
            doubled=found.doubled,
            retired=len(self._ended(held, found)),
            returned=len(found.returned()),
            progress=planned,
        )

    def push(self, today: date, wanted: Wanted = EVERYTHING) -> Sent:
        """Send new and changed notes and, if wanted, progress; what Anki holds already stays as it is there.

        Raises AnkiConnectError and ExportError when not even the notes could be sent.
        """
        self.connect.knock()
        held = self._held(self.anki)
        package, pictures = self._package(wanted, held)
        before = after = held.compared(package.notes)
        if before.to_send:
            self._take(only(package.content, [note.guid for note in before.to_send], pictures.painted))
            held = self._held(self.anki)
            after = held.compared(package.notes)
        retired, returned = self._ended(held, after), after.returned()
        self.anki.tag((one.number for one in retired), RETIRED_TAG)
        self.anki.untag((one.number for one in returned), RETIRED_TAG)
        sent = Sent(
            new=len(before.new) - len(after.new),
            changed=len(before.changed) - len(after.changed),
            not_taken=len(after.to_send),
            newer=len(after.newer),
            doubled=after.doubled,
            retired=len(retired),
            returned=len(returned),
        )
        return self._with_progress(sent, after, today) if wanted.with_progress else sent

    def _held(self, anki: OpenCollection) -> HeldNotes:
        return HeldNotes(anki, self.export.released(), self.export.catalog)

    def _ended(self, held: HeldNotes, found: Comparison) -> list[HeldNote]:
        """What earlier releases had and no file can tell of any more, unless it is tagged so already."""
        if not found.others:  # as most often; to find out what has ended takes long
            return []
        ended = {one.number for note in self.export.ended() for one in held.of(note)}
        return [one for one in found.others if one.number in ended and RETIRED_TAG not in one.tags]

    def _with_progress(self, sent: Sent, found: Comparison, today: date) -> Sent:
        try:
            progress = self.progress.send(self.anki, _cards_of(found), self.export.known_cards(), today)
        except AnkiConnectError as error:
            return replace(sent, trouble=str(error))
        return replace(sent, progress=progress)

    def _package(self, wanted: Wanted, held: HeldNotes, *, keep: bool = True) -> "tuple[AnkiPackage, _LaterPainted]":
        """What is wanted as a package whose pictures are still to be painted: most will not be sent.

        Every shape of which Anki holds notes goes along, and what was retired, if Anki holds it.
        """
        pictures = _LaterPainted(self.export.charts)
        shapes = tuple(s for s, kind in NOTE_TYPES.items() if s in wanted.shapes or kind().name in held.types)
        whole = replace(wanted, shapes=shapes, with_retired=True, with_progress=False)
        return self.export.drawn_by(pictures).package(wanted=whole, keep=keep), pictures

    def _take(self, package: bytes) -> None:
        self.export.data.mkdir(parents=True, exist_ok=True)
        # Not in the system's folder for such files: a sandboxed Anki has one of its own.
        with tempfile.TemporaryDirectory(prefix="to-anki-", dir=self.export.data) as folder:
            path = Path(folder) / "studyapp.apkg"
            path.write_bytes(package)
            self.anki.take(path)


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


def _cards_of(found: Comparison) -> dict[str, tuple[int, ...]]:
    """The cards of every note that Anki surely holds, by its GUID."""
    return {guid: note.cards for guid, note in found.held.items()}
