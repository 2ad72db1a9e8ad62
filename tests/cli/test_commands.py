"""The command line, run as a program: what it prints, and that every failure is a sentence and exit code 1."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, fields
from pathlib import Path
from shutil import copytree

import pytest
import yaml

from studyapp.cli import main
from studyapp.content.schema import FILES, json_schema
from studyapp.domain.muscle import Muscle

LIFTER = "tails/muscles/tail-lifter.yaml"
WriteDeck = Callable[..., Path]


@dataclass(frozen=True)
class Ran:
    """What a command printed, and how it ended."""

    stdout: str
    stderr: str
    returncode: int


def studyapp(*arguments: object, cwd: Path | None = None, **environment: str) -> Ran:
    """Run a command within this process, which is faster; whatever it raises but its exit fails the test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STUDYAPP_")}
    out, err, code = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(os, "environ", {**kept, **environment})
        patch.chdir(cwd or Path.cwd())
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0
    return Ran(out.getvalue(), err.getvalue(), code)


def program(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run studyapp as a user does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STUDYAPP_")}
    return subprocess.run(
        [sys.executable, "-m", "studyapp", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env={**kept, "PYTHONUTF8": "1", **environment},
        timeout=60,
        check=False,
    )


def output(*arguments: object, **environment: str) -> str:
    """What a command prints that goes well."""
    ran = studyapp(*arguments, **environment)
    assert (ran.stderr, ran.returncode) == ("", 0)
    return ran.stdout


def refusal(*arguments: object, cwd: Path | None = None, **environment: str) -> str:
    """What a command says that fails."""
    ran = studyapp(*arguments, cwd=cwd, **environment)
    assert (ran.stdout, ran.returncode) == ("", 1), ran.stderr
    return ran.stderr


def sentence(*arguments: object, **environment: str) -> str:
    """The one line of a command that fails for a reason that is no deck's."""
    told = refusal(*arguments, **environment)
    assert told.startswith("studyapp: "), told
    assert told.count("\n") == 1, told
    return told


# --- simulate -------------------------------------------------------------------------------------------------------


def test_simulate_prints_a_json_object_for_each_grade() -> None:
    assert output("simulate", "--json", 4, 4, 5, 2, 4).splitlines() == [
        '{"grade": 4, "repetition": 1, "interval_days": 1, "e_factor": 2.5}',
        '{"grade": 4, "repetition": 2, "interval_days": 6, "e_factor": 2.5}',
        '{"grade": 5, "repetition": 3, "interval_days": 16, "e_factor": 2.6}',
        '{"grade": 2, "repetition": 0, "interval_days": 1, "e_factor": 2.6}',
        '{"grade": 4, "repetition": 1, "interval_days": 1, "e_factor": 2.6}',
    ]


def test_the_program_prints_and_ends_as_a_program_should(write_deck: WriteDeck) -> None:
    well = program("simulate", "--json", 4)
    assert (well.stdout, well.stderr, well.returncode) == (
        '{"grade": 4, "repetition": 1, "interval_days": 1, "e_factor": 2.5}\n',
        "",
        0,
    )
    ill = program("check", write_deck({LIFTER: ""}))
    assert (ill.stdout, ill.returncode) == ("", 1)
    assert ill.stderr.endswith(f"{LIFTER}:1: is empty\n")
    wrong = program("studdy", STUDYAPP_PORT="web")
    assert (wrong.stdout, wrong.stderr.count("\n"), wrong.returncode) == ("", 1, 1)


def test_simulate_prints_a_table_without_json() -> None:
    rows = [line.split() for line in output("simulate", 4, 3).splitlines()]
    assert rows == [
        ["grade", "repetition", "interval_days", "e_factor"],
        ["4", "1", "1", "2.50"],
        ["3", "2", "6", "2.36"],
    ]


@pytest.mark.parametrize("grades", [["6"], ["-1"], ["x"], ["4", "4.5"], []])
def test_simulate_refuses_what_is_no_grade(grades: list[str]) -> None:
    sentence("simulate", "--", *grades)


# --- facts and cards ------------------------------------------------------------------------------------------------


def test_facts_are_json_objects_with_exactly_their_keys(write_deck: WriteDeck) -> None:
    facts = [json.loads(line) for line in output("facts", "--json", "--decks", write_deck()).splitlines()]
    assert {tuple(fact) for fact in facts} == {("id", "deck", "subject", "attribute", "statement", "sources", "status")}
    assert {fact["deck"] for fact in facts} == {"trigger-points", "tails"}
    (told,) = [fact for fact in facts if fact["id"] == "tail-lifter.nickname.flag"]
    assert told == {
        "id": "tail-lifter.nickname.flag",
        "deck": "tails",
        "subject": "tail-lifter",
        "attribute": "nickname",
        "statement": "According to Tail Manual, tail lifter is nicknamed the “flag bearer”",
        "sources": [{"source": "notes", "reporting": "manual"}],
        "status": "attributed",
    }


def test_facts_are_a_table_without_json(write_deck: WriteDeck) -> None:
    head, *rows = output("facts", "--decks", write_deck()).splitlines()
    assert head.split() == ["id", "status", "statement"]
    assert len({row.index("single-source") for row in rows if "  single-source  " in row}) == 1


def test_cards_are_json_objects_with_exactly_their_keys(write_deck: WriteDeck) -> None:
    cards = [json.loads(line) for line in output("cards", "--json", "--decks", write_deck()).splitlines()]
    assert {tuple(card) for card in cards} == {
        ("id", "deck", "note", "facts", "prompt", "answers", "ways", "picture", "core")
    }
    assert all(card["answers"] and card["facts"] for card in cards)
    assert all({"text", "accept"} <= set(answer) for card in cards for answer in card["answers"])
    (actions,) = [card for card in cards if card["id"] == "tail-lifter.actions.forward"]
    assert actions == {
        "id": "tail-lifter.actions.forward",
        "deck": "tails",
        "note": "tail-lifter.actions",
        "facts": ["tail-lifter.action.tail-raising", "tail-lifter.action.tail-turning.left.tail-wet"],
        "prompt": "What are the actions of tail lifter?",
        "answers": [
            {"text": "raising of the tail", "accept": ["tail lift"], "detail": None, "optional": False},
            {
                "text": "turning of the tail",
                "accept": [],
                "detail": "assists, left half, with the tail wet",
                "optional": True,
            },
        ],
        "ways": ["reveal", "list"],
        "picture": None,
        "core": True,
    }


def test_every_fact_of_a_card_is_among_the_facts(write_deck: WriteDeck) -> None:
    folder = write_deck()
    facts = {json.loads(line)["id"] for line in output("facts", "--json", "--decks", folder).splitlines()}
    cards = [json.loads(line) for line in output("cards", "--json", "--decks", folder).splitlines()]
    assert {ident for card in cards for ident in card["facts"]} <= facts


def test_cards_are_a_table_without_json(write_deck: WriteDeck) -> None:
    lines = output("cards", "--decks", write_deck()).splitlines()
    assert lines[0].split() == ["id", "prompt", "answers"]
    assert any(line.endswith("raising of the tail; turning of the tail") for line in lines)


@pytest.mark.parametrize("command", [["facts"], ["cards", "--json"], ["schema"]])
def test_a_closed_pipe_is_no_failure_to_tell(command: list[str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "studyapp", *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()  # as `head -1` does
    assert process.stderr is not None
    told = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=60)
    assert told == b""


# --- new muscle -----------------------------------------------------------------------------------------------------


def test_a_new_muscle_is_a_file_that_is_valid_as_it_stands_and_names_every_field(write_deck: WriteDeck) -> None:
    folder = write_deck()
    path = folder / "tails" / "muscles" / "ear-wiggler.yaml"
    told = output("new", "muscle", " ear  wiggler ", "--deck", folder / "tails")
    assert told == f"{path}: fill it in, then run studyapp check.\n"
    text = path.read_text(encoding="utf-8")
    assert "id: ear-wiggler\nname: Ear wiggler\nlatin: Musculus ear wiggler  #" in text
    for field in fields(Muscle):
        assert field.name == "formerly" or f"{field.name}:" in text or field.name == "aliases", field.name
    assert output("check", folder).endswith(". All is well.\n")


def test_a_new_muscle_is_filled_in_with_the_names_that_are_known(write_deck: WriteDeck) -> None:
    folder = write_deck()
    output("new", "muscle", "Tail twister", "--deck", folder / "tails")
    text = (folder / "tails" / "muscles" / "tail-twister.yaml").read_text(encoding="utf-8")
    assert "latin: Musculus torquens caudae\naliases: [twister]\n" in text


@pytest.mark.parametrize("name", ["Wiggler: of the ear", "Wiggler #2", "no", "007", "[Ear]", "Ohrwackler ‘links’"])
def test_a_new_muscle_is_valid_whatever_its_name(write_deck: WriteDeck, name: str) -> None:
    folder = write_deck()
    there = set(folder.rglob("*.yaml"))
    output("new", "muscle", name, "--deck", folder / "tails")
    assert output("check", folder).endswith(". All is well.\n")
    (written,) = set(folder.rglob("*.yaml")) - there
    assert yaml.safe_load(written.read_text(encoding="utf-8"))["name"] == name[:1].upper() + name[1:]


def test_what_is_uncommented_and_left_empty_is_told_on_its_line(write_deck: WriteDeck) -> None:
    folder = write_deck()
    output("new", "muscle", "Ear wiggler", "--deck", folder / "tails")
    path = folder / "tails" / "muscles" / "ear-wiggler.yaml"
    text = path.read_text(encoding="utf-8").replace("# parts:\n#   - id:", "parts:\n  - id:")
    path.write_text(text, encoding="utf-8")
    line = text.splitlines().index("parts:") + 2
    assert f":{line}: an empty value; leave the field out instead" in refusal("check", folder)


def test_a_new_muscle_goes_to_the_only_deck_where_one_stands(write_deck: WriteDeck) -> None:
    folder = write_deck()
    for number, place in enumerate((folder, folder / "tails", folder.parent)):
        ran = studyapp("new", "muscle", f"Number {number}", cwd=place)
        assert ran.returncode == 0, ran.stderr
        assert (folder / "tails" / "muscles" / f"number-{number}.yaml").is_file()


@pytest.mark.parametrize(
    ("name", "deck", "said"),
    [
        ("Tail lifter", "tails", "is there already"),
        ("!!", "tails", "“!!” is no name of a muscle"),
        ("", "tails", "is no name of a muscle"),
        ("Complaint", "tails", "“complaint” is reserved"),
        ("Twister", "tails", "“Twister” is another name of tail twister"),
        ("Ear wiggler", "", "no deck.yaml"),
        ("Ear wiggler", "nowhere", "no deck.yaml"),
    ],
)
def test_a_new_muscle_that_cannot_be_is_a_sentence_and_writes_nothing(
    write_deck: WriteDeck, name: str, deck: str, said: str
) -> None:
    folder = write_deck()
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    assert said in sentence("new", "muscle", name, "--deck", folder / deck)
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


def test_where_no_deck_or_several_are_one_must_be_named(write_deck: WriteDeck, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "There are 0 decks here" in refusal("new", "muscle", "Ear", cwd=tmp_path / "empty")
    folder = write_deck()
    copytree(folder / "tails", folder / "twins")
    assert "There are 2 decks here" in refusal("new", "muscle", "Ear", cwd=folder)


# --- check ----------------------------------------------------------------------------------------------------------


def test_check_says_that_the_shipped_decks_are_well() -> None:
    assert output("check").endswith(". All is well.\n")


@pytest.mark.parametrize("path", ["", "tails", LIFTER, "tails/deck.yaml"])
def test_check_takes_a_folder_of_decks_a_deck_or_a_file_of_one(write_deck: WriteDeck, path: str) -> None:
    assert output("check", write_deck() / path) == "Decks: 1, facts: 41, notes: 32, cards: 34. All is well.\n"


@pytest.mark.parametrize("path", ["", "tails", LIFTER])
def test_check_prints_every_problem_on_standard_error(write_deck: WriteDeck, path: str) -> None:
    folder = write_deck(
        {LIFTER: ("role: primary", "role: main", "aliases: [lifter]", "alias: [lifter]"), "tails/cards.yaml": ""}
    )
    lines = refusal("check", folder / path).splitlines()
    found = [line.removeprefix(f"{folder}/") for line in lines]
    assert found == [
        "tails/cards.yaml:1: is empty",
        f"{LIFTER}:4: “alias” is no field here",
        f"{LIFTER}:33: “role”: input should be 'primary' or 'secondary'",
    ]


def test_check_names_files_from_where_one_stands(write_deck: WriteDeck) -> None:
    folder = write_deck({"tails/cards.yaml": ""})
    assert refusal("check", "tails", cwd=folder) == "tails/cards.yaml:1: is empty\n"
    assert refusal("check", folder, cwd=folder / "tails") == "cards.yaml:1: is empty\n"
    assert refusal("check", ".", cwd=folder / "tails").startswith("cards.yaml:1: is empty\n")


def test_check_takes_several_paths(write_deck: WriteDeck) -> None:
    one = write_deck(name="one")
    title = (one / "tails" / "deck.yaml").read_text(encoding="utf-8").replace("id: tails", "id: twins")
    other = write_deck({"tails/deck.yaml": title}, name="other")
    assert output("check", one, other).startswith("Decks: 2, facts: 82")


def test_check_prints_warnings_counts_them_and_goes_well(write_deck: WriteDeck) -> None:
    folder = write_deck({"tails/complaints.yaml": ("zones: [tail-tip]", "zones: [tail-base]")})
    text = (folder / "tails" / "deck.yaml").read_text(encoding="utf-8")
    (folder / "tails" / "deck.yaml").write_text(text[: text.index("explained:")], encoding="utf-8")
    *warnings, last = output("check", folder).splitlines()
    told = "“tail-lifter” is listed, but its map does not reach the complaint's zones"
    name = "complaint.tail-ache.muscle.tail-lifter.unsupported"
    assert warnings == [f"{folder}/tails/complaints.yaml:7: warning: {told} [{name}]"]
    assert last.endswith(". Warnings: 1.")


def test_check_of_a_path_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    assert sentence("check", tmp_path / "none") == f"studyapp: There is no {tmp_path / 'none'}.\n"


def test_check_of_a_folder_or_file_without_a_deck_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("no deck")
    assert "There is no deck in" in sentence("check", tmp_path)
    assert "There is no deck in" in sentence("check", tmp_path / "note.txt")


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\xff\xfe",
        b"a: &a [x]\nb: &b [*a, *a]\n",
        b"- " * 100_000,
        b"!!python/object/apply:os.system [ls]",
        b"'" + b"9" * 5_000,
        b"x" * 9_000_000,
        b"? {[a]: b}\n: c\n",
    ],
    ids=["binary", "aliases", "deep", "tag", "unclosed", "large", "key"],
)
def test_a_hostile_file_is_told_with_file_and_line(write_deck: WriteDeck, content: bytes) -> None:
    folder = write_deck({LIFTER: content})
    for line in refusal("check", folder).splitlines():
        assert line.startswith(str(folder)), line
        assert line.split(":")[1].isdigit(), line


# --- schema ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FILES)
def test_schema_prints_that_of_one_kind_of_file(kind: str) -> None:
    assert json.loads(output("schema", kind)) == json_schema(kind)


def test_schema_prints_all_of_them() -> None:
    assert json.loads(output("schema")) == {kind: json_schema(kind) for kind in FILES}


def test_schema_writes_all_of_them_into_a_folder(tmp_path: Path) -> None:
    assert output("schema", "-o", tmp_path / "new" / "schemas") == ""
    written = {path.stem: json.loads(path.read_text("utf-8")) for path in (tmp_path / "new" / "schemas").iterdir()}
    assert written == {kind: json_schema(kind) for kind in FILES}


# --- wrong usage ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["studdy"],
        ["--wrong"],
        ["facts", "--wrong"],
        ["facts", "too", "many"],
        ["schema", "exam"],
        ["export"],
        ["export", "anki"],
        ["--port", "99999"],
        ["--port", "web"],
        ["serve", "--port", "0"],
        ["--host", "0.0.0.0"],  # noqa: S104  # what is refused
        ["serve", "--host", "::"],
        ["serve", "--host", "192.168.1.2"],
        ["facts", "--decks", "/nowhere"],
        ["schema", "-o", "/proc/none"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_sentence_and_exit_code_1(arguments: list[str]) -> None:
    sentence(*arguments)


def test_serving_other_machines_is_refused_with_the_reason() -> None:
    told = sentence("--host", "0.0.0.0")  # noqa: S104  # what is refused
    assert told == "studyapp: studyapp serves this machine only: 127.0.0.1, not 0.0.0.0; for a phone there is --lan.\n"


def test_an_option_before_a_command_holds_for_it(write_deck: WriteDeck) -> None:
    assert "tail-lifter.sign.droop" in output("--decks", write_deck(), "facts")


@pytest.mark.parametrize("option", [["--no-browser"], ["--port", "8400"], ["--host", "localhost"], ["--data", "x"]])
def test_options_of_serving_do_no_harm_before_another_command(option: list[str]) -> None:
    assert output(*option, "facts").startswith("id ")


def test_help_and_version_go_well() -> None:
    assert output("--help").startswith("Usage: studyapp ")
    assert output("--version").startswith("studyapp, version ")


# --- settings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("STUDYAPP_PORT", "web"),
        ("STUDYAPP_PORT", "0"),
        ("STUDYAPP_PORT", "65536"),
        ("STUDYAPP_PORT", "9" * 5_000),
        ("STUDYAPP_PORT", "８３２１"),
        ("STUDYAPP_ROLLOVER_HOUR", "24"),
        ("STUDYAPP_ROLLOVER_HOUR", "-1"),
        ("STUDYAPP_ROLLOVER_HOUR", "000000000099"),
        ("STUDYAPP_ROLLOVER_HOUR", "4.5"),
        ("STUDYAPP_NEW_CARDS_A_DAY", "many"),
        ("STUDYAPP_REVIEWS_A_DAY", "10000"),
        ("STUDYAPP_TIMEZONE", "Middle/Earth"),
        ("STUDYAPP_TIMEZONE", "../../etc/passwd"),
        ("STUDYAPP_TIMEZONE", "Europe"),
        ("STUDYAPP_OPEN_BROWSER", "perhaps"),
        ("STUDYAPP_HOST", "0.0.0.0"),  # noqa: S104  # what is refused
        ("STUDYAPP_DATA", "~nobody-of-that-name/x"),
    ],
)
def test_a_variable_that_makes_no_sense_is_one_sentence_that_names_it(variable: str, value: str) -> None:
    assert variable in sentence("facts", **{variable: value})


def test_a_machine_whose_zone_is_unknown_is_told_in_a_sentence_or_does_well() -> None:
    ran = program("facts", TZ="Middle/Earth")
    assert "Traceback" not in ran.stderr
    assert ran.stderr.count("\n") <= 1


def test_decks_of_the_environment_are_added(write_deck: WriteDeck) -> None:
    one = write_deck(name="one")
    title = (one / "tails" / "deck.yaml").read_text(encoding="utf-8").replace("id: tails", "id: twins")
    other = write_deck({"tails/deck.yaml": title}, name="other")
    listed = output("facts", "--json", STUDYAPP_DECKS=f"{one}{os.pathsep}{other}").splitlines()
    assert {json.loads(line)["deck"] for line in listed} == {"trigger-points", "tails", "twins"}


def test_an_option_goes_before_the_environment_and_the_environment_before_the_default(write_deck: WriteDeck) -> None:
    one = write_deck(name="one")
    title = (one / "tails" / "deck.yaml").read_text(encoding="utf-8").replace("id: tails", "id: twins")
    other = write_deck({"tails/deck.yaml": title}, name="other")

    def decks(*arguments: object, **environment: str) -> set[str]:
        return {json.loads(line)["deck"] for line in output("facts", "--json", *arguments, **environment).splitlines()}

    assert decks() == {"trigger-points"}
    assert decks(STUDYAPP_DECKS=str(one)) == {"trigger-points", "tails"}
    assert decks("--decks", other, STUDYAPP_DECKS=str(one)) == {"trigger-points", "twins"}


# --- export chart ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "begins"), [("chart.png", b"\x89PNG"), ("chart.webp", b"RIFF")])
def test_a_chart_is_written_as_the_name_of_its_file_says_and_told_in_words(
    tmp_path: Path, name: str, begins: bytes
) -> None:
    told = output("export", "chart", "gluteus-minimus", "posterior", "-o", tmp_path / name)
    assert "as a rule in the buttock (most of it), posterior thigh and calf" in told
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_muscle_without_a_point_is_drawn_whole(tmp_path: Path) -> None:
    told = output("export", "chart", "gluteus-minimus", "-o", tmp_path / "chart.png")
    assert "calf" in told
    assert "lateral thigh" in told


def test_a_chart_that_cannot_be_written_is_refused_in_a_sentence(tmp_path: Path) -> None:
    assert "not as “chart.gif”" in refusal("export", "chart", "gluteus-minimus", "-o", tmp_path / "chart.gif")
    assert "No deck describes the muscle “nobody”." in refusal("export", "chart", "nobody", "-o", tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []


def test_a_chart_that_would_be_empty_is_refused_in_a_sentence(write_deck: WriteDeck, tmp_path: Path) -> None:
    chart = ("export", "chart", "tail-lifter", "--decks", write_deck(), "-o", tmp_path / "a.png")
    assert refusal(*chart) == (
        "studyapp: There is nothing to draw: no view of the body chart shows any of these zones.\n"
    )
    assert not (tmp_path / "a.png").exists()
