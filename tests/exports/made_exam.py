"""A made-up exam with an item of every type, in words that break what does not escape them."""

from dataclasses import replace

from studyapp.domain.chart import Chart, Pattern
from studyapp.domain.exam.blueprint import Cell, ExamBlueprint
from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.forms import ExamForm, FormItem
from studyapp.domain.exam.item import GAP, Blank, Item, ItemType, Option, Premise, Rationale, Topic
from studyapp.domain.fact import Attribute
from studyapp.domain.muscle import Extent, ReferredZone

HOSTILE = "~ = # { } : \\ < & > ]]> \" ' =1+1 @x -y %d $x$ *b* _i_ `c` 肌肉 é e\u0301 \u00a0end"
"""Everything that means something to GIFT, XML, HTML, spreadsheets, typst or LaTeX; Chinese; combining marks."""

TOPIC = Topic(
    subject="gluteus-minimus", subject_name="Gluteus minimus", attribute=Attribute.ORIGIN, muscles=("gluteus-minimus",)
)
CHART = Chart(
    (Pattern("marked places", tuple(ReferredZone(zone=z, extent=Extent.ESSENTIAL) for z in ("calf", "buttock"))),)
)


def why(text):
    return Rationale(text=text, sources=("Gray (1918), p. 475",))


def option(number, text, *, key=False, at=None):
    return Option(id=f"o{number}", text=text, is_key=key, why=why(f"{text}: what it really is"), at=at)


def item(kind, stem, **parts):
    return Item(
        id=f"id{kind.replace('-', '')}",
        type=kind,
        stem=stem,
        topic=TOPIC,
        facts=("gluteus-minimus.origin.gluteal-surface",),
        decided=("gluteus-minimus.origin.gluteal-surface",),
        why=why(f"Why {kind} is so"),
        **parts,
    )


def choices(text=""):
    return (option(1, f"first {text}"), option(2, f"second {text}", key=True), option(3, f"third {text}"))


def items(text=HOSTILE):
    """One of every type; `text` stands in every stem, option, premise and answer."""
    listed = tuple(option(number, f"{name} {text}") for number, name in enumerate(("red", "green", "blue"), start=1))
    premises = tuple(
        Premise(id=f"p{n}", text=f"premise {n} {text}", key=key, why=why(f"why {n}"))
        for n, key in ((1, "o2"), (2, "o1"))
    )
    both = tuple(replace(one, is_key=one.id != "o3") for one in choices(text))
    truth = (Option(id="true", text="True"), Option(id="false", text="False", is_key=True, why=why("not so")))
    blanks = (Blank(accepted=(f"answer {text}", f"other {text}")),)
    spots = tuple(replace(one, at=(0.2 * n, 0.3)) for n, one in enumerate(choices(text), start=1))
    return (
        item(ItemType.SINGLE, f"Which? {text}", options=choices(text)),
        item(ItemType.VIGNETTE, f"Someone limps. Which? {text}", options=choices(text)),
        item(ItemType.MULTIPLE, f"Which ones? {text}", options=both),
        item(ItemType.TRUE_FALSE, f"It is so. {text}", options=truth),
        item(ItemType.MATCHING, f"Match. {text}", options=listed, premises=premises),
        item(ItemType.EXTENDED, f"For each, choose. {text}", options=listed, premises=premises),
        item(ItemType.SHORT, f"Name it. {text}", blanks=blanks),
        item(ItemType.CLOZE, f"It arises from {GAP}. {text}", blanks=blanks),
        item(ItemType.ORDERING, f"Put in order. {text}", options=listed, order=("o3", "o1", "o2")),
        item(ItemType.HOTSPOT, f"Which place? {text}", options=spots, picture=CHART),
    )


def made_exam(text=HOSTILE, forms="AB"):
    """An exam of these; form B has them the other way round."""
    chosen = items(text)
    return Exam(
        id="made-exam",
        blueprint=ExamBlueprint(
            title=f"An exam {text}",
            instructions=f"Read all. {text}",
            minutes=30,
            cells=tuple(Cell(type=one.type, count=1) for one in chosen),
            forms=len(forms),
        ),
        deck="trigger-points",
        deck_version="1.0.0",
        forms=tuple(
            ExamForm(
                letter=letter,
                items=tuple(
                    FormItem(number=number, item=one)
                    for number, one in enumerate(chosen if letter == "A" else chosen[::-1], start=1)
                ),
            )
            for letter in forms
        ),
    )
