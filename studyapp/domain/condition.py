"""Conditions: what else may cause the pain, and what tells it from trigger points."""

from dataclasses import dataclass
from enum import StrEnum

from studyapp.domain.evidence import Sourced
from studyapp.domain.muscle import Distinction, Referral, Statement


class Urgency(StrEnum):
    """How soon someone with this condition must be seen by a physician."""

    ROUTINE = "routine"
    RED_FLAG = "red-flag"


class FindingKind(StrEnum):
    """Which part of the neurological examination a finding belongs to."""

    DERMATOME = "dermatome"
    MYOTOME = "myotome"
    REFLEX = "reflex"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Sourced):
    """A neurological finding of a condition."""

    kind: FindingKind
    """`dermatome`, `myotome` or `reflex`."""
    text: str
    """The finding in terse words."""
    normal: bool = False
    """`yes`: the finding is that nothing is lost."""

    @property
    def key(self) -> str:
        """`neurology.<kind>`."""
        return f"neurology.{self.kind}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A condition: an entry of `conditions.yaml`."""

    id: str
    """Permanent slug."""
    name: str
    """What it is called."""
    aliases: tuple[str, ...] = ()
    """Other names of it."""
    urgency: Urgency = Urgency.ROUTINE
    """`routine`, or `red-flag` for what must be referred today."""
    pain: tuple[Referral, ...] = ()
    """Zones in which its pain is felt, by each account."""
    signs: tuple[Statement, ...] = ()
    """What is felt and seen beside the pain: its signs and symptoms."""
    provoking: tuple[Statement, ...] = ()
    """What provokes the pain."""
    relieving: tuple[Statement, ...] = ()
    """What relieves it."""
    neurology: tuple[Finding, ...] = ()
    """Neurological findings."""
    tests: tuple[Statement, ...] = ()
    """Clinical tests."""
    told_from: tuple[Distinction, ...] = ()
    """What tells it from trigger points."""
    red_flags: tuple[Statement, ...] = ()
    """What in it means: refer today."""
    formerly: tuple[str, ...] = ()
    """Ids that it had in earlier releases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The file `conditions.yaml`."""

    conditions: tuple[Condition, ...]
    """The conditions, in the order in which pages list them."""
