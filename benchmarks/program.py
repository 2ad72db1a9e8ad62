"""Starting a program that serves, and asking it for pages, as every benchmark here does."""

import os
import platform
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

PATIENCE_SECONDS = 30
PAUSE_SECONDS = 0.002


class Program:
    """A program that serves on a port of this machine, from its start to its first page and on."""

    def __init__(self, command: Sequence[str | Path], port: int) -> None:
        """Start it; `first_page_seconds` is the time until it answered `/`."""
        self.origin = f"http://127.0.0.1:{port}"
        self.connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        started = time.perf_counter()
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while not self._answers():
            if self.process.poll() is not None or time.perf_counter() - started > PATIENCE_SECONDS:
                sys.exit(f"{command[0]} does not serve.")
            time.sleep(PAUSE_SECONDS)
        self.first_page_seconds = time.perf_counter() - started

    def get(self, path: str) -> str:
        """The text that a path answers with; a redirect is followed."""
        self.connection.request("GET", path)
        response = self.connection.getresponse()
        text = response.read().decode(errors="replace")
        return self.get(response.headers["Location"]) if response.status in {302, 303} else text

    def post(self, path: str, body: str, headers: Mapping[str, str]) -> int:
        """The status that a form sent to a path is answered with."""
        form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
        self.connection.request("POST", path, body, form | dict(headers))
        response = self.connection.getresponse()
        response.read()
        return response.status

    def resident_mb(self) -> float:
        """Its resident memory in megabytes (1,000,000 bytes)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        [line] = (line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024 / 1e6

    def processor_seconds(self) -> float:
        """How long a processor worked for it so far; unlike the time it took, hardly more on a busy machine."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """Press Ctrl-C and wait."""
        self.connection.close()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE_SECONDS)

    def _answers(self) -> bool:
        try:
            self.get("/")
        except OSError:
            self.connection.close()
            return False
        return True


@contextmanager
def serving(*command: str | Path) -> Iterator[Program]:
    """Start a program with `--port` and a free port; it has ended afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    program = Program([*command, "--port", str(port)], port)
    try:
        yield program
    finally:
        program.end()


def studyapp(data: Path) -> tuple[str | Path, ...]:
    """The command that starts studyapp on a data folder."""
    return (Path(sys.executable).with_name("studyapp"), "--no-browser", "--data", data)


def machine() -> str:
    """When and where the figures were measured, in one line."""
    now = datetime.now(UTC).date()
    return f"{now}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
