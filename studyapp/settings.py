"""Settings: from the environment, each with a default that works."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path
from tzlocal import get_localzone

from studyapp.domain.day import ROLLOVER_HOUR
from studyapp.domain.queue import Limits
from studyapp.errors import SettingError
from studyapp.lan import local

LOOPBACK = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "::1": "::1", "[::1]": "::1"}
"""Names of this machine for itself, and the address each is served on."""
ANKI_CONNECT = "http://127.0.0.1:8765"
"""Where the add-on AnkiConnect listens until someone changes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set before the program starts."""

    data: Path
    decks: tuple[Path, ...]
    host: str
    port: int
    lan: bool
    lan_address: str | None
    open_browser: bool
    timezone: tzinfo | None
    """None for the browser's, or this machine's where the browser does not say."""
    rollover_hour: int
    new_cards_a_day: int
    reviews_a_day: int
    anki_connect: str
    anki_connect_key: str = field(repr=False)
    """Empty when AnkiConnect asks for none."""

    @property
    def zone(self) -> tzinfo:
        """The zone that is set, else this machine's; raises SettingError where that is unknown."""
        try:
            return self.timezone or _machine_zone()
        except ValueError as error:
            raise SettingError(f"STUDYAPP_TIMEZONE: {error}.") from error

    @property
    def zone_name(self) -> str:
        """The IANA name of the zone that is set; empty when none is."""
        return str(self.timezone or "")

    @property
    def limits(self) -> Limits:
        """How many cards a study day may bring."""
        return Limits(self.new_cards_a_day, self.reviews_a_day)


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable, as the table in docs/settings.md has it."""

    field: str
    default: str
    """What holds without it, in words for a reader."""
    meaning: str
    parse: Callable[[str], Any]
    fallback: Callable[[], Any]

    @property
    def name(self) -> str:
        """`STUDYAPP_` and the field's name."""
        return f"STUDYAPP_{self.field.upper()}"


def settings_from(environment: Mapping[str, str], **given: Any) -> Settings:
    """The settings: what is given (and not None), else the environment's, else the default.

    Raises SettingError with the name of the variable that makes no sense.
    """
    given = {field: value for field, value in given.items() if value is not None}
    if "lan_address" in given:  # who chooses an address wants to be reached there
        given.setdefault("lan", True)
    values = {variable.field: _value(variable, environment) for variable in VARIABLES if variable.field not in given}
    try:
        values["host"] = loopback(given.pop("host", values.get("host")))
        if "lan_address" in given:
            given["lan_address"] = local(given["lan_address"])
        if "anki_connect" in given:
            given["anki_connect"] = anki_address(given["anki_connect"])
    except ValueError as error:
        raise SettingError(f"{error}.") from error
    return Settings(**values, **given)


def loopback(host: str) -> str:
    """The address to serve on; raises ValueError for any that other machines could reach."""
    if host not in LOOPBACK:
        raise ValueError(f"studyapp serves this machine only: 127.0.0.1, not {host}; for a phone there is --lan")
    return LOOPBACK[host]


def anki_address(text: str) -> str:
    """The address of AnkiConnect, `http://127.0.0.1:8765`; raises ValueError for any but one on this machine."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port or 80
    except ValueError:
        host, port, parts = "", 0, urlsplit("")
    if (parts.scheme, parts.path.rstrip("/"), parts.query, parts.username) != ("http", "", "", None):
        raise ValueError(f"“{text[:40]}” is no address such as {ANKI_CONNECT}")
    if host not in LOOPBACK:
        raise ValueError(f"studyapp speaks to Anki on this machine only: {ANKI_CONNECT}, not {text[:40]}")
    return f"http://[{LOOPBACK[host]}]:{port}" if ":" in host else f"http://{LOOPBACK[host]}:{port}"


def _value(variable: Variable, environment: Mapping[str, str]) -> Any:
    text = environment.get(variable.name, "").strip()
    try:
        return variable.parse(text) if text else variable.fallback()
    except ValueError as error:
        raise SettingError(f"{variable.name}: {error}.") from error


def _whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not lowest <= int(text) <= highest:
            raise ValueError(f"“{text[:20]}” is not a whole number from {lowest} to {highest}")
        return int(text)

    return parse


def _yes_or_no(text: str) -> bool:
    answers = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if text.lower() not in answers:
        raise ValueError(f"“{text[:20]}” is neither yes nor no")
    return answers[text.lower()]


def _time_zone(text: str) -> tzinfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"“{text[:40]}” is no time zone such as Europe/Vienna") from None


def _machine_zone() -> tzinfo:
    try:
        return get_localzone()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("this machine's time zone is unknown; set one such as Europe/Vienna") from None


def _folder(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise ValueError(f"“{text[:40]}” names a home folder that does not exist") from None


def _folders(text: str) -> tuple[Path, ...]:
    return tuple(_folder(part) for part in text.split(os.pathsep) if part)


VARIABLES = (
    Variable(
        "data",
        "the user's data folder",
        "Folder of the database.",
        _folder,
        lambda: user_data_path("studyapp", appauthor=False),
    ),
    Variable(
        "decks",
        "none",
        "Folders of further decks, separated as in PATH.",
        _folders,
        tuple,
    ),
    Variable("host", "127.0.0.1", "Address to serve on; this machine only.", loopback, lambda: "127.0.0.1"),
    Variable(
        "port",
        "8321",
        "Port to serve on; the next free one when it is taken.",
        _whole_number(1, 65535),
        lambda: 8321,
    ),
    Variable(
        "lan",
        "no",
        "Whether paired phones in the same network may study here too.",
        _yes_or_no,
        lambda: False,
    ),
    Variable(
        "lan_address",
        "found",
        "Which of this machine's addresses to serve phones on, where it is in several networks.",
        local,
        lambda: None,
    ),
    Variable("open_browser", "yes", "Whether to open the browser.", _yes_or_no, lambda: True),
    Variable(
        "timezone",
        "the browser's, else this machine's",
        "IANA time zone in which study days are counted.",
        _time_zone,
        lambda: None,
    ),
    Variable(
        "rollover_hour",
        str(ROLLOVER_HOUR),
        "Hour at which a study day begins.",
        _whole_number(0, 23),
        lambda: ROLLOVER_HOUR,
    ),
    Variable(
        "new_cards_a_day",
        str(Limits().new_cards_a_day),
        "New cards a day.",
        _whole_number(0, 9999),
        lambda: Limits().new_cards_a_day,
    ),
    Variable(
        "reviews_a_day",
        str(Limits().reviews_a_day),
        "Reviews a day.",
        _whole_number(0, 9999),
        lambda: Limits().reviews_a_day,
    ),
    Variable(
        "anki_connect",
        ANKI_CONNECT,
        "Where the add-on AnkiConnect listens, on this machine.",
        anki_address,
        lambda: ANKI_CONNECT,
    ),
    Variable("anki_connect_key", "none", "The API key that AnkiConnect asks for, if you set one there.", str, str),
)
