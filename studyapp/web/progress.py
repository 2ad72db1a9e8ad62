"""Progress: what is kept, what is coming, what is known of which muscle."""

from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request
from werkzeug.datastructures import MultiDict

from studyapp.domain.activity import WEEKS_SHOWN
from studyapp.domain.fact import Attribute
from studyapp.domain.mastery import Stage
from studyapp.services.progress import HORIZONS, Coming, Progress, ProgressPage, Retention, TimeSpent, Year
from studyapp.web.errors import BadInputError
from studyapp.web.plot import BarChart, Calendar, Whisker, bar_chart, calendar, dated, share_ticks, short_date, whiskers
from studyapp.web.respond import page_or_fragment
from studyapp.web.student import study_settings

bp = Blueprint("progress", __name__, url_prefix="/progress")

MS_IN_MINUTE = 60_000
HALF_A_YEAR = WEEKS_SHOWN // 2


@bp.get("")
def index() -> Response:
    """Everything, of one deck or of all."""
    progress = _progress()
    try:
        deck, horizon = _parse(request.args, progress)
    except BadInputError as error:
        return _page(progress.page(), None, HORIZONS[0], status=422, error=str(error))
    return _page(progress.page(deck, horizon), deck, horizon)


def _page(
    page: ProgressPage | None, deck: str | None, horizon: int, *, status: int = 200, error: str | None = None
) -> Response:
    return page_or_fragment(
        "progress/index.html",
        title="Progress",
        status=status,
        error=error,
        page=page,
        decks=_progress().catalog.decks,
        deck=deck,
        horizon=horizon,
        horizons=HORIZONS,
    )


def _parse(query: MultiDict[str, str], progress: Progress) -> tuple[str | None, int]:
    """The deck and the days of the forecast that are asked for."""
    deck, days = query.get("deck") or None, query.get("days") or str(HORIZONS[0])
    if deck is not None and deck not in progress.catalog.decks:
        raise BadInputError("There is no such deck: here is your progress in all of them.")
    if days not in map(str, HORIZONS):
        raise BadInputError("A forecast covers 30, 90 or 365 days: here are 30.")
    return deck, int(days)


@bp.app_template_global()
def study_by_url(muscle: str, attribute: Attribute) -> str:
    """Where the cards about one attribute of a muscle are studied."""
    return f"/study/by?{urlencode({'muscle': muscle, 'attribute': attribute.value})}"


@bp.app_template_filter()
def retention_lines(retention: tuple[Retention, ...]) -> tuple[Whisker, ...]:
    """The rates as lines of a chart, young cards first."""
    lines = [
        (f"{name}, {f'{one.days} days' if one.days else 'ever'}", name == "Mature", rate)
        for name in ("Young", "Mature")
        for one in retention
        for rate in (one.mature if name == "Mature" else one.young,)
    ]
    return whiskers(lines)


@bp.app_template_filter()
def forecast_bars(coming: Coming) -> BarChart:
    """Reviews, new cards and repeats of each period."""
    periods = coming.periods()
    return bar_chart(
        dated(
            [
                (days[0].day, [sum(getattr(d, kind) for d in days) for kind in ("reviews", "new", "repeats")])
                for days in periods
            ]
        )
    )


@bp.app_template_filter()
def minute_bars(time: TimeSpent) -> BarChart:
    """Minutes of each day."""
    return bar_chart(dated([(day, [work.elapsed_ms / MS_IN_MINUTE]) for day, work in time.days]))


@bp.app_template_filter()
def halves(year: Year) -> tuple[Calendar, ...]:
    """The year in two calendars, which stand below each other on a phone."""
    most = max((work.answers for day, work in year.work.items() if day >= year.weeks[0][0]), default=0)
    parts = year.weeks[:HALF_A_YEAR], year.weeks[HALF_A_YEAR:]
    return tuple(calendar(part, year.work, most, year.weeks[-1][-1]) for part in parts)


@bp.app_template_filter()
def percent(share: float) -> str:
    """“87 %”, never broken across lines."""
    return f"{round(100 * share)}\N{NO-BREAK SPACE}%"


bp.add_app_template_filter(short_date)


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"stages_in_order": tuple(Stage), "share_ticks": share_ticks}


def _progress() -> Progress:
    progress: Progress = current_app.extensions["studyapp"].progress
    return progress.under(study_settings())
