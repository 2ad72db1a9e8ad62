"""What must hold of each kind of entry, beyond its shape and its references.

Every rule yields (path, message); those in `RULES_WITH_WORDS` also ask the vocabulary.
"""

import re
from collections.abc import Callable
from itertools import groupby
from typing import Any

from studyapp.content.walk import Found, Path
from studyapp.domain.complaint import Complaint
from studyapp.domain.condition import Condition
from studyapp.domain.deck import FreeCard, LookAlikes, Manifest
from studyapp.domain.evidence import Source, Sourced, Status
from studyapp.domain.fact import SubjectKind
from studyapp.domain.muscle import (
    Action,
    Attachment,
    BodySegment,
    ChartPoint,
    Innervation,
    Muscle,
    Referral,
    ReferredZone,
    Statement,
    Stroke,
    TriggerPoint,
)
from studyapp.domain.vocabulary import Vocabulary

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ADDRESS = re.compile(r"https?://[^\s]+")
INDEPENDENT_SOURCES = 2
FEWEST_STEPS = 3
"""How many works, not reporters of one work, it takes to call a fact consensus."""
MOST_POINTS = 30
"""Of a stroke, and strokes of a zone, and places of a group of trigger points."""
HALF_TURN = 180
"""Degrees."""
MOST_ZONES = 500
DEEPEST_PART = 4
SIDES = 2
"""How many views a contested fact shows."""
RESERVED = {kind.value for kind in SubjectKind} - {SubjectKind.MUSCLE.value}
"""First segments of ids that belong to other subjects; no muscle may be called so."""


def _address(path: Path, source: Source) -> Found:
    if source.url is not None and not ADDRESS.fullmatch(source.url):
        yield (*path, "url"), "an address begins with http:// or https://"


def _title(path: Path, manifest: Manifest) -> Found:
    if not manifest.title.strip(": "):
        yield (*path, "title"), f"“{manifest.title}” is no title"


def _sentence(path: Path, statement: Statement) -> Found:
    if statement.prompt and not statement.sentence:
        yield (*path, "prompt"), "a “prompt” needs a “sentence” that states the fact in full"


def _condition(path: Path, condition: Condition) -> Found:
    yield from _zones_told_twice((*path, "pain"), condition.pain)


def _trigger_point(path: Path, point: TriggerPoint) -> Found:
    yield from _zones_told_twice((*path, "referrals"), point.referrals)
    if len(point.at) > MOST_POINTS:
        yield (*path, "at"), f"a chart marks at most {MOST_POINTS} places"


def _referred_zone(path: Path, zone: ReferredZone) -> Found:
    if len(zone.strokes) > MOST_POINTS:
        yield (*path, "strokes"), f"a zone is brushed by at most {MOST_POINTS} strokes"


def _chart_point(path: Path, point: ChartPoint) -> Found:
    if not 0 <= point.height <= 1:
        yield (*path, "height"), "“height” goes from 0 at the upper to 1 at the lower end"
    least = 0 if point.segment is BodySegment.TRUNK else -HALF_TURN
    if not least <= point.angle <= HALF_TURN:
        yield (*path, "angle"), f"“angle” goes from {least} to {HALF_TURN} degrees around the {point.segment}"


def _stroke(path: Path, stroke: Stroke) -> Found:
    if not 1 <= len(stroke.points) <= MOST_POINTS:
        yield (*path, "points"), f"a stroke needs at least one point, and at most {MOST_POINTS}"
    if not 0 < stroke.width <= 1:
        yield (*path, "width"), "“width” is more than 0 and at most 1 length of the segment"


def _tags(path: Path, card: FreeCard) -> Found:
    for index, tag in enumerate(card.tags):
        if not SLUG.fullmatch(tag):
            yield (*path, "tags", index), f"“{tag}” is no tag: small letters, digits and single hyphens"


def _free_card(path: Path, card: FreeCard) -> Found:
    yield from _tags(path, card)
    if card.ordered and len(card.answers) < FEWEST_STEPS:
        yield (*path, "ordered"), f"“ordered” needs {FEWEST_STEPS} answers at least: fewer steps have no order to learn"


def _evidence(path: Path, node: Sourced) -> Found:
    attributed, contested = node.status is Status.ATTRIBUTED, node.status is Status.CONTESTED
    works = {citation.reporting or citation.source for citation in node.sources}
    if node.status is Status.CONSENSUS and len(works) < INDEPENDENT_SOURCES:
        yield (*path, "status"), "“consensus” needs two independent sources"
    if attributed and node.according_to is None:
        yield (*path, "status"), "“attributed” needs “according_to”: whose account it is"
    if node.according_to is not None and not attributed:
        yield (*path, "according_to"), "“according_to” belongs to facts that are “attributed”"
    if contested and len(node.views) < SIDES:
        yield (*path, "status"), "“contested” needs both “views”"
    if node.views and not contested:
        yield (*path, "views"), "“views” belong to facts that are “contested”"


