"""Finds the Chromium that the browser tests drive; `--install` gets one when there is none.

Prints its path. Looked for in this order: STUDYAPP_CHROMIUM, the PATH, Playwright's own.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
START_SECONDS = 30
APT_ENVIRONMENT = {"DEBIAN_FRONTEND": "noninteractive"}
DEBIAN_PACKAGES = ("chromium", "libatomic1")
"""Chromium, and a library without which Playwright's driver does not start."""
ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path, end="")
"""
NONE_FOUND = (
    "studyapp: The browser tests need Chromium; on Debian: apt install chromium"
    " (or set STUDYAPP_CHROMIUM to the path of a Chromium or Chrome)"
)


def find_chromium() -> Path | None:
    """The Chromium to test with; None when there is none that starts."""
    named = os.environ.get("STUDYAPP_CHROMIUM")
    if named:
        return Path(named) if _starts(named) else None
    return next((Path(program) for program in _programs() if _starts(program)), None)


def install_chromium() -> None:
    """Install Debian's Chromium as root, otherwise Playwright's; what goes wrong is told on standard error."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _run("apt-get", "-qq", "update")
        _run("apt-get", "-qq", "install", "--no-install-recommends", *DEBIAN_PACKAGES)
    if find_chromium() is None:
        _run(sys.executable, "-m", "playwright", "install", "chromium")


def _starts(program: str) -> bool:
    """Whether it is more than a stub that tells how to install a browser."""
    try:
        subprocess.run([program, "--version"], check=True, capture_output=True, timeout=START_SECONDS)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _programs() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    asked = subprocess.run([sys.executable, "-c", ASK_PLAYWRIGHT], check=False, capture_output=True, text=True)
    yield asked.stdout  # nothing when Playwright's driver lacks a library, as it does on the barest of systems


def _run(*command: str) -> None:
    print("studyapp:", *command, file=sys.stderr)
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=os.environ | APT_ENVIRONMENT)


def main() -> None:
    """Print the path of Chromium, or exit with a sentence."""
    found = find_chromium()
    named = os.environ.get("STUDYAPP_CHROMIUM")
    if found is None and named:
        sys.exit(f"studyapp: STUDYAPP_CHROMIUM is {named}, which does not start.")
    if found is None and "--install" in sys.argv:
        install_chromium()
        found = find_chromium()
    print(found or sys.exit(NONE_FOUND))


if __name__ == "__main__":
    main()
