"""The differential: from where it hurts to what may stand behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from studyapp.domain.catalog import Catalog
from studyapp.domain.complaint import Complaint, ComplaintMuscle
from studyapp.domain.condition import Urgency
from studyapp.domain.deck import Deck
from studyapp.domain.differential import Felt, Reach, conditions_behind, muscles_behind
from studyapp.domain.fact import Attribute, Fact
from studyapp.domain.referral import ReferralMap
from studyapp.domain.vocabulary import Zone
from studyapp.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Findings:
    """What may stand behind pain in some zones, in one deck."""

    deck: Deck
    muscles: tuple[Reach, ...]
    conditions: tuple[Felt, ...]
    """Those that can wait for an appointment."""
    red_flags: tuple[Felt, ...]
    """Those that cannot."""
    signs: Mapping[str, tuple[Fact, ...]]
    """By which signs each of the red flags is known, by the conditions' ids."""
    urgent: Mapping[str, tuple[Fact, ...]]
    """What makes one of the other conditions urgent, in words, and of which of them it is said."""
    listed: Mapping[str, ComplaintMuscle]
    """The muscles that the deck lists under the complaint that was chosen, if one was, by their ids."""

    @property
    def only_listed(self) -> tuple[ComplaintMuscle, ...]:
        """Muscles that are listed, though no map reaches the zones."""
        reaching = {one.muscle.id for one in self.muscles}
        return tuple(entry for ident, entry in self.listed.items() if ident not in reaching)


class Differential:
    """The catalog, asked from the pain."""

    def __init__(self, catalog: Catalog) -> None:
        """Ask the catalog's decks."""
        self.catalog = catalog

    def complaints(self) -> tuple[Complaint, ...]:
        """Every complaint that tells where it hurts."""
        return tuple(one for deck in self.catalog.decks.values() for one in deck.complaints if one.zones)

    def areas(self, asked: Iterable[str] = ()) -> Mapping[str, Mapping[str, Zone]]:
        """The zones in which anything hurts, and those that are asked for, by the part of the body."""
        vocabulary = self.catalog.words.vocabulary
        told = {zone for referral_map in self._maps.values() for zone in referral_map.by_zone}
        told |= set(asked) | {
            felt.zone
            for deck in self.catalog.decks.values()
            for condition in deck.conditions
            for account in condition.pain
            for felt in account.zones
        }
        return vocabulary.areas(told)

    def zones_of(self, complaint: str) -> tuple[str, ...]:
        """The zones of a complaint; raises NotFoundError."""
        for one in self.complaints():
            if one.id == complaint:
                return one.zones
        raise NotFoundError(f"There is no complaint “{complaint}”.")

    def findings(self, zones: Iterable[str], complaint: str | None = None) -> list[Findings]:
        """What may stand behind pain in the zones, deck by deck; raises NotFoundError for an unknown zone.

        With a complaint it is told too which muscles are listed under it.
        """
        asked = tuple(zones)
        for zone in asked:
            if zone not in self.catalog.words.vocabulary.zones:
                raise NotFoundError(f"There is no zone “{zone}”.")
        found = (self._findings(deck, asked, complaint) for deck in self.catalog.decks.values())
        return [one for one in found if one.muscles or one.conditions or one.red_flags]

    def _findings(self, deck: Deck, zones: tuple[str, ...], complaint: str | None) -> Findings:
        felt = conditions_behind(zones, deck.conditions, self.catalog.words.vocabulary)
        flags = tuple(one for one in felt if one.condition.urgency is Urgency.RED_FLAG)
        rest = tuple(one for one in felt if one.condition.urgency is not Urgency.RED_FLAG)
        signs = {one.condition.id: self._signs.get((deck.id, one.condition.id), ()) for one in felt}
        urgent: dict[str, tuple[Fact, ...]] = {}
        for fact in (sign for one in rest for sign in signs[one.condition.id]):
            urgent[fact.told] = (*urgent.get(fact.told, ()), fact)
        listed = {entry.muscle: entry for one in deck.complaints if one.id == complaint for entry in one.muscles}
        muscles = sorted(
            muscles_behind(zones, self._maps[deck.id]),
            key=lambda reach: ([-number for number in reach.strength], reach.muscle.id not in listed),
        )
        return Findings(deck, tuple(muscles), rest, flags, signs, urgent, listed)

    @cached_property
    def _signs(self) -> dict[tuple[str, str], tuple[Fact, ...]]:
        """What calls for referral today in every condition, by its deck and its id."""
        found: dict[tuple[str, str], tuple[Fact, ...]] = {}
        for fact in self.catalog.facts:
            if fact.attribute is Attribute.RED_FLAG and fact.keyed:
                key = (fact.deck, fact.subject.id)
                found[key] = (*found.get(key, ()), fact)
        return found

    @cached_property
    def _maps(self) -> dict[str, ReferralMap]:
        vocabulary = self.catalog.words.vocabulary
        return {deck.id: ReferralMap.of(deck.muscles, vocabulary) for deck in self.catalog.decks.values()}
