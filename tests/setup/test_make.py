"""`make run`: on a machine that has next to nothing, and the second time."""

import sys
from pathlib import Path

import pytest
from running import copy_to, run, serving, succeed

pytestmark = pytest.mark.xdist_group("made")

WITHOUT_VENV = 'case "$*" in *venv*) exit 1;; esac'
INSTALL = ("tools/install.sh", "requirements.lock")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A copy, with a space in its path, that is set up as `make run` does it."""
    folder = copy_to(tmp_path_factory.mktemp("made") / "study app")
    said = run(*INSTALL, cwd=folder, PYTHON=sys.executable)
    assert said.returncode == 0, said.stderr
    return folder


def test_make_run_installs_the_run_time_set_alone(home):
    lock = (home / "requirements.lock").read_text()
    pinned = {line.split("==")[0].lower() for line in lock.splitlines() if "==" in line}
    listed = succeed(".venv/bin/python", "-m", "pip", "list", "--format=freeze", cwd=home)
    installed = {line.split("==")[0].lower().replace("_", "-") for line in listed.splitlines()}
    assert pinned <= installed
    assert installed - pinned <= {"pip", "setuptools", "studyapp"}


def test_make_run_serves_and_says_goodbye_on_ctrl_c(home, tmp_path, free_port):
    settings = {"DATA": tmp_path / "data", "OPEN_BROWSER": "no", "PORT": free_port}
    variables = {f"STUDYAPP_{name}": str(value) for name, value in settings.items()}
    with serving("make", "run", cwd=home, **variables) as studyapp:
        assert studyapp.get("/")[0].status == 200
        assert "studyapp has ended; everything is saved.\n" in studyapp.interrupt()


def test_nothing_is_installed_the_second_time(home):
    done = run(*INSTALL, cwd=home)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_change_of_pyproject_is_installed(home):
    project = home / "pyproject.toml"
    before = project.read_text()
    project.write_text(before.replace("[project.scripts]", '[project.scripts]\nstudyapp-too = "studyapp.cli:main"'))
    succeed(*INSTALL, cwd=home)
    assert succeed(".venv/bin/studyapp-too", "--version", cwd=home).startswith("studyapp")


def test_the_venv_of_a_folder_that_was_moved_is_not_used(home, copy):
    (copy / ".venv").mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (copy / ".venv" / name).symlink_to(home / ".venv" / name)
    done = run(*INSTALL, cwd=copy, PYTHON="nowhere")
    assert done.stderr.startswith("studyapp: There is no nowhere;")


@pytest.mark.parametrize(
    ("python", "sentence"),
    [
        (None, "There is no {}; on Debian and Ubuntu: apt install python3 python3-venv"),
        ("exit 1", "{} is older than 3.11; name a newer one, such as: make run PYTHON=python3.12"),
        (
            'case "$*" in *venv*) exit 1;; esac',
            "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv",
        ),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(copy, tmp_path, python, sentence):
    program = tmp_path / "python"
    if python is not None:
        script(program, python)
    done = run("make", "run", f"PYTHON={program}", cwd=copy)
    assert done.returncode != 0
    assert done.stderr.splitlines()[0] == "studyapp: " + sentence.format(program)
    assert not (copy / ".venv").exists()


def script(path: Path, text: str) -> None:
    """Write a shell script that can be run."""
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
