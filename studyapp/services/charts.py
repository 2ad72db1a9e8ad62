"""Charts of referred pain: drawn for pages, named and painted for files."""

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from studyapp.anki.pictures import Cover
from studyapp.content.bodychart import body_folder, load_body_chart
from studyapp.domain.chart import Chart
from studyapp.domain.drawing import Drawing, Panel, draw
from studyapp.domain.fact import enumerated
from studyapp.domain.labelling import Labelling, labelling_of
from studyapp.domain.pattern import told
from studyapp.domain.vocabulary import Vocabulary
from studyapp.errors import NotFoundError
from studyapp.exports.labelled import LABELLED_SINCE, paint_labelled
from studyapp.exports.picture import PAINTED_SINCE, PictureKind, paint

MOST_KEPT = 1024
"""Drawings and pictures that are kept at hand."""


class Charts:
    """The charts of a catalog."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Draw charts whose zones are in the vocabulary."""
        self.vocabulary = vocabulary
        self._drawings = lru_cache(MOST_KEPT)(lambda chart: draw(chart, load_body_chart()))
        self._pictures = lru_cache(MOST_KEPT)(lambda chart: self._painted(chart, PictureKind.WEBP))
        self._labellings = lru_cache(MOST_KEPT)(self._labelled)
        self._labelled_pictures = lru_cache(MOST_KEPT)(self._painted_labels)

    def drawn(self, chart: Chart, beside: Iterable[str] = ()) -> Drawing:
        """The chart, drawn, with room for further zones beside it; kept at hand when it has none of them."""
        return draw(chart, load_body_chart(), beside) if beside else self._drawings(chart)

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
        return f"studyapp-chart-{_sixteen([PAINTED_SINCE, *map(_content, panels)])}.{PictureKind.WEBP}"

    def picture(self, chart: Chart) -> bytes:
        """Its file for Anki: a WebP without a background; raises NotFoundError when it shows nothing."""
        return self._pictures(chart)

    def covers(self, chart: Chart) -> tuple[Cover, ...]:
        """Where the names of its zones stand in its labelled picture; none when it shows nothing."""
        labelling = self.labelling(chart)
        return tuple(Cover(label.zone, *labelling.cover_of(label)) for label in labelling.labels)

    def labelled_name(self, chart: Chart) -> str:
        """The name of the file of its labelled picture, which differs whenever that does."""
        labelling = self.labelling(chart)
        labels = [(label.number, label.name, label.at) for label in labelling.labels]
        content = [PAINTED_SINCE, LABELLED_SINCE, labels, *map(_content, labelling.drawing.panels)]
        return f"studyapp-labels-{_sixteen(content)}.{PictureKind.WEBP}"

    def labelled_picture(self, chart: Chart) -> bytes:
        """The file of its labelled picture: a WebP on white."""
        return self._labelled_pictures(chart)

    def labelling(self, chart: Chart) -> Labelling:
        """The chart, drawn, with a number on each zone and their names."""
        return self._labellings(chart)

    def _painted_labels(self, chart: Chart) -> bytes:
        return paint_labelled(self.labelling(chart), body_folder())

    def _labelled(self, chart: Chart) -> Labelling:
        names = {ident: zone.label for ident, zone in self.vocabulary.zones.items()}
        return labelling_of(self.drawn(chart), load_body_chart(), names)

    def png(self, chart: Chart) -> bytes:
        """Its file for papers and slides: a PNG on white, fine enough for print; raises NotFoundError as `picture`."""
        return self._painted(chart, PictureKind.PNG)

    def _painted(self, chart: Chart, kind: PictureKind) -> bytes:
        drawing = self.drawn(chart)
        if not drawing.panels:
            raise NotFoundError("There is nothing to draw: no view of the body chart shows any of these zones.")
        return paint(drawing, body_folder(), kind)


def _sixteen(content: object) -> str:
    """Sixteen hexadecimal digits that differ whenever the content does."""
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


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
