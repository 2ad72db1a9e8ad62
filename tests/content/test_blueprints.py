"""Blueprints and banks as files: every problem with its line, hostile ones too."""

from pathlib import Path

import pytest

from studyapp.content.exams import bank_of, blueprints_of, parse_blueprint, read_bank, read_blueprint
from studyapp.content.loader import load_catalog
from studyapp.domain.exam.blueprint import Cell, ExamBlueprint
from studyapp.domain.exam.item import ItemType
from studyapp.domain.exam.own import item_of
from studyapp.domain.exam.rules import Severity
from studyapp.errors import DeckError, SettingError
from studyapp.services.examiner import Examiner

GOOD = """\
title: Quiz
cells:
  - type: single-best-answer
    count: 2
"""
BANK = """\
items:
  - id: mine
    type: single-best-answer
    stem: Which nerve supplies gluteus minimus?
    muscle: gluteus-minimus
    attribute: innervation
    facts: [gluteus-minimus.innervation.superior-gluteal-nerve]
    because: So it is.
    sources: [{source: gray-1918, locator: p. 959}]
    options:
      - {text: superior gluteal nerve, key: yes}
      - {text: nerve to piriformis, because: It supplies piriformis., sources: [{source: gray-1918}]}
      - {text: inferior gluteal nerve, because: It supplies gluteus maximus., sources: [{source: gray-1918}]}
"""


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


@pytest.fixture
def deck(catalog):
    return catalog.decks["trigger-points"]


def problems(text, catalog):
    with pytest.raises(DeckError) as told:
        parse_blueprint(text, "quiz.yaml", catalog)
    return str(told.value).splitlines()


def test_what_is_left_out_is_at_its_default(catalog):
    assert parse_blueprint(GOOD, "quiz.yaml", catalog) == ExamBlueprint(
        title="Quiz", cells=(Cell(type=ItemType.SINGLE, count=2),)
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("colour: red", "quiz.yaml:5: “colour” is no field here"),
        ("seed: seven", "quiz.yaml:5: “seed”"),
        ("seed: -1", "quiz.yaml:5: “seed” goes from 0"),
        ("forms: 0", "quiz.yaml:5: “forms” goes from 1 to 26, and is 0"),
        ("forms: 27", "quiz.yaml:5: “forms” goes from 1 to 26, and is 27"),
        ("options: 2", "quiz.yaml:5: “options” goes from 3 to 5, and is 2"),
        ("points: 0", "quiz.yaml:5: “points”"),
        ("minutes: 0", "quiz.yaml:5: “minutes”"),
        ("avoid_last: -1", "quiz.yaml:5: “avoid_last”"),
        ("muscles: [gluteus-minor]", "quiz.yaml:5: “gluteus-minor” is not among the muscles"),
        ("groups: [nobody]", "quiz.yaml:5: “nobody” is not among the groups"),
        ("complaints: [toothache]", "quiz.yaml:5: “toothache” is not among the complaints"),
        ("attributes: [colour]", "quiz.yaml:5: "),
        ("exclude: [nothing]", "quiz.yaml:5: “nothing” is no muscle, card or fact"),
        ("difficulty: {easy: -1}", "quiz.yaml:5: a share is not negative"),
        ("difficulty: {awful: 1}", "quiz.yaml:5: "),
        ("deck: other", "quiz.yaml:5: name one of the decks (trigger-points)"),
        ("title: Again", "quiz.yaml:5: "),
    ],
)
def test_what_makes_no_sense_is_told_with_its_line(catalog, line, told):
    assert any(one.startswith(told) for one in problems(f"{GOOD}{line}\n", catalog))


@pytest.mark.parametrize(
    ("count", "told"),
    [
        ("-2", "quiz.yaml:4: “count” is at least 1, and is -2"),
        ("0", "quiz.yaml:4: “count” is at least 1, and is 0"),
        ("many", "quiz.yaml:4: “count”"),
        ("10000", "quiz.yaml:2: asks for 10000 items; an exam has at most 500"),
    ],
)
def test_counts_are_whole_and_not_endless(catalog, count, told):
    assert any(one.startswith(told) for one in problems(GOOD.replace("count: 2", f"count: {count}"), catalog))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "title",
        "title: x",
        "cells: []\ntitle: x",
        "title: ''\ncells: [{type: vignette, count: 1}]",
        "a: &a [*a]",
        "x: " + "9" * 5000,
        "\0",
    ],
)
def test_what_is_no_blueprint_is_refused_in_lines_and_never_otherwise(catalog, text):
    assert all(one.startswith("quiz.yaml:") for one in problems(text, catalog))


