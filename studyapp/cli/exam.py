"""Commands for instructors: make exams by blueprints, see what a blueprint can get, lint one's own items."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from studyapp.cli.options import FOLDER, catalog_of, data_option, database_of, decks_option, print_table
from studyapp.cli.progress import shown_progress
from studyapp.clock import utc_now
from studyapp.content.exams import bank_of, read_bank, read_blueprint
from studyapp.counting import counted
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import Deck
from studyapp.domain.exam.blueprint import ExamBlueprint
from studyapp.domain.exam.check import problems_of_blueprint
from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.paper import Wishes
from studyapp.errors import ExamError, SettingError
from studyapp.services.exam_papers import ExamPapers, formats_named
from studyapp.services.examiner import Examiner, told_shortfalls
from studyapp.wholefile import replace_file

if TYPE_CHECKING:  # SQLAlchemy is slow to load, and most exams need none of it
    from studyapp.services.exams import Exams
    from studyapp.storage.database import Database


@click.group(no_args_is_help=False)
def exam() -> None:
    """Make exam papers from a deck."""


@exam.command()
@click.argument("blueprint", type=FOLDER)
@click.option("-o", "--output", type=FOLDER, required=True, metavar="DIR", help="The folder to write to.")
@click.option("--seed", type=int, metavar="N", help="Draw by this seed instead of the blueprint's.")
@click.option("--forms", type=int, metavar="K", help="So many forms instead of the blueprint's.")
@click.option("--formats", default="pdf,docx", metavar="LIST", help="Formats, with commas between; or all.")
@click.option("--allow-short", is_flag=True, help="Make it also when cells cannot be filled.")
@click.option("--keep", is_flag=True, help="Keep it frozen: its facts count as asked.")
@decks_option
@data_option
@click.pass_context
def make(  # noqa: PLR0913  # its options
    context: click.Context,
    /,
    *,
    blueprint: Path,
    output: Path,
    seed: int | None,
    forms: int | None,
    formats: str,
    allow_short: bool,
    keep: bool,
    decks: tuple[Path, ...],
    data: Path | None,
) -> None:
    """Make the exam of the file BLUEPRINT: papers, keys and files for learning platforms."""
    catalog, chosen = catalog_of(context, decks=decks), formats_named(formats.split(","))
    wanted = _with(read_blueprint(blueprint, catalog), catalog, seed, forms)
    examiner = Examiner(catalog)
    drawn = examiner.draw(wanted, _wishes(context, data, examiner, wanted), allow_short=allow_short)
    with shown_progress("Writing the exam") as steps:
        papers = ExamPapers(catalog.words.vocabulary).write(drawn.exam, chosen, steps)
    output.mkdir(parents=True, exist_ok=True)
    for name, content in papers.files.items():
        replace_file(output / name, content)
    if keep:
        with database_of(context, data) as database:
            _exams(database, examiner).keep(drawn.exam)
    _tell(drawn.exam, output, len(papers.files))
    deck = examiner.deck(wanted)
    if refused := examiner.refused(deck):
        click.echo(
            f"Of your own items these break a rule and were left out: {', '.join(refused)}; see: studyapp exam lint"
        )
    if drawn.shortfalls:
        click.echo(told_shortfalls(wanted, drawn.shortfalls))
    click.echo(papers.told, nl=False)


@exam.command()
@click.argument("blueprint", type=FOLDER)
@decks_option
@click.pass_context
def capacity(context: click.Context, /, *, blueprint: Path, decks: tuple[Path, ...]) -> None:
    """Tell how many items each cell of the file BLUEPRINT asks for, could choose from, and gets."""
    catalog = catalog_of(context, decks=decks)
    wanted = read_blueprint(blueprint, catalog)
    found = Examiner(catalog).capacities(wanted)
    rows = (
        (str(place), cell.type.label, str(one.asked), str(one.open), str(one.got))
        for place, (cell, one) in enumerate(zip(wanted.cells, found, strict=True), start=1)
    )
    print_table(("cell", "type", "asked", "open", "gets"), rows)
    if any(one.missing for one in found):
        context.exit(1)


@exam.command()
@click.argument("file", type=FOLDER, required=False)
@click.option("--deck", "chosen", metavar="ID", help="The deck that FILE belongs to, where there are several.")
@decks_option
@click.pass_context
def lint(context: click.Context, /, *, file: Path | None, chosen: str | None, decks: tuple[Path, ...]) -> None:
    """Hold the items of a bank, FILE or those beside the decks, against the rules; exit code 1 for errors."""
    catalog = catalog_of(context, decks=decks)
    examiner, wrong = Examiner(catalog), 0
    for deck in _decks(catalog, chosen, file):
        path = file or bank_of(deck)
        own = read_bank(path, deck, catalog) if path else ()
        found = examiner.lint(deck, own)
        for one, finding, waived in found:
            told = f"waived: {waived}" if waived else str(finding.severity)
            click.echo(f"{one.id}: {finding.rule} {finding.message} ({told})")
            wrong += finding.severity == "error"
        click.echo(f"{deck.id}: {counted(len(own), 'item')}, {counted(len(found), 'finding')}.")
    if wrong:
        context.exit(1)


@exam.command()
@click.argument("fact")
@decks_option
@data_option
@click.pass_context
def uses(context: click.Context, /, *, fact: str, decks: tuple[Path, ...], data: Path | None) -> None:
    """List the kept exams that rest on FACT, with the numbers of those items in form A."""
    catalog = catalog_of(context, decks=decks)
    with database_of(context, data) as database:
        found = _exams(database, Examiner(catalog)).uses(fact)
    if not found and all(one.id != fact for one in catalog.facts):
        raise ExamError(f"No deck has a fact “{fact}”, and no exam that was kept rests on it; see: studyapp facts")
    rows = (
        (made.made_at.date().isoformat(), ", ".join(map(str, numbers)), made.exam.blueprint.title)
        for made, numbers in found
    )
    if found:
        print_table(("made", "items", "exam"), rows)
    else:
        click.echo("No exam that was kept rests on it.")


def _with(wanted: ExamBlueprint, catalog: Catalog, seed: int | None, forms: int | None) -> ExamBlueprint:
    """The blueprint under another seed, in another number of forms."""
    changes = {name: value for name, value in (("seed", seed), ("forms", forms)) if value is not None}
    changed = replace(wanted, **changes)  # type: ignore[arg-type]  # both are numbers
    for place, message in problems_of_blueprint(changed, catalog):
        raise SettingError(f"--{place[0]}: {message}.")
    return changed


def _wishes(context: click.Context, data: Path | None, examiner: Examiner, wanted: ExamBlueprint) -> Wishes | None:
    """What the last kept exams asked for is avoided, where the blueprint says so; else no database is opened."""
    if not wanted.avoid_last:
        return None
    with database_of(context, data) as database:
        return _exams(database, examiner).wishes(wanted)


def _exams(database: "Database", examiner: Examiner) -> "Exams":
    from studyapp.services.exams import Exams  # noqa: PLC0415  # as above

    return Exams(database, examiner, utc_now)


def _decks(catalog: Catalog, chosen: str | None, file: Path | None) -> list[Deck]:
    decks = [deck for deck in catalog.decks.values() if chosen in (None, deck.id)]
    if not decks:
        raise SettingError(f"There is no deck “{chosen}”.")
    if file is not None and len(decks) > 1:
        raise SettingError("Say by --deck which deck the file belongs to.")
    return decks


def _tell(made: Exam, output: Path, files: int) -> None:
    letters = ", ".join(form.letter for form in made.forms)
    items, points = counted(len(made.items), "item"), counted(made.forms[0].points, "point")
    forms = "form" if len(made.forms) == 1 else "forms"
    click.echo(f"{output}: {counted(files, 'file')}; {items}, {points}, {forms} {letters}.")
    if warnings := len(made.open_warnings):
        told = counted(warnings, "warning about items stands", "warnings about items stand")
        click.echo(f"{told} in the key.")
