"""Measures drawing the charts of the shipped decks, beside painting each as a picture with Pillow.

Target: a pattern within 5 ms, and a card with its chart within 60 kB over the wire. Every chart is drawn anew each
time; the two take turns.
"""

import gzip
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from program import machine

from studyapp.app import create_app
from studyapp.content.bodychart import body_folder, load_body_chart
from studyapp.content.loader import load_catalog
from studyapp.domain.catalog import Catalog
from studyapp.domain.chart import Chart
from studyapp.domain.drawing import draw
from studyapp.exports.picture import PictureKind, paint
from studyapp.settings import settings_from

TIMES = 10


def main() -> None:
    """Print what drawing costs, and what goes over the wire."""
    catalog, body = load_catalog(), load_body_chart()
    charts = list({card.chart: None for card in catalog.cards.values() if card.chart})
    drawing: dict[Chart, list[float]] = {chart: [] for chart in charts}
    painting: list[float] = []
    for turn in range(TIMES):
        for chart in charts:
            started = perf_counter()
            drawn = draw(chart, body)
            drawing[chart].append(perf_counter() - started)
            if turn == 0:
                started = perf_counter()
                paint(drawn, body_folder(), PictureKind.WEBP)
                painting.append(perf_counter() - started)
    single = [median(times) for chart, times in drawing.items() if len(chart.patterns) == 1]
    double = [median(times) for chart, times in drawing.items() if len(chart.patterns) > 1]
    print(f"Drawing {len(charts)} charts {TIMES} times: {machine()}")
    for name, times in (("one pattern", single), ("two laid over each other", double), ("painting as WebP", painting)):
        print(f"{name:26} median {median(times) * 1000:7.2f} ms   largest {max(times) * 1000:7.2f} ms")
    sizes = sorted(_sizes(catalog))
    print(f"card with its chart, gzipped: median {sizes[len(sizes) // 2]:,} bytes, largest {sizes[-1]:,} bytes")


def _sizes(catalog: Catalog) -> list[int]:
    """Bytes over the wire of every answer that shows a chart."""
    with tempfile.TemporaryDirectory() as name:
        app = create_app(settings_from({"STUDYAPP_TIMEZONE": "UTC"}, data=Path(name)), catalog=catalog)
        client = app.test_client()
        cards = app.extensions["studyapp"].study.catalog.cards
        paths = [f"/study/{key.deck}/{key.card}/answer" for key, card in cards.items() if card.chart]
        sizes = [len(gzip.compress(client.get(path).data)) for path in paths]
        app.extensions["studyapp"].study.database.engine.dispose()
    return sizes


if __name__ == "__main__":
    main()
