"""The examiner: draws exams by blueprints, and says what cannot be had before anything is made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from studyapp.content.bodychart import load_body_chart
from studyapp.content.exams import bank_of, read_bank
from studyapp.counting import counted
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import Deck
from studyapp.domain.exam.blueprint import ExamBlueprint
from studyapp.domain.exam.chance import digest
from studyapp.domain.exam.check import deck_of, problems_of_blueprint
from studyapp.domain.exam.exam import Exam, told_of
from studyapp.domain.exam.forms import forms_of
from studyapp.domain.exam.item import Item
from studyapp.domain.exam.own import OwnItem, item_of
from studyapp.domain.exam.paper import Paper, Shortfall, Wishes, draw_paper
from studyapp.domain.exam.pool import Pool
from studyapp.domain.exam.rules import Finding, Severity, findings_of
from studyapp.domain.exam.workshop import Workshop
from studyapp.errors import ExamError, NotFoundError

MOST_POOLS = 4
"""Pools at hand, each a few megabytes."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many items a cell asks for, how many it could choose from by itself, and how many it would get."""

    asked: int
    open: int
    got: int
    avoided: int = 0
    """How many more there are that recent exams asked for."""

    @property
    def missing(self) -> int:
        """How many it lacks."""
        return max(self.asked - self.got, 0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """An exam, and what of its blueprint it does not hold."""

    exam: Exam
    shortfalls: tuple[Shortfall, ...]


class Examiner:
    """Draws exams from a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        """Draw from these decks."""
        self.catalog = catalog
        self._workshops: dict[str, Workshop] = {}
        self._pools: dict[tuple[str, int, int], Pool] = {}

    def deck(self, blueprint: ExamBlueprint) -> Deck:
        """The deck that a blueprint is about; raises NotFoundError."""
        deck = deck_of(blueprint, self.catalog)
        if deck is None:
            raise NotFoundError(f"There is no deck “{blueprint.deck}”.")
        return deck

    def workshop(self, deck: Deck) -> Workshop:
        """What items of a deck are made from; made once."""
        if deck.id not in self._workshops:
            self._workshops[deck.id] = Workshop(self.catalog, deck, load_body_chart())
        return self._workshops[deck.id]

    def _pool(self, blueprint: ExamBlueprint) -> Pool:
        """The items of a blueprint's deck, options and seed; those asked for last stay at hand, for who still types."""
        deck = self.deck(blueprint)
        key = (deck.id, blueprint.options, blueprint.seed)
        pool = self._pools.pop(key, None) or Pool(self.workshop(deck), blueprint.options, str(blueprint.seed))
        self._pools = {**dict(list(self._pools.items())[1 - MOST_POOLS :]), key: pool}
        return pool

    def problems(self, blueprint: ExamBlueprint) -> list[tuple[tuple[str | int, ...], str]]:
        """Everything that is wrong with a blueprint, each with its place."""
        return list(problems_of_blueprint(blueprint, self.catalog))

    def bank(self, deck: Deck) -> tuple[OwnItem, ...]:
        """The instructor's own items beside a deck; raises DeckError."""
        path = bank_of(deck)
        return read_bank(path, deck, self.catalog) if path else ()

    def lint(self, deck: Deck, own: Iterable[OwnItem]) -> list[tuple[OwnItem, Finding, str | None]]:
        """What the rules say of one's own items, each finding with the reason for which it is waived."""
        workshop = self.workshop(deck)
        return [
            (one, finding, one.waive.get(finding.rule) if finding.severity is Severity.WARNING else None)
            for one in own
            for finding in findings_of(item_of(one, deck), workshop)
        ]

    def refused(self, deck: Deck) -> tuple[str, ...]:
        """Ids of the instructor's own items that break a rule, and so are in no exam; raises DeckError."""
        found = self.lint(deck, self.bank(deck))
        return tuple(dict.fromkeys(one.id for one, finding, _ in found if finding.severity is Severity.ERROR))

    def capacities(self, blueprint: ExamBlueprint, wishes: Wishes | None = None) -> list[Capacity]:
        """For each cell what it asks for, what there is, and what it would get beside the others."""
        workshop = self.workshop(self.deck(blueprint))
        paper = draw_paper(blueprint, workshop, self._with_bank(blueprint, wishes), self._pool(blueprint))
        return [
            Capacity(cell.count, choice, len(got), avoided)
            for cell, choice, got, avoided in zip(blueprint.cells, paper.open, paper.cells, paper.avoided, strict=True)
        ]

    def draw(
        self,
        blueprint: ExamBlueprint,
        wishes: Wishes | None = None,
        *,
        allow_short: bool = False,
        waived: Mapping[str, str] | None = None,
    ) -> Drawn:
        """The exam of a blueprint; raises ExamError, naming every shortfall, unless it may be short."""
        deck = self.deck(blueprint)
        paper = draw_paper(blueprint, self.workshop(deck), self._with_bank(blueprint, wishes), self._pool(blueprint))
        if paper.shortfalls and not allow_short:
            raise ExamError(told_shortfalls(blueprint, paper.shortfalls))
        if not paper.items:
            raise ExamError("No item can be had for this blueprint: nothing was made.")
        return Drawn(self.exam(blueprint, deck, paper, waived or {}), paper.shortfalls)

    def exam(self, blueprint: ExamBlueprint, deck: Deck, paper: Paper, waived: Mapping[str, str]) -> Exam:
        """The exam that a paper makes."""
        facts = self.workshop(deck).facts
        rested_on = sorted({fact for item in paper.items for fact in item.facts} & facts.keys())
        return Exam(
            id=digest("exam", deck.id, deck.manifest.version, repr(blueprint), *(item.id for item in paper.items)),
            blueprint=replace(blueprint, deck=deck.id),
            deck=deck.id,
            deck_version=deck.manifest.version,
            forms=forms_of(paper, blueprint.forms, blueprint.seed),
            findings=paper.findings,
            told={fact: told_of(facts[fact]) for fact in rested_on},
            waived={**self._waived_in_bank(deck), **waived},
        )

    def _waived_in_bank(self, deck: Deck) -> dict[str, str]:
        return {f"{rule} {item_of(own, deck).id}": why for own in self.bank(deck) for rule, why in own.waive.items()}

    def _with_bank(self, blueprint: ExamBlueprint, wishes: Wishes | None) -> Wishes:
        deck = self.deck(blueprint)
        own: tuple[Item, ...] = tuple(item_of(one, deck) for one in self.bank(deck))
        return replace(wishes or Wishes(), own=own)


def told_shortfalls(blueprint: ExamBlueprint, shortfalls: Iterable[Shortfall]) -> str:
    """Every shortfall in a sentence: "Cell 2 (Hotspot) asks for 9 items and gets 4."."""
    return " ".join(_told_shortfall(one, blueprint.cells[one.cell].type.label) for one in shortfalls)


def _told_shortfall(one: Shortfall, kind: str) -> str:
    short = f"Cell {one.cell + 1} ({kind}) asks for {counted(one.asked, 'item')} and gets {one.found}"
    avoided = f"; {counted(one.avoided, 'more asks', 'more ask')} what recent exams asked" if one.avoided else ""
    return f"{short}{avoided}."
