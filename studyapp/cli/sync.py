"""Commands that send to programs that run on this machine."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from studyapp.cli.options import data_option, decks_option, settings_of
from studyapp.cli.student import services_of, studying
from studyapp.counting import counted

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
            click.echo(
                f"Anki holds {counted(outlook.held, 'note')}; new to it: {outlook.new:,}, changed: {outlook.changed:,}."
            )
            _tell_notes(outlook, is_dry=True)
            _tell(outlook.progress, is_dry=True)
        else:
            sent = live.push(today, wanted)
            click.echo(f"Sent to Anki: {counted(sent.new, 'new note')}, {sent.changed:,} changed.")
            if sent.not_taken:
                click.echo(f"Anki did not take {counted(sent.not_taken, 'note')}, for the note type was changed there.")
            _tell_notes(sent, is_dry=False)
            _tell(sent.progress, is_dry=False)
            if sent.trouble:
                click.echo(f"Of your progress not all arrived; send again to go on. {sent.trouble}", err=True)
                context.exit(1)


def _tell_notes(found: "Outlook | Sent", *, is_dry: bool) -> None:
    tagged, freed = ("to be tagged", "to lose the tag") if is_dry else ("now tagged", "now without the tag")
    _tell_each(
        (found.retired, "note", f"that the decks have no more, {tagged} retired."),
        (found.returned, "note", f"that the decks have again, {freed} retired."),
        (found.newer, "note", "changed in Anki since: left alone."),
        (found.doubled, "note", "without progress, for Anki holds a copy."),
    )


def _tell(progress: "ProgressSent | None", *, is_dry: bool) -> None:
    if progress is None:
        return
    cards, reviews = counted(progress.cards, "card"), counted(progress.reviews, "review")
    scheduled, added = ("to be scheduled", "to be added") if is_dry else ("scheduled", "added")
    click.echo(f"Progress: {cards} {scheduled} as here, {reviews} {added}.")
    _tell_each(
        (progress.newer, "card", "left alone, for Anki has newer answers: bring its history home first."),
        (progress.filtered, "card", "left alone, in a filtered deck just now."),
        (progress.failed, "change", "that Anki would not take."),
    )


def _tell_each(*told: tuple[int, str, str]) -> None:
    """A line for each that there is: how many, of what, and what became of them."""
    for number, thing, became in told:
        if number:
            click.echo(f"{counted(number, thing)} {became}")
