"""What tests of exam pages share: the shipped deck with blueprints of the test's own, and a form sent as it stands."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from parsed import Page

from studyapp.content.loader import load_catalog
from studyapp.domain.catalog import Catalog
from studyapp.domain.exam.blueprint import Cell, ExamBlueprint
from studyapp.domain.exam.item import Difficulty, ItemType
from studyapp.domain.fact import Attribute

DECK = "trigger-points"
ONE_OF_EACH = ExamBlueprint(
    title="One of each", deck=DECK, cells=tuple(Cell(type=kind, count=1) for kind in ItemType), forms=2
)
SMALL = ExamBlueprint(title="Small", deck=DECK, cells=(Cell(type=ItemType.SINGLE, count=4),))
FULL = ExamBlueprint(
    title='A "final": 100 % #1 — 肌肉 \\ {a}',
    deck=DECK,
    instructions="Read first.\nThen answer: *all* of it.",
    minutes=60,
    muscles=("gluteus-minimus", "piriformis", "soleus"),
    groups=("gluteal-muscles",),
    complaints=("sciatica",),
    attributes=(Attribute.ACTION, Attribute.REFERRAL),
    exclude=("gluteus-medius", "gluteus-minimus.action.hip-abduction"),
    options=5,
    forms=26,
    seed=2**53,
    points=3,
    difficulty={Difficulty.EASY: 1, Difficulty.MEDIUM: 0, Difficulty.HARD: 2},
    avoid_last=2,
    cells=(
        Cell(type=ItemType.SINGLE, count=2, muscles=("soleus",), attributes=(Attribute.INNERVATION,), points=7),
        Cell(type=ItemType.HOTSPOT, count=1, groups=("gluteal-muscles",), complaints=("sciatica",)),
    ),
)


@cache
def shipped() -> Catalog:
    """The catalog of the shipped decks, read once."""
    return load_catalog()


def catalog_with(folder: Path, **files: str) -> Catalog:
    """The shipped catalog whose deck has these blueprints beside it, by the names of their files, and no others."""
    (folder / "exams").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / "exams" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return replace(shipped(), decks={ident: replace(deck, folder=folder) for ident, deck in shipped().decks.items()})


def as_sent(html: str) -> list[tuple[str, str]]:
    """What a browser sends of the form of a new exam, as it stands."""
    sent, select = [], ""
    for element in Page(html).elements:
        name, value = element.attributes.get("name", ""), element.attributes.get("value", "")
        match element.tag:
            case "input" if element.attributes.get("type") == "checkbox":
                sent += [(name, value or "on")] if "checked" in element.attributes else []
            case "input" if element.attributes.get("type") != "file":
                sent.append((name, value))
            case "textarea":
                sent.append((name, "".join(element.words)))
            case "select":
                select = name
            case "option" if "selected" in element.attributes:
                sent.append((select, value))
    return [(name, value) for name, value in sent if name not in {"", "yaml"}]


def as_form(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Pairs as the test client takes them."""
    form: dict[str, list[str]] = {}
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return form


def shipped_bank() -> str:
    """The text of the bank beside the shipped deck."""
    folder = next(iter(shipped().decks.values())).folder
    assert folder is not None
    return (Path(folder) / "exams" / "bank.yaml").read_text(encoding="utf-8")
