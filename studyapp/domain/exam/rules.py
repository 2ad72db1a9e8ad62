"""Rules for items: what must hold of each, by the names under which reviewers know them.

Sources: NBME (2016), Constructing written test questions; Haladyna, Downing & Rodriguez (2002), rules 1-31; Tarrant &
Ware (2008), Impact of item-writing flaws. Thresholds marked so in the docs are ours. T are truths: an item that breaks
one is never used. So is O1. The others are warnings, which may be waived with a reason.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from studyapp.domain.exam.blueprint import FEWEST_OPTIONS, MOST_OPTIONS
from studyapp.domain.exam.clang import given_away
from studyapp.domain.exam.item import GAP, MATCHED, OF_ONE_KEY, TYPED, Item, ItemType
from studyapp.domain.exam.workshop import Workshop
from studyapp.domain.folding import fold

LONGEST_RATIO = 1.5
TOO_FAR = 0.25
"""Closeness: below it most wrong options are seen to be wrong."""
MOST_WORDS, MOST_WORDS_OF_A_CASE = 80, 150
ABSOLUTE = re.compile(r"\b(always|never|only)\b", re.IGNORECASE)
VAGUE = re.compile(r"\b(usually|often|rarely)\b", re.IGNORECASE)
NEGATIVE = re.compile(r"\b(not|except)\b", re.IGNORECASE)
OF_THE_ABOVE = re.compile(r"\b(all|none) of the (above|these)\b|^both\b|^neither\b", re.IGNORECASE)
LETTERS_TOGETHER = re.compile(r"^[A-E] and [A-E]$")
CHOSEN = (ItemType.SINGLE, ItemType.VIGNETTE, ItemType.MULTIPLE, ItemType.HOTSPOT)
"""Types whose options are drawn and so must keep the rules for options."""


class Severity(StrEnum):
    """Whether a finding keeps an item from being used."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that an item or a paper breaks."""

    rule: str
    severity: Severity
    item: str
    """Its id; of a finding about a whole form the form's letter."""
    message: str

    @property
    def name(self) -> str:
        """By what it is waived: its rule and its item."""
        return f"{self.rule} {self.item}"


def findings_of(item: Item, workshop: Workshop) -> list[Finding]:
    """Everything that is wrong with an item, errors first."""
    found = [
        Finding(rule, _severity(rule), item.id, message) for rule, check in RULES for message in check(item, workshop)
    ]
    return sorted(found, key=lambda finding: finding.severity is not Severity.ERROR)


def is_usable(item: Item, workshop: Workshop) -> bool:
    """Whether it breaks no rule that is an error."""
    return not any(finding.severity is Severity.ERROR for finding in findings_of(item, workshop))


def _severity(rule: str) -> Severity:
    return Severity.ERROR if rule.startswith("T") or rule == "O1" else Severity.WARNING


def _t1(item: Item, workshop: Workshop) -> Iterator[str]:
    keys = item.keys
    if item.type in OF_ONE_KEY and len(keys) != 1:
        yield f"has {len(keys)} keys: exactly one option may be right"
    if item.type is ItemType.MULTIPLE and not 0 < len(keys) < len(item.options):
        yield "needs at least one option that is right and one that is wrong"
    if item.type in MATCHED and not {premise.key for premise in item.premises} <= {one.id for one in item.options}:
        yield "has a premise whose key is no option"
    if item.type in TYPED and not all(blank.accepted and all(map(str.strip, blank.accepted)) for blank in item.blanks):
        yield "has a gap without an answer"
    if item.type is ItemType.CLOZE and item.stem.count(GAP) != len(item.blanks):
        yield f"has {item.stem.count(GAP)} gaps in its stem and answers for {len(item.blanks)}"
    if item.type is ItemType.ORDERING and sorted(item.order) != sorted(option.id for option in item.options):
        yield "does not say where each of its options belongs"


def _t1_options(item: Item, workshop: Workshop) -> Iterator[str]:
    right = workshop.accepted(item.decided) if item.type in CHOSEN else set()
    for option in item.options:
        if not option.is_key and fold(option.text) in right:
            yield f"“{option.text}” is right too"


