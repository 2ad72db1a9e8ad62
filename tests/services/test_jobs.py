"""Jobs: one at a time for one thing, few at all, not kept for long, and ended by a sentence when they fail."""

from collections.abc import Iterator
from threading import Event
from time import sleep

import pytest

from studyapp.errors import ExportError, NotFoundError
from studyapp.services.jobs import BROKEN, Errand, Job, Jobs, MadeFile, Work
from studyapp.steps import Steps

FILE = MadeFile(b"content", "small.apkg")
ERRAND = Errand(thing="package", steps="pictures", back="export.index")
PATIENCE_SECONDS = 20


def at_once(_: Steps) -> MadeFile:
    return FILE


@pytest.fixture
def gate() -> Iterator[Event]:
    """Opened by the test, at the latest at its end."""
    gate = Event()
    yield gate
    gate.set()


@pytest.fixture
def held(gate: Event) -> Work:
    """Work that waits at the gate after the first of two steps."""

    def work(steps: Steps) -> MadeFile:
        steps(1, 2)
        gate.wait(PATIENCE_SECONDS)
        steps(2, 2)
        return FILE

    return work


def over(job: Job) -> Job:
    assert job.wait(PATIENCE_SECONDS)
    return job


def gone(jobs: Jobs, number: int = 0) -> bool:
    """Whether no more than so many are kept, at once or soon."""
    for _ in range(2000):
        if len(jobs) <= number:
            return True
        sleep(0.01)
    return False


def test_what_was_made_is_found_by_the_jobs_id():
    jobs = Jobs()
    job = over(jobs.begin("it", at_once, ERRAND))
    assert jobs.find(job.id).file is FILE
    assert job.error is None


def test_a_job_tells_how_far_it_is(held, gate):
    job = Jobs().begin("it", held, ERRAND)
    while not job.total:
        sleep(0.001)
    assert (job.done, job.total, job.is_over, job.file) == (1, 2, False, None)
    gate.set()
    assert (over(job).done, job.file) == (2, FILE)


def test_two_clicks_do_not_build_twice(held, gate):
    jobs = Jobs()
    first = jobs.begin("it", held, ERRAND)
    assert jobs.begin("it", held, ERRAND) is first
    assert jobs.begin("something else", held, ERRAND) is not first
    gate.set()
    over(first)
    assert jobs.begin("it", at_once, ERRAND) is not first  # what it holds may have changed since


def test_an_error_is_kept_as_it_was_said():
    def refuse(_: Steps) -> MadeFile:
        raise ExportError("There are no cards to export.")

    job = over(Jobs().begin("it", refuse, ERRAND))
    assert (str(job.error), job.file) == ("There are no cards to export.", None)
    assert isinstance(job.error, ExportError)


def test_what_nobody_foresaw_is_logged_and_told_without_its_innards(caplog):
    def fail(_: Steps) -> MadeFile:
        raise ZeroDivisionError("secret")

    job = over(Jobs().begin("it", fail, ERRAND))
    assert (str(job.error), job.file) == (BROKEN, None)
    assert "secret" in caplog.text


def test_a_job_that_is_given_up_is_found_no_more_and_ends_at_its_next_step(held, gate):
    jobs = Jobs()
    job = jobs.begin("it", held, ERRAND)
    jobs.cancel(job.id)
    with pytest.raises(NotFoundError, match="make it again"):
        jobs.find(job.id)
    assert jobs.begin("it", at_once, ERRAND) is not job
    gate.set()
    assert over(job).file is None
    assert job.error is None
    assert gone(jobs, 1)


def test_a_file_that_is_given_up_is_dropped_at_once():
    jobs = Jobs()
    job = over(jobs.begin("it", at_once, ERRAND))
    jobs.cancel(job.id)
    assert len(jobs) == 0


def test_an_id_that_there_never_was_is_refused():
    for act in (Jobs().find, Jobs().cancel):
        with pytest.raises(NotFoundError):
            act("never")


def test_a_file_is_not_kept_for_ever():
    jobs = Jobs(kept_seconds=0)
    over(jobs.begin("it", at_once, ERRAND))
    assert gone(jobs)


def test_the_oldest_file_gives_way_to_a_new_job():
    jobs = Jobs(most=3)
    made = [over(jobs.begin(number, at_once, ERRAND)) for number in range(10)]
    assert len(jobs) == 3
    assert [jobs.find(job.id) for job in made[-3:]] == made[-3:]
    with pytest.raises(NotFoundError):
        jobs.find(made[0].id)


def test_a_job_that_is_underway_never_gives_way(held, gate):
    jobs = Jobs(most=2)
    first = jobs.begin("first", held, ERRAND)
    for number in range(5):
        over(jobs.begin(number, at_once, ERRAND))
    assert jobs.find(first.id) is first
    second = jobs.begin("second", held, ERRAND)
    with pytest.raises(ExportError, match="Too many files"):
        jobs.begin("third", held, ERRAND)
    gate.set()
    assert [over(job).file for job in (first, second)] == [FILE, FILE]
