"""Running commands as a newcomer would: copying the working tree, starting what serves, pressing Ctrl-C."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from signal import SIGINT
from urllib.parse import urlencode, urlsplit

REPOSITORY = Path(__file__).parents[2]
ENDS_WITHIN_SECONDS = 20
OURS = ("STUDYAPP_", "PYTHON", "VIRTUAL_ENV", "UV_", "MAKE", "MFLAGS")


def environment(**more: str) -> dict[str, str]:
    """The environment as a newcomer has it: without what `make test` or a developer's shell adds."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | more


def run(*command: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end and keep what it prints."""
    return subprocess.run(command, cwd=cwd, env=environment(**more), text=True, capture_output=True, check=False)


def succeed(*command: str | Path, cwd: Path, **more: str) -> str:
    """Run a command that must succeed; returns what it printed."""
    done = run(*command, cwd=cwd, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def copy_to(folder: Path) -> Path:
    """Copy what git knows of the working tree, and what it would add, so that nothing is left in the tree itself."""
    listed = succeed("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=REPOSITORY)
    for name in filter(None, listed.split("\0")):
        if (REPOSITORY / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, folder / name)
    return folder


@dataclass
class Running:
    """A studyapp that serves."""

    process: subprocess.Popen[str]
    said: list[str]

    @property
    def address(self) -> str:
        return self.said[0].split()[3]

    def get(self, path: str) -> tuple[HTTPResponse, str]:
        return self.send("GET", path)

    def post(self, path: str, **form: str) -> tuple[HTTPResponse, str]:
        return self.send("POST", path, urlencode(form))

    def send(self, method: str, path: str, body: str | None = None) -> tuple[HTTPResponse, str]:
        headers = {"Origin": self.address.rstrip("/"), "Content-Type": "application/x-www-form-urlencoded"}
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=ENDS_WITHIN_SECONDS)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response, response.read().decode()
        finally:
            connection.close()

    def interrupt(self) -> str:
        """Press Ctrl-C: every process of the terminal's group gets the signal. Returns what is printed after it."""
        os.killpg(self.process.pid, SIGINT)
        rest, _ = self.process.communicate(timeout=ENDS_WITHIN_SECONDS)
        return rest


@contextmanager
def serving(*command: str | Path, cwd: Path, **more: str) -> Iterator[Running]:
    """Start a command that serves, in a process group of its own; it has ended afterwards, come what may."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with ExitStack() as stack:
        process = stack.enter_context(
            subprocess.Popen(command, cwd=cwd, env=environment(**more), start_new_session=True, **pipes)
        )
        stack.callback(lambda: process.poll() is None and os.killpg(process.pid, 9))
        said = []
        for line in process.stdout:
            said.append(line.rstrip("\n"))
            if line.startswith("Your data is in"):
                break
        else:
            raise AssertionError("It ended before it served:\n" + "\n".join(said))
        yield Running(process, said[-2:])
