"""Vignettes: a case told by what the deck says of one group of trigger points, where it fits one muscle alone.

A case fits every muscle whose map holds each painful zone, or its whole, or a part of it, however seldom; contested
references count. Signs, which no deck tells in full, rule nobody out. A painless zone rules out a muscle that refers
pain there as a rule (essential), and no other. Only a case that then fits exactly one muscle of the deck is asked, and
only where another one refers pain to a part of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from studyapp.domain.complaint import Complaint, ComplaintMuscle
from studyapp.domain.condition import Condition, Finding, Urgency
from studyapp.domain.evidence import Sourced, Status, citations_of
from studyapp.domain.fact import (
    Answer,
    Asked,
    Attribute,
    Fact,
    Question,
    Scribe,
    Subject,
    SubjectKind,
    enumerated,
    lower_first,
)
from studyapp.domain.muscle import Extent, Muscle, Statement, TriggerPoint
from studyapp.domain.referral import STRONGEST_FIRST, Reference, ReferralMap

FEWEST_ZONES = 2
"""A case with one painful zone is the map asked backwards, no case."""
MOST_PAINLESS = 2
MOST_CONDITIONS = 3
MOST_OTHERS = 12
"""A case that fits more muscles than these is not worth narrowing down."""
MOST_SIGNS = 2
"""A case is short: what rules nobody out is there to be recognised, not to be waded through."""


def vignettes_of(scribe: Scribe, referral_map: ReferralMap) -> Iterator[Fact]:
    """The vignette of every group of trigger points that has one."""
    for muscle in scribe.deck.muscles:
        for point in muscle.trigger_points:
            case = _case(muscle, point, referral_map)
            if case is not None:
                yield _Vignette(case, scribe).fact()


@dataclass(frozen=True, slots=True)
class _Case:
    """Where it hurts and where it does not, so that one muscle is left."""

    muscle: Muscle
    point: TriggerPoint
    painful: tuple[Reference, ...]
    painless: tuple[Reference, ...]
    """References of other muscles to zones that do not hurt."""


def _case(muscle: Muscle, point: TriggerPoint, referral_map: ReferralMap) -> _Case | None:
    """The shortest case that leaves the muscle alone; None when there is none."""
    own = [one for one in referral_map.by_muscle[muscle.id] if one.point is point and one.keyed]
    ordered = sorted(own, key=lambda one: STRONGEST_FIRST.index(one.referred.extent))
    told = [one for one in ordered if one.referred.extent is not Extent.RARE]
    fewest = max(FEWEST_ZONES, sum(one.referred.extent is Extent.ESSENTIAL for one in told))
    if len(told) < fewest or len({one.account.according_to for one in told}) > 1:
        return None
    if not _others(told[:fewest], muscle, referral_map, any_zone=True):
        return None
    for number in range(fewest, len(told) + 1):
        others = _others(told[:number], muscle, referral_map)
        painless = _ruling_out(others, muscle, referral_map)
        if painless is not None:
            return _Case(muscle, point, tuple(told[:number]), painless)
    return None


def _others(
    painful: Iterable[Reference], muscle: Muscle, referral_map: ReferralMap, *, any_zone: bool = False
) -> frozenset[str]:
    """The other muscles that refer pain to every painful zone, or to any."""
    fitting = [referral_map.near_zone[one.referred.zone] for one in painful]
    both = frozenset[str]().union if any_zone else fitting[0].intersection
    return both(*fitting) - {muscle.id}


def _ruling_out(others: frozenset[str], muscle: Muscle, referral_map: ReferralMap) -> tuple[Reference, ...] | None:
    """As few painless zones as rule every other muscle out, taken greedily; None when it takes too many."""
    if len(others) > MOST_OTHERS:
        return None
    telling = _telling_zones(others, muscle, referral_map)
    chosen: list[Reference] = []
    left = set(others)
    while left and telling and len({one.referred.zone for one in chosen}) < MOST_PAINLESS:
        best = max(telling, key=lambda zone: len(left & telling[zone].keys()))
        ruled_out = telling.pop(best)
        chosen += [ruled_out[ident] for ident in sorted(left & ruled_out.keys())]
        left -= ruled_out.keys()
    return None if left else tuple(chosen)


def _telling_zones(
    others: frozenset[str], muscle: Muscle, referral_map: ReferralMap
) -> dict[str, dict[str, Reference]]:
    """Zones outside the muscle's map in which others hurt as a rule: by zone, then by the other muscle."""
    own = {one.referred.zone for one in referral_map.by_muscle[muscle.id]}
    telling: dict[str, dict[str, Reference]] = {}
    for ident in sorted(others):
        for one in referral_map.by_muscle[ident]:
            zone = one.referred.zone
            essential = one.keyed and one.referred.extent is Extent.ESSENTIAL
            if essential and not any(referral_map.vocabulary.overlap(zone, mine) for mine in own):
                telling.setdefault(zone, {}).setdefault(ident, one)
    return telling


