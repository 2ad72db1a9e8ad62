"""History: the whole log in sums, told review by review in the order of their instants."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from studyapp.domain.activity import Activity
from studyapp.domain.catalog import Catalog
from studyapp.domain.confusion import Confusions
from studyapp.domain.deck import CardKey
from studyapp.domain.retention import Recall
from studyapp.domain.review import ReviewKind
from studyapp.domain.scheduler import Grade, Scheduler


class Answered(NamedTuple):
    """What the sums need to know of one review, in a tenth of the time that a `Review` takes to be read."""

    card: CardKey
    grade: Grade
    day: date
    elapsed_ms: int
    kind: ReviewKind = ReviewKind.STUDY
    given: tuple[str, ...] = ()
    mistaken: tuple[str, ...] = ()


class History:
    """Everything that is summed up over the log."""

    def __init__(self, catalog: Catalog, scheduler: Scheduler) -> None:
        """Know of no review yet."""
        self._catalog = catalog
        self.activity = Activity()
        self.recall = Recall(scheduler)
        self.confusions = Confusions()

    def add(self, answers: Iterable[Answered]) -> None:
        """Count reviews that are newer than all before; a card counts under its key of today, cram for no retention."""
        former, cards, study = self._catalog.former, self._catalog.cards, ReviewKind.STUDY
        for asked, grade, day, elapsed_ms, kind, given, mistaken in answers:
            card = former.get(asked, asked)
            self.activity.add(card.deck, day, elapsed_ms)
            if kind is study:
                self.recall.add(card, day, grade)
            if mistaken and card in cards:
                self.confusions.add(cards[card], given, mistaken, day)
