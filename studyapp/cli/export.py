"""Commands that take decks to Anki."""

from collections.abc import Callable
from pathlib import Path

import click

from studyapp.anki.atomic import replace_file
from studyapp.cli.options import FOLDER, data_option, decks_option, settings_of
from studyapp.clock import utc_now
from studyapp.content.loader import load_catalog
from studyapp.domain.chart import Chart
from studyapp.errors import ExportError
from studyapp.services.anki import AnkiExport
from studyapp.services.atlas import Atlas
from studyapp.services.charts import Charts


@click.group(no_args_is_help=False)
def export() -> None:
    """Take decks elsewhere."""


@export.command()
@click.option("-o", "--output", type=FOLDER, required=True, metavar="FILE", help="The .apkg file to write.")
@click.option("--deck", "chosen", multiple=True, metavar="ID", help="A deck to export; all without it.")
@decks_option
@data_option
@click.pass_context
def anki(
    context: click.Context, output: Path, chosen: tuple[str, ...], decks: tuple[Path, ...], data: Path | None
) -> None:
    """Write an Anki package."""
    settings = settings_of(context, decks=decks, data=data)
    export = AnkiExport(load_catalog(settings.decks), settings.data, utc_now)
    summary = export.write(output, chosen or None)
    click.echo(f"{output}: {summary.notes} notes, {summary.cards} cards.")


@export.command()
@click.argument("muscle")
@click.argument("point", required=False)
@click.option("-o", "--output", type=FOLDER, required=True, metavar="FILE", help="The .png or .webp file to write.")
@decks_option
@click.pass_context
def chart(context: click.Context, muscle: str, point: str | None, output: Path, decks: tuple[Path, ...]) -> None:
    """Write the chart of where a MUSCLE, or one POINT of its trigger points, refers pain, as a picture."""
    catalog = load_catalog(settings_of(context, decks=decks).decks)
    charts = Charts(catalog.words.vocabulary)
    drawn = Atlas(catalog).chart(muscle, point)
    painters: dict[str, Callable[[Chart], bytes]] = {".png": charts.png, ".webp": charts.picture}
    if output.suffix not in painters:
        raise ExportError(f"A chart is written as .png or .webp, not as “{output.name}”.")
    replace_file(output, painters[output.suffix](drawn))
    click.echo(f"{output}: {charts.told(drawn)}")


@click.command()
@decks_option
@click.pass_context
def ledger(context: click.Context, decks: tuple[Path, ...]) -> None:
    """Date new and changed notes in the ledger of every deck, as a deck's author does before a release."""
    settings = settings_of(context, decks=decks)
    export = AnkiExport(load_catalog(settings.decks), settings.data, utc_now)
    for deck in export.catalog.decks:
        changed = export.update_ledger(deck)
        click.echo(f"{export.ledger_path(deck)}: {len(changed)} notes new or changed.")
