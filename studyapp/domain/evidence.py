"""Where a fact comes from, and how sure a student may be of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How firmly a fact stands."""

    CONSENSUS = "consensus"
    SINGLE_SOURCE = "single-source"
    ATTRIBUTED = "attributed"
    CONTESTED = "contested"


OWN_VOICE = (Status.CONSENSUS, Status.SINGLE_SOURCE)
"""What a deck says itself, neither in somebody's name nor with both views."""


class SourceKind(StrEnum):
    """What sort of work a source is."""

    BOOK = "book"
    CHAPTER = "chapter"
    ARTICLE = "article"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One work of a deck's bibliography."""

    id: str
    """Permanent slug; citations name it."""
    kind: SourceKind
    """`book`, `chapter`, `article` (in a journal) or `page` (on the web)."""
    short: str
    """How a sentence names it: "Travell & Simons"."""
    title: str
    """Title of the work."""
    authors: tuple[str, ...] = ()
    """Authors or the body that publishes it, in the order of the title page."""
    year: int | None = None
    """Year of publication, or of the version that was read."""
    container: str | None = None
    """Journal, book or site in which it stands."""
    publisher: str | None = None
    """Publisher and place of a book."""
    pages: str | None = None
    """Volume, issue and pages."""
    url: str | None = None
    """Address of what was read."""
    read: bool = True
    """Whether the deck's authors read the work itself; `no` when others report it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A pointer from a fact to the work that says so."""

    source: str
    """Id of a source of the bibliography: the work that was read."""
    locator: str | None = None
    """Where in it: a section, page or figure."""
    reporting: str | None = None
    """Id of the work that the source reports, when that one could not be opened."""
    via: str | None = None
    """Id of the work in whose bibliography this source was found, unread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One side of a contested fact."""

    statement: str
    """What this side says."""
    sources: tuple[Citation, ...]
    """Who says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """What every entry that states a fact carries: the one base class of the deck's entries."""

    status: Status
    """`consensus` (two independent sources or more), `single-source`, `attributed` or `contested`."""
    sources: tuple[Citation, ...]
    """The works that say so; at least one."""
    according_to: str | None = None
    """Id of the source to whom an `attributed` fact belongs; asked as "According to …"."""
    views: tuple[View, ...] = ()
    """Both views of a `contested` fact."""
    ask: bool = True
    """`no`: no card asks for the fact; beside others that answer the same question it is told as "also right"."""
    remark: str | None = None
    """A sentence shown beside the fact: a qualification, an older usage."""
    retired: str | None = None
    """Why the fact holds no more: it is told and asked no more, and who has its cards in Anki is told so."""

    @property
    def keyed(self) -> bool:
        """Whether it may decide a question: never, while it is contested."""
        return self.status is not Status.CONTESTED


def citations_of(entries: Iterable[Sourced]) -> tuple[Citation, ...]:
    """What the entries cite together, each citation once."""
    return tuple(dict.fromkeys(citation for entry in entries for citation in entry.sources))
