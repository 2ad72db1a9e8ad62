"""Pairing codes: short enough to type on a phone, good for one device and ten minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's Base32 (https://www.crockford.com/base32.html): no I, L, O or U, so 5 bits a character."""
LENGTH = 9
"""Characters of a code: 45 bits."""
GROUP = 3
LASTS = timedelta(minutes=10)
MOST_WRONG = 10
"""Wrong tries, by whomever, after which a code no longer holds."""
_READ_AS = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class PairingCode:
    """A code, until when it holds, and how often another was tried in its place."""

    text: str
    expires_at: datetime
    wrong: int = 0

    @property
    def tries_left(self) -> int:
        """Wrong tries that it still bears."""
        return MOST_WRONG - self.wrong

    def holds(self, now: datetime) -> bool:
        """Whether it still pairs a device."""
        return now < self.expires_at and self.tries_left > 0

    @property
    def grouped(self) -> str:
        """As it is read and typed: “7K3-MQ2-XWH”."""
        return "-".join(self.text[start : start + GROUP] for start in range(0, len(self.text), GROUP))


def plain(text: str) -> str:
    """What someone typed, as a code is written: without regard to case, spaces, hyphens and look-alikes."""
    return "".join(letter for letter in text.upper() if letter.isalnum()).translate(_READ_AS)