def _muscle(path: Path, muscle: Muscle) -> Found:
    if muscle.id in RESERVED:
        yield (*path, "id"), f"“{muscle.id}” is reserved"
    parts = {part.id for part in muscle.parts}
    for name in ("attachments", "actions", "innervation", "trigger_points"):
        for index, entry in enumerate(getattr(muscle, name)):
            if entry.part is not None and entry.part not in parts:
                yield (*path, name, index, "part"), f"“{entry.part}” is not among the parts of this muscle"
    movements = {action.movement for action in muscle.actions}
    for name in ("synergists", "antagonists"):
        for index, partner in enumerate(getattr(muscle, name)):
            if partner.movement not in movements:
                message = f"“{partner.movement}” is not among the actions of this muscle"
                yield (*path, name, index, "movement"), message


def _zones_told_twice(path: Path, accounts: tuple[Referral, ...]) -> Found:
    told = sorted(
        (zone.zone, account, index)
        for account, referral in enumerate(accounts)
        for index, zone in enumerate(referral.zones)
    )
    for zone, places in groupby(told, key=lambda one: one[0]):
        for _, account, index in list(places)[1:]:
            yield (*path, account, "zones", index), f"“{zone}” is told twice; give one account both sources"


def _roots(path: Path, node: Innervation, vocabulary: Vocabulary) -> Found:
    if node.roots is None or node.nerve not in vocabulary.nerves:
        return
    carried = vocabulary.nerves[node.nerve].roots
    for root in (*node.roots.preferred, *(root for s in node.roots.acceptable for root in s)):
        if root not in carried:
            message = f"“{root}” is not among the roots of {node.nerve}: {', '.join(carried)}"
            yield (*path, "roots"), message


def _site(path: Path, node: Attachment, vocabulary: Vocabulary) -> Found:
    landmark = vocabulary.landmarks.get(node.site or "")
    if landmark is not None and landmark.bone != node.bone:
        yield (*path, "site"), f"“{node.site}” lies on “{landmark.bone}”, not on “{node.bone}”"


def _opposites(path: Path, muscle: Muscle, vocabulary: Vocabulary) -> Found:
    """A part that makes a movement cannot make the opposite one under the same circumstances."""
    earlier: dict[tuple[str, str | None], list[Action]] = {}
    for at, action in enumerate(muscle.actions):
        movement = vocabulary.movements.get(action.movement)
        if not action.keyed or movement is None:
            continue
        undone = earlier.get((movement.opposite or "", action.part), ())
        if any(not vocabulary.exclude(action.qualifier, other.qualifier) for other in undone):
            message = f"“{action.movement}” undoes “{movement.opposite}”; the same part cannot do both"
            yield (*path, "actions", at), message
        earlier.setdefault((action.movement, action.part), []).append(action)


def _wholes(path: Path, words: Vocabulary, vocabulary: Vocabulary) -> Found:
    """Zones are parts of larger ones by few steps, so never of themselves; and they are few enough to compare all."""
    if len(words.zones) > MOST_ZONES:
        yield (*path, "zones"), f"more than {MOST_ZONES} zones"
    for ident in words.zones:
        steps, whole = 0, words.zones[ident].whole
        while whole is not None and whole in vocabulary.zones and steps <= DEEPEST_PART:
            steps, whole = steps + 1, vocabulary.zones[whole].whole
        if steps > DEEPEST_PART:
            yield (
                (*path, "zones", ident, "whole"),
                f"“{ident}” is a part of parts, over {DEEPEST_PART} deep or in a circle",
            )


def _mutual(path: Path, words: Vocabulary, vocabulary: Vocabulary) -> Found:
    """What undoes or excludes something is undone or excluded by it, and is not the same."""
    for section, field in (("movements", "opposite"), ("qualifiers", "excludes")):
        known = getattr(vocabulary, section)
        for ident, word in getattr(words, section).items():
            other = getattr(word, field)
            back = getattr(known[other], field) if other in known else None
            if other in known and back != ident and (back is None or back in known):
                yield (*path, section, ident, field), f"“{other}” does not name “{ident}” as its “{field}”"


def _vocabulary(path: Path, words: Vocabulary, vocabulary: Vocabulary) -> Found:
    yield from _wholes(path, words, vocabulary)
    yield from _mutual(path, words, vocabulary)


def _fewest_zones(path: Path, complaint: Complaint) -> Found:
    if not 1 <= complaint.fewest_zones <= max(1, len(complaint.zones)):
        yield (*path, "fewest_zones"), "“fewest_zones” is at least 1, and at most as many as there are zones"


def _look_alikes(path: Path, pair: LookAlikes) -> Found:
    if pair.muscle == pair.other:
        yield (*path, "other"), f"“{pair.other}” is no look-alike of itself"


RULES: dict[type, Callable[[Path, Any], Found]] = {
    Source: _address,
    Manifest: _title,
    Sourced: _evidence,
    Statement: _sentence,
    FreeCard: _free_card,
    Muscle: _muscle,
    TriggerPoint: _trigger_point,
    ReferredZone: _referred_zone,
    ChartPoint: _chart_point,
    Stroke: _stroke,
    Condition: _condition,
    Complaint: _fewest_zones,
    LookAlikes: _look_alikes,
}
"""What else must hold of each kind of entry."""

RULES_WITH_WORDS: dict[type, Callable[[Path, Any, Vocabulary], Found]] = {
    Innervation: _roots,
    Attachment: _site,
    Muscle: _opposites,
    Vocabulary: _vocabulary,
}
"""What must hold of them by the vocabulary."""
