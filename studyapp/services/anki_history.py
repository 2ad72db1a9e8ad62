"""Bringing home what was answered in Anki, once, however often it is brought."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import IO
from uuid import UUID, uuid5

from studyapp.anki.archive import unpacked
from studyapp.anki.collection import LoggedAnswer, opened
from studyapp.anki.identity import KnownCard, KnownCards
from studyapp.anki.numbers import Button, RevlogKind, grade_of, is_counted
from studyapp.domain.backup import Backup, BackupKind
from studyapp.domain.deck import CardKey
from studyapp.domain.instant import from_ms, to_ms
from studyapp.domain.review import Review, kind_of
from studyapp.services.anki import AnkiExport
from studyapp.services.backups import Backups
from studyapp.services.study import LONGEST_ELAPSED_MS, Study

FIRST_MS = to_ms(datetime(2006, 1, 1, tzinfo=UTC))
"""Anki is of the year 2006: what claims to be older was answered by a wrong clock."""
ANKI = UUID("b5c8a6de-6b0f-4a55-9a35-5d0b0d6c9a5e")
"""Namespace of the ids that answers from Anki get here; it never changes."""
BUTTONS = frozenset(Button)
ANSWERS = frozenset(RevlogKind) - {RevlogKind.MANUAL, RevlogKind.RESCHEDULED}


def is_collection(file_name: str) -> bool:
    """Whether a file is by its name a whole collection, in which the scheduling always is."""
    return file_name.casefold().endswith(".colpkg")


class Skipped(StrEnum):
    """Why a row of Anki's log is left where it is."""

    NO_ANSWER = "moved or rescheduled by hand, not answered"
    PART = "of cards that ask only a part of one here"
    GONE = "of cards that are in no deck here any more"
    FUTURE = "answered in the future, by the clock of this machine"
    TOO_OLD = "answered before there was Anki, in 2006"


@dataclass(frozen=True, slots=True, kw_only=True)
class Homecoming:
    """What a package held of our cards, and what became of it."""

    taken: int
    """Answers that are new here; when it was only looked at, those that would be."""
    known: int
    """Answers that were here already, be they taken back since."""
    skipped: Mapping[Skipped, int]
    unknown_cards: int
    """Cards from studyapp that no deck here has, or had."""
    other_cards: int
    """Cards of the student's other decks, of which nothing was read."""
    first_day: date | None = None
    last_day: date | None = None
    """The study days between which the answers lie that were taken."""
    backup: Backup | None = None
    """What was there before; None when nothing was changed."""

    @property
    def is_empty(self) -> bool:
        """Whether it held no answer to any card that is known here."""
        return not (self.taken or self.known or self.skipped)


class AnkiHistory:
    """What was answered in Anki, taken in as reviews."""

    def __init__(self, anki: AnkiExport, backups: Backups) -> None:
        """Know cards again by how they were exported, and back up before anything is taken."""
        self.anki = anki
        self.backups = backups

    def take_in(self, study: Study, file: IO[bytes], *, only_tell: bool = False) -> Homecoming:
        """Record the answers in an .apkg or .colpkg that are new to this student, after a backup; or only tell.

        Raises AnkiFileError for a file that cannot be taken in, StorageError when it cannot be backed up; then nothing
        is recorded.
        """
        sieve = _Sieve(study, self.anki.known_cards())
        with unpacked(file) as path, opened(path, sieve.cards.guids) as collection:
            for answer in collection.answers():
                sieve.sift(answer)
            unknown, others = collection.unknown_cards, collection.other_cards
        new, known = sieve.sorted_out()
        backup = None
        if new and not only_tell:
            backup = self.backups.back_up(BackupKind.IMPORT)
            new = study.record_all(new)
        days = [review.day for review in new]
        return Homecoming(
            taken=len(new),
            known=known,
            skipped={reason: sieve.skipped[reason] for reason in Skipped if sieve.skipped[reason]},
            unknown_cards=unknown,
            other_cards=others,
            first_day=min(days, default=None),
            last_day=max(days, default=None),
            backup=backup,
        )


class _Sieve:
    """Tells new answers from known ones and from what is none."""

    def __init__(self, study: Study, cards: KnownCards) -> None:
        self.study = study
        self.cards = cards
        self.new: list[Review] = []
        self.known = 0
        self.skipped: Counter[Skipped] = Counter()
        self._given = study.answers_given()
        self._now_ms = to_ms(study.clock())

    def sift(self, answer: LoggedAnswer) -> None:
        """Find a place for one row of Anki's log."""
        card = self.cards.find(answer.guid, answer.place)
        key = card.key and self.study.catalog.now(card.key) if card else None
        if reason := self._reason(answer, card, key):
            self.skipped[reason] += 1
        elif (key, answer.at_ms) in self._given:
            self.known += 1
        elif card and key:
            self.new.append(self._review(answer, key, card))

    def sorted_out(self) -> tuple[list[Review], int]:
        """What is new, and how many answers were known.

        One that had to move on by a millisecond when it was taken in stands elsewhere now: it is known by its id.
        """
        known = self.study.known(self.new)
        return [review for review in self.new if review.id not in known], self.known + len(known)

    def _reason(self, answer: LoggedAnswer, card: KnownCard | None, key: CardKey | None) -> Skipped | None:
        """Why a row cannot be taken; None when it can."""
        if card is not None and card.key is None:
            return Skipped.PART
        if key not in self.study.catalog.cards:
            return Skipped.GONE
        if answer.button not in BUTTONS or answer.kind not in ANSWERS:
            return Skipped.NO_ANSWER
        if answer.at_ms > self._now_ms:
            return Skipped.FUTURE
        return Skipped.TOO_OLD if answer.at_ms < FIRST_MS else None

    def _review(self, answer: LoggedAnswer, key: CardKey, card: KnownCard) -> Review:
        answered_at = from_ms(answer.at_ms)
        return Review(
            id=uuid5(ANKI, f"{answer.guid} {answer.place} {answer.at_ms}"),
            card=key,
            grade=grade_of(Button(answer.button)),
            answered_at=answered_at,
            day=self.study.day(answered_at),
            elapsed_ms=min(max(answer.elapsed_ms, 0), LONGEST_ELAPSED_MS),
            kind=kind_of(is_cram=not is_counted(RevlogKind(answer.kind), answer.ease_permille)),
            way=card.shape.way,
        )
