"""Phrases of the pages: intervals, days and numbers as a person says them."""

from datetime import date, datetime, tzinfo
from fractions import Fraction
from uuid import uuid4

from flask import Flask

from studyapp.counting import counted
from studyapp.domain.citation import cite_together, reference
from studyapp.domain.fact import enumerated, lower_first
from studyapp.domain.muscle import Extent
from studyapp.domain.pattern import FELT
from studyapp.domain.scheduler import Grade
from studyapp.services.preferences import Buttons

DAYS_IN_MONTH = 30.4
DAYS_IN_YEAR = 365.25
FIRST_IN_MONTHS = 60
"""Intervals from here on are told in months, from two years on in years."""
STIPPLED = {Extent.ESSENTIAL: "dense", Extent.SPILLOVER: "sparse", Extent.RARE: "outlined"}
"""How a chart shows these."""
GRADE_BUTTONS = {
    Buttons.FOUR: ((Grade.WRONG, "Again"), (Grade.HARD, "Hard"), (Grade.GOOD, "Good"), (Grade.EASY, "Easy")),
    Buttons.SIX: (
        (Grade.BLACKOUT, "0 Blackout"),
        (Grade.WRONG, "1 Wrong"),
        (Grade.WRONG_BUT_FAMILIAR, "2 Familiar"),
        (Grade.HARD, "3 Hard"),
        (Grade.GOOD, "4 Good"),
        (Grade.EASY, "5 Easy"),
    ),
    Buttons.TWO: ((Grade.WRONG, "Not yet"), (Grade.GOOD, "Knew it")),
}
"""The buttons and the grades they give. The six are SM-2's own scale: Wozniak (1990), ch. 3.2."""


def interval(days: int) -> str:
    """“tomorrow”, “6 days”, “4 months”, “2.5 years”."""
    if days == 1:
        return "tomorrow"
    if days < FIRST_IN_MONTHS:
        return f"{days} days"
    if days < 2 * DAYS_IN_YEAR:
        return f"{round(days / DAYS_IN_MONTH)} months"
    return f"{days / DAYS_IN_YEAR:.1f}".removesuffix(".0") + " years"


def long_date(day: date) -> str:
    """“Tuesday 24 November”."""
    return f"{day:%A} {day.day} {day:%B}"


def when(day: date, today: date) -> str:
    """“tomorrow, Tuesday 24 November”, or “on …” for later days."""
    lead = "tomorrow, " if (day - today).days == 1 else "on "
    year = f" {day.year}" if day.year != today.year else ""
    return lead + long_date(day) + year


def moment(instant: datetime, zone: tzinfo) -> str:
    """“27 November 2026, 21:19”, in that zone."""
    local = instant.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M}"


def points(number: Fraction) -> str:
    """“3”, “2.5”, “0.67”: points and parts of points."""
    return f"{float(number):.2f}".rstrip("0").rstrip(".")


def button_of(grade: Grade, buttons: Buttons) -> Grade:
    """The grade of the button that stands for a grade: the highest that is not above it."""
    return max((value for value, _ in GRADE_BUTTONS[buttons] if value <= grade), default=Grade.WRONG)


def register_words(app: Flask) -> None:
    """Let templates use these phrases."""
    app.jinja_env.filters.update(
        interval=interval,
        long_date=long_date,
        when=when,
        counted=counted,
        points=points,
        moment=moment,
        enumerated=enumerated,
        in_sentence=lower_first,
        button=button_of,
    )
    app.jinja_env.globals.update(
        cite_together=cite_together,
        fresh_id=uuid4,
        reference=reference,
        grade_buttons=GRADE_BUTTONS,
        extents=FELT,
        stippled=STIPPLED,
    )
