"""What a student does to a card that is no review: suspend it, bury it, release it as a leech, write a note to self."""

from dataclasses import dataclass
from datetime import date

from studyapp.domain.deck import CardKey

LEECH_LAPSES = 8
"""Lapses after which a card is set aside, and again after as many more. Source: Anki's default leech threshold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardMark:
    """The marks on one card."""

    card: CardKey
    suspended: bool = False
    buried_on: date | None = None
    """The study day on which it was put off until the next."""
    forgiven_lapses: int = 0
    """Lapses that no longer count towards a leech: those it had when it was last released."""
    note: str = ""
    """What the student wants to remember about it."""

    def joined(self, other: "CardMark") -> "CardMark":
        """The mark, with what another under an earlier id of the card says."""
        notes = dict.fromkeys(note for note in (self.note, other.note) if note)
        return CardMark(
            card=self.card,
            suspended=self.suspended or other.suspended,
            buried_on=max(filter(None, (self.buried_on, other.buried_on)), default=None),
            forgiven_lapses=max(self.forgiven_lapses, other.forgiven_lapses),
            note="\n".join(notes),
        )

    @property
    def is_blank(self) -> bool:
        """Whether it says no more than no mark at all."""
        return self == CardMark(card=self.card)


def is_leech(lapses: int, mark: CardMark | None) -> bool:
    """Whether a card was forgotten so often that another look helps more than another try."""
    return lapses - (mark.forgiven_lapses if mark else 0) >= LEECH_LAPSES
