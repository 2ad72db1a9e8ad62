"""`studyapp new`: files to fill in."""

from pathlib import Path

import click

from studyapp.cli.options import FOLDER
from studyapp.content.deckfiles import deck_folders, home_of
from studyapp.content.loader import load_names
from studyapp.content.rules import RESERVED
from studyapp.content.template import another_name_of, muscle_template, slug
from studyapp.domain.fact import lower_first
from studyapp.errors import SettingError


@click.group(no_args_is_help=False)
def new() -> None:
    """Begin something."""


@new.command()
@click.argument("name")
@click.option("--deck", type=FOLDER, metavar="DIR", help="The deck's folder; needed where there are several.")
def muscle(name: str, deck: Path | None) -> None:
    """Write a commented file for the muscle NAME into a deck's folder."""
    name = " ".join(name.split())
    if not slug(name):
        raise SettingError(f"“{name}” is no name of a muscle.")
    if slug(name) in RESERVED:
        raise SettingError(f"“{slug(name)}” is reserved.")
    folder = _deck(deck)
    path = folder / "muscles" / f"{slug(name)}.yaml"
    if path.exists():
        raise SettingError(f"{path} is there already.")
    names = load_names([home_of(folder)])
    if known := another_name_of(name, names):
        raise SettingError(f"“{name}” is another name of {lower_first(known.label)}.")
    text = muscle_template(name[:1].upper() + name[1:], names)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    click.echo(f"{path}: fill it in, then run studyapp check.")


def _deck(given: Path | None) -> Path:
    """The deck to write to: the one given, or the only one here or in `decks`."""
    if given is not None:
        if not (given / "deck.yaml").is_file():
            raise SettingError(f"There is no deck in {given}: no deck.yaml.")
        return given
    found = deck_folders(Path()) or deck_folders(Path("decks"))
    if len(found) != 1:
        raise SettingError(f"There are {len(found)} decks here: say with --deck which one is meant.")
    return found[0]
