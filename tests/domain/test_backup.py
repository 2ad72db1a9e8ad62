"""Which backups are kept: always the newest, never too many, and fewer the longer they are ago."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.backup import MOST_KEPT, Backup, BackupKind, backup_named, thinned

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
minutes_ago = st.integers(-100, 2 * 365 * 24 * 60)
histories = st.lists(minutes_ago.map(lambda minutes: NOON - timedelta(minutes=minutes)), max_size=300)
dense = st.tuples(st.integers(1, 90), st.integers(0, 1500)).map(
    lambda both: [NOON - timedelta(minutes=both[0] * number) for number in range(both[1])]
)


def ago(**duration: float) -> datetime:
    return NOON - timedelta(**duration)


@given(histories | dense)
def test_nothing_is_kept_that_was_not_there(instants):
    assert thinned(instants, NOON) <= set(instants)


@given(histories | dense)
def test_the_newest_is_always_kept(instants):
    assert not instants or max(instants) in thinned(instants, NOON)


@given(histories | dense)
def test_thinning_twice_is_thinning_once(instants):
    once = thinned(instants, NOON)
    assert thinned(once, NOON) == once


@given(histories | dense)
def test_there_are_never_too_many(instants):
    assert len(thinned(instants, NOON)) <= MOST_KEPT


@given(st.lists(st.integers(30, 600), min_size=1, max_size=400))
def test_a_student_who_never_stops_has_one_of_every_recent_day_week_and_month(gaps):
    """Thinned after each backup, as the program does it, not once at the end."""
    now, kept, made = NOON, frozenset(), set()
    for gap in gaps:
        now += timedelta(minutes=gap)
        made.add(now)
        kept = thinned({*kept, now}, now)
    days = {instant.date() for instant in made if (now.date() - instant.date()).days < 14}
    weeks = {instant.isocalendar()[:2] for instant in made if now - instant < timedelta(weeks=7)}
    assert days <= {instant.date() for instant in kept}
    assert weeks <= {instant.isocalendar()[:2] for instant in kept}
    assert {instant.month for instant in made} <= {instant.month for instant in kept}


def test_all_of_the_last_day_are_kept_and_of_the_day_before_the_newest():
    half_hours = [ago(minutes=30 * number) for number in range(96)]
    kept = thinned(half_hours, NOON)
    assert {instant for instant in half_hours if NOON - instant < timedelta(hours=24)} <= kept
    assert [instant for instant in kept if instant.date() == ago(days=2).date()] == [ago(hours=36.5)]


def test_the_last_day_counts_at_most_48():
    minutes = [ago(minutes=number) for number in range(600)]
    assert thinned(minutes, NOON) == set(minutes[:48])


def test_a_day_is_kept_for_14_days_a_week_for_8_weeks_and_a_month_for_12_months():
    daily = [ago(days=number) for number in range(500)]
    kept = sorted(thinned(daily, NOON), reverse=True)
    assert kept[:14] == daily[:14]
    assert {instant for instant in kept if instant.weekday() == 6} >= {ago(days=19), ago(days=26), ago(days=47)}
    assert kept[-1] == datetime(2025, 12, 31, 12, tzinfo=UTC)
    assert len(kept) == 14 + 6 + 10


def test_backups_of_long_ago_leave_their_newest():
    assert thinned([ago(days=1000), ago(days=2000)], NOON) == {ago(days=1000)}


def test_backups_of_a_clock_that_was_wrong_do_not_push_out_those_of_today():
    future = [NOON + timedelta(minutes=number) for number in range(1, 100)]
    assert NOON in thinned([*future, NOON], NOON)


def test_what_a_person_asked_for_or_may_undo_is_never_thinned():
    kept = {BackupKind.BY_HAND, BackupKind.RESTORE, BackupKind.DELETION}
    assert {kind for kind in BackupKind if not kind.is_thinned} == kept


instants = st.datetimes(datetime(1971, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda instant: instant.replace(microsecond=instant.microsecond // 1000 * 1000)
)
backups = st.builds(Backup, instants, st.sampled_from(BackupKind))


@given(backups)
def test_a_backup_is_known_again_by_its_name(backup):
    assert backup_named(backup.name) == backup


@given(backups, backups)
def test_names_sort_by_time(one, other):
    if one.made_at != other.made_at:
        assert (one.name < other.name) == (one.made_at < other.made_at)


def test_a_name_is_in_utc_wherever_the_clock_stands():
    vienna = NOON.astimezone(timezone(timedelta(hours=1)))
    assert Backup(vienna, BackupKind.BY_HAND).name == "2026-11-27T120000.000Z-by-hand.sqlite3"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "notes.txt",
        "2026-11-27T120000.000Z-by-hand.sqlite3.part",
        "2026-13-27T120000.000Z-by-hand.sqlite3",
        "2026-11-27T120000.000Z-by-magic.sqlite3",
        "../2026-11-27T120000.000Z-by-hand.sqlite3",
        ".2026-11-27T120000.000Z-by-hand.sqlite3.0a1b.part",
    ],
)
def test_any_other_name_is_none(name):
    assert backup_named(name) is None
