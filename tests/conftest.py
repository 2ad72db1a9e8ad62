"""What several tests share: a small valid deck, as files to change."""

from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import copytree
from typing import TypeAlias

import pytest
from hypothesis import settings

settings.register_profile("studyapp", deadline=None)  # how long an example takes is the machine's affair
settings.load_profile("studyapp")

SMALL_DECKS = Path(__file__).parent / "content" / "decks"
Change: TypeAlias = str | bytes | tuple[str, ...] | None
"""A file's new text; replacements (old, new, …) of texts that stand in it once each; or None for no such file."""
WriteDeck: TypeAlias = Callable[..., Path]


@pytest.fixture
def write_deck(tmp_path: Path) -> WriteDeck:
    """Write the small decks folder (`vocabulary.yaml`, `names.yaml`, `tails/`), changed, and return it."""

    def write(changes: Mapping[str, Change] | None = None, *, name: str = "decks") -> Path:
        folder = tmp_path / name
        copytree(SMALL_DECKS, folder)
        for file, change in (changes or {}).items():
            _change(folder / file, change)
        return folder

    return write


def _change(path: Path, change: Change) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    match change:
        case None:
            path.unlink()
        case str():
            path.write_text(change, encoding="utf-8")
        case bytes():
            path.write_bytes(change)
        case _:
            text = path.read_text(encoding="utf-8")
            for old, new in zip(change[::2], change[1::2], strict=True):
                assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
                text = text.replace(old, new)
            path.write_text(text, encoding="utf-8")
