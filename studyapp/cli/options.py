"""Options that several commands share, and the catalog that they lead to."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from studyapp.content.loader import load_catalog
from studyapp.domain.catalog import Catalog
from studyapp.errors import SettingError
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


def output_option(meaning: str, *, suffix: str = "") -> Callable[[Command], Command]:
    """The option `-o FILE`, and for one kind of file alone the end that its name must have."""

    def checked(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
        del context, option
        if path is None:
            return None
        if not path.name:
            raise SettingError("-o takes the name of the file to write.")
        if path.is_dir():
            raise SettingError(f"{path} is a folder: -o takes the name of the file to write.")
        if suffix and path.suffix.lower() != suffix:
            raise SettingError(f"“{path.name}” does not end in {suffix}, by which others know what it is.")
        return path

    return click.option("-o", "--output", type=FOLDER, callback=checked, metavar="FILE", help=meaning)


def needed(output: Path | None) -> Path:
    """The file to write; raises SettingError when none was named."""
    if output is None:
        raise SettingError("Say where to write it: -o FILE.")
    return output


def place_told(output: Path) -> str:
    """Where a file is about to be written, for the line that tells of it; and that it takes another's place."""
    return f"{output}, replaced" if output.exists() else str(output)


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
