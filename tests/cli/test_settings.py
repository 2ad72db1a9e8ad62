"""Settings: an option goes before the environment, the environment before the default."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from studyapp.domain.queue import Limits
from studyapp.errors import SettingError
from studyapp.settings import VARIABLES, Settings, settings_from

NOT_LOCAL = ["8.8.8.8", "0.0.0.0", "127.0.0.1", "127.0.0.2", "224.0.0.1", "::1", "laptop", "10.1", "10.0.0.5:80"]  # noqa: S104


def test_without_anything_the_defaults_hold() -> None:
    found = settings_from({})
    assert (found.host, found.port, found.open_browser, found.rollover_hour) == ("127.0.0.1", 8321, True, 4)
    assert (found.decks, found.limits) == ((), Limits(20, 200))
    assert (found.lan, found.lan_address) == (False, None)
    assert (found.anki_connect, found.anki_connect_key) == ("http://127.0.0.1:8765", "")


def test_the_environment_goes_before_the_defaults() -> None:
    found = settings_from(
        {
            "STUDYAPP_DATA": "/tmp/data",  # noqa: S108  # never written to
            "STUDYAPP_DECKS": f"a{os.pathsep}{os.pathsep}b",
            "STUDYAPP_HOST": "localhost",
            "STUDYAPP_PORT": "8400",
            "STUDYAPP_LAN": "yes",
            "STUDYAPP_LAN_ADDRESS": "192.168.1.5",
            "STUDYAPP_OPEN_BROWSER": "No",
            "STUDYAPP_TIMEZONE": "Australia/Lord_Howe",
            "STUDYAPP_ROLLOVER_HOUR": "0",
            "STUDYAPP_NEW_CARDS_A_DAY": "0",
            "STUDYAPP_REVIEWS_A_DAY": "9999",
            "STUDYAPP_ANKI_CONNECT": "http://localhost:9000/",
            "STUDYAPP_ANKI_CONNECT_KEY": "secret",
        }
    )
    assert found == Settings(
        data=Path("/tmp/data"),  # noqa: S108  # never written to
        decks=(Path("a"), Path("b")),
        host="127.0.0.1",
        port=8400,
        lan=True,
        lan_address="192.168.1.5",
        open_browser=False,
        timezone=ZoneInfo("Australia/Lord_Howe"),
        rollover_hour=0,
        new_cards_a_day=0,
        reviews_a_day=9999,
        anki_connect="http://127.0.0.1:9000",
        anki_connect_key="secret",
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


def test_who_gives_an_address_for_phones_lets_them_in() -> None:
    assert settings_from({}, lan_address="192.168.1.5").lan
    assert not settings_from({"STUDYAPP_LAN_ADDRESS": "192.168.1.5"}).lan, "it only waits for --lan"


@pytest.mark.parametrize("address", NOT_LOCAL)
def test_an_address_that_more_than_the_local_network_reaches_is_refused(address: str) -> None:
    with pytest.raises(SettingError):
        settings_from({}, lan_address=address)
    with pytest.raises(SettingError, match="STUDYAPP_LAN_ADDRESS"):
        settings_from({"STUDYAPP_LAN_ADDRESS": address})


@pytest.mark.parametrize("address", ["10.1.2.3", "172.20.10.2", "192.168.1.5", "169.254.7.7", "100.64.0.9"])
def test_the_addresses_of_home_networks_hotspots_and_cables_are_local(address: str) -> None:
    assert settings_from({}, lan_address=address).lan_address == address


@pytest.mark.parametrize(
    ("address", "known_as"),
    [
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765"),
        ("http://localhost:1", "http://127.0.0.1:1"),
        ("http://[::1]:8765/", "http://[::1]:8765"),
        ("http://127.0.0.1", "http://127.0.0.1:80"),
    ],
)
def test_anki_is_reached_by_every_name_of_this_machine(address: str, known_as: str) -> None:
    assert settings_from({"STUDYAPP_ANKI_CONNECT": address}).anki_connect == known_as
    assert settings_from({}, anki_connect=address).anki_connect == known_as


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1:8765",
        "https://127.0.0.1:8765",
        "http://192.168.1.5:8765",
        "http://0.0.0.0:8765",
        "http://127.0.0.1.evil.example:8765",
        "http://127.0.0.1@evil.example:8765",
        "http://user@127.0.0.1:8765",
        "http://127.0.0.1:8765/proxy",
        "http://127.0.0.1:8765?a=b",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:port",
        "http://[::1",
        "file:///etc/passwd",
        "http://",
    ],
)
def test_anki_on_any_other_machine_is_refused(address: str) -> None:
    with pytest.raises(SettingError):
        settings_from({}, anki_connect=address)
    with pytest.raises(SettingError, match="STUDYAPP_ANKI_CONNECT"):
        settings_from({"STUDYAPP_ANKI_CONNECT": address})


def test_the_key_of_anki_is_not_shown_with_the_settings() -> None:
    assert "secret" not in repr(settings_from({"STUDYAPP_ANKI_CONNECT_KEY": "secret"}))


def test_every_field_of_the_settings_has_its_variable() -> None:
    assert [variable.field for variable in VARIABLES] == list(Settings.__slots__)
    assert all(variable.meaning.endswith(".") and variable.default for variable in VARIABLES)
