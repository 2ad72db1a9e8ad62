"""Choice: four options that stand as they were drawn at the first release, and what the wrong ones really are."""

from datetime import UTC, datetime

from studyapp.anki.dress import Cut, Dressed, Material, charts_of
from studyapp.anki.fields import field_values, small, worded
from studyapp.anki.look import CSS
from studyapp.anki.markup import escaped, listed
from studyapp.anki.notetype import FOOT, PICTURE, TEMPLATES, NoteType, of_faces, with_faces
from studyapp.domain.card import Card
from studyapp.domain.lexicon import telling

FIELDS = with_faces("Prompt", "Options", "Answer", "Others")

LOOK_CHANGED_AT = datetime(2026, 11, 28, tzinfo=UTC)

_QUESTION = '<div class="question">{{NAME Prompt}}</div>\n<div class="options">{{NAME Options}}</div>'
_FRONT = f"{{{{#NAME Prompt}}}}{_QUESTION}{{{{/NAME Prompt}}}}"
_BACK = f"""\
{{{{FrontSide}}}}
<hr id="answer">
<div class="answer">{{{{NAME Answer}}}}</div>
{{{{#NAME Others}}}}<div class="others">{{{{NAME Others}}}}</div>{{{{/NAME Others}}}}
{PICTURE}{FOOT}"""

_LOOK = f"""{CSS}
.options {{ margin-top: 1.25rem; }}
.options ol {{ margin: 0; padding-left: 1.6em; list-style: upper-alpha; }}
.options li {{ padding: 0.15em 0 0.15em 0.2em; }}
.letter {{ font-weight: 600; margin-right: 0.4em; }}
.others {{ margin-top: 1.25rem; font-size: 0.85em; }}
.others ul {{ list-style: none; padding-left: 0; }}
"""

LETTERS = "ABCD"


def choice_type() -> NoteType:
    """The note type; nothing in it runs, and options never move between front and back."""
    return NoteType(
        id=1_834_912_705_402,
        name="studyapp choice",
        fields=FIELDS,
        templates=of_faces(_FRONT, _BACK),
        css=_LOOK,
        changed_at=LOOK_CHANGED_AT,
        sorted_by="Forward Prompt",
    )


def dress(cut: Cut, material: Material) -> Dressed | None:
    """The note's cards for which the decks hold wrong options enough; None when there are none."""
    drawn = {card: options for card in cut.cards if (options := _options(card, cut.released, material))}
    if not drawn:
        return None
    cards = tuple(drawn)
    values = field_values(cut.note, cards, material.deck.sources, material.pictures, FIELDS)
    for card, options in drawn.items():
        name = TEMPLATES[card.face]
        values[f"{name} Options"] = f"<ol>{''.join(f'<li>{worded(one, card)}</li>' for one in options)}</ol>"
        values[f"{name} Answer"] = _lettered(options.index(card.required[0].text), values[f"{name} Answer"])
        values[f"{name} Others"] = _others(card, options, material)
    return Dressed(
        fields=tuple(values.values()),
        faces=tuple(card.face for card in cards),
        cards=tuple(card.key for card in cards),
        charts=charts_of(cards),
        parts=tuple(_part(card, option) for card, options in drawn.items() for option in options),
    )


def _options(card: Card, released: tuple[str, ...], material: Material) -> tuple[str, ...]:
    """The options as they were released while all of them still hold, else drawn anew."""
    begin = _part(card, "")
    kept = tuple(part.removeprefix(begin) for part in released if part.startswith(begin))
    if len(kept) == len(LETTERS) and card.required[0].text in kept:
        wrong = {one.text for one in material.distractors.candidates(card)}
        if wrong.issuperset(option for option in kept if option != card.required[0].text):
            return kept
    return material.distractors.options(card, f"anki {card.key.deck} {card.key.card}")


def _part(card: Card, option: str) -> str:
    return f"{card.face}: {option}"


def _lettered(place: int, html: str) -> str:
    return f'<span class="letter">{LETTERS[place]}</span>{html}'


def _others(card: Card, options: tuple[str, ...], material: Material) -> str:
    """What the wrong options really are, as far as the decks know."""
    told = []
    for place, option in enumerate(options):
        entry = None if option == card.required[0].text else material.lexicon.find(option, card.attribute)
        for fact in telling(entry.facts, card)[:1] if entry else ():
            told.append(_lettered(place, escaped(option)) + small(fact.statement))
    return listed(told)
