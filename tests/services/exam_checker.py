"""A checker of exams that shares no code with what makes them: it reads decks, vocabulary and papers alone."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from studyapp.domain.catalog import Catalog
from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.forms import ExamForm
from studyapp.domain.exam.item import Item

ONE_KEY = {"single-best-answer", "vignette", "hotspot"}
DRAWN = {*ONE_KEY, "multiple-response"}
RELATED = [
    {"sciatic nerve", "tibial nerve"},
    {"sciatic nerve", "common fibular nerve"},
    {"sciatic nerve", "superficial fibular nerve"},
    {"sciatic nerve", "deep fibular nerve"},
    {"common fibular nerve", "superficial fibular nerve"},
    {"common fibular nerve", "deep fibular nerve"},
]


class Checker:
    """Holds exams against the deck that they were made of."""

    def __init__(self, catalog: Catalog, deck: str) -> None:
        """Read the deck."""
        self.catalog = catalog
        self.deck = catalog.decks[deck]
        self.vocabulary = catalog.words.vocabulary
        self.muscles = {muscle.id: muscle for muscle in self.deck.muscles}
        self.names = {muscle.name: muscle for muscle in self.deck.muscles}
        self.facts = {fact.id: fact for fact in catalog.facts if fact.deck == deck}
        self.zones = {zone.label: ident for ident, zone in self.vocabulary.zones.items()}

    def errors(self, exam: Exam) -> list[str]:
        """Every rule that the exam breaks."""
        found = [f"{form.letter}: {error}" for form in exam.forms for error in self._form(form, exam)]
        for one in exam.forms[0].items:
            found += [f"{one.item.id} {one.item.type}: {error}" for error in self._item(one.item)]
        return found

    def _form(self, form: ExamForm, exam: Exam) -> Iterator[str]:
        items = [one.item for one in form.items]
        wanted = Counter()
        for cell in exam.blueprint.cells:
            wanted[cell.type] += cell.count
        if Counter(item.type for item in items) != wanted:
            yield "P1: cells are not met"
        places = [[o.is_key for o in item.options].index(True) for item in items if item.type in ONE_KEY]
        counts = Counter(places)
        if places and max(counts.values()) - min(counts.get(p, 0) for p in range(exam.blueprint.options)) > 1:
            yield f"P2: keys stand unevenly: {counts}"
        if any(len(set(places[at : at + 4])) == 1 for at in range(len(places) - 3)):
            yield "P2: four keys in a row stand in one place"
        for one, other in combinations(items, 2):
            if set(one.decided) & set(other.decided):
                yield f"P3: {one.id} and {other.id} ask for one fact"
        if [one.number for one in form.items] != list(range(1, len(items) + 1)):
            yield "numbers have gaps"

    def _item(self, item: Item) -> Iterator[str]:
        yield from self._keys(item)
        if item.type in DRAWN:
            yield from self._options(item)
        if item.type in {"matching", "extended-matching"}:
            yield from self._premises(item)
        for ident in item.facts:
            fact = self.facts.get(ident)
            if fact is None or fact.status == "contested":
                yield f"T3/T4: rests on {ident}"
        if not item.facts or not item.decided:
            yield "T4: no facts"

    def _keys(self, item: Item) -> Iterator[str]:
        keys = [option for option in item.options if option.is_key]
        if item.type in {*ONE_KEY, "true-false"} and len(keys) != 1:
            yield "T1: not exactly one key"
        if item.type in {"short-answer", "cloze"} and not all(blank.accepted for blank in item.blanks):
            yield "T1: a gap without an answer"
        if item.type == "ordering" and sorted(item.order) != sorted(option.id for option in item.options):
            yield "T1: the order is not of its options"

    def _options(self, item: Item) -> Iterator[str]:
        for option in item.options:
            if self._is_right(item, option.text) != option.is_key:
                yield f"T1: “{option.text}” is keyed otherwise than the deck has it"
            if not option.is_key and not (option.why.text and option.why.sources):
                yield f"T5: “{option.text}” is not told"
        yield from self._apart(item)

    def _apart(self, item: Item) -> Iterator[str]:
        texts = [_plain(option.text) for option in item.options]
        if not 3 <= len(texts) <= 5:
            yield f"O1: {len(texts)} options"
        if len(set(texts)) < len(texts):
            yield "O1: an option stands twice"
        for one, other in combinations([option.text for option in item.options], 2):
            if {one, other} in RELATED:
                yield f"T2: “{one}” and “{other}” are trunk and branch"
            if one in self.zones and other in self.zones and self._overlap(self.zones[one], self.zones[other]):
                yield f"T2: “{one}” and “{other}” share skin"
            if re.search(rf"\b{re.escape(_plain(one))}\b", _plain(other)):
                yield f"T2: “{one}” stands within “{other}”"

    def _premises(self, item: Item) -> Iterator[str]:
        texts = {option.id: option.text for option in item.options}
        for premise in item.premises:
            muscle = self.names.get(premise.text)
            if muscle is None:
                continue  # a case or a pattern: its key is a muscle, checked where it was made
            for ident, text in texts.items():
                if self._of(muscle.id, item.topic.attribute, text) != (ident == premise.key):
                    yield f"T1: “{text}” for {premise.text}"

    def _is_right(self, item: Item, text: str) -> bool:
        """Whether the deck says so of the item's muscle, in anybody's account."""
        if item.picture is not None and item.type == "single-best-answer":
            return self._refers_to_all(text, item)
        if item.topic.attribute == "relation":
            relations = self.muscles[item.topic.subject].relations
            asked = [one for one in relations if f"{item.topic.subject}.relation.{one.id}" in item.decided]
            return any(_plain(text) in map(_plain, (one.text, *one.accept)) for one in asked)
        if item.topic.attribute == "vignette" or text in self.names:
            return self.names[text].id in item.topic.muscles
        return self._of(item.topic.subject, item.topic.attribute, text)

    def _refers_to_all(self, name: str, item: Item) -> bool:
        shown = {zone.zone for pattern in item.picture.patterns for zone in pattern.zones} if item.picture else set()
        theirs = self._zones(self.names[name].id)
        return all(any(self._overlap(zone, one) for one in theirs) for zone in shown)

    def _of(self, ident: str, attribute: str, text: str) -> bool:
        muscle, words = self.muscles[ident], self.vocabulary
        match attribute:
            case "origin" | "insertion":
                told = {one.landmark for one in muscle.attachments if one.end == attribute}
                return text in told
            case "action":
                return text in {words.movements[one.movement].label for one in muscle.actions}
            case "innervation":
                nerves = {words.nerves[one.nerve].label for one in muscle.innervation}
                roots = {", ".join(one.roots.preferred) for one in muscle.innervation if one.roots}
                return text in nerves | roots
            case "referral":
                return any(self._overlap(self.zones[text], zone) for zone in self._zones(ident))
            case "nickname":
                return text in {one.text for one in muscle.nicknames}
            case "complaint":
                listed = [c for c in self.deck.complaints if any(m.muscle == ident for m in c.muscles)]
                return text in {complaint.name for complaint in listed}
        raise AssertionError(f"unknown attribute {attribute}")

    def _zones(self, muscle: str) -> set[str]:
        points = self.muscles[muscle].trigger_points
        return {zone.zone for point in points for account in point.referrals for zone in account.zones}

    def _overlap(self, one: str, other: str) -> bool:
        zones = self.vocabulary.zones

        def wholes(zone: str | None) -> set[str]:
            return {zone, *wholes(zones[zone].whole)} if zone else set()

        inside = one in wholes(other) or other in wholes(one)
        return inside or one in zones[other].overlaps or other in zones[one].overlaps


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"\w+", "".join(one for one in letters if not unicodedata.combining(one))))
