"""Commands that send to programs that run on this machine."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from studyapp.cli.options import data_option, decks_option, settings_of
from studyapp.cli.student import services_of, studying

if TYPE_CHECKING:  # no other command needs all of it
    from studyapp.services.live_anki import Outlook, Sent
    from studyapp.services.live_progress import ProgressSent


@click.group(no_args_is_help=False)
def sync() -> None:
    """Send to programs that run on this machine."""


@sync.command()
@click.option("--with-progress", is_flag=True, help="Also send your schedules and reviews, where Anki has no newer.")
@click.option("--dry-run", is_flag=True, help="Only tell; send nothing.")
@click.option("--anki-connect", metavar="URL", help="Where AnkiConnect listens, on this machine.")
@decks_option
@data_option
@click.pass_context
def anki(  # noqa: PLR0913  # its options
    context: click.Context,
    /,
    *,
    with_progress: bool,
    dry_run: bool,
    anki_connect: str | None,
    decks: tuple[Path, ...],
    data: Path | None,
) -> None:
    """Send new and changed notes to the Anki that is open on this machine, by its add-on AnkiConnect."""
    from studyapp.anki.wanted import Wanted  # noqa: PLC0415  # as above

    settings = settings_of(context, decks=decks, data=data, anki_connect=anki_connect)
    wanted = Wanted(with_progress=with_progress)
    with services_of(settings) as services:
        live, today = services.live, studying(services).day()
        if dry_run:
            outlook = live.look(today, wanted)
            click.echo(f"Anki holds {outlook.held} notes; {outlook.new} are new to it, {outlook.changed} changed.")
            _tell_notes(outlook, "would be")
            _tell(outlook.progress, "would be")
        else:
            sent = live.push(today, wanted)
            click.echo(f"Sent to Anki: {sent.new} new notes, {sent.changed} changed.")
            if sent.not_taken:
                click.echo(f"Anki did not take {sent.not_taken} notes: their note type was changed there.")
            _tell_notes(sent, "are")
            _tell(sent.progress, "are")
            if sent.trouble:
                click.echo(f"Of your progress not all arrived; send again to go on. {sent.trouble}", err=True)
                context.exit(1)


def _tell_notes(found: "Outlook | Sent", verb: str) -> None:
    if found.retired:
        click.echo(f"{found.retired} notes that the decks have no more {verb} tagged retired.")
    if found.returned:
        click.echo(f"{found.returned} notes that the decks have again {verb} tagged retired no more.")
    if found.newer:
        click.echo(f"{found.newer} notes changed in Anki since: left alone.")
    if found.doubled:
        click.echo(f"{found.doubled} notes get no progress, for Anki holds copies of them.")


def _tell(progress: "ProgressSent | None", verb: str) -> None:
    if progress is None:
        return
    click.echo(f"Progress: {progress.cards} cards {verb} scheduled as here, {progress.reviews} reviews {verb} added.")
    if progress.newer:
        click.echo(f"{progress.newer} cards are left alone, for Anki has newer answers: bring its history home first.")
    if progress.filtered:
        click.echo(f"{progress.filtered} cards are left alone, for they lie in a filtered deck.")
    if progress.failed:
        click.echo(f"{progress.failed} cards and reviews Anki would not take.")
