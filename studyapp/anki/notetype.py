"""The note type: fields, templates and their order stay for ever as they were first released.

A collection that holds notes of this type refuses ones with other fields or templates; so there are spare fields,
and a new shape of card gets a note type of its own. Look and wording of templates may change, with their date.
"""

from typing import Any

import genanki

from studyapp.anki.look import CSS, LOOK_CHANGED_AT
from studyapp.domain.fact import Face

MODEL_ID = 1_834_912_705_377
NAME = "studyapp question"

TEMPLATES = {Face.FORWARD: "Forward", Face.REVERSE: "Reverse", Face.FURTHER: "Further"}
"""Name of the template that shows each face, in the order of their cards."""

FIELDS = (
    "Id",
    "Subject",
    "Attribute",
    *(f"{name} {part}" for name in TEMPLATES.values() for part in ("Prompt", "Answer")),
    "Sources",
    "Remarks",
    "Picture",
    *(f"Spare{number}" for number in range(1, 7)),
)
"""The first one is unique to a note: by it Anki finds duplicates."""

_FRONT = """\
{{#NAME Prompt}}<div class="question">{{NAME Prompt}}</div>{{/NAME Prompt}}"""

_BACK = """\
{{FrontSide}}
<hr id="answer">
<div class="answer">{{NAME Answer}}</div>
{{#Picture}}<div class="picture">{{Picture}}</div>{{/Picture}}
{{#Remarks}}<div class="remarks">{{Remarks}}</div>{{/Remarks}}
<div class="sources">
<div><span class="topic">{{Subject}}</span> · {{Attribute}}</div>
{{Sources}}
<div>For learning, not for diagnosis.</div>
</div>"""


class _QuestionModel(genanki.Model):  # type: ignore[misc]  # genanki ships no types
    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        """The note type dated by its own last change, so that a student's own look is not overwritten each time."""
        del timestamp
        return dict(super().to_json(LOOK_CHANGED_AT.timestamp(), deck_id))


def question_model() -> genanki.Model:
    """The note type of all questions, as genanki writes it; lists are sorted by the forward question."""
    return _QuestionModel(
        model_id=MODEL_ID,
        name=NAME,
        fields=[{"name": name} for name in FIELDS],
        templates=[_template(name) for name in TEMPLATES.values()],
        css=CSS,
        sort_field_index=FIELDS.index("Forward Prompt"),
    )


def _template(name: str) -> dict[str, str]:
    return {"name": name, "qfmt": _FRONT.replace("NAME", name), "afmt": _BACK.replace("NAME", name)}
