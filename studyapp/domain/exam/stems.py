"""Stems: the question of an item, made from a card's so that it fits options to choose from."""

from collections.abc import Mapping

from studyapp.domain.card import Card, answering
from studyapp.domain.evidence import Source
from studyapp.domain.fact import Attribute, SubjectKind, lower_first

MATCHES = {
    Attribute.ORIGIN: "Match each muscle with an origin of it.",
    Attribute.INSERTION: "Match each muscle with an insertion of it.",
    Attribute.INNERVATION: "Match each muscle with the nerve that supplies it.",
    Attribute.NICKNAME: "Match each muscle with the name that it is given.",
}
"""What matching asks of each attribute."""

_ONE = {
    Attribute.ORIGIN: "Which of these is an origin of {name}?",
    Attribute.INSERTION: "Which of these is an insertion of {name}?",
    Attribute.ACTION: "Which of these movements does {name} produce?",
    Attribute.INNERVATION: "Which of these nerves supplies {name}?",
    Attribute.REFERRAL: "To which of these zones do {points} refer pain?",
    Attribute.COMPLAINT: "Under which of these complaints are trigger points in {name} listed?",
}
_SEVERAL = {
    Attribute.ORIGIN: "Which of these are origins of {name}?",
    Attribute.INSERTION: "Which of these are insertions of {name}?",
    Attribute.ACTION: "Which of these movements does {name} produce?",
    Attribute.INNERVATION: "Which of these nerves supply {name}?",
    Attribute.REFERRAL: "To which of these zones do {points} refer pain?",
    Attribute.COMPLAINT: "Under which of these complaints are trigger points in {name} listed?",
}
ASKED_FOR_SEVERAL = tuple(_SEVERAL)
"""Attributes of which several things may be chosen at once."""
SOMEBODY = "one published account"
"""What an author is called whose name would give the answer away."""
ASKED_AS_ONE_OF_SEVERAL = (Attribute.ACTION, Attribute.REFERRAL, Attribute.COMPLAINT)
"""Attributes of which there may be more than is told."""
SELECT_ALL = "Select all that apply."


def stem_of_one(card: Card, authority: str | None) -> str:
    """The stem of an item with one key: the card's own where it has one answer, else that it is one of them."""
    if card.subject.kind is SubjectKind.VIGNETTE:
        # Whose map it is goes for the pain alone: the signs of a case have sources of their own.
        question = "trigger points in which of these muscles explain this best?"
        whose = "one published referral map" if authority == SOMEBODY else f"the referral map of {authority}"
        return f"{card.scene} By {whose}, {question}"
    if card.shows_chart_first:
        return according_to(authority, bare(card))
    if card.attribute is Attribute.NICKNAME:
        return attributed(card.stem, authority)
    plain = len(card.answers) == 1 and card.attribute not in ASKED_AS_ONE_OF_SEVERAL
    if plain or not _is_listed(card):
        return card.stem
    return _worded(_ONE[card.attribute], card, authority)


def stem_of_several(card: Card, authority: str | None) -> str:
    """The stem of an item in which every right option is to be chosen."""
    return f"{_worded(_SEVERAL[card.attribute], card, authority)} {SELECT_ALL}"


def points_of(card: Card) -> str:
    """The trigger points that a referral card asks about: "the anterior trigger points of gluteus minimus"."""
    return card.chart.patterns[0].name if card.chart else f"trigger points in {lower_first(card.subject.name)}"


def authority_of(card: Card, sources: Mapping[str, Source]) -> str | None:
    """Whose account all facts of the card are."""
    named = {fact.according_to for fact in card.facts}
    one = named.pop() if len(named) == 1 else None
    return sources[one].short if one else None


def according_to(authority: str | None, sentence: str) -> str:
    """The sentence in somebody's name."""
    return f"According to {authority}, {lower_first(sentence)}" if authority else sentence


def bare(card: Card) -> str:
    """What a card asks, in nobody's name."""
    return next(asked.question.prompt for _, asked in answering(card, card.facts))


def attributed(stem: str, authority: str | None) -> str:
    """A stem in somebody's name, unless it is so already."""
    return stem if stem.startswith("According to") else according_to(authority, stem)


def _is_listed(card: Card) -> bool:
    return card.asks_of_a_muscle and card.attribute in _ONE


def _worded(pattern: str, card: Card, authority: str | None) -> str:
    return according_to(authority, pattern.format(name=lower_first(card.subject.name), points=points_of(card)))
