"""Preferences: kept with the student's data, checked, and changing them loses nothing."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from made_catalog import key_of, small_catalog

from studyapp.domain.way import Asking
from studyapp.services.preferences import Buttons, PreferenceError, PreferenceKeeper, Preferences, TextSize
from studyapp.services.study import StudySettings
from studyapp.storage.preferences import preferences_of, put_preferences

DEFAULT = Preferences(new_cards_a_day=20, reviews_a_day=200, rollover_hour=4)
GIVEN = {
    "new_cards_a_day": "5",
    "reviews_a_day": "0",
    "rollover_hour": "23",
    "timezone": "Australia/Lord_Howe",
    "asking": "maturity",
    "buttons": "six",
    "text_size": "larger",
}


@pytest.fixture
def study(start):
    return start(small_catalog())


@pytest.fixture
def keeper(study):
    return PreferenceKeeper(study.database, DEFAULT)


def test_what_is_not_set_is_as_by_default(keeper):
    assert keeper.load() == DEFAULT


def test_what_is_set_is_kept_beyond_a_restart_and_can_be_set_back(keeper, study):
    kept = Preferences(
        new_cards_a_day=5,
        reviews_a_day=0,
        rollover_hour=23,
        timezone="Australia/Lord_Howe",
        asking=Asking.MATURITY,
        buttons=Buttons.SIX,
        text_size=TextSize.LARGER,
    )
    assert keeper.save(GIVEN) == kept
    assert PreferenceKeeper(study.database, DEFAULT).load() == kept
    assert keeper.reset() == keeper.load() == DEFAULT


def test_what_was_not_given_stays_as_it_was(keeper):
    keeper.save({"new_cards_a_day": "5"})
    assert keeper.save({"reviews_a_day": "7"}).new_cards_a_day == 5


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("new_cards_a_day", "-1", "New cards a day: a whole number from 0 to 9999"),
        ("new_cards_a_day", "10000", "from 0 to 9999"),
        ("reviews_a_day", "1.5", "a whole number"),
        ("reviews_a_day", "", "a whole number"),
        ("rollover_hour", "24", "from 0 to 23"),
        ("rollover_hour", "٣", "a whole number"),
        ("timezone", "Mars/Olympus", "“Mars/Olympus” is no time zone"),
        ("timezone", "../../etc/passwd", "no time zone"),
        ("asking", "shout", "one of those offered"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence_and_nothing_is_kept(keeper, name, value, told):
    with pytest.raises(PreferenceError, match=told):
        keeper.save({**GIVEN, name: value})
    assert keeper.load() == DEFAULT


def test_a_stored_value_of_another_release_counts_as_not_set(keeper, study):
    with study.database.write() as connection:
        put_preferences(connection, study.user, {"buttons": "hundred", "new_cards_a_day": 3, "gone": 1})
    assert keeper.load() == Preferences(new_cards_a_day=3, reviews_a_day=200, rollover_hour=4)
    keeper.save({"reviews_a_day": "9"})
    with study.database.read() as connection:
        assert "gone" not in preferences_of(connection, study.user)


def test_the_zone_is_the_one_set_else_the_browsers_else_this_machines():
    vienna, tokyo = ZoneInfo("Europe/Vienna"), ZoneInfo("Asia/Tokyo")
    assert DEFAULT.zone("Asia/Tokyo", vienna) == tokyo
    assert DEFAULT.zone("", vienna) == vienna
    assert DEFAULT.zone("nowhere/<script>", vienna) == vienna
    named = Preferences(new_cards_a_day=1, reviews_a_day=1, rollover_hour=4, timezone="Europe/Vienna")
    assert named.zone("Asia/Tokyo", UTC) == vienna


def test_another_hour_or_zone_changes_no_review_and_no_schedule(study, answer):
    answer(study, key_of("c00"))
    before = study.card(key_of("c00")).outcomes
    elsewhere = study.under(StudySettings(ZoneInfo("Pacific/Kiritimati"), 0))
    elsewhere.refresh_schedules()
    assert study.card(key_of("c00")).outcomes == before
    assert study.today().done == 1
