"""The sums over a student's log, kept up to date: what was read once is read again only when it has changed."""

from sqlalchemy import Connection

from studyapp.domain.catalog import Catalog
from studyapp.domain.history import History
from studyapp.domain.scheduler import Scheduler
from studyapp.storage.history import LogMark, answers_after, log_mark


class HistoryReader:
    """Reads the log from its beginning once, then only what is new.

    A review that arrives late and a retraction change what was read already, so the log is read anew after them.
    Whoever reads sees to it that no other thread does at the same time.
    """

    def __init__(self, catalog: Catalog, scheduler: Scheduler, user: int) -> None:
        """Nothing is read yet."""
        self._catalog = catalog
        self._scheduler = scheduler
        self._user = user
        self._kept: tuple[History, LogMark] | None = None

    def read(self, connection: Connection) -> History:
        """The sums over all that the log holds."""
        kept, self._kept = self._kept, None  # should reading break off, half of it must not be counted
        if kept is None or log_mark(connection, self._user, kept[1].newest_ms) != kept[1]:
            kept = History(self._catalog, self._scheduler), LogMark()
        history, mark = kept
        history.add(answers_after(connection, self._user, mark.newest_ms))
        self._kept = history, log_mark(connection, self._user)
        return history
