"""Vignettes: a case told by what the deck says of one group of trigger points, where it fits one muscle alone.

Signs, which no deck tells in full, rule nobody out; they are there to be recognised.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from studyapp.domain.cases import Case, case_of
from studyapp.domain.complaint import Complaint, ComplaintMuscle
from studyapp.domain.condition import Condition, Finding, Urgency
from studyapp.domain.evidence import OWN_VOICE, Sourced, Status, citations_of
from studyapp.domain.fact import (
    Asked,
    Attribute,
    Fact,
    Question,
    Scribe,
    Subject,
    SubjectKind,
    enumerated,
    has_pronoun,
    lower_first,
    muscle_answer,
)
from studyapp.domain.muscle import Mimic, Statement
from studyapp.domain.referral import Reference, ReferralMap

MOST_CONDITIONS = 3
MOST_SIGNS = 2
"""A case is short: what rules nobody out is there to be recognised, not to be waded through."""


def vignettes_of(scribe: Scribe, referral_map: ReferralMap) -> Iterator[Fact]:
    """The vignette of every group of trigger points that has one."""
    for muscle in scribe.deck.muscles:
        for point in muscle.trigger_points:
            case = case_of(muscle, point, referral_map)
            if case is not None:
                yield _Vignette(case, scribe).fact()


@dataclass(frozen=True, slots=True)
class _Vignette:
    """A case in words; every sentence rests on facts of the deck."""

    case: Case
    scribe: Scribe

    def fact(self) -> Fact:
        muscle = self.case.muscle
        ident = f"vignette.{muscle.id}.{self.case.point.id}"
        author: str | None = self.case.painful[0].account.according_to
        answer = muscle_answer(muscle, self.case.point.name)
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
            yield f"Also told or found: {'; '.join(lower_first(sign.text) for sign in signs)}."
        if painless := dict.fromkeys(self._label(one) for one in self.case.painless):
            yield f"There is no pain in the {enumerated(painless, 'or')}."
        if self._findings():
            yield "Sensation, strength and reflexes are normal."
        if mimics := [self.scribe.words.conditions[mimic.condition].label for mimic in self._mimics()]:
            ruled_out = enumerated([mimics[0], *map(lower_first, mimics[1:])])
            yield f"{ruled_out} {'has' if len(mimics) == 1 else 'have'} been ruled out."
        yield "Pressure on a taut band brings on the familiar pain."

    def _entries(self) -> Iterator[Sourced]:
        """The entries of the deck on which the sentences rest."""
        yield from (one.account for one in self.case.painful)
        if (complaint := self._complaint()) is not None:
            yield complaint[1]
        yield from self._signs()
        yield from (one.account for one in self.case.painless)
        yield from (finding for _, finding in self._findings())
        yield from self._mimics()

    def _against(self) -> str | None:
        """What the case rules out, and by what."""
        muscles = dict.fromkeys(lower_first(one.muscle.name) for one in self.case.painless)
        conditions = dict.fromkeys(lower_first(condition.name) for condition, _ in self._findings())
        against = [
            f"{enumerated(muscles)} would hurt where there is no pain" if muscles else None,
            f"{enumerated(conditions)} would tend to show in the neurological examination" if conditions else None,
        ]
        told = "; ".join(filter(None, against))
        return f"{told[:1].upper()}{told[1:]}." if told else None

    def _complaint(self) -> tuple[Complaint, ComplaintMuscle] | None:
        """The complaint under which the muscle is listed and in most of whose zones the case hurts."""
        listed = [
            (complaint, entry)
            for complaint in self.scribe.deck.complaints
            for entry in complaint.muscles
            if entry.muscle == self.case.muscle.id
            and entry.ask
            and entry.keyed
            and self._hurting(complaint.zones) >= complaint.fewest_zones
            and not self._is_painless(complaint.zones)
        ]
        return max(listed, key=lambda one: self._hurting(one[0].zones), default=None)

    def _hurting(self, zones: Iterable[str]) -> int:
        """In how many of the zones the case hurts."""
        holds = self.scribe.words.vocabulary.holds
        return sum(any(holds(zone, one.referred.zone) for one in self.case.painful) for zone in zones)

    def _signs(self) -> tuple[Statement, ...]:
        """Signs of this muscle alone, in the deck's own voice, that name neither it nor a painless zone."""
        shared = {
            name
            for muscle in self.scribe.deck.muscles
            for sign in muscle.signs
            for name in (sign.id, sign.text.casefold())
            if muscle.id != self.case.muscle.id
        }
        own = (sign for sign in self.case.muscle.signs if shared.isdisjoint((sign.id, sign.text.casefold())))
        signs = (sign for sign in own if sign.ask and not sign.prompt and sign.status in OWN_VOICE)
        fitting = (s for s in signs if not (self._names_the_answer(s.text) or self._hurts(s.text) or _is_loss(s.text)))
        return tuple(fitting)[:MOST_SIGNS]

    def _hurts(self, text: str) -> bool:
        """Whether a sign speaks of a part of the body that the case calls painless."""
        return any(self._label(one).split()[-1] in text.casefold() for one in self.case.painless)

    def _is_painless(self, zones: Iterable[str]) -> bool:
        overlap = self.scribe.words.vocabulary.overlap
        return any(overlap(zone, one.referred.zone) for zone in zones for one in self.case.painless)

    def _names_the_answer(self, text: str) -> bool:
        """Whether a text names the muscle, or stands for it by a pronoun."""
        muscle = self.case.muscle
        return has_pronoun(text) or any(name.casefold() in text.casefold() for name in (muscle.name, *muscle.others))

    def _mimics(self) -> tuple[Mimic, ...]:
        """What the trigger points imitate: it comes first to rule it out, above all disease of the organs."""
        told = {complaint.id for complaint in self.scribe.deck.complaints}
        firm = [one for one in self.case.muscle.mimics if one.keyed]
        labels = self.scribe.words.conditions
        silent = [one for one in firm if not self._names_the_answer(labels[one.condition].label)]
        return tuple(one for one in silent if one.condition not in told)[:MOST_CONDITIONS]

    def _findings(self) -> tuple[tuple[Condition, Finding], ...]:
        """What the examination would find in the conditions most like the case, one finding of each."""
        found = []
        for condition in self.scribe.deck.conditions:
            losses = [one for one in condition.neurology if not one.normal and one.keyed]
            firm = (account for account in condition.pain if account.keyed)
            felt = self._hurting(zone.zone for account in firm for zone in account.zones)
            if losses and felt and condition.urgency is Urgency.ROUTINE:
                found.append((felt, condition, losses[0]))
        found.sort(key=lambda one: -one[0])
        return tuple((condition, loss) for _, condition, loss in found[:MOST_CONDITIONS])

    def _label(self, reference: Reference) -> str:
        return self.scribe.words.vocabulary.zones[reference.referred.zone].label


def _is_loss(text: str) -> bool:
    """Whether a sign speaks of weakness or numbness: the case says that strength and sensation are normal."""
    return any(word in text.casefold() for word in ("weak", "numb", "tingl"))
