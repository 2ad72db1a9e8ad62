"""Complaints: what a patient says, and the muscles that may stand behind it."""

from dataclasses import dataclass
from enum import StrEnum

from studyapp.domain.evidence import Sourced


class Support(StrEnum):
    """How a listed pair of complaint and muscle compares with Travell & Simons' referral maps."""

    ARTICLE = "article"
    AGREES = "agrees"
    FITS_WEAKLY = "fits-weakly"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintMuscle(Sourced):
    """A muscle whose trigger points may stand behind a complaint."""

    muscle: str
    """Id of a muscle, declared or described."""
    support: Support
    """`article` (listed, not yet compared), `agrees` with Travell & Simons' maps, or `fits-weakly`."""

    @property
    def key(self) -> str:
        """`muscle.<muscle>`."""
        return f"muscle.{self.muscle}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A complaint: an entry of `complaints.yaml`."""

    id: str
    """Permanent slug."""
    name: str
    """What it is called: "Buttock pain"."""
    muscles: tuple[ComplaintMuscle, ...]
    """The muscles listed under it, in the order of the source."""
    aliases: tuple[str, ...] = ()
    """Other names of it."""
    zones: tuple[str, ...] = ()
    """Ids of the zones in which it is felt."""
    fewest_zones: int = 1
    """In how many of these zones it is felt at least: pain along the whole limb takes more than one."""
    formerly: tuple[str, ...] = ()
    """Ids that it had in earlier releases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaints:
    """The file `complaints.yaml`."""

    complaints: tuple[Complaint, ...]
    """The complaints, in the order in which pages list them."""
