"""The form of a new exam: what it should hold, what can be had, and then the exam."""

import secrets
from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, current_app, request

from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import Deck
from studyapp.domain.exam.blueprint import ExamBlueprint
from studyapp.domain.exam.check import deck_of
from studyapp.domain.exam.item import Difficulty, ItemType
from studyapp.errors import DeckError, ExamError
from studyapp.services.exam_blueprints import ExamBlueprints
from studyapp.services.examiner import Capacity
from studyapp.services.exams import Exams
from studyapp.web.exam_forms import FilledForm, ReadForm, by_field, filled_with, parse_filled, read_form
from studyapp.web.respond import fragment_or_redirect, in_place_of_the_page, page_or_fragment, wants_fragment
from studyapp.web.selections import asked_attributes

bp = Blueprint("drafts", __name__, url_prefix="/exams/new")

BANK_UNREAD = "The bank of your own items cannot be read: {}"
SEEDS = 1_000_000
"""A new exam has one of so many seeds, so that the next one is another."""


@bp.get("")
def new() -> Response:
    """An empty form, or that of a blueprint which lies beside a deck."""
    deck, _, name = request.args.get("from", "").partition("/")
    if deck:
        return _form(filled_with(_blueprints().find(deck, name)))
    return _form(_blank())


@bp.post("")
def make() -> Response:
    """Draw the exam and show it, or tell at each field what keeps it from being made."""
    filled = parse_filled(request.form)
    read = _checked(filled)
    if read.problems:
        return _form(filled, read.problems)
    try:
        made = _exams().make(read.blueprint, allow_short="allow_short" in request.form)
    except DeckError as error:
        return _form(filled, error=BANK_UNREAD.format(error))
    except ExamError as error:
        return _form(filled, capacities=_capacities(read.blueprint), error=str(error))
    return fragment_or_redirect("exams.show", exam=made.id)


@bp.post("/check")
def check() -> Response:
    """What can be had for the form, with a cell more or less if that was asked for."""
    filled, changed = parse_filled(request.form), None
    if "add" in request.form:
        filled, changed = filled.with_row(), len(filled.rows)
    elif "remove" in request.form:
        filled, changed = filled.without_row(request.form["remove"]), 0
    read = _checked(filled)
    problems = dict(read.problems)
    if _is_looking() and not read.blueprint.title:
        problems.pop("title", None)  # whoever has not come to the title yet is not reproached for it
    try:
        capacities = None if problems else _capacities(read.blueprint)
    except DeckError as error:
        return _form(filled, changed=changed, error=BANK_UNREAD.format(error))
    return _form(filled, problems, capacities=capacities, changed=changed)


@bp.post("/read")
def read() -> Response:
    """The form of a blueprint that was brought as YAML."""
    sent = request.files.get("file")
    content = sent.read() if sent and sent.filename else request.form.get("yaml", "").encode()
    text = content.decode("utf-8-sig", errors="replace")
    try:
        return _form(filled_with(_blueprints().read(text)))
    except DeckError as error:
        told = [f"Line {one.line}: {one.message}." for one in error.problems]
    return in_place_of_the_page(_form(_blank(), unread=told, yaml=text, status=422), "#exam-new")


@bp.post("/blueprint.yaml")
def text() -> Response:
    """The form as a file that can be brought back."""
    filled = parse_filled(request.form)
    read = _checked(filled)
    if read.problems:
        return _form(filled, read.problems)
    response = Response(_blueprints().write(read.blueprint), mimetype="application/yaml")
    response.headers.set("Content-Disposition", "attachment", filename="blueprint.yaml")
    return response


def _blank() -> FilledForm:
    return filled_with(ExamBlueprint(title="", cells=(), seed=secrets.randbelow(SEEDS))).with_row()


def _checked(filled: FilledForm) -> ReadForm:
    """The form as a blueprint, with everything that is wrong with it."""
    read = read_form(filled)
    found = by_field(_exams().examiner.problems(read.blueprint))
    unread = {name: messages for name, messages in read.problems.items() if messages}
    return ReadForm(read.blueprint, found | unread)


def _capacities(blueprint: ExamBlueprint) -> list[Capacity]:
    exams = _exams()
    return exams.examiner.capacities(blueprint, exams.wishes(blueprint))


def _form(  # noqa: PLR0913  # what a form may tell
    filled: FilledForm,
    problems: Mapping[str, list[str]] | None = None,
    *,
    capacities: Sequence[Capacity] | None = None,
    changed: int | None = None,
    error: str | None = None,
    unread: Sequence[str] = (),
    yaml: str = "",
    status: int = 200,
) -> Response:
    catalog = _exams().examiner.catalog
    named = ExamBlueprint(title="", cells=(), deck=filled.fields.get("deck") or None)
    deck = deck_of(named, catalog) or next(iter(catalog.decks.values()), None)
    return page_or_fragment(
        "exams/new.html",
        title="New exam",
        status=422 if problems or error else status,
        filled=filled,
        problems=problems or {},
        capacities=capacities,
        refused=_exams().examiner.refused(deck) if deck and capacities is not None else (),
        changed=changed,
        error=error,
        is_refused=error or (problems and not _is_looking()),
        unread=unread,
        yaml=yaml,
        decks=catalog.decks,
        choices=_choices(deck, catalog) if deck else {},
        types=tuple(ItemType),
        difficulties=tuple(Difficulty),
    )


def _is_looking() -> bool:
    """Whether the page looks by itself while someone types: who types is not to be alarmed."""
    return request.endpoint == "drafts.check" and wants_fragment()


def _choices(deck: Deck, catalog: Catalog) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """By field what may be chosen of a deck: ids and names, and how the choice is headed."""
    groups = dict.fromkeys(muscle.group.group for muscle in deck.muscles if muscle.group is not None)
    attributes = asked_attributes(card for key, card in catalog.cards.items() if key.deck == deck.id)
    return {
        "muscles": ("Muscles", [(muscle.id, muscle.name) for muscle in deck.muscles]),
        "groups": ("Groups of muscles", [(one, catalog.words.groups[one].label) for one in groups]),
        "complaints": ("Complaints", [(complaint.id, complaint.name) for complaint in deck.complaints]),
        "attributes": ("What is asked", [(str(one), one.label) for one in attributes]),
    }


def _exams() -> Exams:
    exams: Exams = current_app.extensions["studyapp"].exams
    return exams


def _blueprints() -> ExamBlueprints:
    blueprints: ExamBlueprints = current_app.extensions["studyapp"].blueprints
    return blueprints
