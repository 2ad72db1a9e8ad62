"""Shapes: as what kinds of cards the questions of a deck can be taken to Anki."""

from enum import StrEnum

from studyapp.domain.way import Way


class Shape(StrEnum):
    """A kind of note; each is a note type of its own, and a question may be taken along in several."""

    QUESTION = "question"
    TYPE_IN = "type-in"
    CHOICE = "choice"
    CLOZE = "cloze"
    OCCLUSION = "occlusion"

    @property
    def label(self) -> str:
        """What it is called on a page."""
        return _LABELS[self]

    @property
    def way(self) -> Way:
        """The way in which a card of this shape is answered."""
        return _WAYS.get(self, Way.REVEAL)


_LABELS = {
    Shape.QUESTION: "Question and answer",
    Shape.TYPE_IN: "Type the answer",
    Shape.CHOICE: "Choose among four",
    Shape.CLOZE: "Fill the gap",
    Shape.OCCLUSION: "Name the covered zone",
}

_WAYS = {Shape.TYPE_IN: Way.TYPE, Shape.CHOICE: Way.CHOOSE}
