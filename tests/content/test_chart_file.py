"""The body chart's file, as `make bodychart` writes it."""

import json

import pytest

from studyapp.content.bodychart import body_folder, read_body_chart
from studyapp.domain.vocabulary import BodyView

RAW = json.loads((body_folder() / "body.json").read_text(encoding="utf-8"))


@pytest.fixture
def read(tmp_path):
    def write_and_read(raw):
        path = tmp_path / "body.json"
        path.write_text(json.dumps(raw), encoding="utf-8")
        return read_body_chart(path)

    return write_and_read


def test_every_view_of_the_vocabulary_is_there(read):
    assert read(RAW).views.keys() == set(BodyView)


def test_every_dot_has_its_cell_and_lengths_are_in_units(read):
    body = read(RAW)
    view, raw = body.views[BodyView.BACK], RAW["views"]["back"]["dots"]
    assert sum(map(len, view.dots.values())) == len(raw["x"])
    (dot, *_) = view.dots[raw["cell"][0]]
    assert dot.at == (raw["x"][0] / 10, raw["y"][0] / 10)
    assert all(0 < distance < 20 for dots in view.dots.values() for one in dots for _, distance in one.near)


def test_columns_of_different_lengths_are_refused(read):
    short = json.loads(json.dumps(RAW))
    short["views"]["back"]["dots"]["x"].pop()
    with pytest.raises(ValueError, match=r"longer|shorter"):
        read(short)
