"""The body chart from the files that `make bodychart` draws."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from studyapp.domain.bodychart import BodyChart, ChartView, Dot, Picture, Skin, ZoneOutline
from studyapp.domain.muscle import BodySegment
from studyapp.domain.vocabulary import BodyView
from studyapp.paths import resource

FOLDER = "body"
"""Where the files stand among the static ones."""


def body_folder() -> Path:
    """The folder with the chart's files."""
    return resource("static") / FOLDER


@cache
def load_body_chart() -> BodyChart:
    """The chart that comes with the program; read once."""
    return read_body_chart(body_folder() / "body.json")


def read_body_chart(path: Path) -> BodyChart:
    """The chart of a file that `make bodychart` wrote."""
    body = json.loads(path.read_text(encoding="utf-8"))
    views = {name: _view(BodyView(name), entry) for name, entry in body["views"].items() if "dots" in entry}
    for name, entry in body["views"].items():
        if "mirrors" in entry:
            views[name] = _mirrored(BodyView(name), views[entry["mirrors"]], entry)
    return BodyChart(
        views={BodyView(name): view for name, view in views.items()},
        cells=tuple(tuple(zones) for zones in body["cells"].values()),
        across=frozenset(body["across"]),
        skin={BodySegment(name): _skin(entry) for name, entry in body["segments"].items()},
    )


def _view(name: BodyView, entry: Mapping[str, Any]) -> ChartView:
    return ChartView(
        name=name,
        width=entry["width"],
        height=entry["height"],
        middle=entry["middle"],
        right=tuple(entry["right"]),
        down=tuple(entry["down"]),
        origin=tuple(entry["origin"]),
        pictures=_pictures(entry),
        outline=entry["outline"],
        zones={zone: ZoneOutline(one["area"], one["left"], one.get("both")) for zone, one in entry["zones"].items()},
        dots=_dots(entry["dots"]),
    )


def _mirrored(name: BodyView, view: ChartView, entry: Mapping[str, Any]) -> ChartView:
    """The view from the other side: its pictures are its own, whatever else it shows is the mirror image."""
    return ChartView(
        name=name,
        width=view.width,
        height=view.height,
        middle=None,
        right=(-view.right[0], -view.right[1], -view.right[2]),
        down=view.down,
        origin=(view.width - view.origin[0], view.origin[1]),
        pictures=_pictures(entry),
        outline=view.outline,
        zones=view.zones,
        dots={},
    )


def _pictures(entry: Mapping[str, Any]) -> dict[str, Picture]:
    return {shows: Picture(one["file"], tuple(one["place"])) for shows, one in entry["pictures"].items()}


def _dots(columns: Mapping[str, list[Any]]) -> dict[int, tuple[Dot, ...]]:
    dots: dict[int, list[Dot]] = {}
    for x, y, gap, cell, near, at in zip(*(columns[name] for name in DOT_COLUMNS), strict=True):
        pairs = tuple((near[i], near[i + 1] / 10) for i in range(0, len(near), 2))
        dots.setdefault(cell, []).append(Dot((x / 10, y / 10), gap / 10, pairs, tuple(at)))
    return {cell: tuple(own) for cell, own in dots.items()}


DOT_COLUMNS = ("x", "y", "gap", "cell", "near", "at")
"""What the file tells of every dot; lengths are in tenths of a unit."""


def _skin(entry: Mapping[str, Any]) -> Skin:
    angles = entry["angles"]
    step = angles[1] - angles[0]
    return Skin(
        length=entry["length"],
        first_angle=angles[0],
        step=step,
        goes_round=len(angles) * step == 360,  # noqa: PLR2004  # degrees
        places=tuple(tuple(place and tuple(place) for place in row) for row in entry["skin"]),
        seen={BodyView(view): tuple(rows) for view, rows in entry["seen"].items()},
    )
