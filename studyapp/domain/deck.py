"""A deck: its description, and everything its files say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple

from studyapp.domain.complaint import Complaint
from studyapp.domain.condition import Condition
from studyapp.domain.evidence import Source, Sourced
from studyapp.domain.muscle import Muscle


class CardKey(NamedTuple):
    """What every stored row about a card names: the deck's permanent id and the card's."""

    deck: str
    card: str

    @property
    def note(self) -> str:
        """The id of its note: the card's without the face."""
        return self.card.rpartition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeAnswer:
    """One answer of a free card."""

    text: str
    """The answer."""
    accept: tuple[str, ...] = ()
    """Other answers that are right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeCard(Sourced):
    """A question and its answers, for what no attribute of a muscle names."""

    id: str
    """Permanent slug."""
    prompt: str
    """The question."""
    answers: tuple[FreeAnswer, ...]
    """All its answers; more than one makes a list."""
    ordered: bool = False
    """`yes`: the answers are steps, told in their order."""
    tags: tuple[str, ...] = ()
    """Slugs to find it by."""
    formerly: tuple[str, ...] = ()
    """Ids that it had in earlier releases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeCards:
    """The file `cards.yaml`."""

    cards: tuple[FreeCard, ...]
    """The free cards, in the order in which they are learnt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenamedNote:
    """A note whose id changed, so that its history is kept."""

    id: str
    """The note's id now."""
    formerly: tuple[str, ...]
    """Ids that it had in earlier releases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAlikes:
    """Two muscles whose trigger points are mistaken for one another, as they refer pain to the same zones."""

    muscle: str
    """Id of the better known one."""
    other: str
    """Id of the one that is mistaken for it."""

    @property
    def muscles(self) -> tuple[str, str]:
        """Both ids."""
        return self.muscle, self.other

    @property
    def key(self) -> str:
        """`<muscle>.<muscle>` by the alphabet, so that it stays whichever is told first."""
        return ".".join(sorted(self.muscles))


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """Warnings of `studyapp check` that were read and may stay, for one reason."""

    warnings: tuple[str, ...]
    """The warnings' names, as `studyapp check` prints them in brackets."""
    because: str
    """Why the deck keeps what they are about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The file `deck.yaml`."""

    id: str
    """Permanent slug, part of every stored key and of every Anki GUID."""
    title: str
    """What the deck is called; also its name in Anki, so never changed."""
    version: str
    """Version of the deck, raised with each release."""
    licence: str
    """Licence of the deck's wording, as an SPDX identifier."""
    description: str
    """What it teaches, in a sentence or two."""
    bibliography: tuple[Source, ...]
    """Every work that a fact cites."""
    core_path: tuple[str, ...] = ()
    """Ids of the notes to learn first, in their order."""
    look_alikes: tuple[LookAlikes, ...] = ()
    """Pairs of muscles of this deck of which it is asked what tells them apart."""
    explained: tuple[Explained, ...] = ()
    """Warnings of `studyapp check` that were read and may stay, each with the reason."""
    renamed_notes: tuple[RenamedNote, ...] = ()
    """Notes whose ids changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """A whole deck, read from its folder."""

    manifest: Manifest
    folder: PurePath | None = None
    """Where its files stand, for those who keep something beside them."""
    muscles: tuple[Muscle, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    conditions: tuple[Condition, ...] = ()
    cards: tuple[FreeCard, ...] = ()
    sources: Mapping[str, Source] = field(init=False)

    def __post_init__(self) -> None:
        """Index the bibliography by id."""
        index = {source.id: source for source in self.manifest.bibliography}
        object.__setattr__(self, "sources", index)

    @property
    def id(self) -> str:
        """The deck's permanent id."""
        return self.manifest.id
