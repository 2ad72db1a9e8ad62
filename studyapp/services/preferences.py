"""Preferences: what a student may set, kept with the rest of the student's data."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import tzinfo
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from studyapp.domain.queue import Limits
from studyapp.domain.way import Asking
from studyapp.settings import Settings
from studyapp.storage.database import Database
from studyapp.storage.preferences import preferences_of, put_preferences
from studyapp.storage.tables import LOCAL_USER_ID

MOST_A_DAY = 9999
LAST_HOUR = 23


class Buttons(StrEnum):
    """Which grades are offered."""

    FOUR = "four"
    SIX = "six"
    TWO = "two"

    @property
    def label(self) -> str:
        """What they are called among the settings."""
        return _BUTTONS[self]


class Keys(StrEnum):
    """Whether single keys press buttons."""

    ON = "on"
    OFF = "off"

    @property
    def label(self) -> str:
        """What it is called among the settings."""
        return "A letter or number presses its button" if self is Keys.ON else "Single keys do nothing"


class TextSize(StrEnum):
    """How large the text is, beside what the browser is set to."""

    NORMAL = "normal"
    LARGE = "large"
    LARGER = "larger"

    @property
    def label(self) -> str:
        """What it is called among the settings."""
        return self.capitalize()


_BUTTONS = {
    Buttons.FOUR: "Again, Hard, Good, Easy",
    Buttons.SIX: "SM-2’s six grades, 0 to 5",
    Buttons.TWO: "Not yet, Knew it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a student has set; changing it loses nothing, for days are written with each review."""

    new_cards_a_day: int
    reviews_a_day: int
    rollover_hour: int
    timezone: str = ""
    """IANA name; empty for the browser's."""
    asking: Asking = Asking.REVEAL
    buttons: Buttons = Buttons.FOUR
    text_size: TextSize = TextSize.NORMAL
    keys: Keys = Keys.ON
    """Source for a way to turn them off: WCAG 2.2, success criterion 2.1.4."""

    @property
    def limits(self) -> Limits:
        """How many cards a study day may bring."""
        return Limits(self.new_cards_a_day, self.reviews_a_day)

    def zone(self, browsers: str, otherwise: tzinfo) -> tzinfo:
        """The zone in which study days are counted: the one set, else the browser's, else another."""
        return zone_named(self.timezone) or zone_named(browsers) or otherwise


def zone_named(name: str) -> tzinfo | None:
    """The time zone of an IANA name; None when there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


class PreferenceError(ValueError):
    """A value that cannot be set; its text is for the student."""


def default_preferences(settings: Settings) -> Preferences:
    """What holds for a student who has set nothing."""
    return Preferences(
        new_cards_a_day=settings.new_cards_a_day,
        reviews_a_day=settings.reviews_a_day,
        rollover_hour=settings.rollover_hour,
        timezone=settings.zone_name,
    )


class PreferenceKeeper:
    """Keeps one student's preferences."""

    def __init__(self, database: Database, default: Preferences) -> None:
        """Keep them in the database; what is not set there is as in `default`."""
        self.database = database
        self.default = default
        self.user = LOCAL_USER_ID

    def load(self) -> Preferences:
        """What holds now; a stored value that makes no sense any more counts as not set."""
        with self.database.read() as connection:
            stored = preferences_of(connection, self.user)
        preferences = self.default
        for name, value in stored.items():
            try:
                preferences = replace(preferences, **{name: _checked(name, value)})
            except PreferenceError:
                continue
        return preferences

    def save(self, given: Mapping[str, str]) -> Preferences:
        """Keep what was given; raises PreferenceError, and keeps nothing, when one of the values makes no sense."""
        values = {name: _checked(name, given[name]) for name in _NAMES if name in given}
        with self.database.write() as connection:
            stored = {name: value for name, value in preferences_of(connection, self.user).items() if name in _NAMES}
            put_preferences(connection, self.user, {**stored, **values})
        return self.load()

    def reset(self) -> Preferences:
        """Forget everything that was set."""
        with self.database.write() as connection:
            put_preferences(connection, self.user, {})
        return self.default


_NAMES = tuple(field.name for field in fields(Preferences))
_NUMBERS = {
    "new_cards_a_day": (MOST_A_DAY, "New cards a day"),
    "reviews_a_day": (MOST_A_DAY, "Reviews a day"),
    "rollover_hour": (LAST_HOUR, "The hour at which a day begins"),
}
_CHOICES: dict[str, type[StrEnum]] = {"asking": Asking, "buttons": Buttons, "text_size": TextSize, "keys": Keys}


def _checked(name: str, value: Any) -> Any:
    if name in _NUMBERS:
        return _number(value, *_NUMBERS[name])
    if name in _CHOICES:
        if value not in set(_CHOICES[name]):
            raise PreferenceError("Choose one of those offered.")
        return _CHOICES[name](value)
    if name == "timezone":
        if value and zone_named(str(value)) is None:
            raise PreferenceError(f"“{str(value)[:40]}” is no time zone such as Europe/Vienna.")
        return str(value)
    raise PreferenceError(f"There is no preference “{name}”.")


def _number(value: Any, highest: int, called: str) -> int:
    text = str(value).strip()
    if not text.isascii() or not text.isdigit() or len(text) > len(str(highest)) or int(text) > highest:
        raise PreferenceError(f"{called}: a whole number from 0 to {highest}.")
    return int(text)
