"""`studyapp`: apply migrations, load the decks, serve, open the browser."""

import os
import signal
import socket
import sys
import webbrowser
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from threading import Timer
from typing import Any, NoReturn

import click
from waitress.server import create_server

from studyapp.cli.options import Command, data_option, decks_option, settings_of
from studyapp.cli.phone import told_of
from studyapp.errors import SettingError
from studyapp.lan import Lan, lan_address
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
        click.option("--host", help="Address to serve this machine on: 127.0.0.1 or ::1."),
        click.option("--lan-address", metavar="ADDRESS", help="Which of this machine's addresses --lan serves on."),
        click.option(
            "--lan", flag_value=True, type=bool, default=None, help="Let paired phones in your network study here too."
        ),
    ):
        command = option(command)
    return command


@click.command()
@serve_options
@click.pass_context
def serve(context: click.Context, /, **options: Any) -> None:
    """Serve the pages on this machine until Ctrl-C; with --lan also to paired phones in the same network."""
    settings = settings_of(context, **options)
    with ExitStack() as closed_at_the_end:
        sockets = _listen(_hosts(settings), settings.port)
        for listening in sockets:
            closed_at_the_end.enter_context(listening)
        _serve(settings, sockets)


def _serve(settings: Settings, sockets: list[socket.socket]) -> None:
    from studyapp.app import create_app  # noqa: PLC0415  # no other command needs Flask and SQLAlchemy

    lan = Lan(*sockets[1].getsockname()) if settings.lan else None
    app = create_app(settings, lan=lan)
    server = create_server(app, sockets=sockets, threads=THREADS, ident="studyapp")
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{sockets[0].getsockname()[1]}/"
    click.echo(f"studyapp is at {address} (Ctrl-C ends it)")
    click.echo(f"Your data is in {settings.data.absolute()}")
    if lan:
        click.echo(told_of(lan, app.extensions["studyapp"].pairing.new_code(), f"{address}devices"))
    sys.stdout.flush()
    if settings.open_browser and _has_screen():
        Timer(BROWSER_AFTER_SECONDS, webbrowser.open, [address]).start()
    _run(server)


def _has_screen() -> bool:
    """Whether a browser has a window to open; without one Linux would start a browser in this terminal."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _hosts(settings: Settings) -> list[str]:
    """Where to serve: this machine's own address and, where phones may come, the one in its network."""
    return [settings.host, lan_address(settings.lan_address)] if settings.lan else [settings.host]


def _listen(hosts: Sequence[str], wished: int) -> list[socket.socket]:
    """A socket on each host, all on the wished port or the next one that is free on every host."""
    for port in range(wished, min(wished + PORTS_TRIED, 65536)):
        with suppress(OSError), ExitStack() as closed_unless_all_open:
            sockets = [closed_unless_all_open.enter_context(_socket(host, port)) for host in hosts]
            closed_unless_all_open.pop_all()
            return sockets
    raise SettingError(f"No port from {wished} on is free.")


def _socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


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
