"""How far long work is, on the terminal."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TextIO

import click

from studyapp.steps import Steps, untold

PATIENCE_SECONDS = 1.0
"""Work that is done by then needs no bar."""


@contextmanager
def shown_progress(
    label: str, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
) -> Iterator[Steps]:
    """Steps that become a bar on standard error once the work takes long; nothing where nobody watches."""
    watched = stream or sys.stderr
    if not watched.isatty():
        yield untold
        return
    began, bars = clock(), list[Any]()
    with ExitStack() as cleared_at_the_end:

        def steps(done: int, total: int) -> None:
            if not bars and clock() - began > PATIENCE_SECONDS:
                bar = click.progressbar(length=total, label=label, file=watched)
                bars.append(cleared_at_the_end.enter_context(bar))
            for bar in bars:
                bar.update(done - bar.pos)

        yield steps