def test_a_file_that_is_not_there_is_told(catalog, tmp_path):
    with pytest.raises(SettingError, match="There is no file"):
        read_blueprint(tmp_path / "none.yaml", catalog)


def test_the_shipped_blueprints_can_be_made_as_they_are(catalog, deck):
    files = blueprints_of(deck)
    assert [path.stem for path in files] == ["mixed-final", "quiz-gluteus-minimus"]
    for path in files:
        drawn = Examiner(catalog).draw(read_blueprint(path, catalog))
        assert drawn.shortfalls == ()
    assert {item.type for item in Examiner(catalog).draw(read_blueprint(files[0], catalog)).exam.items} == set(ItemType)


def test_the_shipped_bank_keeps_every_rule(catalog, deck):
    path = bank_of(deck)
    assert Examiner(catalog).lint(deck, read_bank(path, deck, catalog)) == []


def bank(tmp_path, text) -> Path:
    path = tmp_path / "bank.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_item_of_ones_own_becomes_an_item_with_its_key_and_sources(catalog, deck, tmp_path):
    (own,) = read_bank(bank(tmp_path, BANK), deck, catalog)
    item = item_of(own, deck)
    assert [option.text for option in item.keys] == ["superior gluteal nerve"]
    assert item.why.sources == ("Gray (1918), p. 959",)
    assert item.is_own
    assert Examiner(catalog).lint(deck, [own]) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("muscle: gluteus-minimus", "muscle: nobody", "bank.yaml:5: “nobody” is not among the muscles"),
        ("superior-gluteal-nerve]", "gone]", "bank.yaml:7: “gluteus-minimus.innervation.gone” is no fact"),
        (
            "sources: [{source: gray-1918, locator",
            "sources: [{source: nobody, locator",
            "bank.yaml:9: “nobody” is not in the bibliography",
        ),
        ("type: single-best-answer", "type: hotspot", "bank.yaml:3: hotspots are made from the deck's charts"),
        ("type: single-best-answer", "type: short-answer", "bank.yaml:3: “short-answer” needs “answers”"),
        ("type: single-best-answer", "type: matching", "bank.yaml:3: “matching” needs “pairs”"),
        ("type: single-best-answer", "type: true-false", "bank.yaml:3: “true-false” needs “true”"),
    ],
)
def test_what_is_wrong_in_a_bank_is_told_with_its_line(deck, tmp_path, before, after, told):
    with pytest.raises(DeckError) as error:
        read_bank(bank(tmp_path, BANK.replace(before, after)), deck, load_catalog())
    assert told in str(error.value)


def test_two_items_may_not_have_one_id(catalog, deck, tmp_path):
    with pytest.raises(DeckError, match="taken already"):
        read_bank(bank(tmp_path, BANK + BANK.removeprefix("items:\n")), deck, catalog)


def test_a_key_that_the_deck_knows_as_the_answer_to_something_else_is_an_error(catalog, deck, tmp_path):
    (own,) = read_bank(bank(tmp_path, BANK.replace("superior gluteal nerve, key", "femoral nerve, key")), deck, catalog)
    assert any(
        (finding.rule, finding.severity) == ("T1", Severity.ERROR) and "not what its facts say" in finding.message
        for _, finding, _ in Examiner(catalog).lint(deck, [own])
    )


def test_ones_own_items_that_break_a_rule_are_named_and_those_that_only_warn_are_not(
    catalog, deck, tmp_path, monkeypatch
):
    broken = BANK.replace("superior gluteal nerve, key", "femoral nerve, key")
    good = BANK.removeprefix("items:\n").replace("id: mine", "id: good")
    path = bank(tmp_path, broken + good)
    monkeypatch.setattr("studyapp.services.examiner.bank_of", lambda _: path)
    assert Examiner(catalog).refused(deck) == ("mine",)


def test_a_wrong_option_that_is_right_is_an_error_of_the_lint_and_a_warning_may_be_waived(catalog, deck, tmp_path):
    wrong = BANK.replace("text: nerve to piriformis", "text: SGN")
    (own,) = read_bank(bank(tmp_path, wrong), deck, catalog)
    assert ("T1", None) in {(finding.rule, waived) for _, finding, waived in Examiner(catalog).lint(deck, [own])}
    long = BANK.replace(
        "text: nerve to piriformis", "text: the nerve that runs down the front of the thigh to the knee"
    )
    (own,) = read_bank(bank(tmp_path, long + "    waive: {O3: It is named so in class.}\n"), deck, catalog)
    assert {(f.rule, waived) for _, f, waived in Examiner(catalog).lint(deck, [own])} == {
        ("O3", "It is named so in class.")
    }
