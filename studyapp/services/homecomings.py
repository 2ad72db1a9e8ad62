"""What imports from Anki brought, kept for a while, so that each can be looked at again and undone."""

import secrets
from dataclasses import dataclass
from threading import Lock

from studyapp.errors import NotFoundError
from studyapp.services.anki_history import Homecoming, is_collection
from studyapp.services.backups import Backups
from studyapp.services.study import Study

MOST_KEPT = 50
"""Each is a few numbers; the program's end forgets them all."""


@dataclass(slots=True, eq=False)
class KeptHomecoming:
    """What one import brought."""

    id: str
    taken: Homecoming
    is_collection: bool
    """Whether it came as a whole collection, in which the scheduling always is."""
    is_undone: bool = False


class Homecomings:
    """The newest imports."""

    def __init__(self, study: Study, backups: Backups, most: int = MOST_KEPT) -> None:
        """Keep so many, each to be undone by its backup."""
        self._study = study
        self._backups = backups
        self._most = most
        self._kept: dict[str, KeptHomecoming] = {}
        self._lock = Lock()

    def keep(self, taken: Homecoming, file_name: str) -> KeptHomecoming:
        """Keep what a file of that name brought, under an id that nobody guesses."""
        kept = KeptHomecoming(secrets.token_urlsafe(12), taken, is_collection(file_name))
        with self._lock:
            self._kept[kept.id] = kept
            for oldest in list(self._kept)[: -self._most]:
                del self._kept[oldest]
        return kept

    def find(self, ident: str) -> KeptHomecoming:
        """An import by its id; raises NotFoundError when it is kept no more."""
        kept = self._kept.get(ident)
        if kept is None:
            raise NotFoundError("What that import brought is not kept here any more.")
        return kept

    def undo(self, ident: str) -> KeptHomecoming:
        """Bring back what was there before, once: a second time would take what was answered since.

        Raises NotFoundError when the import or its backup is kept no more, StorageError.
        """
        kept = self.find(ident)
        with self._lock:
            if kept.taken.backup and not kept.is_undone:
                self._backups.restore_kept(kept.taken.backup.name)
                self._study.refresh_schedules()
                kept.is_undone = True
        return kept
