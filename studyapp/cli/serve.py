"""`studyapp`: apply migrations, load the decks, serve, open the browser."""

import os
import signal
import sys
import webbrowser
from threading import Timer
from typing import Any, NoReturn

import click
from waitress.server import create_server

from studyapp.cli.options import Command, data_option, decks_option, settings_of
from studyapp.errors import SettingError
from studyapp.settings import Settings

PORTS_TRIED = 50
THREADS = 8
BROWSER_AFTER_SECONDS = 0.2


def serve_options(command: Command) -> Command:
    """Give a command the options of serving."""
    for option in (
        click.option(
            "--no-browser", "open_browser", flag_value=False, type=bool, default=None, help="Do not open the browser."
        ),
        decks_option,
        data_option,
        click.option("--port", type=click.IntRange(1, 65535), help="Port; the next free one when it is taken."),
        click.option("--host", help="Address to serve on; only this machine's own, for now."),
    ):
        command = option(command)
    return command


@click.command()
@serve_options
@click.pass_context
def serve(context: click.Context, /, **options: Any) -> None:
    """Serve the pages on this machine until Ctrl-C."""
    settings = settings_of(context, **options)
    server = _listen(settings)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{server.effective_port}/"
    click.echo(f"studyapp is at {address} (Ctrl-C ends it)")
    click.echo(f"Your data is in {settings.data.absolute()}")
    sys.stdout.flush()
    if settings.open_browser and _has_screen():
        Timer(BROWSER_AFTER_SECONDS, webbrowser.open, [address]).start()
    _run(server)


def _has_screen() -> bool:
    """Whether a browser has a window to open; without one Linux would start a browser in this terminal."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _listen(settings: Settings) -> Any:
    """A server on the wished port or the next free one."""
    from studyapp.app import create_app  # noqa: PLC0415  # no other command needs Flask and SQLAlchemy

    app = create_app(settings)
    for port in range(settings.port, min(settings.port + PORTS_TRIED, 65536)):
        try:
            return create_server(app, host=settings.host, port=port, threads=THREADS, ident="studyapp")
        except OSError:
            continue
    raise SettingError(f"No port from {settings.port} on is free.")


def _run(server: Any) -> None:
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
    click.echo("studyapp has ended; everything is saved.")


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt
