"""Commands about the student's data: back it up, restore it, examine it, list its orphans, delete it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from studyapp.cli.options import (
    FOLDER,
    catalog_of,
    data_option,
    database_of,
    decks_option,
    json_option,
    needed,
    output_option,
    place_told,
    print_table,
    settings_of,
)
from studyapp.clock import utc_now
from studyapp.errors import DeckError, SettingError

if TYPE_CHECKING:  # SQLAlchemy is slow to load, and commands about decks do not need it
    from studyapp.services.backups import Backups
    from studyapp.services.everything import Everything

MARKS = {"well": "ok    ", "told": "note  ", "mended": "mended", "ill": "ILL   "}


@click.command()
@output_option("Where to; without it, into the data folder.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@data_option
@click.pass_context
def backup(context: click.Context, output: Path | None, data: Path | None, *, force: bool) -> None:
    """Back your data up; studyapp may be running."""
    backups = _backups(context, data)
    if output is not None and output.exists() and not force:
        raise SettingError(f"{output} is there already; --force writes over it.")
    if output is not None:
        backups.write(output)
    click.echo(f"Backed up to {output or backups.path(backups.back_up())}")


@click.command()
@click.argument("file", type=FOLDER)
@decks_option
@data_option
@click.pass_context
def restore(context: click.Context, file: Path, decks: tuple[Path, ...], data: Path | None) -> None:
    """Put the backup FILE in place of your data, which is backed up before; studyapp may be running."""
    restored = _backups(context, data).restore(file)
    with (
        suppress(DeckError),
        database_of(context, data) as database,
    ):  # decks that cannot be read wait for the next start
        from studyapp.services.study import Study  # noqa: PLC0415  # as above

        Study(database, catalog_of(context, decks=decks), utc_now).refresh_schedules()
    click.echo(f"Restored from {file}")
    if restored.before:
        click.echo(f"What was there before is in {restored.before}")
    if restored.broken:
        click.echo(f"What was there before was damaged, and is kept as {restored.broken}")
        click.echo("If studyapp is running, end it and start it again.")


@click.command()
@click.option("--dry-run", is_flag=True, help="Only tell; mend nothing.")
@decks_option
@data_option
@click.pass_context
def doctor(context: click.Context, /, *, dry_run: bool, decks: tuple[Path, ...], data: Path | None) -> None:
    """Examine your data and mend what can be mended; exit code 1 when something cannot."""
    from studyapp.services.doctor import Doctor, State  # noqa: PLC0415  # as above

    data = settings_of(context, data=data).data
    is_ill = False
    for finding in Doctor(data, lambda: catalog_of(context, decks=decks), utc_now, only_tell=dry_run).examine():
        click.echo(f"{MARKS[finding.state]}  {finding.text}")
        is_ill |= finding.state is State.ILL
    if is_ill:
        click.echo("What is marked ILL cannot be mended here.")
        context.exit(1)


@click.command()
@json_option
@decks_option
@data_option
@click.pass_context
def orphans(context: click.Context, /, *, as_json: bool, decks: tuple[Path, ...], data: Path | None) -> None:
    """List the cards that you studied and that no deck holds any more; their reviews are kept."""
    from studyapp.services.orphans import orphans as found_in  # noqa: PLC0415  # as above

    catalog = catalog_of(context, decks=decks)
    with database_of(context, data) as database:
        found = found_in(database, catalog)
    if as_json:
        for orphan in found:
            click.echo(json.dumps(asdict(orphan), ensure_ascii=False))
    elif found:
        rows = ((o.deck, o.card, str(o.reviews), o.last_day) for o in found)
        print_table(("deck", "card", "reviews", "last day"), rows)
    else:
        click.echo("There are no orphans: every card that you studied is in a deck.")


@click.command("delete-everything")
@click.option("--yes", is_flag=True, help="Say that you mean it.")
@data_option
@click.pass_context
def delete_everything(context: click.Context, /, *, yes: bool, data: Path | None) -> None:
    """Delete all your reviews, schedules, marks, remarks, preferences, exams and sittings, after a backup."""
    if not yes:
        raise SettingError("This deletes all that you have studied and set; say --yes if you mean it.")
    with _everything(context, data) as everything:
        backup = everything.delete()
        path = everything.backups.path(backup)
    click.echo(f"Everything is deleted. To undo that: studyapp restore {path}")
    click.echo(f"To be rid of it for good, delete the folder {path.parent} as well.")


@click.command("data")
@output_option("The .json or .zip file to write.")
@data_option
@click.pass_context
def export_data(context: click.Context, output: Path | None, data: Path | None) -> None:
    """Write everything that is kept of you, as JSON or as CSV files in a zip."""
    output, place = needed(output), place_told(needed(output))
    with _everything(context, data) as everything:
        everything.write(output)
        numbers = everything.numbers()
    told = ", ".join(f"{name}: {number}" for name, number in numbers.items()).replace("_", " ")
    click.echo(f"{place}: {told}.")


def _backups(context: click.Context, data: Path | None) -> "Backups":
    from studyapp.services.backups import Backups  # noqa: PLC0415  # as above

    return Backups(settings_of(context, data=data).data, utc_now)


@contextmanager
def _everything(context: click.Context, data: Path | None) -> "Iterator[Everything]":
    from studyapp.services.everything import Everything  # noqa: PLC0415  # as above

    with database_of(context, data) as database:
        yield Everything(database, _backups(context, data), utc_now)
