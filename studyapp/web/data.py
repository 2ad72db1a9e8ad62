"""The student's data: where it is, as files to take along, its backups, and an end to it."""

from collections.abc import Callable
from datetime import tzinfo
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Blueprint, Response, current_app, request, send_file

from studyapp.domain.backup import Backup, BackupKind
from studyapp.services.backups import AutomaticBackups, Backups
from studyapp.services.everything import Everything
from studyapp.web.respond import fragment_or_redirect, page_or_fragment
from studyapp.web.student import study_settings
from studyapp.web.words import moment

bp = Blueprint("data", __name__, url_prefix="/data")

IN_MEMORY_BYTES = 1_000_000
"""Files to download are kept on disk beyond this."""
KILO = 1000
WORD = "delete"
"""What is to be typed, so that nothing is deleted by a slip."""
MADE_FOR = {
    BackupKind.AUTOMATIC: "by itself, while you studied",
    BackupKind.MIGRATION: "before an update",
    BackupKind.BY_HAND: "by you",
    BackupKind.RESTORE: "before a restore",
    BackupKind.DELETION: "before everything was deleted",
    BackupKind.IMPORT: "before your history came from Anki",
}


@bp.get("")
def index() -> Response:
    """Where the data is, what there is of it, and its backups."""
    return _index()


@bp.get("/everything.json")
def as_json() -> Response:
    """Everything as one JSON document, to download."""
    return _download(_everything().write_json, "studyapp-data.json", "application/json")


@bp.get("/everything.zip")
def as_csv() -> Response:
    """Everything as CSV files in a zip, to download."""
    return _download(_everything().write_zip, "studyapp-data.zip", "application/zip")


@bp.post("/backup")
def back_up() -> Response:
    """Make a backup now."""
    _backups().back_up()
    return fragment_or_redirect("data.index")


@bp.post("/delete")
def delete() -> Response:
    """Delete everything, when the word was typed."""
    if request.form.get("word", "").strip().casefold() != WORD:
        return _index(status=422, error=f"Nothing was deleted: type the word “{WORD}” if you mean it.")
    _everything().delete()
    return fragment_or_redirect("data.deleted")


@bp.get("/deleted")
def deleted() -> Response:
    """Everything is deleted, and can be brought back."""
    backups = _backups()
    newest = backups.newest(BackupKind.DELETION)
    return page_or_fragment(
        "data/deleted.html",
        title="Everything is deleted",
        backup=newest,
        made_at=told(newest, _zone()),
        folder=backups.folder,
    )


@bp.post("/undelete")
def undelete() -> Response:
    """Bring back what was deleted."""
    _backups().restore_kept(request.form.get("backup", ""))
    current_app.extensions["studyapp"].study.refresh_schedules()
    return fragment_or_redirect("data.index")


def told(backup: Backup, zone: tzinfo) -> str:
    """When a backup was made, in the student's zone: “27 November 2026, 21:19”."""
    return moment(backup.made_at, zone)


def size(size_bytes: int) -> str:
    """“104 kB”, “2.4 MB”."""
    kilobytes = max(1, round(size_bytes / KILO))
    return f"{kilobytes} kB" if kilobytes < KILO else f"{kilobytes / KILO:.1f} MB"


def _index(status: int = 200, error: str | None = None) -> Response:
    backups, zone = _backups(), _zone()
    return page_or_fragment(
        "data/index.html",
        title="Your data",
        status=status,
        numbers=_everything().numbers(),
        folder=backups.data.absolute(),
        backups=[(told(one, zone), MADE_FOR[one.kind], size(one.size_bytes)) for one in backups.kept()],
        was_deleted=any(one.kind is BackupKind.DELETION for one in backups.kept()),
        failure=_automatic().failure,
        word=WORD,
        error=error,
    )


def _download(write: Callable[[IO[bytes]], None], name: str, mimetype: str) -> Response:
    """A file that is whole before its first byte is sent, so that a failure is an error page."""
    file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115  # the response closes it
    write(file)
    file.seek(0)
    return send_file(file, mimetype=mimetype, as_attachment=True, download_name=name)


def _zone() -> tzinfo:
    return study_settings().zone


def _backups() -> Backups:
    backups: Backups = current_app.extensions["studyapp"].backups
    return backups


def _automatic() -> AutomaticBackups:
    automatic: AutomaticBackups = current_app.extensions["studyapp"].automatic_backups
    return automatic


def _everything() -> Everything:
    everything: Everything = current_app.extensions["studyapp"].everything
    return everything
