"""What the tests of setting up share: a copy of the working tree, and studyapp installed from one."""

import shutil
import socket
import sys
import venv
from pathlib import Path

import pytest
from running import REPOSITORY, copy_to, succeed
from uv import find_uv_bin


@pytest.fixture(scope="session")
def uv() -> str:
    return find_uv_bin()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copy_to(tmp_path / "a copy")


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, uv: str) -> Path:
    """The folder of programs of a venv into which a copy was installed by pip, with the pinned dependencies alone."""
    here = tmp_path_factory.mktemp("installed")
    venv.create(here / "venv", symlinks=True)
    python = here / "venv/bin/python"
    lock = REPOSITORY / "requirements.lock"
    succeed(uv, "pip", "install", "--python", python, "--require-hashes", "--requirement", lock, cwd=here)
    pip = (sys.executable, "-m", "pip", "--python", python, "install")
    copied = copy_to(here / "a copy")
    succeed(*pip, "--no-index", "--no-build-isolation", copied, cwd=here, PIP_DISABLE_PIP_VERSION_CHECK="1")
    shutil.rmtree(copied)
    return python.parent


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
