"""studyapp as a program of its own, served to this machine's real network."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from studyapp.errors import SettingError
from studyapp.lan import lan_address

WHOLE = "What they send and receive is not encrypted.\n"
"""The last line that `serve --lan` prints when it starts."""


def own_address() -> str:
    """The address of this machine in its network; a machine without one skips the test and says so."""
    try:
        return lan_address()
    except SettingError as error:
        pytest.skip(f"needs a local network: {error}")


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@dataclass
class LanServer:
    """A running `studyapp serve --lan`."""

    process: subprocess.Popen[str]
    told: str
    """What it printed: by now when it started, in the end all."""

    @property
    def laptop(self) -> str:
        """Where this machine's own browser finds it."""
        return self._found(r"studyapp is at (http://[^/]+)/")

    @property
    def address(self) -> str:
        """Where a phone finds it."""
        return self._found(r"open (http://[^/]+)/")

    @property
    def code(self) -> str:
        """The pairing code that it printed."""
        return self._found(r"Pairing code: (\S+)")

    def _found(self, pattern: str) -> str:
        found = re.search(pattern, self.told)
        assert found, self.told
        return found[1]


@contextmanager
def lan_server(data: Path, *options: str, port: int | None = None) -> Iterator[LanServer]:
    """Start it, wait until it has printed all that it prints, and in the end end it as Ctrl-C does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STUDYAPP_")}
    command = [sys.executable, "-m", "studyapp", "serve", "--no-browser", "--data", str(data)]
    process = subprocess.Popen(
        [*command, "--port", str(port or free_port()), *(options or ("--lan",))],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**kept, "PYTHONUTF8": "1", "STUDYAPP_TIMEZONE": "UTC"},
    )
    server = LanServer(process, "")
    try:
        while not server.told.endswith(WHOLE):
            line = process.stdout.readline() if process.stdout else ""
            assert line, f"it ended too early: {server.told}"
            server.told += line
        yield server
    finally:
        process.terminate()
        server.told += process.communicate(timeout=30)[0]


def raw(address: str, request: str) -> str:
    """What a server answers to bytes that no browser would send."""
    host, port = address.removeprefix("http://").split(":")
    with closing(socket.create_connection((host, int(port)), timeout=10)) as connection:
        connection.sendall(request.encode("latin1"))
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b"")).decode("latin1")
