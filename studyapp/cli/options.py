"""Options that several commands share, and the catalog that they lead to."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from studyapp.content.loader import load_catalog
from studyapp.domain.catalog import Catalog
from studyapp.settings import Settings, settings_from

if TYPE_CHECKING:  # SQLAlchemy is slow to load, and commands about decks do not need it
    from studyapp.storage.database import Database

Command = Callable[..., Any]
FOLDER = click.Path(path_type=Path)

data_option = click.option("--data", type=FOLDER, metavar="DIR", help="Folder of the database.")
decks_option = click.option(
    "--decks", type=FOLDER, multiple=True, metavar="DIR", help="A folder of further decks; may be repeated."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print a JSON object a line.")


def settings_of(context: click.Context, **options: Any) -> Settings:
    """The settings that the command's own options, those before it, and the environment make."""
    given: dict[str, Any] = {}
    for source in (context.obj or {}, options):
        given |= {name: value for name, value in source.items() if value not in (None, ())}
    return settings_from(os.environ, **given)


def catalog_of(context: click.Context, **options: Any) -> Catalog:
    """The catalog of the shipped decks and those of `--decks`."""
    return load_catalog(settings_of(context, **options).decks)


@contextmanager
def database_of(context: click.Context, data: Path | None) -> "Iterator[Database]":
    """The student's database, migrated, until the block ends."""
    from studyapp.storage.database import Database  # noqa: PLC0415  # as above
    from studyapp.storage.migrate import migrate  # noqa: PLC0415  # as above

    database = Database(settings_of(context, data=data).data)
    try:
        migrate(database)
        yield database
    finally:
        database.engine.dispose()


def print_table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Columns as wide as their widest cell, the last one free."""
    table = [head, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(head) - 1)]
    for row in table:
        click.echo("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]))