@dataclass(frozen=True, slots=True)
class _Vignette:
    """A case in words; every sentence rests on facts of the deck."""

    case: _Case
    scribe: Scribe

    def fact(self) -> Fact:
        muscle = self.case.muscle
        ident = f"vignette.{muscle.id}.{self.case.point.id}"
        author: str | None = self.case.painful[0].account.according_to
        answer = Answer(muscle.name, (muscle.latin, *muscle.aliases), self.case.point.name)
        scene = " ".join(self._sentences())
        prompt = "Trigger points in which muscle of this deck explain this best?"
        subject = Subject(SubjectKind.VIGNETTE, f"{muscle.id}.{self.case.point.id}", "A case")
        question = Question(ident, subject, Attribute.VIGNETTE, prompt, scene=scene)
        told = f"this case points to the {self.case.point.name} of {lower_first(muscle.name)}: {scene}"
        return Fact(
            id=ident,
            deck=self.scribe.deck.id,
            subject=subject,
            attribute=Attribute.VIGNETTE,
            statement=f"According to {self.scribe.deck.sources[author].short}, {told}" if author else told,
            status=Status.ATTRIBUTED if author else Status.SINGLE_SOURCE,
            sources=citations_of(self._entries()),
            according_to=author,
            remark=self._against(),
            asked=(Asked(question, answer),),
            derived=True,
        )

    def _sentences(self) -> Iterator[str]:
        complaint = self._complaint()
        where = enumerated(dict.fromkeys(self._label(one) for one in self.case.painful))
        if complaint is None:
            yield f"Someone has pain in the {where}."
        else:
            yield f"Someone complains of {lower_first(complaint[0].name)}: it hurts in the {where}."
        if signs := self._signs():
            yield f"Told and found besides: {'; '.join(lower_first(sign.text) for sign in signs)}."
        if painless := dict.fromkeys(self._label(one) for one in self.case.painless):
            yield f"There is no pain in the {enumerated(painless, 'or')}."
        if self._findings():
            yield "Sensation, strength and reflexes are normal."
        yield "Pressure on a taut band brings on the pain that is complained of."

    def _entries(self) -> Iterator[Sourced]:
        """The entries of the deck on which the sentences rest."""
        yield from (one.account for one in self.case.painful)
        if (complaint := self._complaint()) is not None:
            yield complaint[1]
        yield from self._signs()
        yield from (one.account for one in self.case.painless)
        yield from (finding for _, finding in self._findings())

    def _against(self) -> str | None:
        """What the case rules out, and by what."""
        muscles = dict.fromkeys(lower_first(one.muscle.name) for one in self.case.painless)
        conditions = dict.fromkeys(lower_first(condition.name) for condition, _ in self._findings())
        against = [
            f"{enumerated(muscles)} would hurt where there is no pain" if muscles else None,
            f"the neurological examination would tend to show {enumerated(conditions)}" if conditions else None,
        ]
        told = "; ".join(filter(None, against))
        return f"{told[:1].upper()}{told[1:]}." if told else None

    def _complaint(self) -> tuple[Complaint, ComplaintMuscle] | None:
        """The complaint under which the muscle is listed and in most of whose zones the case hurts."""
        listed = [
            (complaint, entry)
            for complaint in self.scribe.deck.complaints
            for entry in complaint.muscles
            if entry.muscle == self.case.muscle.id and self._hurting(complaint.zones) >= complaint.fewest_zones
        ]
        return max(listed, key=lambda one: self._hurting(one[0].zones), default=None)

    def _hurting(self, zones: Iterable[str]) -> int:
        """In how many of the zones the case hurts."""
        overlap = self.scribe.words.vocabulary.overlap
        return sum(any(overlap(zone, one.referred.zone) for one in self.case.painful) for zone in zones)

    def _signs(self) -> tuple[Statement, ...]:
        """Signs that may be asked and do not name the answer."""
        names = [self.case.muscle.name, *self.case.muscle.aliases]
        signs = (sign for sign in self.case.muscle.signs if sign.ask and sign.status is not Status.CONTESTED)
        silent = (sign for sign in signs if not any(name.casefold() in sign.text.casefold() for name in names))
        return tuple(silent)[:MOST_SIGNS]

    def _findings(self) -> tuple[tuple[Condition, Finding], ...]:
        """What the examination would find in the conditions most like the case, one finding of each."""
        found = []
        for condition in self.scribe.deck.conditions:
            losses = [one for one in condition.neurology if not one.normal and one.status is not Status.CONTESTED]
            felt = self._hurting(zone.zone for account in condition.pain for zone in account.zones)
            if losses and felt and condition.urgency is Urgency.ROUTINE:
                found.append((felt, condition, losses[0]))
        found.sort(key=lambda one: -one[0])
        return tuple((condition, loss) for _, condition, loss in found[:MOST_CONDITIONS])

    def _label(self, reference: Reference) -> str:
        return self.scribe.words.vocabulary.zones[reference.referred.zone].label
