"""Charts of referred pain: drawn for pages, named and painted for files."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from studyapp.content.bodychart import body_folder, load_body_chart
from studyapp.domain.bodychart import ChartView
from studyapp.domain.chart import Chart
from studyapp.domain.drawing import Drawing, Panel, draw
from studyapp.domain.fact import enumerated
from studyapp.domain.framing import map_window
from studyapp.domain.pattern import told
from studyapp.domain.vocabulary import BodyView, Vocabulary
from studyapp.exports.picture import PAINTED_SINCE, PictureKind, paint

MOST_KEPT = 256
"""Drawings and pictures that are kept at hand."""


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


class Charts:
    """The charts of a catalog."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Draw charts whose zones are in the vocabulary."""
        self.vocabulary = vocabulary
        self.drawn = lru_cache(MOST_KEPT)(self._drawn)
        self.picture = lru_cache(MOST_KEPT)(self._picture)

    def _drawn(self, chart: Chart, beside: tuple[str, ...] = ()) -> Drawing:
        return draw(chart, load_body_chart(), beside)

    def body_map(self, zones: Iterable[str]) -> list[MapPanel]:
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

    def told(self, chart: Chart) -> str:
        """The chart in words."""
        return told(chart, self.vocabulary.zones)

    def undrawn(self, chart: Chart) -> str:
        """What the picture leaves out, as it has no place on the body chart: "Not drawn: perineum."; else nothing."""
        labels = [self.vocabulary.zones[zone].label for zone in self.drawn(chart).undrawn]
        return f"Not drawn: {enumerated(labels)}." if labels else ""

    def name(self, chart: Chart) -> str | None:
        """The name of its file for Anki, which differs whenever the picture does; None when it shows nothing."""
        panels = self.drawn(chart).panels
        if not panels:
            return None
        content = json.dumps([PAINTED_SINCE, *map(_content, panels)])
        return f"studyapp-chart-{hashlib.sha256(content.encode()).hexdigest()[:16]}.{PictureKind.WEBP}"

    def _picture(self, chart: Chart) -> bytes:
        """Its file for Anki: a WebP without a background."""
        return paint(self.drawn(chart), body_folder(), PictureKind.WEBP)

    def png(self, chart: Chart) -> bytes:
        """Its file for papers and slides: a PNG on white, fine enough for print."""
        return paint(self.drawn(chart), body_folder(), PictureKind.PNG)


def _content(panel: Panel) -> list[object]:
    """Everything that decides what a panel looks like."""
    picture = panel.view.pictures[panel.picture]
    return [
        panel.view.name,
        panel.window,
        _digest(body_folder() / picture.file),
        picture.place,
        [(dots.pattern, dots.extent, dots.places) for dots in panel.marks.dots],
        [(ring.path, ring.mirrored) for ring in panel.marks.rings],
        [cross.at for cross in panel.marks.crosses],
    ]


@lru_cache(maxsize=32)
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
