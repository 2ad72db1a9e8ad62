"""Jobs: files that take long to make, made on threads of their own while someone waits for them."""

import logging
import secrets
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from threading import Event, Lock, Thread, Timer
from typing import Any, TypeAlias

from studyapp.errors import ExportError, NotFoundError, StudyappError
from studyapp.steps import Steps

KEPT_SECONDS = 300.0
"""So long a file waits to be fetched."""
MOST_JOBS = 4
"""As many files at once are made or wait, each a few megabytes of memory."""
BROKEN = "Something broke while the file was made. Nothing of yours was changed."

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that was made."""

    content: bytes
    name: str
    mimetype: str = "application/octet-stream"
    holds: str = ""
    """What is in it, in a sentence."""


Work: TypeAlias = Callable[[Steps], MadeFile]
"""Makes a file, and tells how far it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """How pages speak of a job, and where they lead back to."""

    thing: str
    """What is made."""
    steps: str
    """What there are so many of, before the file itself is written."""
    back: str
    """The endpoint of the page that asked for it."""
    back_to: Mapping[str, Any] = field(default_factory=dict)
    """What the address of that page is made with."""


class _CancelledError(Exception):
    """Nobody waits for the file any more."""


@dataclass(slots=True, eq=False)
class Job:
    """One file that is being made, or was."""

    id: str
    what: Hashable
    """Equal for jobs that would make the same."""
    errand: Errand
    done: int = 0
    """Steps that are done."""
    total: int = 0
    """Steps that there are; 0 until that is known."""
    file: MadeFile | None = None
    error: StudyappError | None = None
    """Why there is no file."""
    is_cancelled: bool = False
    _ended: Event = field(default_factory=Event)

    @property
    def is_over(self) -> bool:
        """Whether there is a file, or an error."""
        return self._ended.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it is over, or so long; whether it is over."""
        return self._ended.wait(seconds)

    def make(self, work: Work) -> None:
        """Do the work on this thread; whatever it raises is kept."""
        try:
            self.file = work(self._tell)
        except _CancelledError:
            pass
        except StudyappError as error:
            self.error = error
        except Exception:
            _log.exception("A job broke")
            self.error = StudyappError(BROKEN)
        finally:
            self._ended.set()

    def _tell(self, done: int, total: int) -> None:
        if self.is_cancelled:
            raise _CancelledError
        self.done, self.total = done, total


class Jobs:
    """The jobs that are underway, and those whose files wait to be fetched: a few, and for a few minutes."""

    def __init__(self, kept_seconds: float = KEPT_SECONDS, most: int = MOST_JOBS) -> None:
        """Keep so many jobs at most, and what they made so long."""
        self._kept_seconds = kept_seconds
        self._most = most
        self._jobs: dict[str, Job] = {}
        self._lock = Lock()

    def begin(self, what: Hashable, work: Work, errand: Errand) -> Job:
        """Begin a job, or join the one that makes the same already; raises ExportError while too many are underway."""
        with self._lock:
            for job in self._jobs.values():
                if job.what == what and not job.is_over and not job.is_cancelled:
                    return job
            self._make_room()
            job = Job(secrets.token_urlsafe(12), what, errand)
            self._jobs[job.id] = job
        Thread(target=self._run, args=(job, work), name="job", daemon=True).start()
        return job

    def find(self, ident: str) -> Job:
        """A job by its id; raises NotFoundError when it was cancelled or is kept no more."""
        job = self._jobs.get(ident)
        if job is None or job.is_cancelled:
            raise NotFoundError("That file is not kept any more: make it again.")
        return job

    def cancel(self, ident: str) -> None:
        """Give a job up: it ends at its next step. Raises as `find` does."""
        job = self.find(ident)
        job.is_cancelled = True
        if job.is_over:
            self._forget(job)

    def __len__(self) -> int:
        """How many jobs are kept, underway or over."""
        return len(self._jobs)

    def _make_room(self) -> None:
        """Drop the oldest files, so that there is room for one more job."""
        over = [job.id for job in self._jobs.values() if job.is_over]
        for ident in over[: max(0, len(self._jobs) - self._most + 1)]:
            del self._jobs[ident]
        if len(self._jobs) >= self._most:
            raise ExportError("Too many files are being made at once: wait until one of them is there.")

    def _run(self, job: Job, work: Work) -> None:
        job.make(work)
        if job.is_cancelled:
            self._forget(job)
            return
        timer = Timer(self._kept_seconds, self._forget, [job])
        timer.daemon = True
        timer.start()

    def _forget(self, job: Job) -> None:
        with self._lock:
            self._jobs.pop(job.id, None)
