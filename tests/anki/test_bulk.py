"""Writing in bulk: the same rows, checks and note types as genanki alone, whatever the notes."""

import itertools
import json
import sqlite3
import warnings
from contextlib import closing

import genanki
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.anki.bulk import BulkNote, BulkPackage, Rows
from studyapp.anki.notetype import question_model

TABLES = ("notes", "cards", "revlog", "graves")
TIME = 1_600_000_000.75


def model(number, fronts, fields=("A", "B", "C"), **changes):
    """A note type with these fronts; its number and its name go together."""
    templates = [{"name": f"T{place}", "qfmt": front, "afmt": "{{B}}"} for place, front in enumerate(fronts)]
    return genanki.Model(number, f"Type {number}", [{"name": name} for name in fields], templates, **changes)


def models():
    """One, two and three templates that need one field, all of some or any of some; clozes; ours."""
    return [
        model(1, ["{{A}}"]),
        model(2, ["{{#A}}{{B}}{{/A}}", "{{B}}{{C}}"], sort_field_index=1),
        model(3, ["{{#C}}x{{A}}{{/C}}", "{{A}} {{B}}", "{{C}}"], css=".card { color: red; }"),
        model(4, ["{{cloze:A}}"], model_type=genanki.Model.CLOZE),
        model(5, ["{{cloze:A}} {{cloze:B}}"], model_type=genanki.Model.CLOZE),
        question_model(),
    ]


PIECES = ("", "a", "ä ü", " ", "\n", "<", ">", "/", "<b>", "</b>", "<br/>", "<a href='x'>", "<$>", "<b\n>", "<!-- -->")
CLOZES = ("{{c1::x}}", "{{c2::y::z}}", "{{c12::b}}", "{{c0::n}}", "{{c3::x\ny}}", "{{c1::", "}}")

text = st.lists(st.sampled_from((*PIECES, *CLOZES)), max_size=4).map("".join)
tags = st.lists(st.sampled_from(["one", "two::three", "ä"]), max_size=3)
note = st.fixed_dictionaries(
    {
        "kind": st.integers(0, 5),
        "fields": st.lists(text, min_size=18, max_size=18),
        "tags": tags,
        "guid": st.none() | st.text("abc", min_size=1, max_size=3),
        "sort_field": st.none() | st.text(max_size=3),
        "due": st.integers(0, 9),
        "suspends": st.booleans(),
    }
)
decks = st.lists(st.lists(note, max_size=4), min_size=1, max_size=4)


def written(package_type, note_type, decks, kinds):
    """All rows of a package with these notes, what stands in its collection, and the warnings on the way."""
    made = [genanki.Deck(1000 + place, f"Deck {place}", "told") for place in range(len(decks))]
    for deck, notes in zip(made, decks, strict=True):
        for told in notes:
            deck.add_note(_note(note_type, told, kinds))
    with closing(sqlite3.connect(":memory:")) as connection, warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        package_type(made).write_to_db(connection.cursor(), TIME, itertools.count(5000))
        rows = {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in TABLES}  # noqa: S608  # no value
        (col,) = connection.execute("SELECT * FROM col").fetchall()
        schema = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
        return rows, [_read(value) for value in col], schema, [str(one.message) for one in warned]


def _note(note_type, told, kinds):
    kind = kinds[told["kind"]]
    fields = told["fields"][: len(kind.fields)]
    made = note_type(kind, fields, told["sort_field"], told["tags"], told["guid"], told["due"])
    if told["suspends"]:
        for card in made.cards[:1]:
            card.suspend = True
    return made


def _read(value):
    return json.loads(value) if isinstance(value, str) and value.startswith("{") else value


@given(decks)
def test_the_rows_are_those_of_genanki_whatever_the_notes(decks):
    plain = written(genanki.Package, genanki.Note, decks, models())
    assert written(BulkPackage, BulkNote, decks, models()) == plain


