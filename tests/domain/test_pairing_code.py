"""A pairing code is easy to read and to type, and ends by itself; a device is called what it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.device import device_name
from studyapp.domain.pairing import ALPHABET, LASTS, LENGTH, MOST_WRONG, PairingCode, plain

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
codes = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
CODE = PairingCode("7K3MQ2XWH", NINE + LASTS)

FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:141.0) Gecko/141.0 Firefox/141.0"
CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0{} Safari/537.36"
SAFARI = "Mozilla/5.0 ({}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"


def test_a_code_has_at_least_forty_bits_and_no_look_alikes() -> None:
    assert len(set(ALPHABET)) ** LENGTH >= 2**40
    assert not set("ILOU") & set(ALPHABET)


def test_a_code_is_read_in_groups() -> None:
    assert CODE.grouped == "7K3-MQ2-XWH"


@given(codes, st.sampled_from([" ", "-", "", "–", " - ", "\u00a0"]), st.booleans())
def test_case_spaces_and_hyphens_do_not_matter(code: str, between: str, lower: bool) -> None:  # noqa: FBT001
    typed = between.join(code)
    assert plain(f" {typed.lower() if lower else typed}\t") == code


def test_what_looks_alike_is_read_alike() -> None:
    assert plain("o0O 1iIlL") == "000" + "11111"


@given(codes, codes)
def test_two_codes_are_never_read_as_one(one: str, other: str) -> None:
    assert (plain(one) == plain(other)) == (one == other)


def test_a_code_holds_for_ten_minutes_and_not_a_moment_longer() -> None:
    assert CODE.holds(NINE + timedelta(minutes=9, seconds=59))
    assert not CODE.holds(NINE + timedelta(minutes=10))


def test_a_code_bears_nine_wrong_tries() -> None:
    assert MOST_WRONG == 10
    assert replace(CODE, wrong=9).holds(NINE)
    assert not replace(CODE, wrong=10).holds(NINE)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Android phone"),
        (CHROME.format(" Mobile"), "Android phone"),
        (CHROME.format(""), "Android tablet"),
        (SAFARI.format("iPhone; CPU iPhone OS 18_6 like Mac OS X"), "iPhone"),
        (SAFARI.format("iPad; CPU OS 18_6 like Mac OS X"), "iPad"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:141.0) Gecko/20100101 Firefox/141.0", "Mac"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0", "Windows computer"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/139.0.0.0 Safari/537.36", "Chromebook"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0", "Linux computer"),
        ("<script>alert(1)</script>", "Device"),
        ("", "Device"),
    ],
)
def test_a_device_is_called_what_its_browser_says_it_is(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name


def test_devices_of_one_kind_are_told_apart() -> None:
    assert device_name(FIREFOX, {"Android phone"}) == "Android phone 2"
    assert device_name(FIREFOX, {"Android phone", "Android phone 2"}) == "Android phone 3"
    assert device_name(FIREFOX, {"Android phone 2"}) == "Android phone"
