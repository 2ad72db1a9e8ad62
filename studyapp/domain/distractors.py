"""Distractors: options that are wrong, of the kind of the key, and from its neighbourhood.

An option must not be right by anything the decks know, be it contested, told by another author, or true in part. Where
decks cannot know that a thing is not so (another cause, another sign, one more structure at risk), nothing is offered:
such cards are not asked by choice. Source for same kind and plausible error: Haladyna, Downing & Rodriguez (2002),
rules 20-27.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import Deck
from studyapp.domain.fact import Attribute, Face, SubjectKind
from studyapp.domain.muscle import Attachment, Muscle
from studyapp.domain.typed import is_same, words_of
from studyapp.domain.vocabulary import Vocabulary, Words
from studyapp.domain.way import Way

OPTIONS = 4
NEAREST = 6
"""So many of the nearest candidates are drawn from: near, and not always the same three."""
LONGEST_OPTION = 120
"""Characters; a longer one is no option to take in at a glance."""
BRANCHES = {
    "sciatic-nerve": {"tibial-nerve", "common-fibular-nerve", "superficial-fibular-nerve", "deep-fibular-nerve"},
    "common-fibular-nerve": {"superficial-fibular-nerve", "deep-fibular-nerve"},
}
"""Nerves that are parts of another: what the branch supplies, the trunk does too. Source: Gray (1918), p. 959-965."""
SOFT = frozenset(
    ("aponeurosis", "aponeuroses", "capsule", "capsules", "fascia", "fasciae", "ligament", "ligaments", "membrane")
) | {"membranes", "retinaculum", "retinacula", "septum", "septa", "tendon", "tendons", "tract"}
"""What runs into its surroundings: of a neighbour no one can say that it has no fibre there."""
HOLDING = frozenset({"fixation", "stabilisation", "support"})
"""What every muscle that crosses a joint may be said to do for it."""
TURNING = frozenset({"rotation"})
"""Movements of which texts leave out to which side more often than they deny it."""
RAMI = frozenset({"lumbar-ventral-rami", "spinal-dorsal-rami"})
"""Of which other nerves are made: as an option too near the truth."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A wrong option, and how near its owner stands to what is asked; more is nearer."""

    text: str
    nearness: int
    owner: str = ""
    """Id of the muscle that it is of; nothing for a complaint."""


@dataclass(frozen=True)
class Distractors:
    """Finds wrong options for the cards of a catalog."""

    catalog: Catalog
    _decks: dict[str, "_DeckOptions"] = field(default_factory=dict)

    def options(self, card: Card, seed: str) -> tuple[str, ...]:
        """The key and three distractors in an order that follows from the seed; none where the decks hold too few."""
        wrong = self.wrong(card, seed)
        if len(wrong) < OPTIONS - 1:
            return ()
        return tuple(sorted((card.required[0].text, *wrong), key=lambda text: _shuffled(seed, text)))

    def wrong(self, card: Card, seed: str) -> tuple[str, ...]:
        """Up to three distractors: of the nearest candidates those that the seed draws."""
        if Way.CHOOSE not in card.ways:
            return ()
        ranked = sorted(self.candidates(card), key=lambda one: (-one.nearness, _shuffled(card.key.card, one.text)))
        nearest = ranked[:NEAREST]
        drawn = sorted(nearest, key=lambda one: _shuffled(seed, one.text))
        return tuple(one.text for one in drawn[: OPTIONS - 1])

    def candidates(self, card: Card) -> tuple[Candidate, ...]:
        """Every option that the decks know to be wrong, each wording once."""
        deck = self._decks.get(card.key.deck)
        if deck is None:
            deck = self._decks[card.key.deck] = _DeckOptions(self.catalog.decks[card.key.deck], self.catalog.words)
        known: list[Candidate] = []
        for one in sorted(deck.wrong(card), key=lambda one: -one.nearness):
            right = any(is_same(one.text, text) for answer in card.answers for text in (answer.text, *answer.accept))
            if not right and len(one.text) <= LONGEST_OPTION and not any(is_same(one.text, k.text) for k in known):
                known.append(one)
        return tuple(known)


