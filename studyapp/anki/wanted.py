"""What someone wants to take to Anki."""

from dataclasses import dataclass, field

from studyapp.anki.shape import Shape
from studyapp.domain.selection import Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cards, in which shapes, and what goes along with them.

    A note comes whole: with one of its cards come its others.
    """

    selection: Selection = field(default_factory=Selection)
    """Its `standing` speaks of the student: the weakest cards, the leeches."""
    shapes: tuple[Shape, ...] = (Shape.QUESTION,)
    with_progress: bool = False
    """Whether the student's schedules and reviews go along."""
    with_retired: bool = False
    """Whether notes come along that earlier releases had, tagged as retired: for who holds an earlier release."""


EVERYTHING = Wanted()
"""Every card as a question with its answer, and nothing of the student."""
