"""Pictures of exam items, and words for them: neither tells a key."""

from dataclasses import replace
from functools import lru_cache

from studyapp.content.bodychart import body_folder
from studyapp.domain.chart import Chart
from studyapp.domain.drawing import Drawing
from studyapp.domain.exam.item import Item, ItemType
from studyapp.domain.fact import enumerated
from studyapp.domain.vocabulary import BodyView, Vocabulary
from studyapp.errors import NotFoundError
from studyapp.exports.exam.output import letter
from studyapp.exports.exam.picture import paint_pattern, paint_places
from studyapp.services.charts import Charts

MOST_KEPT = 256
"""Pictures that are kept at hand: those of a large exam."""
SEEN = {
    BodyView.BACK: "from the back",
    BodyView.LEFT: "from its left side",
    BodyView.FRONT: "from the front",
    BodyView.MEDIAL_LEG: "with its inner left leg",
    BodyView.SOLES: "with its left sole",
}
"""What the views of a chart show, in words."""


class ExamCharts:
    """Paints what items show."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Paint charts whose zones are in the vocabulary."""
        self._charts = Charts(vocabulary)
        self._patterns = lru_cache(MOST_KEPT)(self._painted_pattern)
        self._places = lru_cache(MOST_KEPT)(self._painted_places)

    def picture(self, item: Item) -> bytes:
        """A PNG of the chart that an item asks about, or of the body with lettered places.

        Raises NotFoundError when it shows nothing.
        """
        chart = _chart_of(item)
        return self._places(chart, _places(item)) if item.type is ItemType.HOTSPOT else self._patterns(chart)

    def alt(self, item: Item) -> str:
        """The picture in words: where a pattern is felt, or which letters mark places, but not what they mark."""
        chart = _chart_of(item)
        if item.type is ItemType.HOTSPOT:
            views = [SEEN[panel.view.name] for panel in self._charts.drawn(chart).panels]
            return f"The body, seen {enumerated(views)}; places are marked {_letters(item)}."
        return self._charts.told(_nameless(chart))

    def _painted_pattern(self, chart: Chart) -> bytes:
        return paint_pattern(self._drawn(chart), body_folder())

    def _painted_places(self, chart: Chart, places: tuple[tuple[float, float], ...]) -> bytes:
        if not places:
            raise NotFoundError("There is nothing to mark: an option of the item has no place on the body.")
        return paint_places(self._drawn(chart), places, body_folder())

    def _drawn(self, chart: Chart) -> Drawing:
        drawing = self._charts.drawn(chart)
        if not drawing.panels:
            raise NotFoundError("There is nothing to draw: no view of the body chart shows any of these zones.")
        return drawing


def _chart_of(item: Item) -> Chart:
    if item.picture is None:
        raise NotFoundError("The item shows no picture.")
    return item.picture


def _places(item: Item) -> tuple[tuple[float, float], ...]:
    """Where the options lie; letters must not shift, so all of them have a place or none is drawn."""
    places = tuple(option.at for option in item.options if option.at is not None)
    return places if len(places) == len(item.options) else ()


def _letters(item: Item) -> str:
    return enumerated([letter(place) for place in range(len(item.options))])


def _nameless(chart: Chart) -> Chart:
    """The chart without the names of its patterns, which would tell whose they are."""
    ordinals = ("the first pattern", "the second pattern")
    patterns = (replace(pattern, name=name) for pattern, name in zip(chart.patterns, ordinals, strict=False))
    return Chart(tuple(patterns))
