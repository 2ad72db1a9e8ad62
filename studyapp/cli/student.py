"""The student at the command line: what the pages call, and study days as the student has set them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from studyapp.settings import Settings

if TYPE_CHECKING:  # slow to load, and most commands need none of it
    from studyapp.app import Services
    from studyapp.services.study import Study


@contextmanager
def services_of(settings: Settings) -> "Iterator[Services]":
    """Everything that the pages call, until the block ends."""
    from studyapp.app import create_app  # noqa: PLC0415  # as above

    services: Services = create_app(settings).extensions["studyapp"]
    try:
        yield services
    finally:
        services.automatic_backups.wait()
        services.study.database.engine.dispose()


def studying(services: "Services") -> "Study":
    """Studying with days as the student has set them."""
    from studyapp.services.study import StudySettings  # noqa: PLC0415  # as above

    kept = services.preferences.load()
    return services.study.under(StudySettings(kept.zone("", services.zone), kept.rollover_hour))
