"""Type-in: one box for one short answer, which Anki compares letter by letter; other names of it stand on the back."""

from datetime import UTC, datetime

from studyapp.anki.dress import Cut, Dressed, Material, charts_of
from studyapp.anki.fields import field_values, worded
from studyapp.anki.look import CSS
from studyapp.anki.notetype import FOOT, PICTURE, TEMPLATES, NoteType, of_faces, with_faces
from studyapp.domain.way import Way

FIELDS = with_faces("Prompt", "Typed", "Answer")

LOOK_CHANGED_AT = datetime(2026, 11, 28, tzinfo=UTC)

_QUESTION = '<div class="question">{{NAME Prompt}}</div>'
_FRONT = f"{{{{#NAME Prompt}}}}{_QUESTION}\n{{{{type:NAME Typed}}}}{{{{/NAME Prompt}}}}"
_BACK = f"""\
{_QUESTION}
<hr id="answer">
{{{{type:NAME Typed}}}}
<div class="answer">{{{{NAME Answer}}}}</div>
{PICTURE}{FOOT}"""

_LOOK = f"""{CSS}
#typeans {{ max-width: 100%; box-sizing: border-box; margin: 1rem 0; font-family: inherit; font-size: 1em; }}
"""


def type_in_type() -> NoteType:
    """The note type; its front shows a question before the box, so that no empty field costs the card."""
    return NoteType(
        id=1_834_912_705_401,
        name="studyapp type-in",
        fields=FIELDS,
        templates=of_faces(_FRONT, _BACK),
        css=_LOOK,
        changed_at=LOOK_CHANGED_AT,
        sorted_by="Forward Prompt",
    )


def dress(cut: Cut, material: Material) -> Dressed | None:
    """The note's cards that have one short answer; None when none has."""
    cards = tuple(card for card in cut.cards if Way.TYPE in card.ways)
    if not cards:
        return None
    values = field_values(cut.note, cards, material.deck.sources, material.pictures, FIELDS)
    for card in cards:
        values[f"{TEMPLATES[card.face]} Typed"] = worded(card.required[0].text, card)
    return Dressed(
        fields=tuple(values.values()),
        faces=tuple(card.face for card in cards),
        cards=tuple(card.key for card in cards),
        charts=charts_of(cards),
    )
