"""Cloze: where a muscle is fixed, and where its trigger points refer pain, with one gap for each answer.

A gap's number is the card's place in Anki for ever; the ledger keeps which is whose.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from studyapp.anki.dress import Cut, Dressed, Material, charts_of, gone, grown
from studyapp.anki.fields import common_values, small, worded
from studyapp.anki.look import CSS
from studyapp.anki.markup import escaped, gap
from studyapp.anki.notetype import FOOT, PICTURE, SPARE, NoteType, Template
from studyapp.anki.pictures import shown
from studyapp.domain.card import Card, parts_behind
from studyapp.domain.fact import Attribute

FIELDS = ("Id", "Subject", "Attribute", "Text", "Sources", "Remarks", "Picture", *SPARE)

LOOK_CHANGED_AT = datetime(2026, 11, 28, tzinfo=UTC)

_BACK = f"""\
{{{{cloze:Text}}}}
<hr id="answer">
{PICTURE}{FOOT}"""

_LOOK = f"""{CSS}
.question + ul {{ margin-top: 1rem; }}
.ended {{ font-size: 0; }}
.ended .cloze {{ font-size: 18px; }}
.cloze {{ font-weight: 600; color: #0b6e63; }}
.nightMode .cloze, .night_mode .cloze {{ color: #6fc9b5; }}
"""

ENDED = "This gap is asked no more: the card may be deleted."

GAPPED = (Attribute.ORIGIN, Attribute.INSERTION, Attribute.REFERRAL)


def cloze_type() -> NoteType:
    """The note type."""
    return NoteType(
        id=1_834_912_705_403,
        name="studyapp cloze",
        fields=FIELDS,
        templates=(Template(name="Gap", front="{{cloze:Text}}", back=_BACK),),
        css=_LOOK,
        changed_at=LOOK_CHANGED_AT,
        sorted_by="Text",
        is_cloze=True,
    )


def dress(cut: Cut, material: Material) -> Dressed | None:
    """The note's question with its answers as gaps; None for what is neither an attachment nor referred pain."""
    card = next((card for card in cut.cards if _is_gapped(card)), None)
    if card is None:
        return None
    behind = parts_behind(card)
    parts = grown(cut.released, [behind[answer.text] for answer in card.required])
    numbers = {text: parts.index(part) + 1 for text, part in behind.items() if part in parts}
    asked = sorted(numbers[answer.text] for answer in card.required)
    ended = gone(cut.released, asked)
    values = dict.fromkeys(FIELDS, "") | common_values(cut.note, [card], material.deck.sources)
    values["Text"] = _text(card, numbers) + "".join(gap_that_ended(number) for number in ended)
    values["Picture"] = shown(card.chart, material.pictures)
    return Dressed(
        fields=tuple(values.values()),
        faces=tuple(f"gap {number}" for number in asked),
        cards=(card.key,),
        ended=frozenset(number - 1 for number in ended),
        charts=charts_of([card]),
        parts=parts,
    )


def gap_that_ended(number: int) -> str:
    """A gap of an earlier release that is asked no more: its own card says so, and no other card shows it."""
    return f'<div class="ended">{gap(number, ENDED)}</div>'


def _is_gapped(card: Card) -> bool:
    return card.asks_of_a_muscle and card.attribute in GAPPED


def _text(card: Card, numbers: Mapping[str, int]) -> str:
    """A single answer as a gap in its sentence; several as a list of gaps below the question."""
    if len(card.answers) == 1 and (sentence := _sentence(card, numbers)):
        return f'<div class="question">{sentence}</div>'
    lines = []
    for answer in card.answers:
        html = worded(answer.text, card)
        extra = card.is_extra(answer)
        told = html if extra else gap(numbers[answer.text], html)
        lines.append(f"<li>{told}{small(answer.detail)}{small('also right' if extra else None)}</li>")
    return f'<div class="question">{worded(card.stem, card)}</div><ul>{"".join(lines)}</ul>'


def _sentence(card: Card, numbers: Mapping[str, int]) -> str | None:
    """The statement of the one fact behind the card, with a gap; None when it tells the answer otherwise."""
    (answer,) = card.answers
    before, found, after = card.facts[0].statement.partition(answer.text)
    if not found or answer.detail:
        return None
    opened = gap(numbers[answer.text], worded(answer.text, card))
    return f"{_around(before)}{opened}{_around(after)}."


def _around(text: str) -> str:
    """What stands beside a gap; the space between the two stays."""
    return f"{' ' * text.startswith(' ')}{escaped(text)}{' ' * text.endswith(' ')}"
