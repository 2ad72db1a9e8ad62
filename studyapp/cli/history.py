"""Commands that bring home what was done elsewhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from studyapp.cli.options import FOLDER, data_option, decks_option, settings_of
from studyapp.cli.student import services_of, studying
from studyapp.errors import AnkiFileError

if TYPE_CHECKING:  # slow to load, and no other command needs them
    from studyapp.services.anki_history import Homecoming


@click.group("import", no_args_is_help=False)
def import_() -> None:
    """Bring home what you did elsewhere."""


@import_.command("anki")
@click.argument("file", type=FOLDER)
@click.option("--dry-run", is_flag=True, help="Only tell; take nothing in.")
@decks_option
@data_option
@click.pass_context
def import_anki(
    context: click.Context, /, *, file: Path, dry_run: bool, decks: tuple[Path, ...], data: Path | None
) -> None:
    """Take in what you answered in Anki from FILE, an .apkg or .colpkg with scheduling, after a backup."""
    from studyapp.services.anki_history import is_collection  # noqa: PLC0415  # as above

    if file.is_dir():
        raise AnkiFileError(f"{file} is a folder: name the .apkg or .colpkg file that Anki exported.")
    if not file.is_file():
        raise AnkiFileError(f"There is no file {file}.")
    with services_of(settings_of(context, decks=decks, data=data)) as services, file.open("rb") as package:
        taken = services.anki_history.take_in(studying(services), package, only_tell=dry_run)
        for line in told(taken, is_dry=dry_run, is_collection=is_collection(file.name)):
            click.echo(line)
        if taken.backup:
            click.echo(f"To undo that: studyapp restore {services.backups.path(taken.backup)}")


def told(taken: "Homecoming", *, is_dry: bool, is_collection: bool) -> Iterator[str]:
    """What became of a package, in lines."""
    if taken.is_empty:
        yield "This file holds no answers to cards from studyapp."
        if not is_collection:
            yield "Was it exported with “Include scheduling information”? Tick that in Anki, and export it again."
    else:
        days = dict.fromkeys(str(day) for day in (taken.first_day, taken.last_day) if day)
        span = f", {' to '.join(days)}" if days else ""
        yield f"{taken.taken:>9,}  {'to take in' if is_dry else 'taken in'}{span}"
    counts = [
        (taken.known, "here already"),
        *((number, str(reason)) for reason, number in taken.skipped.items()),
        (taken.unknown_cards, "cards from studyapp that no deck here has"),
        (taken.other_cards, "cards of other decks, not read"),
    ]
    for number, what in counts:
        if number:
            yield f"{number:>9,}  {what}"
