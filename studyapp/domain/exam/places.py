"""Places: where muscles are fixed, by the words in which their attachments are told."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from studyapp.domain.muscle import Attachment, Muscle
from studyapp.domain.vocabulary import BodyRegion, Vocabulary

T = TypeVar("T")


@dataclass(frozen=True)
class Places:
    """The places at which some muscles are fixed."""

    muscles: tuple[Muscle, ...]
    vocabulary: Vocabulary

    @cached_property
    def sites(self) -> Mapping[str, set[str]]:
        """The ids of the landmarks on which a place lies."""
        return self._by_wording(lambda one: one.site)

    @cached_property
    def regions(self) -> Mapping[str, set[BodyRegion]]:
        """The regions of the skeleton in which a place lies."""
        return self._by_wording(self._region)

    @cached_property
    def bones(self) -> Mapping[str, set[str]]:
        """The bones on which a place lies, in words: they may be written beside it."""
        known = self.vocabulary.bones
        return self._by_wording(lambda one: known[one.bone].label if known[one.bone].region else None)

    def regions_of(self, muscle: str) -> set[BodyRegion]:
        """The regions in which a muscle, by its id, is fixed."""
        own = (one for each in self.muscles if each.id == muscle for one in each.attachments)
        return set(_told(map(self._region, own)))

    def _region(self, one: Attachment) -> BodyRegion | None:
        return self.vocabulary.region_of(one.bone, one.site)

    def _by_wording(self, of: Callable[[Attachment], T | None]) -> Mapping[str, set[T]]:
        found: dict[str, set[T]] = {}
        for muscle in self.muscles:
            for one in muscle.attachments:
                found.setdefault(one.landmark, set()).update(_told([of(one)]))
        return found


def _told(things: Iterable[T | None]) -> Iterable[T]:
    return (one for one in things if one is not None)
