"""The command line: `studyapp` serves the pages, its subcommands do the rest.

Every failure is one sentence on standard error and exit code 1; deck problems are one line each.
"""

import sys
from collections.abc import Sequence
from typing import Any

import click

from studyapp import __version__
from studyapp.cli.data import backup, delete_everything, doctor, export_data, orphans, restore
from studyapp.cli.decks import cards, check, facts, schema
from studyapp.cli.exam import exam
from studyapp.cli.export import export, ledger
from studyapp.cli.history import import_
from studyapp.cli.new import new
from studyapp.cli.scheduling import simulate
from studyapp.cli.serve import serve, serve_options
from studyapp.cli.sync import sync
from studyapp.errors import DeckError, StudyappError


@click.group(invoke_without_command=True)
@serve_options
@click.version_option(__version__, prog_name="studyapp")
@click.pass_context
def studyapp(context: click.Context, /, **options: Any) -> None:
    """Study muscles, trigger points and the pseudo-sciatica differential. Alone it serves the pages."""
    context.obj = options
    if context.invoked_subcommand is None:
        context.invoke(serve, **options)


export.add_command(export_data)
for command in (serve, check, facts, cards, schema, simulate, export, ledger, import_, sync, exam, new):
    studyapp.add_command(command)
for command in (backup, restore, doctor, orphans, delete_everything):
    studyapp.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 when it went well, 1 with a sentence when not."""
    try:
        sys.exit(studyapp.main(arguments, prog_name="studyapp", standalone_mode=False))
    except click.ClickException as error:
        _fail(f"studyapp: {error.format_message()}")
    except DeckError as error:
        _fail(str(error))
    except StudyappError as error:
        _fail(f"studyapp: {error}")
    except OSError as error:
        _fail(f"studyapp: {error.strerror or error}: {error.filename or ''}".rstrip(": "))
    except click.Abort:
        sys.exit(1)


def _fail(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(1)
