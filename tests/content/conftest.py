"""What the tests of reading decks share: the problems that a changed small deck has."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studyapp.content.loader import load_catalog
from studyapp.errors import DeckError


@pytest.fixture
def problems_of(write_deck: Callable[..., Path]) -> Callable[..., list[str]]:
    """Every problem of the small deck after changes, as `file:line: message` with files named from its folder."""

    def load(changes: dict[str, object]) -> list[str]:
        folder = write_deck(changes)
        with pytest.raises(DeckError) as error:
            load_catalog([folder], only_extra=True)
        return [str(problem).removeprefix(f"{folder}/") for problem in error.value.problems]

    return load
