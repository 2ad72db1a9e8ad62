"""An instructor's own items: what `exams/bank.yaml` beside a deck holds, and the items that follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from studyapp.domain.citation import cite_together
from studyapp.domain.deck import Deck
from studyapp.domain.evidence import Citation
from studyapp.domain.exam.chance import digest
from studyapp.domain.exam.item import FALSE, TRUE, Blank, Item, ItemType, Option, Premise, Rationale, Topic
from studyapp.domain.fact import Attribute


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnOption:
    """An option of an item of one's own."""

    text: str
    """What it says."""
    key: bool = False
    """`yes`: it is right."""
    because: str = ""
    """What it really is: why it is right or wrong."""
    sources: tuple[Citation, ...] = ()
    """The works that say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPair:
    """A premise of a matching item, and the option that goes with it."""

    premise: str
    """What is to be matched."""
    answer: str
    """The text of its option."""
    because: str = ""
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnItem:
    """An item that an instructor wrote."""

    id: str
    """Permanent slug, unique in the bank."""
    type: ItemType
    """Its type; hotspots cannot be written by hand."""
    stem: str
    """What is asked; of a cloze with _____ for the gap."""
    muscle: str
    """Id of the muscle that it is about."""
    attribute: Attribute
    """What of it is asked."""
    facts: tuple[str, ...]
    """Ids of the deck's facts that it rests on; when one of them changes, the item is stale."""
    because: str
    """Why the key is right."""
    sources: tuple[Citation, ...]
    """The works that say so."""
    options: tuple[OwnOption, ...] = ()
    """What there is to choose from; of an ordering in the right order."""
    answers: tuple[str, ...] = ()
    """Of short answer and cloze: what is right, first the one that the key prints."""
    pairs: tuple[OwnPair, ...] = ()
    """Of matching: premises with their answers; further options may stand in `options`."""
    true: bool | None = None
    """Of true or false: whether the stem is true."""
    waive: Mapping[str, str] = field(default_factory=dict)
    """Warnings that may stay, by rule, each with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnItems:
    """The file `exams/bank.yaml`."""

    items: tuple[OwnItem, ...]
    """The items."""


def item_of(own: OwnItem, deck: Deck) -> Item:
    """The item that follows; KeyError for a work that the deck's bibliography lacks."""
    muscle = next((one for one in deck.muscles if one.id == own.muscle), None)
    options = _options(own, deck)
    texts = {option.text: option.id for option in options}
    return Item(
        id=digest("own", deck.id, own.id),
        type=own.type,
        stem=own.stem,
        topic=Topic(
            subject=own.muscle,
            subject_name=muscle.name if muscle else own.muscle,
            attribute=own.attribute,
            muscles=(own.muscle,),
        ),
        options=options,
        premises=tuple(
            Premise(
                id=f"p{number}", text=pair.premise, key=texts[pair.answer], why=_why(pair.because, own.sources, deck)
            )
            for number, pair in enumerate(own.pairs, start=1)
        ),
        blanks=(Blank(accepted=own.answers),) if own.answers else (),
        order=tuple(option.id for option in options) if own.type is ItemType.ORDERING else (),
        why=_why(own.because, own.sources, deck),
        facts=own.facts,
        decided=own.facts,
        is_own=True,
    )


def _options(own: OwnItem, deck: Deck) -> tuple[Option, ...]:
    if own.type is ItemType.TRUE_FALSE:
        return (
            Option(id="true", text=TRUE, is_key=own.true is True),
            Option(id="false", text=FALSE, is_key=own.true is False),
        )
    told = {one.text: one for one in own.options}
    for pair in own.pairs:
        told.setdefault(pair.answer, OwnOption(text=pair.answer))
    listed = sorted(told.values(), key=lambda one: digest(own.id, one.text)) if not own.pairs else list(told.values())
    chosen = own.options if own.type is ItemType.ORDERING else listed
    return tuple(
        Option(id=f"o{n}", text=one.text, is_key=one.key, why=_why(one.because, one.sources or own.sources, deck))
        for n, one in enumerate(chosen, start=1)
    )


def _why(text: str, sources: tuple[Citation, ...], deck: Deck) -> Rationale:
    return Rationale(text=text, sources=cite_together(sources, deck.sources) if text else ())