def _t1_keys(item: Item, workshop: Workshop) -> Iterator[str]:
    keys = [key.text for key in item.keys] if item.type in CHOSEN else []
    told = [(text, item.decided) for text in keys]
    # A gap takes what other facts give, too, which are not what it asks for.
    told += [(text, item.facts) for blank in item.blanks for text in blank.accepted]
    for text, facts in told:
        if workshop.is_another_answer(text, facts):
            yield f"“{text}” is keyed as right, and is not what its facts say"


def _t1_matched(item: Item, workshop: Workshop) -> Iterator[str]:
    texts = {option.id: option.text for option in item.options}
    for premise in item.premises if item.type is ItemType.MATCHING else ():
        own = _facts_about(premise.text, item, workshop)
        right, key = workshop.accepted(own), texts.get(premise.key, "")
        if workshop.is_another_answer(key, own):
            yield f"“{key}” is keyed for “{premise.text}”, and is not what its facts say"
        for ident, text in texts.items():
            if ident != premise.key and fold(text) in right:
                yield f"“{text}” is right for “{premise.text}” too"


def _facts_about(muscle: str, item: Item, workshop: Workshop) -> list[str]:
    """Of the facts of an item those that say of a muscle, by its name, what the item asks for."""
    known = [workshop.facts[fact] for fact in item.facts if fact in workshop.facts]
    ident = workshop.muscles.get(muscle)
    return [fact.id for fact in known if fact.subject.id == ident and fact.attribute is item.topic.attribute]


def _t1_statement(item: Item, workshop: Workshop) -> Iterator[str]:
    if item.type is not ItemType.TRUE_FALSE:
        return
    known = workshop.who_says(item.stem)
    if known is not None and any(key.id == "false" for key in item.keys):
        yield f"is keyed as false, and “{known.id}” says it"


def _t2(item: Item, workshop: Workshop) -> Iterator[str]:
    for key in item.keys if item.type in CHOSEN else ():
        for option in item.options:
            if not option.is_key and not workshop.are_apart(key.text, option.text):
                yield f"“{option.text}” is a name, part or whole of “{key.text}”"


def _t3(item: Item, workshop: Workshop) -> Iterator[str]:
    for ident in item.facts:
        fact = workshop.facts.get(ident)
        if fact is not None and not fact.keyed:
            yield f"rests on “{ident}”, which is contested"


def _t4(item: Item, workshop: Workshop) -> Iterator[str]:
    if not item.facts:
        yield "names no fact that it rests on"
    for ident in item.facts:
        if ident not in workshop.facts:
            yield f"rests on “{ident}”, which the deck does not have (any more)"
    reasons = [premise.why for premise in item.premises] or [item.why]
    if not item.why.sources and not all(why.sources for why in reasons):
        yield "names no source for its key"


def _t5(item: Item, _: Workshop) -> Iterator[str]:
    for option in item.options if item.type in CHOSEN else ():
        if not option.is_key and not (option.why.text and option.why.sources):
            yield f"does not tell what “{option.text}” really is, with a source"


def _o1(item: Item, _: Workshop) -> Iterator[str]:
    texts = [option.text for option in item.options]
    if item.type in CHOSEN and not FEWEST_OPTIONS <= len(texts) <= MOST_OPTIONS:
        yield f"has {len(texts)} options: {FEWEST_OPTIONS} to {MOST_OPTIONS} are of use"
    folded = [re.sub(r"[^\w]+", " ", fold(text)).strip() for text in texts]
    for first, second in combinations(range(len(texts)), 2):
        if folded[first] == folded[second]:
            yield f"offers “{texts[first]}” twice"
    for text in texts:
        if not text.strip():
            yield "has an empty option"
        if OF_THE_ABOVE.search(text) or LETTERS_TOGETHER.match(text):
            yield f"“{text}” refers to other options"


