"""Exams: a blueprint, the forms that were drawn by it, and what was found and waived; frozen once it is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from studyapp.domain.exam.blueprint import ExamBlueprint
from studyapp.domain.exam.chance import digest
from studyapp.domain.exam.forms import ExamForm
from studyapp.domain.exam.item import Item
from studyapp.domain.exam.rules import Finding
from studyapp.domain.fact import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Exam:
    """An exam as it was made: enough to print it, to mark it and to defend it, whatever the deck says later."""

    id: str
    blueprint: ExamBlueprint
    deck: str
    deck_version: str
    forms: tuple[ExamForm, ...]
    findings: tuple[Finding, ...] = ()
    told: Mapping[str, str] = field(default_factory=dict)
    """By the id of each fact a digest of what the deck said when the exam was drawn."""
    waived: Mapping[str, str] = field(default_factory=dict)
    """Reasons by finding, as "<rule> <item id>"."""
    made_at: datetime | None = None
    """When it was kept; a paper that is only printed has no time, so that the same seed makes the same bytes."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Its items, as the first form has them."""
        return tuple(one.item for one in self.forms[0].items)

    @property
    def open_warnings(self) -> tuple[Finding, ...]:
        """What was found and not waived."""
        return tuple(one for one in self.findings if one.name not in self.waived)

    @property
    def decided(self) -> frozenset[str]:
        """Ids of the facts that it asks for."""
        return frozenset(fact for item in self.items for fact in item.decided)

    @property
    def facts(self) -> frozenset[str]:
        """Ids of every fact that it rests on."""
        return frozenset(fact for item in self.items for fact in item.facts)


def told_of(fact: Fact) -> str:
    """A digest of what a fact says, how firmly it stands and who says so; another one when any of these changes."""
    return digest(fact.statement, fact.status, *map(repr, fact.sources))
