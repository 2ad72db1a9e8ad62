"""`studyapp exam` makes papers, says what falls short, and refuses in one sentence."""

import json
from types import SimpleNamespace

import pytest

from studyapp.cli import main

BLUEPRINT = """\
title: Quiz
muscles: [gluteus-minimus, gluteus-medius, piriformis]
forms: 2
cells:
  - type: single-best-answer
    count: 3
  - type: true-false
    count: 2
"""


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Run the command line on a data folder of the test's own."""
    monkeypatch.setenv("STUDYAPP_DATA", str(tmp_path / "data"))

    def _run(*arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main([str(one) for one in arguments])
        told = capsys.readouterr()
        return SimpleNamespace(returncode=end.value.code or 0, stdout=told.out, stderr=told.err)

    return _run


@pytest.fixture
def quiz(tmp_path):
    path = tmp_path / "quiz.yaml"
    path.write_text(BLUEPRINT, encoding="utf-8")
    return path


def test_every_format_is_written_into_the_folder_and_what_is_left_out_is_told(run, quiz, tmp_path):
    out = tmp_path / "papers"
    done = run("exam", "make", quiz, "-o", out, "--formats", "all", "--seed", "3", "--forms", "1")
    assert done.returncode == 0, done.stderr
    assert f"{out}: " in done.stdout
    assert "5 items, 5 points, form A." in done.stdout
    names = {path.name for path in out.iterdir()}
    assert {
        "quiz-form-A.pdf",
        "quiz-form-A-answer-sheet.pdf",
        "quiz-key.pdf",
        "quiz-form-A.html",
        "quiz-form-A.docx",
    } <= names
    assert {
        "quiz-form-A-moodle.xml",
        "quiz-form-A-gift.txt",
        "quiz-form-A-canvas.zip",
        "quiz-form-A-qti21.zip",
    } <= names
    assert {"quiz-items.csv", "quiz-items.xlsx", "quiz-exam.json"} <= names
    assert not [name for name in names if "form-B" in name]


def test_the_same_seed_writes_the_same_bytes(run, quiz, tmp_path):
    made = []
    for name in ("one", "two"):
        out = tmp_path / name
        assert run("exam", "make", quiz, "-o", out, "--formats", "pdf,docx,json,qti21", "--seed", "9").returncode == 0
        made.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert made[0] == made[1]


def test_a_blueprint_that_asks_for_more_than_exists_makes_nothing_unless_it_may_be_short(run, quiz, tmp_path):
    quiz.write_text(BLUEPRINT.replace("count: 3", "count: 90"), encoding="utf-8")
    out = tmp_path / "papers"
    done = run("exam", "make", quiz, "-o", out)
    assert done.returncode == 1
    assert "Cell 1 (Single best answer) asks for 90 items and gets " in done.stderr
    assert not out.exists()
    assert run("exam", "capacity", quiz).returncode == 1
    short = run("exam", "make", quiz, "-o", out, "--formats", "json", "--allow-short")
    assert short.returncode == 0
    assert "Cell 1 (Single best answer) asks for 90 items and gets " in short.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--seed", "seven"], "seven"),
        (["--seed", "-1"], "--seed: “seed” goes from 0"),
        (["--forms", "27"], "--forms: “forms” goes from 1 to 26"),
        (["--formats", "pdf,odt"], "There is no format “odt”"),
        (["--formats", ""], "Choose at least one format."),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(run, quiz, tmp_path, arguments, told):
    done = run("exam", "make", quiz, "-o", tmp_path / "papers", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_blueprint_with_problems_tells_each_with_its_line(run, quiz):
    quiz.write_text(f"{BLUEPRINT}colour: red\nseed: seven\n", encoding="utf-8")
    done = run("exam", "capacity", quiz)
    assert done.returncode == 1
    assert f"{quiz}:9: “colour” is no field here" in done.stderr
    assert f"{quiz}:10: “seed”" in done.stderr


def test_a_kept_exam_is_found_by_its_facts_and_the_next_one_avoids_them(run, quiz, tmp_path):
    quiz.write_text(f"{BLUEPRINT}avoid_last: 1\n", encoding="utf-8")
    decided = []
    unused = run("exam", "uses", "gluteus-minimus.action.hip-abduction")
    assert unused.stdout == "No exam that was kept rests on it.\n"
    for name in ("one", "two"):
        out = tmp_path / name
        assert run("exam", "make", quiz, "-o", out, "--formats", "json", "--keep").returncode == 0
        exam = json.loads((out / "quiz-exam.json").read_text(encoding="utf-8"))["exam"]
        decided.append({fact for one in exam["forms"][0]["items"] for fact in one["item"]["decided"]})
    assert decided[0].isdisjoint(decided[1])
    told = run("exam", "uses", sorted(decided[0])[0]).stdout
    assert told.splitlines()[0].split() == ["made", "items", "exam"]
    assert "Quiz" in told
    unknown = run("exam", "uses", "no.such.fact")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "No deck has a fact “no.such.fact”" in unknown.stderr


def test_the_banks_beside_the_decks_are_held_against_the_rules(run):
    done = run("exam", "lint")
    assert (done.returncode, done.stdout) == (0, "trigger-points: 1 item, 0 findings.\n")
