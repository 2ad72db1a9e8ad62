"""The body to choose zones on: for answering a card, and for finding what is behind a pain."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from studyapp.content.bodychart import load_body_chart
from studyapp.domain.bodychart import ChartView
from studyapp.domain.framing import map_window
from studyapp.domain.vocabulary import BodyView, Vocabulary


@dataclass(frozen=True, slots=True)
class Region:
    """A zone that can be chosen on a map of the body."""

    zone: str
    label: str
    wholes: tuple[str, ...]
    """Ids of the larger zones in which it lies and which have no place of their own on the view: they show as parts."""
    path: str
    mirrored: bool
    """Whether the path is drawn a second time, mirrored, for the other side of the body."""


@dataclass(frozen=True, slots=True)
class MapPanel:
    """One view of such a map: the window into it (left, top, width, height), and its zones, the largest first."""

    view: ChartView
    caption: str
    window: tuple[float, float, float, float]
    turned: bool
    """Whether all of it is the mirror image of what its paths tell: the view from the right."""
    regions: tuple[Region, ...]


MAP_VIEWS = {
    BodyView.BACK: "Back",
    BodyView.LEFT: "Left side",
    BodyView.FRONT: "Front",
    BodyView.RIGHT: "Right side",
    BodyView.MEDIAL_LEG: "Inner sides of the legs",
    BodyView.SOLES: "Soles",
}
"""The views of a map, with their captions."""


class BodyMap:
    """Maps of the body, zone by zone."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Map zones of the vocabulary."""
        self.vocabulary = vocabulary

    def panels(self, zones: Iterable[str]) -> list[MapPanel]:
        """The body with these zones to choose from, but for those of which every place belongs to a part of theirs."""
        body, wanted = load_body_chart(), set(zones)
        narrowest = {next((zone for zone in cell if zone in wanted), None) for cell in body.cells}
        return [
            MapPanel(
                view,
                caption,
                map_window(view),
                turned=name is BodyView.RIGHT,
                regions=tuple(self._regions(view, wanted & narrowest)),
            )
            for name, caption in MAP_VIEWS.items()
            for view in [body.views[name]]
        ]

    def _regions(self, view: ChartView, zones: Set[str | None]) -> Iterator[Region]:
        drawn = [(zone, outline) for zone, outline in view.zones.items() if zone in zones]
        for zone, outline in sorted(drawn, key=lambda item: -item[1].area):
            label = self.vocabulary.zones[zone].label
            wholes = tuple(whole for whole in self.vocabulary.wholes_of(zone) if whole not in zones)
            mirrored = outline.both is None and view.middle is not None
            yield Region(zone, label, wholes, outline.both or outline.left, mirrored)
