"""studyapp installed as a package, run from another folder than its own."""

import socket
import sqlite3
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from running import REPOSITORY, run, serving, succeed

from studyapp import __version__

pytestmark = pytest.mark.xdist_group("installed")

GOODBYE = "studyapp has ended; everything is saved.\n"


@pytest.fixture
def serve(installed, tmp_path, free_port):
    """Start the installed program on a free port and a data folder of the test's own."""

    def start(*options, data=tmp_path / "data"):
        options = ("--no-browser", "--port", str(free_port), "--data", data, *options)
        return serving(installed / "studyapp", *options, cwd=tmp_path)

    return start


def test_pip_installs_a_program_that_brings_its_pages_and_decks(installed, serve, tmp_path):
    with serve() as studyapp:
        response, page = studyapp.get("/")
        assert (response.status, "<h1" in page, "</html>" in page) == (200, True, True)
        response, style = studyapp.get("/static/app.css")
        assert (response.status, style) == (200, (REPOSITORY / "static/app.css").read_text())
        _, atlas = studyapp.get("/atlas")
        assert "Gluteus minimus" in atlas
    decks = len(list((REPOSITORY / "decks").glob("*/deck.yaml")))
    assert succeed(installed / "studyapp", "check", cwd=tmp_path).startswith(f"Decks: {decks}, ")


def test_it_says_where_it_is_and_where_the_data_are_and_ends_cleanly_on_ctrl_c(serve, tmp_path, free_port):
    with serve() as studyapp:
        assert studyapp.said == [
            f"studyapp is at http://127.0.0.1:{free_port}/ (Ctrl-C ends it)",
            f"Your data is in {tmp_path / 'data'}",
        ]
        assert studyapp.get("/")[0].status == 200
        assert studyapp.interrupt() == GOODBYE
        assert studyapp.process.returncode == 0


def test_the_next_free_port_is_taken_when_the_wished_one_is_not_free(serve, free_port):
    with socket.create_server(("127.0.0.1", free_port)), serve() as studyapp:
        taken = int(studyapp.address.rstrip("/").rpartition(":")[2])
        assert free_port < taken < free_port + 50
        assert studyapp.get("/")[0].status == 200


def test_a_review_is_still_there_after_a_restart(serve, tmp_path):
    data = tmp_path / "not" / "there yet"
    with serve(data=data) as studyapp:
        card = studyapp.get("/study")[0].headers["Location"]
        response, body = studyapp.post(f"{card}/review", review=str(uuid4()), grade="4")
        assert response.status == 303, body
        assert studyapp.interrupt() == GOODBYE
    with serve(data=data) as studyapp:
        assert studyapp.get("/study")[0].headers["Location"] != card
    database = sqlite3.connect(data / "studyapp.sqlite3")
    assert database.execute("select count(*) from reviews").fetchone() == (1,)
    database.close()


def test_the_source_distribution_builds_the_same_wheel_as_the_tree(copy, installed):
    for rubbish in ("templates/__pycache__", "studyapp/__pycache__"):
        (copy / rubbish).mkdir()
        (copy / rubbish / "rubbish.cpython-311.pyc").touch()
    hatchling = (installed / "python", "-m", "hatchling", "build", "-d")
    succeed(*hatchling, copy / "from-tree", cwd=copy)
    [source] = (copy / "from-tree").glob("*.tar.gz")
    succeed("tar", "xf", source, cwd=copy)
    unpacked = copy / source.name.removesuffix(".tar.gz")
    succeed(*hatchling, copy / "from-source", "-t", "wheel", cwd=unpacked)
    files = _files_of_wheel(copy / "from-tree")
    assert files == _files_of_wheel(copy / "from-source")
    assert not [name for name in files if "__pycache__" in name or name.endswith(".pyc")]
    for name in ("templates/base.html", "static/app.css", "decks/vocabulary.yaml"):
        assert f"studyapp/_resources/{name}" in files


def test_uv_runs_it_from_a_copy_of_the_tree(copy, uv, installed, tmp_path):
    places = {"UV_PROJECT_ENVIRONMENT": str(tmp_path / "venv"), "UV_PYTHON": str(installed / "python")}
    done = run(uv, "run", "--quiet", "studyapp", "--version", cwd=copy, **places)
    assert (done.returncode, done.stdout) == (0, f"studyapp, version {__version__}\n"), done.stderr


def _files_of_wheel(folder: Path) -> dict[str, int]:
    """The names of the files in the one wheel of a folder, each with its checksum."""
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return {one.filename: one.CRC for one in archive.infolist()}
