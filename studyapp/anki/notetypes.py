"""The note type of each shape."""

from collections.abc import Callable, Mapping

from studyapp.anki.choice import choice_type
from studyapp.anki.cloze import cloze_type
from studyapp.anki.notetype import NoteType, question_type
from studyapp.anki.occlusion import occlusion_type
from studyapp.anki.shape import Shape
from studyapp.anki.type_in import type_in_type

NOTE_TYPES: Mapping[Shape, Callable[[], NoteType]] = {
    Shape.QUESTION: question_type,
    Shape.TYPE_IN: type_in_type,
    Shape.CHOICE: choice_type,
    Shape.CLOZE: cloze_type,
    Shape.OCCLUSION: occlusion_type,
}
