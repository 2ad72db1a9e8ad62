"""What the tests of facts, notes and cards share: the catalog of the small deck, as it is or changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studyapp.content.loader import load_catalog
from studyapp.domain.catalog import Catalog

SMALL_DECKS = Path(__file__).parents[1] / "content" / "decks"


@pytest.fixture(scope="session")
def small() -> Catalog:
    """The catalog of the small deck as it stands."""
    return load_catalog([SMALL_DECKS], only_extra=True)


@pytest.fixture
def catalog_with(write_deck: Callable[..., Path]) -> Callable[..., Catalog]:
    """The catalog of the small deck after changes to its files, named without their folder."""

    def load(changes: dict[str, object], **options: str) -> Catalog:
        folder = write_deck({f"tails/{file}": change for file, change in changes.items()}, **options)
        return load_catalog([folder], only_extra=True)

    return load
