"""The documents that follow from the code are up to date, and what they name is there."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from click import Command

from studyapp.anki.archive import LARGEST_COLLECTION
from studyapp.anki.collection import MOST_ANSWERS
from studyapp.anki.exported import exported_notes
from studyapp.anki.shape import Shape
from studyapp.cli.data import backup, delete_everything, doctor, orphans, restore
from studyapp.cli.export import anki, text
from studyapp.cli.history import import_anki
from studyapp.content.loader import load_catalog
from studyapp.content.schema import FILES, json_schema
from studyapp.domain.backup import BackupKind
from studyapp.domain.evidence import Status
from studyapp.exports.text import HEAD
from studyapp.services.charts import Charts
from studyapp.services.everything import VERSION
from studyapp.settings import VARIABLES
from studyapp.storage.everything import TABLES, columns_of
from studyapp.storage.tables import metadata
from studyapp.web.history import LARGEST_UPLOAD

ROOT = Path(__file__).parents[1]
ANKI_PAGE = (ROOT / "docs" / "anki.md").read_text(encoding="utf-8")
DATA_PAGE = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
DECKS_PAGE = (ROOT / "docs" / "decks.md").read_text(encoding="utf-8")
EVERYWHERE = {"--data", "--decks", "--output"}
"""Options that many commands have; `-o` is how they are shown."""
EXPORT_PAGE = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
SETTINGS_PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def test_every_written_document_is_up_to_date() -> None:
    check = [sys.executable, ROOT / "tools" / "write_docs.py", "--check"]
    stale = subprocess.run(check, capture_output=True, text=True, check=False)
    assert (stale.stdout + stale.stderr, stale.returncode) == ("", 0), "run `make docs`"


def test_the_page_of_settings_names_every_variable_with_its_default() -> None:
    for variable in VARIABLES:
        assert f"| `{variable.name}` | {variable.default} | {variable.meaning} |" in SETTINGS_PAGE


def test_the_page_of_settings_names_no_variable_that_is_none() -> None:
    assert set(re.findall(r"STUDYAPP_[A-Z_]+", SETTINGS_PAGE)) == {variable.name for variable in VARIABLES}


@pytest.mark.parametrize("command", [backup, restore, doctor, orphans, delete_everything], ids=lambda one: one.name)
def test_the_page_of_data_names_every_command_about_it_with_its_options(command: Command) -> None:
    assert f"    studyapp {command.name}" in DATA_PAGE
    ours = {option for one in command.params for option in one.opts if option.startswith("--")}
    assert not [option for option in ours - EVERYWHERE if option not in DATA_PAGE]


@pytest.mark.parametrize("command", [anki, text], ids=lambda one: one.name)
def test_the_page_of_exports_names_every_command_with_its_options(command: Command) -> None:
    assert f"    studyapp export {command.name} -o" in EXPORT_PAGE
    ours = {option for one in command.params for option in one.opts if option.startswith("--")}
    assert not [option for option in ours - EVERYWHERE if f"| `{option}" not in EXPORT_PAGE]


def test_the_page_of_exports_names_every_shape_and_every_column() -> None:
    assert not [shape for shape in Shape if f"`{shape}`" not in EXPORT_PAGE]
    assert re.findall(r"^\| `([\w ]+)` \| ", EXPORT_PAGE, re.MULTILINE) == list(HEAD)


def test_the_page_of_anki_history_names_its_command_with_its_options_and_what_is_skipped() -> None:
    page = (ROOT / "docs" / "anki-history.md").read_text(encoding="utf-8")
    assert "    studyapp import anki FILE" in page
    ours = {option for one in import_anki.params for option in one.opts if option.startswith("--")}
    assert not [option for option in ours - {"--data"} if option not in page]
    assert f"up to {LARGEST_UPLOAD // 1_000_000} MB" in page
    assert f"up to {LARGEST_COLLECTION // 1_000_000} MB" in page
    assert f"more than {MOST_ANSWERS:,} answers" in page


@pytest.mark.parametrize("table", TABLES)
def test_the_page_of_data_names_every_field_that_is_written(table: str) -> None:
    fields = re.search(rf"`{table}`: ((?:`\w+`[^`]*)+)", DATA_PAGE)
    assert fields is not None
    missing = [column for column in columns_of(table) if f"`{column}`" not in DATA_PAGE]
    assert missing == []


def test_the_page_of_data_names_every_table_and_every_kind_of_backup() -> None:
    assert not [name for name in metadata.tables if name != "users" and f"`{name}`" not in DATA_PAGE]
    assert not [kind for kind in BackupKind if f"`{kind}`" not in DATA_PAGE]
    assert f'"version": {VERSION},' in DATA_PAGE


@pytest.mark.parametrize("kind", FILES)
def test_the_page_of_decks_names_every_field_of_every_kind_of_file(kind: str) -> None:
    schema = json_schema(kind)
    for definition in (schema, *schema["$defs"].values()):
        for field, node in definition.get("properties", {}).items():
            row = re.compile(rf"^\| `{field}`( \*)? \| .* \| {re.escape(node['description'])} \|$", re.MULTILINE)
            assert row.search(DECKS_PAGE), f"{kind}: {field}"


def test_the_page_of_anki_names_every_shape_with_the_number_of_its_cards() -> None:
    catalog = load_catalog()
    cards: Counter[Shape] = Counter()
    for note in exported_notes(catalog, "trigger-points", Charts(catalog.words.vocabulary), shapes=tuple(Shape)):
        cards[note.shape] += len(note.faces)
    told = dict(re.findall(r"^\| `([a-z-]+)` \| .* \| (\d+) \|$", ANKI_PAGE, flags=re.MULTILINE))
    assert told == {str(shape): str(number) for shape, number in cards.items()}


def test_a_tick_that_the_page_of_anki_names_is_called_so() -> None:
    ticks = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates" / "export").glob("*.html"))
    named = re.findall(r"“([^”]+)” on the page", ANKI_PAGE)
    assert named
    assert not [tick for tick in named if tick not in ticks]


def test_the_page_of_decks_explains_every_status() -> None:
    assert all(f"| `{status}` | " in DECKS_PAGE for status in Status)


@pytest.mark.parametrize(
    "page", [DATA_PAGE, DECKS_PAGE, EXPORT_PAGE, SETTINGS_PAGE], ids=["data", "decks", "export", "settings"]
)
def test_every_link_within_a_page_leads_to_a_heading(page: str) -> None:
    headings = {
        re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    }
    links = set(re.findall(r"\]\(#([^)]+)\)", page))
    assert links <= headings


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")], ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]
