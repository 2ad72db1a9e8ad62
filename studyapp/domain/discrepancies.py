"""Where what a deck's files write and what follows from them differ: not wrong by itself, but to be read and explained.

Each discrepancy has a name that stays while its cause does; a deck explains it by that name.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from studyapp.domain.complaint import Complaint, Support
from studyapp.domain.deck import Deck
from studyapp.domain.differential import can_follow, follows
from studyapp.domain.fact import SubjectKind
from studyapp.domain.muscle import Muscle
from studyapp.domain.partners import Movers, written_partners
from studyapp.domain.referral import ReferralMap
from studyapp.domain.vocabulary import Words

UNSUPPORTED, UNDERSTATED, MISSING = "unsupported", "understated", "missing"
"""What a discrepancy's name ends with: written without support, with less than it has, or following and not written."""


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A difference between the written and the derived."""

    name: str
    message: str
    kind: SubjectKind
    subject: str
    """Id of the muscle, complaint or pair of look-alikes in whose entry the written side stands, or would."""
    path: tuple[str | int, ...] = ()
    """Where in that entry."""


def discrepancies_of(deck: Deck, words: Words) -> Iterator[Discrepancy]:
    """Every discrepancy of a deck."""
    movers = Movers.of(deck.muscles, words.vocabulary)
    for muscle in deck.muscles:
        yield from _partners(muscle, deck, movers)
    referral_map = ReferralMap.of(deck.muscles, words.vocabulary)
    for complaint in deck.complaints:
        yield from _listed(complaint, referral_map)
        yield from _missing(complaint, referral_map)
    for pair in deck.manifest.look_alikes:
        one, other = (referral_map.by_muscle.get(ident, ()) for ident in pair.muscles)
        overlap = words.vocabulary.overlap
        if one and other and not any(overlap(a.referred.zone, b.referred.zone) for a in one for b in other):
            message = "these muscles refer pain to no common zone"
            yield Discrepancy(f"look-alike.{pair.key}", message, SubjectKind.LOOK_ALIKE, pair.key)


def _partners(muscle: Muscle, deck: Deck, movers: Movers) -> Iterator[Discrepancy]:
    """Partners that are written without an action behind them, and those that a written list of muscles leaves out."""
    described = {one.id for one in deck.muscles if one.actions}
    for attribute, partners in written_partners(muscle).items():
        name = f"{attribute}s"
        written: dict[str, dict[str, int]] = {}
        for index, partner in enumerate(partners):
            if partner.muscle in described:
                written.setdefault(partner.movement, {})[partner.muscle] = index
        for movement, listed in written.items():
            firm = movement in movers.movements(muscle)
            derived = movers.partners(muscle, attribute, movement) if firm else {}
            for ident in sorted(listed.keys() ^ derived.keys()):
                cause, told, where = (
                    (UNSUPPORTED, "written, but no action of it says so", (name, listed[ident]))
                    if ident in listed
                    else (MISSING, "not written, but its actions say so", (name,))
                )
                yield Discrepancy(
                    f"{muscle.id}.{attribute}.{movement}.{ident}.{cause}",
                    f"“{ident}” as {attribute} in {movement} is {told}",
                    SubjectKind.MUSCLE,
                    muscle.id,
                    where,
                )


def _listed(complaint: Complaint, referral_map: ReferralMap) -> Iterator[Discrepancy]:
    """Muscles that are listed under a complaint, though their map, or the stated support, speaks against it."""
    for index, entry in enumerate(complaint.muscles):
        if not referral_map.by_muscle.get(entry.muscle):
            continue
        cause, fits = UNSUPPORTED, can_follow(complaint, entry.muscle, referral_map)
        if entry.support is Support.AGREES and not fits:
            told = "is said to agree with its map, which does not reach the complaint's zones"
        elif entry.support is Support.FITS_WEAKLY and follows(complaint, entry.muscle, referral_map):
            cause, told = UNDERSTATED, "is said to fit weakly, though its map reaches the complaint's zones as a rule"
        elif not fits:
            told = "is listed, but its map does not reach the complaint's zones"
        else:
            continue
        yield _about(complaint, entry.muscle, cause, told, ("muscles", index))


def _missing(complaint: Complaint, referral_map: ReferralMap) -> Iterator[Discrepancy]:
    """Muscles that refer pain to a complaint's zones as a rule, and are not listed under it."""
    listed = {entry.muscle for entry in complaint.muscles}
    for ident in referral_map.by_muscle:
        if ident not in listed and follows(complaint, ident, referral_map):
            told = "is not listed, though its map reaches the complaint's zones as a rule"
            yield _about(complaint, ident, MISSING, told)


def _about(complaint: Complaint, muscle: str, cause: str, told: str, path: tuple[str | int, ...] = ()) -> Discrepancy:
    name = f"complaint.{complaint.id}.muscle.{muscle}.{cause}"
    return Discrepancy(name, f"“{muscle}” {told}", SubjectKind.COMPLAINT, complaint.id, path)
