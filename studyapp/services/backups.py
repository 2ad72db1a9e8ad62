"""Backups: made by hand and by themselves, listed, restored."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Lock, Thread

from studyapp.domain.backup import APART, Backup, BackupKind, backup_named
from studyapp.errors import NotFoundError, StorageError
from studyapp.storage.backups import FOLDER, keep_backup, kept_backups, path_of, thin_backups, write_backup
from studyapp.storage.restore import Restored, restore_backup

log = logging.getLogger("studyapp.backups")


class Backups:
    """The backups of one data folder."""

    def __init__(self, data: Path, clock: Callable[[], datetime]) -> None:
        """Keep backups of that data folder; `clock` tells the time as an aware UTC datetime."""
        self.data = data
        self.folder = data / FOLDER
        self.clock = clock

    def kept(self) -> list[Backup]:
        """The backups in the data folder, newest first."""
        return kept_backups(self.data)

    def back_up(self, kind: BackupKind = BackupKind.BY_HAND) -> Backup:
        """Make a backup in the data folder now; raises StorageError."""
        return keep_backup(self.data, kind, self.clock())

    def write(self, path: Path) -> None:
        """Make a backup as a file elsewhere, whole or not at all; raises StorageError."""
        write_backup(self.data, path)

    def path(self, backup: Backup) -> Path:
        """Where a backup lies."""
        return path_of(self.data, backup)

    def newest(self, kind: BackupKind) -> Backup:
        """The newest backup that was made for this; raises NotFoundError."""
        found = next((backup for backup in self.kept() if backup.kind is kind), None)
        if found is None:
            raise NotFoundError("There is no such backup.")
        return found

    def restore(self, file: Path) -> Restored:
        """Put a backup in place of the present data, which is backed up before; raises StorageError."""
        return restore_backup(self.data, file, self.clock())

    def restore_kept(self, name: str) -> Restored:
        """Put one of the kept backups in place of the present data; raises NotFoundError, StorageError."""
        backup = backup_named(name)
        if backup is None or not self.path(backup).is_file():
            raise NotFoundError("There is no such backup.")
        return self.restore(self.path(backup))


class AutomaticBackups:
    """A backup whenever the newest automatic one is older than 30 minutes and a review was recorded since.

    It is made on a thread of its own: an answer never waits for it, and never fails with it.
    """

    def __init__(self, data: Path, clock: Callable[[], datetime]) -> None:
        """Keep backups of that data folder; nothing is made before the first review."""
        self.data = data
        self.clock = clock
        self.failure: str | None = None
        """Why the last one could not be made; None when it could."""
        self._last_try: datetime | None = None
        self._one = Lock()
        self._thread: Thread | None = None

    def after_review(self) -> None:
        """See to it that a backup is made, if it is time; returns at once and raises nothing."""
        if not self._is_time(self._last_try) or not self._one.acquire(blocking=False):
            return
        try:
            self._thread = Thread(target=self._make, name="backup")
            self._thread.start()
        except RuntimeError as error:  # the system has no thread to spare
            self._one.release()
            self._failed(error)

    def wait(self) -> None:
        """Wait until a backup that is being made is done."""
        if self._thread is not None:
            self._thread.join()

    def _is_time(self, last: datetime | None) -> bool:
        """Whether it is 30 minutes since; a clock that was set back does not put it off."""
        now = self.clock()
        return last is None or not last <= now < last + APART

    def _make(self) -> None:
        try:
            now = self.clock()
            made = [backup.made_at for backup in kept_backups(self.data) if backup.kind is BackupKind.AUTOMATIC]
            past = [instant for instant in made if instant <= now]
            self._last_try = max(past, default=None)
            if self._is_time(self._last_try):
                self._last_try = now
                keep_backup(self.data, BackupKind.AUTOMATIC, now)
                thin_backups(self.data, now)
            self.failure = None
        except (StorageError, OSError) as error:
            self._failed(error)
        finally:
            self._one.release()

    def _failed(self, error: Exception) -> None:
        self.failure = str(error)
        log.warning("%s Studying goes on, and a backup is tried again in 30 minutes.", error)
