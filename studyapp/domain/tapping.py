"""Marking an answer that was tapped on the body chart.

Zones hold and overlap each other, so what is compared is the skin: the cells of the chart. A zone without a drawing is
compared by its name.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from studyapp.domain.bodychart import BodyChart
from studyapp.domain.chart import Chart
from studyapp.domain.marking import proposed
from studyapp.domain.scheduler import Grade

ENOUGH = 0.5
"""Share of a zone's cells that must be tapped for it to count as found."""


@dataclass(frozen=True, slots=True)
class Tapped:
    """What became of the taps, by the ids of zones."""

    found: tuple[str, ...]
    """Zones that had to be tapped, and were."""
    missed: tuple[str, ...]
    """Zones that had to be tapped, and were not."""
    wrong: tuple[str, ...]
    """Tapped zones in which no pain is felt."""
    taps: tuple[str, ...]
    """Everything that was tapped."""
    proposed: Grade


def mark(
    chart: Chart, asked: Iterable[str], taps: Iterable[str], body: BodyChart, contested: Iterable[str] = ()
) -> Tapped:
    """Hold taps against the zones of a chart; `asked` are those that must be tapped.

    Where pain is felt rarely, is merely also told or is contested, a tap is neither missed nor wrong.
    """
    taps = tuple(dict.fromkeys(taps))
    tapped = {cell for zone in taps for cell in _skin(zone, body)}
    felt = {cell for pattern in chart.patterns for zone in pattern.zones for cell in _skin(zone.zone, body)}
    felt |= {cell for zone in contested for cell in _skin(zone, body)}
    asked = tuple(dict.fromkeys(asked))
    found = tuple(zone for zone in asked if _share(_skin(zone, body), tapped) >= ENOUGH)
    missed = tuple(zone for zone in asked if zone not in found)
    wrong = tuple(zone for zone in taps if not _skin(zone, body) & felt)
    return Tapped(found, missed, wrong, taps, proposed(len(found), len(asked), len(wrong)))


def covers(zones: Iterable[str], zone: str, body: BodyChart) -> bool:
    """Whether zones cover enough of another to count as it."""
    return _share(_skin(zone, body), {cell for one in zones for cell in _skin(one, body)}) >= ENOUGH


def _skin(zone: str, body: BodyChart) -> frozenset[int | str]:
    """The cells of a zone; the zone itself where the chart does not draw it."""
    return frozenset(body.cells_of(zone)) or frozenset({zone})


def _share(cells: frozenset[int | str], tapped: set[int | str]) -> float:
    return len(cells & tapped) / len(cells)