@dataclass(frozen=True)
class _DeckOptions:
    """The wrong options of one deck, by what is asked."""

    deck: Deck
    words: Words

    @cached_property
    def muscles(self) -> Mapping[str, Muscle]:
        return {muscle.id: muscle for muscle in self.deck.muscles}

    @property
    def vocabulary(self) -> Vocabulary:
        return self.words.vocabulary

    def wrong(self, card: Card) -> Iterator[Candidate]:
        if card.subject.kind is SubjectKind.VIGNETTE:
            yield from self._muscles_but(card)
        muscle = self.muscles.get(card.subject.id) if card.subject.kind is SubjectKind.MUSCLE else None
        if muscle is None:
            return
        if card.attribute is Attribute.COMPLAINT:
            yield from self._complaints(muscle)
        for other in self.deck.muscles:
            if other.id != muscle.id:
                near = self._nearness(muscle, other)
                yield from (Candidate(text, near, other.id) for text in self._of(card, muscle, other))

    def _of(self, card: Card, muscle: Muscle, other: Muscle) -> Iterable[str]:
        """What another muscle has of what is asked, as far as it is wrong here."""
        if card.shows_chart_first:
            return self._other_patterns(card, other)
        if card.attribute is Attribute.NICKNAME and card.face is Face.REVERSE:
            return (other.name,)
        by_attribute: dict[Attribute, Callable[[Muscle, Muscle], Iterable[str]]] = {
            Attribute.ORIGIN: self._attachments,
            Attribute.INSERTION: self._attachments,
            Attribute.ACTION: self._movements,
            Attribute.INNERVATION: self._roots if card.face is Face.FURTHER else self._nerves,
            Attribute.NICKNAME: lambda _, two: (one.text for one in two.nicknames if one.ask),
            Attribute.REFERRAL: self._zones,
        }
        find = by_attribute.get(card.attribute)
        return find(muscle, other) if find else ()

    def _complaints(self, muscle: Muscle) -> Iterator[Candidate]:
        """Complaints that do not go with the muscle, by the list or by its map."""
        own = _zones_of(muscle)
        for complaint in self.deck.complaints:
            listed = any(one.muscle == muscle.id for one in complaint.muscles)
            fits = any(self.vocabulary.overlap(zone, mine) for zone in complaint.zones for mine in own)
            if not listed and not fits:
                yield Candidate(complaint.name, 0)

    def _muscles_but(self, card: Card) -> Iterator[Candidate]:
        """A case fits one muscle of the deck, as was proven when it was made: every other is wrong."""
        key = next((one for one in self.deck.muscles if one.name == card.required[0].text), None)
        for other in self.deck.muscles if key else ():
            if key is not None and other.id != key.id:
                yield Candidate(other.name, self._nearness(key, other), other.id)

    def _attachments(self, muscle: Muscle, other: Muscle) -> Iterator[str]:
        """Where the other is fixed with either end, away from all that this one touches with either of its own."""
        for one in other.attachments:
            soft = not SOFT.isdisjoint(words_of(one.landmark))
            if one.keyed and one.ask and not soft and all(self._lie_apart(one, own) for own in muscle.attachments):
                yield one.landmark

    def _lie_apart(self, one: Attachment, own: Attachment) -> bool:
        """Whether two attachments are on other bones, or at landmarks of one bone that do not border on each other."""
        if self._bones(one).isdisjoint(self._bones(own)):
            return True
        landmarks = self.vocabulary.landmarks
        if one.site is None or own.site is None or one.bone != own.bone:
            return False
        ours, theirs = self._with_wholes(own.site), self._with_wholes(one.site)
        borders = {beside for site in ours | theirs for beside in landmarks[site].beside}
        return ours.isdisjoint(theirs) and not (ours & borders or theirs & borders)

    def _with_wholes(self, landmark: str) -> set[str]:
        """A landmark and the larger ones on which it lies."""
        whole = self.vocabulary.landmarks[landmark].whole
        return {landmark} if whole is None else {landmark, *self._with_wholes(whole)}

    def _bones(self, attachment: Attachment) -> set[str]:
        """What an attachment touches, by id and by the words that name it: a fascia may be told under a bone."""
        named = set(words_of(attachment.landmark)) & self._bone_words
        return {attachment.bone, *named}

    @cached_property
    def _bone_words(self) -> frozenset[str]:
        labels = (term.label for term in self.vocabulary.bones.values())
        return frozenset(word for label in labels for word in words_of(label))

    def _movements(self, muscle: Muscle, other: Muscle) -> Iterator[str]:
        """What the other does and nobody says of this one, be it in reverse, or as the other side of a dispute."""
        movements = self.vocabulary.movements
        said = self._said_to_move(muscle)
        undone = {movements[one.movement].opposite for one in muscle.actions if one.keyed}
        has_parts = any(action.part for action in muscle.actions)
        for action in other.actions:
            label = movements[action.movement].label
            # A muscle of which one part turns the joint one way may well have another that turns it back.
            is_told = TURNING.isdisjoint(words_of(label)) or (action.movement in undone and not has_parts)
            if action.keyed and action.ask and action.movement not in said and not is_holding(label) and is_told:
                yield label

    def _said_to_move(self, muscle: Muscle) -> set[str]:
        """Every movement that a muscle is said to make, the reversals of these, and the opposites of disputed ones.

        Of a joint that it is only said to steady, every one: how, texts do not say alike.
        """
        movements = self.vocabulary.movements
        own = {action.movement for action in muscle.actions}
        reversed_ = {one for movement in own for one in movements[movement].reversals}
        reverses = {ident for ident, movement in movements.items() if not own.isdisjoint(movement.reversals)}
        disputed = {movements[action.movement].opposite or "" for action in muscle.actions if not action.keyed}
        moved = {movements[one].joint for one in own if not is_holding(movements[one].label)}
        held = {movements[one].joint for one in own} - moved
        steadying = {ident for ident, movement in movements.items() if movement.joint in held}
        return own | reversed_ | reverses | disputed | steadying

    def _nerves(self, muscle: Muscle, other: Muscle) -> Iterator[str]:
        own = {one.nerve for one in muscle.innervation}
        for one in other.innervation:
            related = any(_is_branch(one.nerve, nerve) for nerve in own)
            if one.keyed and one.ask and one.nerve not in own | RAMI and not related:
                yield self.vocabulary.nerves[one.nerve].label

    def _roots(self, muscle: Muscle, other: Muscle) -> Iterator[str]:
        """Roots that neither hold this one's nor are held by them: half right is right to someone."""
        told = [one.roots for one in muscle.innervation if one.roots]
        own = [set(roots) for one in told for roots in (one.preferred, *one.acceptable)]
        for one in other.innervation:
            if one.roots is not None and one.roots.keyed:
                roots = set(one.roots.preferred)
                if not any(roots <= mine or mine <= roots for mine in own):
                    yield ", ".join(one.roots.preferred)

    def _zones(self, muscle: Muscle, other: Muscle) -> Iterator[str]:
        """Zones to which the other refers pain, and which share no skin with any that anyone tells of this one."""
        own = _zones_of(muscle)
        for zone in _zones_of(other):
            if not any(self.vocabulary.overlap(zone, mine) for mine in own):
                yield self.vocabulary.zones[zone].label

    def _other_patterns(self, card: Card, other: Muscle) -> Iterator[str]:
        """The other muscle, unless it refers pain to every zone of the pattern too."""
        shown = {zone.zone for pattern in (card.chart.patterns if card.chart else ()) for zone in pattern.zones}
        theirs = _zones_of(other)
        if not all(any(self.vocabulary.overlap(zone, one) for one in theirs) for zone in shown):
            yield other.name

    def _nearness(self, one: Muscle, other: Muscle) -> int:
        """How near two muscles stand: one group, and the bones, zones and joints that both have."""
        same_group = one.group is not None and other.group is not None and one.group.group == other.group.group
        bones = {a.bone for a in one.attachments} & {a.bone for a in other.attachments}
        joints = self._joints(one) & self._joints(other)
        return 2 * same_group + len(bones) + 2 * len(joints) + len(_zones_of(one) & _zones_of(other))

    def _joints(self, muscle: Muscle) -> set[str]:
        return {self.vocabulary.movements[action.movement].joint for action in muscle.actions}


def is_holding(movement: str) -> bool:
    """Whether a movement, by its label, is none, but the steadying of a joint."""
    return not HOLDING.isdisjoint(words_of(movement))


def _zones_of(muscle: Muscle) -> set[str]:
    """Every zone that anyone tells of a muscle's trigger points, be it contested."""
    return {zone.zone for point in muscle.trigger_points for _, zone in point.referred()}


def _is_branch(one: str, other: str) -> bool:
    return one in BRANCHES.get(other, ()) or other in BRANCHES.get(one, ())


def _shuffled(seed: str, text: str) -> bytes:
    return hashlib.sha256(f"{seed}\x1f{text}".encode()).digest()