def test_the_rows_are_those_of_genanki_when_they_are_many():
    told = {"kind": 1, "tags": ["one"], "guid": None, "sort_field": None, "suspends": False}
    many = [told | {"fields": [f"a{number}", "b", "c" * (number % 2)], "due": number} for number in range(333)]
    plain = written(genanki.Package, genanki.Note, [many, many[:5]], models())
    assert written(BulkPackage, BulkNote, [many, many[:5]], models()) == plain


def test_a_note_type_without_notes_comes_along_with_its_deck():
    results = []
    for package_type in (genanki.Package, BulkPackage):
        deck = genanki.Deck(1, "Empty")
        deck.add_model(model(7, ["{{A}}"]))
        with closing(sqlite3.connect(":memory:")) as connection:
            package_type([deck]).write_to_db(connection.cursor(), TIME, itertools.count())
            results.append([_read(value) for value in connection.execute("SELECT * FROM col").fetchone()])
    assert results[0] == results[1]
    assert results[0][9]["7"]["name"] == "Type 7"


def test_of_two_note_types_with_one_number_the_last_notes_is_written_as_by_genanki():
    names = []
    for package_type, note_type in ((genanki.Package, genanki.Note), (BulkPackage, BulkNote)):
        deck, first, second = genanki.Deck(1, "Deck"), model(7, ["{{A}}"]), model(7, ["{{B}}"])
        for kind in (first, second, first):
            deck.add_note(note_type(kind, ["a", "b", "c"]))
        with closing(sqlite3.connect(":memory:")) as connection:
            package_type([deck]).write_to_db(connection.cursor(), TIME, itertools.count())
            (types,) = connection.execute("SELECT models FROM col").fetchone()
        names.append(json.loads(types)["7"]["tmpls"][0]["qfmt"])
    assert names == ["{{A}}", "{{A}}"]


def test_invalid_html_in_one_field_is_warned_of():
    made = BulkNote(model(1, ["{{A}}"]), ["<$>", "<b>fine</b>", "a < b"])
    with pytest.warns(UserWarning, match=r"invalid HTML tags.*: <\$>"):
        made.add_rows(Rows(), TIME, 1, itertools.count())


@pytest.mark.parametrize("number", [1, 2, 4])
def test_another_number_of_fields_than_the_note_type_has_is_refused_with_genankis_words(number):
    made = BulkNote(model(1, ["{{A}}"]), ["x"] * number)
    with pytest.raises(ValueError, match="Number of fields in Model does not match number of fields in Note"):
        made.add_rows(Rows(), TIME, 1, itertools.count())


@pytest.mark.parametrize(("number", "name"), [("1", "Deck"), (None, "Deck"), (1, None), (1, 2)])
def test_a_deck_without_a_number_or_name_is_refused_as_by_genanki(number, name):
    for package_type in (genanki.Package, BulkPackage):
        with closing(sqlite3.connect(":memory:")) as connection, pytest.raises(TypeError):
            package_type([genanki.Deck(number, name)]).write_to_db(connection.cursor(), TIME, itertools.count())


def test_the_same_note_types_and_decks_are_written_once_however_many_decks_there_are():
    """Alone, genanki writes both texts anew with each deck: work that grows with the square of their number."""
    statements = {}
    for number in (2, 40):
        kind = model(1, ["{{A}}"])
        made = [genanki.Deck(place, f"Deck {place}") for place in range(number)]
        for deck in made:
            deck.add_note(BulkNote(kind, ["a", "b", "c"]))
        with closing(sqlite3.connect(":memory:")) as connection:
            told = statements[number] = []
            connection.set_trace_callback(told.append)
            BulkPackage(made).write_to_db(connection.cursor(), TIME, itertools.count(1))
            told[:] = [one for one in told if not one.startswith("INSERT INTO notes") and "INTO cards" not in one]
    assert len(statements[2]) == len(statements[40])


def test_no_row_leaves_a_table_without_its_statement():
    with closing(sqlite3.connect(":memory:")) as connection:
        BulkPackage([genanki.Deck(1, "Empty")]).write_to_db(connection.cursor(), TIME, itertools.count())
        assert connection.execute("SELECT count(*) FROM notes").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'index'").fetchone() == (7,)
