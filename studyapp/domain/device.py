"""Devices that may study here beside this machine: phones, tablets, a second computer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from uuid import UUID

LONGEST_NAME = 100
KINDS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android phone"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows computer"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux computer"),
)
"""A word of a browser's User-Agent, and what its device is called; the first that fits holds."""


@dataclass(frozen=True, slots=True)
class Device:
    """A paired device."""

    id: UUID
    name: str
    paired_at: datetime
    seen_at: datetime
    """When it last asked for a page, to the hour."""


def device_name(user_agent: str, taken: Collection[str] = ()) -> str:
    """What to call a device by its browser's User-Agent; numbered where the name is taken."""
    name = next((name for word, name in KINDS if word in user_agent), "Device")
    if name == "Android phone" and "Mobile" not in user_agent:
        name = "Android tablet"
    numbered = (f"{name} {number}" for number in count(2))
    return name if name not in taken else next(other for other in numbered if other not in taken)
