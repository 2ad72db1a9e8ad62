"""The application knows whose progress goes to Anki: what was answered here, in days as that student has them."""

import json
import sqlite3
import zipfile
from contextlib import closing
from io import BytesIO
from uuid import uuid4

from made_catalog import key_of

from studyapp.anki.wanted import Wanted
from studyapp.domain.scheduler import Grade
from studyapp.services.study import GivenAnswer


def test_what_was_answered_here_and_the_hour_set_here_go_along(make_app, tmp_path):
    services = make_app().extensions["studyapp"]
    services.study.answer(GivenAnswer(uuid4(), key_of("c01"), Grade.GOOD))
    services.preferences.save({"rollover_hour": "3"})
    content = services.anki.package(wanted=Wanted(with_progress=True)).content
    (tmp_path / "taken.anki2").write_bytes(zipfile.ZipFile(BytesIO(content)).read("collection.anki2"))
    with closing(sqlite3.connect(tmp_path / "taken.anki2")) as connection:
        assert connection.execute("SELECT type, ivl, reps FROM cards ORDER BY type").fetchall() == [
            (0, 0, 0),
            (0, 0, 0),
            (2, 1, 1),
        ]
        [(conf,)] = connection.execute("SELECT conf FROM col").fetchall()
    assert json.loads(conf)["rollover"] == 3
