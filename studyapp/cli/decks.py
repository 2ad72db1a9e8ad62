"""Commands about decks: check them, list their facts and cards, publish their schema."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from studyapp.cli.options import FOLDER, catalog_of, decks_option, json_option, print_table, settings_of
from studyapp.clock import utc_now
from studyapp.content.loader import check_catalog
from studyapp.content.schema import FILES, json_schema
from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.evidence import Citation
from studyapp.domain.fact import Fact
from studyapp.errors import DeckError, Problem, SettingError
from studyapp.services.anki import AnkiExport
from studyapp.services.charts import Charts


@click.command()
@click.argument("paths", nargs=-1, type=FOLDER)
@decks_option
@click.pass_context
def check(context: click.Context, paths: tuple[Path, ...], decks: tuple[Path, ...]) -> None:
    """Check decks, by default the shipped ones: every problem as file:line: message.

    A warning tells where what is written and what follows from it differ; decks may explain it.
    """
    if paths:
        catalog, warnings = check_catalog([_deck_of(path) for path in paths], only_extra=True)
    else:
        catalog, warnings = check_catalog(settings_of(context, decks=decks).decks)
    _check_ledgers(catalog)
    for warning in warnings:
        click.echo(warning)
    click.echo(
        f"Decks: {len(catalog.decks)}, facts: {len(catalog.facts)}, notes: {len(catalog.notes)}, "
        f"cards: {len(catalog.cards)}. {f'Warnings: {len(warnings)}.' if warnings else 'All is well.'}"
    )


@click.command()
@json_option
@decks_option
@click.pass_context
def facts(context: click.Context, /, *, as_json: bool, decks: tuple[Path, ...]) -> None:
    """List every fact with its sources and status."""
    catalog = catalog_of(context, decks=decks)
    if as_json:
        _print_json(_fact_json(fact) for fact in catalog.facts)
    else:
        print_table(("id", "status", "statement"), ((f.id, f.status, f.statement) for f in catalog.facts))


@click.command()
@json_option
@decks_option
@click.pass_context
def cards(context: click.Context, /, *, as_json: bool, decks: tuple[Path, ...]) -> None:
    """List every card with its answers, in the order of learning."""
    catalog = catalog_of(context, decks=decks)
    if as_json:
        charts = Charts(catalog.words.vocabulary)
        _print_json(_card_json(card, charts) for card in catalog.cards.values())
    else:
        rows = ((c.key.card, c.stem, "; ".join(a.text for a in c.answers)) for c in catalog.cards.values())
        print_table(("id", "prompt", "answers"), rows)


@click.command()
@click.argument("kind", required=False, type=click.Choice(sorted(FILES)))
@click.option("-o", "--output", type=FOLDER, metavar="DIR", help="Write every schema into this folder.")
def schema(kind: str | None, output: Path | None) -> None:
    """Print the JSON Schema of a kind of deck file, or of all; an editor completes and checks by it."""
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            (output / f"{name}.json").write_text(_pretty(json_schema(name)), encoding="utf-8")
        return
    click.echo(_pretty(json_schema(kind) if kind else {name: json_schema(name) for name in FILES}), nl=False)


def _deck_of(path: Path) -> Path:
    """The deck that a path names: the path itself, or for a file the nearest folder above with a deck.yaml."""
    if not path.exists():
        raise SettingError(f"There is no {path}.")
    if path.is_dir():
        return path
    for folder in path.absolute().parents:
        if (folder / "deck.yaml").is_file():
            return folder
    return path.parent


def _check_ledgers(catalog: Catalog) -> None:
    export = AnkiExport(catalog, Path(), utc_now)
    stale = {deck: export.stale(deck) for deck in catalog.decks if export.has_ledger(deck)}
    problems = [
        Problem(
            str(export.ledger_path(deck)),
            1,
            f"is stale: {_changed(len(notes))} new or changed, such as “{notes[0]}”; run studyapp ledger",
        )
        for deck, notes in stale.items()
        if notes
    ]
    if problems:
        raise DeckError(problems)


def _changed(number: int) -> str:
    return "one note is" if number == 1 else f"{number} notes are"


def _fact_json(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "deck": fact.deck,
        "subject": fact.subject.id,
        "attribute": fact.attribute,
        "statement": fact.statement,
        "sources": [_citation_json(citation) for citation in fact.sources],
        "status": fact.status,
    }


def _card_json(card: Card, charts: Charts) -> dict[str, Any]:
    return {
        "id": card.key.card,
        "deck": card.key.deck,
        "note": card.note,
        "facts": [fact.id for fact in card.facts],
        "prompt": card.stem,
        "answers": [
            {"text": a.text, "accept": list(a.accept), "detail": a.detail, "optional": a.optional} for a in card.answers
        ],
        "ways": list(card.ways),
        "picture": charts.name(card.chart) if card.chart else None,
        "core": card.core,
    }


def _citation_json(citation: Citation) -> dict[str, str]:
    fields = {name: getattr(citation, name) for name in ("source", "locator", "reporting", "via")}
    return {name: value for name, value in fields.items() if value is not None}


def _print_json(objects: Iterable[dict[str, Any]]) -> None:
    for one in objects:
        click.echo(json.dumps(one, ensure_ascii=False))


def _pretty(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
