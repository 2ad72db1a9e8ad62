"""Settings: an option goes before the environment, the environment before the default."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from studyapp.domain.queue import Limits
from studyapp.errors import SettingError
from studyapp.settings import VARIABLES, Settings, settings_from


def test_without_anything_the_defaults_hold() -> None:
    found = settings_from({})
    assert (found.host, found.port, found.open_browser, found.rollover_hour) == ("127.0.0.1", 8321, True, 4)
    assert (found.decks, found.limits) == ((), Limits(20, 200))


def test_the_environment_goes_before_the_defaults() -> None:
    found = settings_from(
        {
            "STUDYAPP_DATA": "/tmp/data",  # noqa: S108  # never written to
            "STUDYAPP_DECKS": f"a{os.pathsep}{os.pathsep}b",
            "STUDYAPP_HOST": "localhost",
            "STUDYAPP_PORT": "8400",
            "STUDYAPP_OPEN_BROWSER": "No",
            "STUDYAPP_TIMEZONE": "Australia/Lord_Howe",
            "STUDYAPP_ROLLOVER_HOUR": "0",
            "STUDYAPP_NEW_CARDS_A_DAY": "0",
            "STUDYAPP_REVIEWS_A_DAY": "9999",
        }
    )
    assert found == Settings(
        data=Path("/tmp/data"),  # noqa: S108  # never written to
        decks=(Path("a"), Path("b")),
        host="127.0.0.1",
        port=8400,
        open_browser=False,
        timezone=ZoneInfo("Australia/Lord_Howe"),
        rollover_hour=0,
        new_cards_a_day=0,
        reviews_a_day=9999,
    )


def test_what_is_given_goes_before_the_environment_unless_it_is_none() -> None:
    environment = {"STUDYAPP_PORT": "8400", "STUDYAPP_HOST": "localhost"}
    found = settings_from(environment, port=8500, host=None)
    assert (found.port, found.host) == (8500, "127.0.0.1")


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert settings_from({"STUDYAPP_PORT": " "}).port == 8321


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]"])
def test_every_name_of_this_machine_may_be_served_on(host: str) -> None:
    assert settings_from({}, host=host).host in {"127.0.0.1", "::1"}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.org", "127.0.0.1.example.org"])  # noqa: S104
def test_any_other_host_is_refused(host: str) -> None:
    with pytest.raises(SettingError, match="this machine only"):
        settings_from({}, host=host)


def test_every_field_of_the_settings_has_its_variable() -> None:
    assert [variable.field for variable in VARIABLES] == list(Settings.__slots__)
    assert all(variable.meaning.endswith(".") and variable.default for variable in VARIABLES)
