"""Note types: fields, templates and their order stay for ever as they were first released.

A collection that holds notes of a type refuses ones with other fields or templates; so there are spare fields, and a
new shape of card gets a note type of its own. Look and wording of templates may change, with their date.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import genanki

from studyapp.anki.look import CSS, LOOK_CHANGED_AT
from studyapp.domain.fact import Face

MODEL_ID = 1_834_912_705_377
NAME = "studyapp question"

TEMPLATES = {Face.FORWARD: "Forward", Face.REVERSE: "Reverse", Face.FURTHER: "Further"}
"""Name of the template that shows each face, in the order of their cards."""

SPARE = tuple(f"Spare{number}" for number in range(1, 7))


def with_faces(*parts: str) -> tuple[str, ...]:
    """The fields of a note type that holds these parts of each face: "Forward Prompt" and so on."""
    faces = tuple(f"{name} {part}" for name in TEMPLATES.values() for part in parts)
    return ("Id", "Subject", "Attribute", *faces, "Sources", "Remarks", "Picture", *SPARE)


FIELDS = with_faces("Prompt", "Answer")
"""The first one is unique to a note: by it Anki finds duplicates."""

_FRONT = """\
{{#NAME Prompt}}<div class="question">{{NAME Prompt}}</div>{{/NAME Prompt}}"""

FOOT = """\
{{#Remarks}}<div class="remarks">{{Remarks}}</div>{{/Remarks}}
<div class="sources">
<div><span class="topic">{{Subject}}</span> · {{Attribute}}</div>
{{Sources}}
<div>For learning, not for diagnosis.</div>
</div>"""
"""How every answer ends."""

PICTURE = """\
{{#Picture}}<div class="picture">{{Picture}}</div>{{/Picture}}
"""

_BACK = f"""\
{{{{FrontSide}}}}
<hr id="answer">
<div class="answer">{{{{NAME Answer}}}}</div>
{PICTURE}{FOOT}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One card of a note type."""

    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteType:
    """The note type of a shape; `more` is what genanki does not know of it, by fields of Anki's JSON."""

    id: int
    name: str
    fields: tuple[str, ...]
    templates: tuple[Template, ...]
    css: str
    changed_at: datetime
    """When its look last changed: Anki takes one over only if it is newer."""
    sorted_by: str
    is_cloze: bool = False
    more: Mapping[str, Any] | None = None
    more_of_fields: Mapping[str, Mapping[str, Any]] | None = None


class _Model(genanki.Model):  # type: ignore[misc]  # genanki ships no types
    """A note type dated by its own last change, so that a student's own look is not overwritten each time."""

    note_type: NoteType

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        """The note type as Anki's JSON."""
        del timestamp
        told = dict(super().to_json(self.note_type.changed_at.timestamp(), deck_id))
        fields = [{**field, **(self.note_type.more_of_fields or {}).get(field["name"], {})} for field in told["flds"]]
        return {**told, "flds": fields, **(self.note_type.more or {})}


def model_of(note_type: NoteType) -> genanki.Model:
    """The note type as genanki writes it."""
    model = _Model(
        model_id=note_type.id,
        name=note_type.name,
        fields=[{"name": name} for name in note_type.fields],
        templates=[{"name": one.name, "qfmt": one.front, "afmt": one.back} for one in note_type.templates],
        css=note_type.css,
        model_type=genanki.Model.CLOZE if note_type.is_cloze else genanki.Model.FRONT_BACK,
        sort_field_index=note_type.fields.index(note_type.sorted_by),
    )
    model.note_type = note_type
    return model


def of_faces(front: str, back: str) -> tuple[Template, ...]:
    """A template for each face; NAME stands for it."""
    return tuple(
        Template(name=name, front=front.replace("NAME", name), back=back.replace("NAME", name))
        for name in TEMPLATES.values()
    )


def question_type() -> NoteType:
    """The note type of plain questions; lists are sorted by the forward question."""
    return NoteType(
        id=MODEL_ID,
        name=NAME,
        fields=FIELDS,
        templates=of_faces(_FRONT, _BACK),
        css=CSS,
        changed_at=LOOK_CHANGED_AT,
        sorted_by="Forward Prompt",
    )


def question_model() -> genanki.Model:
    """The note type of plain questions, as genanki writes it."""
    return model_of(question_type())
