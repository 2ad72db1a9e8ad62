"""The web application: what it is made of, in the order in which it is put together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask import Flask

from studyapp.anki.connect import AnkiConnect
from studyapp.clock import utc_now
from studyapp.content.loader import load_catalog
from studyapp.domain.catalog import Catalog
from studyapp.lan import Lan
from studyapp.paths import resource
from studyapp.services.anki import AnkiExport
from studyapp.services.anki_history import AnkiHistory
from studyapp.services.atlas import Atlas
from studyapp.services.backups import AutomaticBackups, Backups
from studyapp.services.bodymap import BodyMap
from studyapp.services.charts import Charts
from studyapp.services.comparison import Comparer
from studyapp.services.differential import Differential
from studyapp.services.everything import Everything
from studyapp.services.exam_blueprints import ExamBlueprints
from studyapp.services.exam_papers import ExamPapers
from studyapp.services.examiner import Examiner
from studyapp.services.exams import Exams
from studyapp.services.homecomings import Homecomings
from studyapp.services.jobs import Jobs
from studyapp.services.live_anki import LiveAnki
from studyapp.services.live_progress import LiveProgress
from studyapp.services.marks import Marks
from studyapp.services.packages import Packages
from studyapp.services.pairing import Pairing
from studyapp.services.preferences import PreferenceKeeper, default_preferences
from studyapp.services.progress import Progress
from studyapp.services.sittings import Sittings
from studyapp.services.study import Study, StudySettings
from studyapp.services.texts import TextExport
from studyapp.settings import Settings
from studyapp.storage.database import Database
from studyapp.storage.migrate import migrate
from studyapp.web import (
    atlas,
    data,
    devices,
    differential,
    exam_drafts,
    exams,
    export,
    history,
    live,
    marks,
    pairing,
    progress,
    selections,
    sittings,
    study,
)
from studyapp.web import settings as settings_page
from studyapp.web.assets import register_assets
from studyapp.web.charts import register_charts
from studyapp.web.errors import register_errors
from studyapp.web.pairing import admit_paired_devices
from studyapp.web.respond import htmx
from studyapp.web.security import protect
from studyapp.web.student import register_student
from studyapp.web.words import register_words

LARGEST_FORM_BYTES = 64_000
PAGES = (
    selections,
    marks,
    study,
    progress,
    settings_page,
    atlas,
    differential,
    sittings,
    export,
    exam_drafts,
    exams,
    history,
    live,
    pairing,
    devices,
    data,
)


@dataclass(frozen=True, slots=True)
class Services:
    """What the pages call."""

    study: Study
    progress: Progress
    atlas: Atlas
    differential: Differential
    comparer: Comparer
    charts: Charts
    body_map: BodyMap
    anki: AnkiExport
    packages: Packages
    live: LiveAnki
    texts: TextExport
    jobs: Jobs
    anki_history: AnkiHistory
    exams: Exams
    papers: ExamPapers
    sittings: Sittings
    blueprints: ExamBlueprints
    homecomings: Homecomings
    marks: Marks
    preferences: PreferenceKeeper
    zone: tzinfo
    """The zone in which days are counted for a browser that does not say where it is."""
    pairing: Pairing
    backups: Backups
    automatic_backups: AutomaticBackups
    everything: Everything


def create_app(
    settings: Settings,
    *,
    catalog: Catalog | None = None,
    clock: Callable[[], datetime] = utc_now,
    lan: Lan | None = None,
) -> Flask:
    """The application on its data folder, migrated and ready to serve this machine and, with `lan`, paired devices.

    Raises DeckError for decks that cannot be read and StorageError for a data folder that cannot be used.
    """
    app = Flask(
        "studyapp",
        template_folder=str(resource("templates")),
        static_folder=str(resource("static")),
        instance_path=str(settings.data.absolute()),
    )
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_FORM_BYTES
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions["studyapp"] = _services(settings, catalog or load_catalog(settings.decks), clock)
    htmx.init_app(app)
    protect(app, lan)
    admit_paired_devices(app)
    register_errors(app)
    register_words(app)
    register_assets(app)
    register_student(app)
    register_charts(app, app.extensions["studyapp"].charts, app.extensions["studyapp"].body_map)
    for module in PAGES:
        app.register_blueprint(module.bp)
    return app


def _services(settings: Settings, catalog: Catalog, clock: Callable[[], datetime]) -> Services:
    database = Database(settings.data)
    migrate(database, clock)
    backups = Backups(settings.data, clock)
    automatic_backups = AutomaticBackups(settings.data, clock)
    connect = AnkiConnect(settings.anki_connect, settings.anki_connect_key)
    preferences = PreferenceKeeper(database, default_preferences(settings))
    anki = AnkiExport(catalog, settings.data, clock, database, preferences)
    chosen = StudySettings(settings.zone, settings.rollover_hour, settings.limits)
    exams = Exams(database, Examiner(catalog), clock)
    papers = ExamPapers(catalog.words.vocabulary)
    study = Study(database, catalog, clock, chosen)
    services = Services(
        study=study,
        progress=Progress(database, catalog, clock, chosen),
        atlas=Atlas(catalog),
        differential=Differential(catalog),
        comparer=Comparer(catalog),
        charts=Charts(catalog.words.vocabulary),
        body_map=BodyMap(catalog.words.vocabulary),
        anki=anki,
        packages=Packages(anki),
        live=LiveAnki(anki, LiveProgress(database, catalog), connect),
        texts=TextExport(catalog, database),
        jobs=Jobs(),
        anki_history=AnkiHistory(anki, backups),
        exams=exams,
        papers=papers,
        sittings=Sittings(exams, catalog, papers.charts),
        blueprints=ExamBlueprints(catalog),
        homecomings=Homecomings(study, backups),
        marks=Marks(database, catalog, clock),
        preferences=preferences,
        zone=settings.zone,
        pairing=Pairing(database, clock, settings.zone),
        backups=backups,
        automatic_backups=automatic_backups,
        everything=Everything(database, backups, clock),
    )
    services.study.after_review = automatic_backups.after_review
    services.study.refresh_schedules()
    return services
