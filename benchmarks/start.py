"""Measures the time from the start command to the first page, and the memory in use, beside bare Flask and waitress.

Target: first page within 1.5 s, at most 120 MB. Medians of 5 runs that take turns.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import TypeAlias

from program import Program, machine, serving, studyapp

RUNS = 5
PAGES = 50
LINK = re.compile(r'href="(/[^"]*)"')
Figures: TypeAlias = tuple[float, float, float, float]
ROWS = (
    ("to the first page, s", ".2f"),
    ("  of it processor time, s", ".2f"),
    ("memory then, MB", ".0f"),
    (f"memory after {PAGES} pages, MB", ".0f"),
)


def main() -> None:
    """Print a table: a column for each thing measured."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = (Path(folder) / str(number) for number in range(RUNS))
        columns: dict[str, Callable[[], Sequence[str | Path]]] = {
            "first start ever": lambda: studyapp(next(fresh)),
            "every later start": lambda: studyapp(Path(folder) / "0"),
            "Flask + waitress": lambda: (sys.executable, Path(__file__).with_name("floor.py")),
        }
        measured: dict[str, list[Figures]] = {name: [] for name in columns}
        for _ in range(RUNS):
            for name, command in columns.items():
                measured[name].append(measure(command()))
    print(f"Start: medians of {RUNS} runs, {machine()}")
    print(" " * 26, *(f"{name:>20}" for name in columns))
    for row, (title, form) in enumerate(ROWS):
        medians = (median(figures[row] for figures in measured[name]) for name in columns)
        print(f"{title:26}", *(f"{value:>20{form}}" for value in medians))


def measure(command: Sequence[str | Path]) -> Figures:
    """Seconds to the first page, and megabytes after it and after the pages that its links lead to."""
    with serving(*command) as program:
        figures = (program.first_page_seconds, program.processor_seconds(), program.resident_mb())
        for path in islice(cycle(paths(program)), PAGES):
            program.get(path)
        return (*figures, program.resident_mb())


def paths(program: Program) -> Iterable[str]:
    """The pages that the first page links to, and those that they link to."""
    found = {"/": None}
    for _ in range(2):
        links = (link for path in list(found) for link in LINK.findall(program.get(path)))
        found |= {link: None for link in islice(links, PAGES) if not link.startswith("/static/")}
    return list(found)


if __name__ == "__main__":
    main()
