"""YAML as text: nothing is guessed, nothing but plain values is read, and every refusal names its line."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studyapp.content.yamltext import (
    DEEPEST,
    LARGEST_FILE_BYTES,
    LONGEST_FIELD,
    MOST_VALUES,
    Document,
    parse_document,
    read_document,
)


def problems(text: str) -> list[str]:
    return [str(problem) for problem in parse_document(text, "deck.yaml").problems]


def refused(text: str) -> str:
    """The one problem of a text of which nothing could be read."""
    document = parse_document(text, "deck.yaml")
    assert document.value is None
    (problem,) = document.problems
    return str(problem)


@pytest.mark.parametrize("scalar", ["no", "3:00", "1993", "1.50", "2020-01-01", "~", "null", "0x1F", "=", "<<", "1e9"])
def test_every_value_is_the_text_that_stands_there(scalar: str) -> None:
    assert parse_document(f"value: {scalar}\n", "deck.yaml").value == {"value": scalar}


def test_lists_and_mappings_nest_and_know_their_lines() -> None:
    document = parse_document("one: a\ntwo:\n  - b\n  - {three: c,\n     four: d}\n", "deck.yaml")
    assert document.value == {"one": "a", "two": ["b", {"three": "c", "four": "d"}]}
    assert document.problems == ()
    where = [("one",), ("two",), ("two", 0), ("two", 1), ("two", 1, "three"), ("two", 1, "four")]
    assert [document.lines.at(path) for path in where] == [1, 2, 3, 4, 4, 5]


def test_a_path_that_does_not_exist_has_the_line_of_the_nearest_value_above() -> None:
    document = parse_document("one: a\ntwo:\n  - b\n", "deck.yaml")
    assert document.lines.at(("two", 7, "more")) == 2
    assert document.lines.at(("three",)) == 1


def test_a_key_that_stands_twice_is_named_with_both_lines() -> None:
    assert problems("id: a\nname: b\n\nid: c\n") == ["deck.yaml:4: “id” stands here again; it stood on line 1"]


def test_a_key_that_stands_three_times_is_two_problems() -> None:
    assert [problem.split(":")[1] for problem in problems("a: 1\na: 2\na: 3\n")] == ["2", "3"]


def test_all_problems_of_a_text_are_told() -> None:
    assert problems("a: 1\na: 2\nb:\nc: ''\n") == [
        "deck.yaml:2: “a” stands here again; it stood on line 1",
        "deck.yaml:3: an empty value; leave the field out instead",
        "deck.yaml:4: an empty value; leave the field out instead",
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: !!python/object:os.system ls\n", 2, "uses a tag (!); every value is plain text"),
        ("a: 1\nb: !!str 1\n", 2, "uses a tag (!); every value is plain text"),
        ("a: 1\nb: ! x\n", 2, "uses a tag (!); every value is plain text"),
        ("!!set {a}\n", 1, "uses a tag (!); every value is plain text"),
        ("a: 1\n!x b: 2\n", 2, "uses a tag (!); every value is plain text"),
        ("a: 1\nb: &x 2\n", 2, "uses an anchor (&); write the value out where it is needed"),
        ("a:\n  &x b: 2\n", 2, "uses an anchor (&); write the value out where it is needed"),
        ("a: 1\nb: [1, &x {c: 2}]\n", 2, "uses an anchor (&); write the value out where it is needed"),
        ("a: 1\nb:\n  - *x\n", 3, "uses an alias (*); write the value out"),
        ("a: 1\n*x : 2\n", 2, "uses an alias (*); write the value out"),
        ("base: &base {a: 1}\nb:\n  <<: *base\n", 1, "uses an anchor (&); write the value out where it is needed"),
        ("b:\n  <<: *base\n", 2, "uses an alias (*); write the value out"),
        ("a: 1\n---\nb: 2\n", 2, "holds a second document; one is enough"),
        ("a: 1\n...\n---\nb: 2\n", 3, "holds a second document; one is enough"),
        ("a: 1\n? [b, c]\n: 2\n", 2, "has a key that is not text"),
        ("a: 1\n? {b: c}\n: 2\n", 2, "has a key that is not text"),
        ("{a: 1, {b: c}: 2}\n", 1, "has a key that is not text"),
        ("", 1, "is empty"),
        ("# only a remark\n\n", 1, "is empty"),
    ],
)
def test_what_is_more_than_plain_values_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    assert refused(text) == f"deck.yaml:{line}: {message}"


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\nb: [1, 2\nc: 3\n", 3), ("a: 1\n\tb: 2\n", 2), ('a: "1\n', 2), ("a: 1\n b: 2\n", 2), ("a: @x\n", 1)],
)
def test_text_that_is_no_yaml_is_refused_with_its_line(text: str, line: int) -> None:
    assert refused(text).startswith(f"deck.yaml:{line}: is not valid YAML: ")


@pytest.mark.parametrize("value", ["", "''", '" "', "|\n", "[]\nc: ''"])
def test_an_empty_value_is_a_problem_on_its_line(value: str) -> None:
    (problem,) = problems(f"a: 1\nb: {value}\n")
    assert problem.endswith(": an empty value; leave the field out instead")
    assert problem.startswith("deck.yaml:3:" if "c:" in value else "deck.yaml:2:")


def test_an_empty_entry_of_a_list_is_a_problem_on_its_line() -> None:
    assert problems("a:\n  - b\n  -\n  - c\n") == ["deck.yaml:3: an empty value; leave the field out instead"]


def test_values_may_be_nested_to_the_limit_and_no_deeper() -> None:
    def nested(levels: int) -> str:
        return f"a:\n  {'[' * (levels - 2)}x{']' * (levels - 2)}\n"

    assert parse_document(nested(DEEPEST), "deck.yaml").value is not None
    assert refused(nested(DEEPEST + 1)) == f"deck.yaml:2: is nested deeper than {DEEPEST} levels"


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_an_absurd_depth_is_refused_without_exhausting_the_stack(opening: str) -> None:
    assert parse_document(opening * 50_000, "deck.yaml").value is None


def test_a_field_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert problems(f"a: 1\nb: {'x' * LONGEST_FIELD}\n") == []
    assert problems(f"a: 1\nb: {'x' * (LONGEST_FIELD + 1)}\n") == ["deck.yaml:2: a text of more than 20,000 characters"]


def test_a_key_may_not_be_longer_than_a_field() -> None:
    assert problems(f"a: 1\n? {'x' * (LONGEST_FIELD + 1)}\n: 2\n") == [
        "deck.yaml:2: a text of more than 20,000 characters"
    ]


def test_a_file_may_hold_as_many_values_as_the_limit_and_no_more() -> None:
    few = "- x\n" * (MOST_VALUES - 1)  # the list itself is a value
    assert parse_document(few, "deck.yaml").problems == ()
    assert refused(few + "- x\n") == f"deck.yaml:{MOST_VALUES}: holds more than 250,000 values"


def test_a_bomb_of_aliases_is_refused() -> None:
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10)]
    bomb = "\n".join(["l0: &l0 [ha, ha]", *levels])
    assert len(bomb) < 1_000
    assert refused(bomb) == "deck.yaml:1: uses an anchor (&); write the value out where it is needed"


def test_a_bomb_of_merge_keys_is_refused() -> None:
    levels = [f"m{n}: &m{n}\n  <<: [{', '.join([f'*m{n - 1}'] * 9)}]" for n in range(1, 20)]
    bomb = "\n".join(["m0: &m0 {a: 1}", *levels])
    assert refused(bomb) == "deck.yaml:1: uses an anchor (&); write the value out where it is needed"


def test_a_number_of_5000_digits_is_just_text() -> None:
    digits = "9" * 5_000
    assert parse_document(f"year: {digits}\n", "deck.yaml").value == {"year": digits}


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    path.write_bytes(b"\xef\xbb\xbfid: a\r\nname: b\r\n")
    assert read_document(path).value == {"id": "a", "name": "b"}


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"a: 1\nb: caf\xe9\n", 2, "is not UTF-8 text"),
        (b"\xff\xfea\x00:\x00", 1, "is not UTF-8 text"),
        (b"a: 1\nb: 2\n\x89PNG\r\n\x1a\n", 3, "is not UTF-8 text"),
        (b"", 1, "is empty"),
        (b"\n\n", 1, "is empty"),
    ],
)
def test_a_file_that_holds_no_text_is_refused_with_its_line(
    tmp_path: Path, content: bytes, line: int, message: str
) -> None:
    path = tmp_path / "deck.yaml"
    path.write_bytes(content)
    assert [str(problem) for problem in read_document(path, "deck.yaml").problems] == [f"deck.yaml:{line}: {message}"]


def test_a_control_character_is_refused_with_its_line() -> None:
    assert refused("a: 1\nb: x\x00y\n").startswith("deck.yaml:2: is not valid YAML: ")


def test_a_file_larger_than_8_mb_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    path.write_bytes(b"#" * LARGEST_FILE_BYTES)
    assert [problem.message for problem in read_document(path).problems] == ["is empty"]
    path.write_bytes(b"#" * (LARGEST_FILE_BYTES + 1))
    assert [problem.message for problem in read_document(path).problems] == ["larger than 8 MB"]


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (problem,) = read_document(tmp_path / "deck.yaml", "deck.yaml").problems
    assert str(problem) == "deck.yaml:1: cannot be read: No such file or directory"


def test_a_folder_where_a_file_should_be_is_a_problem(tmp_path: Path) -> None:
    (problem,) = read_document(tmp_path, "deck.yaml").problems
    assert str(problem).startswith("deck.yaml:1: ")


def test_a_device_where_a_file_should_be_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    path.symlink_to("/dev/full")  # read, it never ends
    assert [str(problem) for problem in read_document(path, "deck.yaml").problems] == ["deck.yaml:1: is no file"]


# fmt: off
YAML_PIECES = st.sampled_from([
    "a", "b", ": ", ":", "- ", "\n", "  ", "[", "]", "{", "}", ",", "&x ", "*x", "!t ", "<<", "|", ">", "'", '"', "---",
    "...", "? ", "# ", "%YAML 1.2\n", "\t", "é", "\x85", "\u2028", "\ufeff", "\x00", "~",
])
# fmt: on


@given(st.one_of(st.text(), st.lists(YAML_PIECES).map("".join)))
@example("%TAG ! tag:x,2000:\n--- !y\n")
@example("a: [b\n]: c")
def test_any_text_at_all_becomes_a_document(text: str) -> None:
    document = parse_document(text, "deck.yaml")
    assert isinstance(document, Document)
    assert document.value is not None or document.problems
    lines = text.count("\n") + text.count("\r") + text.count("\x85") + text.count("\u2028") + text.count("\u2029") + 2
    assert all(1 <= problem.line <= lines for problem in document.problems)


@given(st.binary())
def test_any_bytes_at_all_become_a_document(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    document = read_document(path)
    assert document.value is not None or document.problems
