"""Everything that is kept of a student: as one JSON document, as CSV files in a zip, or deleted.

docs/data.md describes both formats. Rows are written as they are read, so memory does not grow with the log.
"""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from studyapp import __version__
from studyapp.domain.backup import Backup, BackupKind
from studyapp.errors import ExportError
from studyapp.exports.spreadsheet import BROKEN, WITH_BOM, cell
from studyapp.services.backups import Backups
from studyapp.storage.database import Database
from studyapp.storage.everything import (
    JSON_COLUMNS,
    TABLES,
    columns_of,
    delete_everything,
    numbers_of_rows,
    rows_of,
)
from studyapp.storage.tables import LOCAL_USER_ID
from studyapp.wholefile import whole_file

FORMAT = "studyapp-data"
VERSION = 1
"""Raised when a reader of the former version would misread the new one; another field or table does not raise it."""


class Everything:
    """One student's data as a whole."""

    def __init__(self, database: Database, backups: Backups, clock: Callable[[], datetime]) -> None:
        """Give or delete what that database holds; `backups` keeps what is deleted."""
        self.database = database
        self.backups = backups
        self.clock = clock
        self.user = LOCAL_USER_ID

    def numbers(self) -> dict[str, int]:
        """How many rows there are of each kind."""
        with self.database.read() as connection:
            return numbers_of_rows(connection, self.user)

    def write(self, path: Path) -> None:
        """Write everything as .json or .zip, whole or not at all; raises ExportError."""
        writers: dict[str, Callable[[IO[bytes]], None]] = {".json": self.write_json, ".zip": self.write_zip}
        if path.suffix not in writers:
            raise ExportError(f"Your data is written as .json or .zip, not as “{path.name}”.")
        try:
            with whole_file(path) as beside, beside.open("xb") as file:
                writers[path.suffix](file)
        except OSError as error:
            raise ExportError(f"{path} cannot be written: {error.strerror or error}.") from error

    def write_json(self, file: IO[bytes]) -> None:
        """Write everything as one JSON document, a row a line."""
        head = {"format": FORMAT, "version": VERSION, "program": __version__, "written_at": self._now()}
        file.write(json.dumps(head, indent=0).removesuffix("\n}").encode())
        with self.database.read() as connection:
            for table in TABLES:
                columns = columns_of(table)
                file.write(f',\n"{table}": ['.encode())
                between = "\n"
                for row in rows_of(connection, self.user, table):
                    line = json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)
                    file.write(f"{between}{line}".encode(errors=BROKEN))
                    between = ",\n"
                file.write(b"\n]")
        file.write(b"\n}\n")

    def write_zip(self, file: IO[bytes]) -> None:
        """Write everything as a zip of CSV files, one for each kind."""
        date_time = self.clock().timetuple()[:6]
        with self.database.read() as connection, ZipFile(file, "w") as archive:
            for table in TABLES:
                member = ZipInfo(f"{table}.csv", date_time)
                member.compress_type = ZIP_DEFLATED
                with archive.open(member, "w") as raw, TextIOWrapper(raw, WITH_BOM, BROKEN, "") as text:
                    writer = csv.writer(text)
                    writer.writerow(columns_of(table))
                    writer.writerows(_cells(table, rows_of(connection, self.user, table)))

    def delete(self) -> Backup:
        """Delete everything in one transaction, after a backup that is never thinned, and return the backup.

        Raises StorageError when it cannot be backed up; then nothing is deleted.
        """
        with self.database.write() as connection:  # within it, so that no review comes between the two
            backup = self.backups.back_up(BackupKind.DELETION)
            delete_everything(connection, self.user)
        return backup

    def _now(self) -> str:
        return self.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _cells(table: str, rows: Iterator[list[Any]]) -> Iterator[list[Any]]:
    as_json = [column in JSON_COLUMNS for column in columns_of(table)]
    for row in rows:
        yield [cell(value, as_json=one) for value, one in zip(row, as_json, strict=True)]
