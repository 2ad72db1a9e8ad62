"""Finding the Chromium of the browser tests."""

import sys

import pytest
from running import REPOSITORY, run

FIND = (sys.executable, REPOSITORY / "tools/find_chromium.py")


@pytest.fixture
def browser(tmp_path):
    """Write a program that behaves like a browser when asked for its version."""

    def write(name, text="exit 0"):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{text}\n")
        program.chmod(0o755)
        return program

    return write


def test_the_one_that_is_named_comes_first(browser, tmp_path):
    browser("chromium")
    named = browser("mine")
    found = run(*FIND, cwd=tmp_path, PATH=str(tmp_path), STUDYAPP_CHROMIUM=str(named))
    assert found.stdout == f"{named}\n"


def test_then_the_first_on_the_path_that_starts(browser, tmp_path):
    browser("chromium", "echo install me; exit 1")
    chrome = browser("google-chrome")
    assert run(*FIND, cwd=tmp_path, PATH=str(tmp_path)).stdout == f"{chrome}\n"


def test_one_that_is_named_and_does_not_start_is_told(tmp_path):
    found = run(*FIND, "--install", cwd=tmp_path, STUDYAPP_CHROMIUM="/nowhere")
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr == "studyapp: STUDYAPP_CHROMIUM is /nowhere, which does not start.\n"


def test_without_any_one_sentence_says_what_to_install(tmp_path):
    places = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    found = run(*FIND, cwd=tmp_path, **places)
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.startswith("studyapp: The browser tests need Chromium; on Debian: apt install chromium")
