"""Commands that take decks elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from studyapp.anki.shape import Shape
from studyapp.cli.options import (
    Command,
    catalog_of,
    data_option,
    database_of,
    decks_option,
    needed,
    output_option,
    place_told,
    settings_of,
)
from studyapp.cli.progress import shown_progress
from studyapp.clock import utc_now
from studyapp.content.loader import load_catalog
from studyapp.counting import counted
from studyapp.domain.catalog import Catalog
from studyapp.domain.chart import Chart
from studyapp.domain.selection import Selection, Standing
from studyapp.errors import ExportError
from studyapp.services.anki import AnkiExport
from studyapp.services.atlas import Atlas
from studyapp.services.charts import Charts
from studyapp.services.choosing import attribute_named, complaint_called, muscle_called
from studyapp.services.packages import Order, Packages
from studyapp.services.texts import TextExport
from studyapp.wholefile import replace_file

if TYPE_CHECKING:  # SQLAlchemy is slow to load, and most exports need none of it
    from studyapp.services.preferences import PreferenceKeeper
    from studyapp.settings import Settings
    from studyapp.storage.database import Database


def filter_options(command: Command) -> Command:
    """Give a command the options that choose cards, and those of where they are."""
    for option in (
        data_option,
        decks_option,
        click.option("--hard", is_flag=True, help="Only cards that you find hard: forgotten before, or leeches."),
        click.option("--complaint", metavar="NAME", help="Only cards about a complaint and the muscles behind it."),
        click.option("--attribute", metavar="NAME", help="Only cards that ask this of a thing: origin, referral …"),
        click.option("--muscle", metavar="NAME", help="Only cards about this muscle."),
        click.option("--deck", "chosen", multiple=True, metavar="ID", help="A deck to export; all without it."),
    ):
        command = option(command)
    return command


@click.group(no_args_is_help=False)
def export() -> None:
    """Take decks elsewhere."""


@export.command()
@output_option("The .apkg file to write.", suffix=".apkg")
@click.option("--with-retired", is_flag=True, help="With notes that earlier releases had, tagged as retired.")
@click.option("--with-progress", is_flag=True, help="With your schedules and reviews.")
@click.option("--shape", "shapes", multiple=True, type=click.Choice(list(map(str, Shape))), help="May be repeated.")
@filter_options
@click.pass_context
def anki(context: click.Context, /, output: Path | None, chosen: tuple[str, ...], **options: Any) -> None:
    """Write an Anki package."""
    with _database_for(context, options) as database:
        settings = settings_of(context, data=options["data"])
        keeper = _preferences(database, settings) if database else None
        export = AnkiExport(catalog_of(context, decks=options["decks"]), settings.data, utc_now, database, keeper)
        packages, order = Packages(export), _order(export, chosen, options)
        packages.contents(order)  # raises when that is nothing, before a file is asked for
        output, place = needed(output), place_told(needed(output))
        with shown_progress("Painting charts") as steps:
            file = packages.make(order, steps)
        replace_file(output, file.content)
    click.echo(f"{place}: {file.holds}")
    if order.has_progress:
        click.echo("In Anki’s import dialog tick “Import any learning progress”, or your progress stays behind.")


@export.command()
@output_option("The .csv or .tsv file to write.")
@filter_options
@click.pass_context
def text(context: click.Context, /, output: Path | None, chosen: tuple[str, ...], **options: Any) -> None:
    """Write cards as a table: .tsv for Quizlet and its like, .csv for a spreadsheet."""
    with _database_for(context, options) as database:
        export = TextExport(catalog_of(context, decks=options["decks"]), database)
        selection = _selection(export.catalog, options)
        output, place = needed(output), place_told(needed(output))
        file = export.write(output, chosen or None, selection)
    click.echo(f"{place}: {counted(file.cards, 'card')}.")
    if file.left_out:
        click.echo(f"Left out, as their question is a picture: {counted(file.left_out, 'card')}.")


def _order(export: AnkiExport, chosen: tuple[str, ...], options: dict[str, Any]) -> Order:
    wanted = export.wanted(
        _selection(export.catalog, options),
        options["shapes"],
        with_progress=options["with_progress"],
        with_retired=options["with_retired"],
    )
    return Order(chosen or tuple(export.catalog.decks), wanted)


def _preferences(database: "Database", settings: "Settings") -> "PreferenceKeeper":
    from studyapp.services.preferences import PreferenceKeeper, default_preferences  # noqa: PLC0415  # as above

    return PreferenceKeeper(database, default_preferences(settings))


def _selection(catalog: Catalog, options: dict[str, Any]) -> Selection:
    """What the filters choose; raises ExportError for a name that is none."""
    muscle, attribute, complaint = (options[name] for name in ("muscle", "attribute", "complaint"))
    return Selection(
        muscle=muscle_called(catalog, muscle) if muscle is not None else None,
        attribute=attribute_named(attribute) if attribute is not None else None,
        complaint=complaint_called(catalog, complaint) if complaint is not None else None,
        standing=Standing.HARD if options["hard"] else Standing.ANY,
    )


@contextmanager
def _database_for(context: click.Context, options: dict[str, Any]) -> "Iterator[Database | None]":
    """The student's database, where what is wanted depends on the student; else none is opened or made."""
    if options["hard"] or options.get("with_progress"):
        with database_of(context, options["data"]) as database:
            yield database
    else:
        yield None


@export.command()
@click.argument("muscle")
@click.argument("point", required=False)
@output_option("The .png or .webp file to write.")
@decks_option
@click.pass_context
def chart(context: click.Context, muscle: str, point: str | None, output: Path | None, decks: tuple[Path, ...]) -> None:
    """Write the chart of where a MUSCLE, or one POINT of its trigger points, refers pain, as a picture."""
    catalog = load_catalog(settings_of(context, decks=decks).decks)
    charts = Charts(catalog.words.vocabulary)
    drawn = Atlas(catalog).chart(muscle, point)
    output, place = needed(output), place_told(needed(output))
    painters: dict[str, Callable[[Chart], bytes]] = {".png": charts.png, ".webp": charts.picture}
    if output.suffix not in painters:
        raise ExportError(f"A chart is written as .png or .webp, not as “{output.name}”.")
    replace_file(output, painters[output.suffix](drawn))
    click.echo(f"{place}: {charts.told(drawn)}")


@click.command()
@decks_option
@click.pass_context
def ledger(context: click.Context, decks: tuple[Path, ...]) -> None:
    """Date new and changed notes in the ledger of every deck, as a deck's author does before a release."""
    settings = settings_of(context, decks=decks)
    export = AnkiExport(load_catalog(settings.decks), settings.data, utc_now)
    for deck in export.catalog.decks:
        changed = export.update_ledger(deck)
        click.echo(f"{export.ledger_path(deck)}: {counted(len(changed), 'note')} new or changed.")
