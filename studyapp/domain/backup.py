"""Backups: what each was made for, what it is called, and which are kept as time passes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

APART = timedelta(minutes=30)
"""Study between two automatic backups, at most."""
ALL_OF = timedelta(hours=24)
MOST_OF_A_DAY = 48
DAYS, WEEKS, MONTHS = 14, 8, 12
"""Calendar days, weeks and months (UTC), this one included, of which one backup each is kept."""
MOST_KEPT = MOST_OF_A_DAY + DAYS + WEEKS + MONTHS + 1

ENDING = ".sqlite3"
STAMP = "%Y-%m-%dT%H%M%S.%f"
NAME = re.compile(r"(?P<stamp>\d{4}-\d\d-\d\dT\d{6}\.\d{3})Z-(?P<kind>[a-z-]+)\.sqlite3")


class BackupKind(StrEnum):
    """What a backup was made for."""

    AUTOMATIC = "automatic"
    MIGRATION = "before-migration"
    BY_HAND = "by-hand"
    RESTORE = "before-restore"
    DELETION = "before-deletion"
    IMPORT = "before-import"

    @property
    def is_thinned(self) -> bool:
        """Whether it is thinned as time passes; what a person asked for, or may want to undo much later, stays.

        An import is undone soon or never, for what was studied since would go with it; and some import every week.
        """
        return self in {BackupKind.AUTOMATIC, BackupKind.MIGRATION, BackupKind.IMPORT}


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """A backup by its name, which sorts by time; `made_at` is an aware UTC instant in whole milliseconds."""

    made_at: datetime
    kind: BackupKind
    size_bytes: int = 0

    @property
    def name(self) -> str:
        """The name of its file, such as `2026-11-27T201944.123Z-automatic.sqlite3`."""
        return f"{self.made_at.astimezone(UTC).strftime(STAMP)[:-3]}Z-{self.kind}{ENDING}"


def backup_named(name: str, size_bytes: int = 0) -> Backup | None:
    """The backup of that file name; None for any other file."""
    found = NAME.fullmatch(name)
    try:
        if found is None:
            return None
        made_at = datetime.strptime(found["stamp"], STAMP).replace(tzinfo=UTC)
        return Backup(made_at, BackupKind(found["kind"]), size_bytes)
    except ValueError:
        return None


def thinned(instants: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """The instants to keep: all of the last 24 hours (at most 48), then the newest of each day, week and month.

    Days count for 14, weeks for 8, months for 12; the newest of all is always kept. Instants are aware; one that lies
    in the future, as after a clock was set back, counts among the last 24 hours.
    """
    newest_first = sorted(set(instants), reverse=True)
    recent = sorted((one for one in newest_first if now - one < ALL_OF), key=lambda one: abs(now - one))
    of_period: dict[tuple[str, int], datetime] = {}
    for instant in newest_first:
        if instant <= now:
            for period in _periods(instant.astimezone(UTC).date(), now.astimezone(UTC).date()):
                of_period.setdefault(period, instant)
    return frozenset({*newest_first[:1], *recent[:MOST_OF_A_DAY], *of_period.values()})


def _periods(day: date, today: date) -> list[tuple[str, int]]:
    """The day, week and month that an instant of that day stands for, each by how many of them it lies back."""
    back = {
        "day": (today - day).days,
        "week": (_monday(today) - _monday(day)).days // 7,
        "month": (today.year - day.year) * 12 + today.month - day.month,
    }
    most = {"day": DAYS, "week": WEEKS, "month": MONTHS}
    return [(name, number) for name, number in back.items() if 0 <= number < most[name]]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
