"""A student's reviews go to Anki and come home: known, none doubled, and what was answered there joins them."""

from datetime import UTC, datetime

import pytest
from anki_student import AnkiStudent, many_answers
from made_profile import EASY, FORMATS, Profile, as_file

from studyapp.domain.review import Review
from studyapp.services.anki_history import AnkiHistory, Homecoming
from studyapp.services.backups import Backups
from studyapp.services.study import StudySettings
from studyapp.storage.log import every_review


def now():
    """Anki's clock cannot be set, so that of these tests is the real one."""
    return datetime.now(UTC)


@pytest.fixture
def student(tmp_path):
    student = AnkiStudent(tmp_path / "data", now, settings=StudySettings(now().astimezone().tzinfo))
    yield student
    student.database.engine.dispose()


@pytest.fixture
def profile(tmp_path):
    profile = Profile(tmp_path / "anki")
    yield profile
    profile.collection.close()


def bring_home(student, package):
    history = AnkiHistory(student.export, Backups(student.database.folder, now))
    return history.take_in(student.study, as_file(package))


def log(student):
    with student.database.read() as connection:
        return sorted(
            (one for one in every_review(connection, 1) if isinstance(one, Review)), key=lambda one: one.order
        )


@pytest.mark.parametrize("file", FORMATS)
def test_500_reviews_come_home_as_500_known_ones_and_none_is_doubled(student, profile, file):
    student.write(many_answers(student, 500, 60))
    before, schedules = log(student), student.schedules()
    profile.take(student.package())
    for _ in range(2):
        came = bring_home(student, profile.export(file))
        assert came == Homecoming(taken=0, known=500, skipped={}, unknown_cards=0, other_cards=0)
    assert log(student) == before
    assert len(before) == 500
    assert student.schedules() == schedules


def test_what_is_answered_in_anki_between_joins_them_and_goes_there_no_second_time(student, profile):
    student.write(student.answered("c00", 40, 39, 33, 18), student.answered("c01", 30, 29, 23))
    before = log(student)
    profile.take(student.package())
    profile.collection.decks.set_current(profile.collection.decks.id_for_name("Small deck"))
    profile.answer_next(EASY)
    profile.answer_next(EASY)
    came = bring_home(student, profile.export("new.apkg"))
    assert (came.taken, came.known) == (2, 7)
    after = log(student)
    assert after[:7] == before
    assert [int(review.grade) for review in after[7:]] == [5, 5]

    profile.take(student.package())
    again = bring_home(student, profile.export("new.apkg"))
    assert (again.taken, again.known) == (0, 9)
