"""Native image occlusion: a referral chart with its zones numbered, whose names are covered one after the other.

Anki 23.10 and newer knows such notes by fields with tags and by the kind of stock note type that they are of. A
cover's number is the card's place for ever; the ledger keeps which is whose. Source: Anki's manual, “Image Occlusion”,
and its own backend as the tests run it.
"""

from datetime import UTC, datetime

from studyapp.anki.dress import Cut, Dressed, Material, gone, grown
from studyapp.anki.fields import common_values, prompt_of
from studyapp.anki.look import CSS
from studyapp.anki.markup import escaped
from studyapp.anki.notetype import FOOT, SPARE, NoteType, Template
from studyapp.anki.pictures import Cover, undrawn_below
from studyapp.domain.card import Card
from studyapp.domain.fact import Attribute, SubjectKind

NATIVE = ("Occlusion", "Image", "Header", "Back Extra", "Comments")
"""The fields that Anki itself reads and edits, in the order of their tags, by which it finds them wherever they are."""

FIELDS = ("Id", *NATIVE, "Subject", "Attribute", "Sources", "Remarks", *SPARE)
"""The id stands first: by the first field Anki finds duplicates, and many charts have their covers in one place."""

LOOK_CHANGED_AT = datetime(2026, 11, 28, tzinfo=UTC)

STOCK_KIND = 6
"""Anki's number for its stock note type of image occlusion."""

_PICTURE = """\
{{#Header}}<div class="question">{{Header}}</div>{{/Header}}
<div hidden>{{cloze:Occlusion}}</div>
<div id="err"></div>
<div id="image-occlusion-container">{{Image}}<canvas id="image-occlusion-canvas"></canvas></div>
<script>
try { anki.imageOcclusion.setup(); }
catch (error) { document.getElementById("err").textContent = "This card needs Anki 23.10 or newer."; }
</script>"""

_BACK = f"""\
{_PICTURE}
<div><button id="toggle">Show or hide the other names</button></div>
{{{{#Back Extra}}}}<div class="answer">{{{{Back Extra}}}}</div>{{{{/Back Extra}}}}
{{{{#Comments}}}}<div class="remarks">{{{{Comments}}}}</div>{{{{/Comments}}}}
{FOOT}"""

_LOOK = f"""{CSS}
.question {{ margin-bottom: 1rem; font-size: 1.15em; }}
.mobile .question {{ font-size: 1.1em; }}
#image-occlusion-container ~ div {{ margin-top: 0.5rem; }}
#toggle {{ font: inherit; font-size: 0.8em; }}
#image-occlusion-canvas {{
  --inactive-shape-color: #dfe5e3;
  --active-shape-color: #0b6e63;
  --inactive-shape-border: 1px #86908d;
  --active-shape-border: 1px #0b6e63;
  --highlight-shape-color: #ffffff00;
  --highlight-shape-border: 2px #0b6e63;
}}
"""


def occlusion_type() -> NoteType:
    """The note type."""
    tagged = {name: {"tag": place, "preventDeletion": name != "Comments"} for place, name in enumerate(NATIVE)}
    return NoteType(
        id=1_834_912_705_404,
        name="studyapp occlusion",
        fields=FIELDS,
        templates=(Template(name="Covered name", front=_PICTURE, back=_BACK),),
        css=_LOOK,
        changed_at=LOOK_CHANGED_AT,
        sorted_by="Header",
        is_cloze=True,
        more={"originalStockKind": STOCK_KIND},
        more_of_fields=tagged,
    )


def dress(cut: Cut, material: Material) -> Dressed | None:
    """The note's chart with its names covered; None without a chart, or with none that shows a zone."""
    card = next((card for card in cut.cards if _is_covered(card)), None)
    covers = material.pictures.covers(card.chart) if card and card.chart else ()
    if card is None or card.chart is None or not covers:
        return None
    parts = grown(cut.released, [cover.zone for cover in covers])
    numbers = {cover: parts.index(cover.zone) + 1 for cover in covers}
    values = dict.fromkeys(FIELDS, "") | common_values(cut.note, [card], material.deck.sources)
    ended = gone(cut.released, numbers.values())
    covered = [_rectangle(number, cover) for cover, number in numbers.items()]
    values["Occlusion"] = "<br>".join([*covered, *(_rectangle(number, NOWHERE) for number in ended)])
    values["Image"] = f'<img src="{material.pictures.labelled_name(card.chart)}">'
    values["Header"] = f"{prompt_of(card)} {escaped('Name the covered zone.')}"
    values["Back Extra"] = undrawn_below(card.chart, material.pictures)
    return Dressed(
        fields=tuple(values.values()),
        faces=tuple(f"cover {number}" for number in sorted(numbers.values())),
        cards=(card.key,),
        ended=frozenset(number - 1 for number in ended),
        labelled=(card.chart,),
        parts=parts,
    )


NOWHERE = Cover("", 0, 0, 0.0001, 0.0001)
"""Where the cover of an earlier release lies whose zone the chart does not show any more."""


def _is_covered(card: Card) -> bool:
    of_muscle = card.subject.kind is SubjectKind.MUSCLE and card.attribute is Attribute.REFERRAL
    return of_muscle and not card.shows_chart_first


def _rectangle(number: int, cover: Cover) -> str:
    """A cover as Anki writes it; `oi=1` keeps the other names covered too."""
    sides = (("left", cover.left), ("top", cover.top), ("width", cover.width), ("height", cover.height))
    told = ":".join(f"{name}={share:.4f}" for name, share in sides)
    return f"{{{{c{number}::image-occlusion:rect:{told}:oi=1}}}}"