def _o2(item: Item, workshop: Workshop) -> Iterator[str]:
    for one, other in combinations(item.options if item.type in CHOSEN else (), 2):
        if not workshop.are_apart(one.text, other.text):
            yield f"“{one.text}” and “{other.text}” do not exclude each other"


def _o3(item: Item, _: Workshop) -> Iterator[str]:
    lengths = [len(option.text) for option in item.options]
    if item.type not in CHOSEN or item.type is ItemType.HOTSPOT or not lengths or not min(lengths):
        return
    if max(lengths) / min(lengths) > LONGEST_RATIO:
        yield f"has options of {min(lengths)} to {max(lengths)} characters: unlike lengths give hints"
    longest = [option for option in item.options if len(option.text) == max(lengths)]
    second = sorted(lengths)[-2]
    if len(longest) == 1 and longest[0].is_key and len(item.keys) == 1 and max(lengths) > LONGEST_RATIO * second:
        yield "has a key that is much longer than every other option"


def _o4(item: Item, _: Workshop) -> Iterator[str]:
    if item.type in {*CHOSEN, ItemType.MATCHING} and item.closeness < TOO_FAR and not item.is_own:
        yield "has hardly a wrong option that shares region, function or nerve with the key"


def _s1(item: Item, _: Workshop) -> Iterator[str]:
    if item.type in {ItemType.SINGLE, ItemType.VIGNETTE, ItemType.MULTIPLE, ItemType.HOTSPOT} and "?" not in item.stem:
        yield "asks no question"


def _s2(item: Item, _: Workshop) -> Iterator[str]:
    for word in NEGATIVE.findall(item.stem) if item.type in {ItemType.SINGLE, ItemType.MULTIPLE} else ():
        yield f"is asked in the negative (“{word}”)" + ("" if word.isupper() else ": at least set it in capitals")


def _s3(item: Item, _: Workshop) -> Iterator[str]:
    if item.type in {ItemType.SINGLE, ItemType.VIGNETTE, ItemType.MULTIPLE}:
        wrong = [option.text for option in item.options if not option.is_key]
        for key in item.keys:
            for word in given_away(item.stem, key.text, wrong):
                yield f"has a word in “{word}…” in its stem and its key alone"
    texts = {option.id: option.text for option in item.options}
    for premise in item.premises if item.type is ItemType.MATCHING else ():
        others = [text for ident, text in texts.items() if ident != premise.key]
        for word in given_away(premise.text, texts.get(premise.key, ""), others):
            yield f"has a word in “{word}…” in “{premise.text}” and its key alone"


def _s4(item: Item, _: Workshop) -> Iterator[str]:
    texts = [item.stem, *(option.text for option in item.options)]
    for text in texts:
        for pattern in (ABSOLUTE, VAGUE):
            for word in pattern.findall(text) if item.type is not ItemType.VIGNETTE else ():
                yield f"says “{word}”, which gives hints"


def _s5(item: Item, _: Workshop) -> Iterator[str]:
    texts = [item.stem, *(premise.text for premise in item.premises)]
    is_case = item.type in {ItemType.VIGNETTE, ItemType.EXTENDED}
    most = MOST_WORDS_OF_A_CASE if is_case else MOST_WORDS
    for text in texts:
        if (number := len(text.split())) > most:
            yield f"has {number} words to read, more than {most}"


RULES: tuple[tuple[str, Callable[[Item, Workshop], Iterator[str]]], ...] = (
    ("T1", _t1),
    ("T1", _t1_options),
    ("T1", _t1_keys),
    ("T1", _t1_matched),
    ("T1", _t1_statement),
    ("T2", _t2),
    ("T3", _t3),
    ("T4", _t4),
    ("T5", _t5),
    ("O1", _o1),
    ("O2", _o2),
    ("O3", _o3),
    ("O4", _o4),
    ("S1", _s1),
    ("S2", _s2),
    ("S3", _s3),
    ("S4", _s4),
    ("S5", _s5),
)
"""Each rule with what checks it; T6 holds by construction: a case is made only where one muscle fits it."""
