"""Decks from their folders: every problem of every file at once, each on its line, and what `--decks` may add."""

import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.content.deckfiles import deck_folders, described_names
from studyapp.content.loader import check_catalog, load_catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.vocabulary import Term
from studyapp.errors import DeckError, SettingError
from studyapp.paths import resource

LIFTER, LOWERER = "tails/muscles/tail-lifter.yaml", "tails/muscles/tail-lowerer.yaml"
DECK, COMPLAINTS, CONDITIONS, CARDS = (f"tails/{name}.yaml" for name in ("deck", "complaints", "conditions", "cards"))
VOCABULARY, NAMES = "vocabulary.yaml", "names.yaml"

Problems = Callable[..., list[str]]
WriteDeck = Callable[..., Path]

SMALL = Path(__file__).parent / "decks"
SOURCED = "status: single-source, sources: [{source: gray}]"


def line_of(path: Path, marker: str) -> int:
    """The number of the line on which the marker, which stands there once, begins."""
    text = path.read_text(encoding="utf-8")
    assert text.count(marker) == 1, f"{marker!r} stands {text.count(marker)} times"
    return text.count("\n", 0, text.index(marker)) + 1


class Case(NamedTuple):
    """A mistake in a file: what stands there instead of what, a text of its line alone, and what is told."""

    file: str
    old: str
    new: str
    marker: str
    message: str


@pytest.mark.parametrize(
    "case",
    [
        # fields
        Case(LIFTER, "aliases: [lifter]", "alias: [lifter]", "alias:", "“alias” is no field here"),
        Case(DECK, "title: Anatomy, year: 1918", "title: A, url: 'javascript:x()'", "url:", "an address begins with"),
        Case(LIFTER, "reporting: manual}]\nfeatures", "page: 3}]\nfeatures", "page: 3", "“page” is no field here"),
        Case(LIFTER, "name: Tail lifter\n", "", "id: tail-lifter", "“name” is missing"),
        Case(LIFTER, "    text: flag bearer\n", "", "- id: flag", "“text” is missing"),
        Case(LIFTER, "aliases: [lifter]", "aliases: lifter", "aliases:", "“aliases” must be a list"),
        Case(LIFTER, "aliases: [lifter]", "aliases: [[lifter]]", "aliases:", "entry 1 must be a text"),
        Case(LIFTER, "name: Tail lifter\n", "name: [Tail, lifter]\n", "name: [", "“name” must be a text"),
        Case(LIFTER, "{id: left, name: left half}", "left", "- left", "entry 1 must be a mapping of fields"),
        Case(
            LIFTER,
            "group: {group: tail-muscles, status: single-source, sources: [{source: gray}]}",
            "group: tail-muscles",
            "group: tail-muscles",
            "“group” must be a mapping of fields",
        ),
        Case(
            LIFTER, "name: Tail lifter\n", "name: a\nname: b\n", "name: b", "“name” stands here again; it stood on line"
        ),
        Case(LIFTER, "name: Tail lifter\n", "name:\n", "name:\n", "an empty value; leave the field out instead"),
        # values
        Case(DECK, "year: 1918", "year: MCMXVIII", "MCMXVIII", "“year”: input should be a valid integer"),
        Case(DECK, "year: 1918", "year: 19.5", "19.5", "“year”: input should be a valid integer"),
        Case(
            DECK,
            "year: 1918",
            f"year: {'9' * 5_000}",
            "short: Gray",
            "“year”: unable to parse input string as an integer",
        ),
        Case(DECK, "read: no", "read: maybe", "maybe", "“read”: input should be a valid boolean"),
        Case(LIFTER, "text: An itch, ask: no", "text: An itch, ask: nope", "nope", "“ask”: input should be a valid"),
        Case(
            DECK, "kind: page", "kind: blog", "blog", "“kind”: input should be 'book', 'chapter', 'article' or 'page'"
        ),
        Case(LIFTER, "role: primary", "role: main", "role: main", "“role”: input should be 'primary' or 'secondary'"),
        Case(
            LIFTER,
            "{zone: tail-tip, extent: spillover}",
            "{zone: tail-tip, extent: often}",
            "often",
            "“extent”: input should be 'essential', 'spillover' or 'rare'",
        ),
        # references
        Case(
            LIFTER,
            "- movement: tail-turning",
            "- movement: tail-turnin",
            "tail-turnin\n",
            "“tail-turnin” is not among the movements of vocabulary.yaml; did you mean “tail-turning”?",
        ),
        Case(
            LIFTER,
            "{structure: tail-artery,",
            "{structure: xyz,",
            "xyz",
            "“xyz” is not among the structures of vocabulary.yaml",
        ),
        Case(
            LOWERER,
            "{zone: tail-tip,",
            "{zone: tail-top,",
            "tail-top",
            "“tail-top” is not among the zones of vocabulary.yaml; did you mean “tail-tip”?",
        ),
        Case(
            LIFTER,
            "  - nerve: caudal-nerve",
            "  - nerve: caudle-nerve",
            "caudle",
            "“caudle-nerve” is not among the nerves of vocabulary.yaml; did you mean “caudal-nerve”?",
        ),
        Case(
            LIFTER,
            "end: origin, bone: tail-bone",
            "end: origin, bone: tail-bones",
            "tail-bones",
            "“tail-bones” is not among the bones of vocabulary.yaml; did you mean “tail-bone”?",
        ),
        Case(
            LIFTER,
            "qualifier: tail-wet",
            "qualifier: tail-dry",
            "tail-dry",
            "“tail-dry” is not among the qualifiers of vocabulary.yaml; did you mean “tail-wet”?",
        ),
        Case(
            LIFTER,
            "group: {group: tail-muscles",
            "group: {group: tail-muscle",
            "group: {",
            "“tail-muscle” is not among the groups of names.yaml; did you mean “tail-muscles”?",
        ),
        Case(
            LIFTER,
            "associates:\n  - {muscle: tail-twister",
            "associates:\n  - {muscle: tail-twisted",
            "tail-twisted",
            "“tail-twisted” is not among the muscles described or in names.yaml; did you mean “tail-twister”?",
        ),
        Case(
            LIFTER,
            "associates:\n  - {muscle: tail-twister",
            "associates:\n  - {muscle: tail-muscles",
            "- {muscle: tail-muscles, status",
            "“tail-muscles” is not among the muscles described or in names.yaml",
        ),
        Case(
            LIFTER,
            "{muscle: tail-lowerer, movement: tail-raising",
            "{muscle: tail-lowered, movement: tail-raising",
            "tail-lowered",
            "“tail-lowered” is not among the muscles and groups described or in names.yaml; did you mean “tail-lower",
        ),
        Case(
            LIFTER,
            "{condition: tail-cramp",
            "{condition: tail-cramps",
            "tail-cramps",
            "“tail-cramps” is not among the conditions described or in names.yaml; did you mean “tail-cramp”?",
        ),
        Case(
            LIFTER,
            "{muscle: tail-twister, movement: tail-raising, portion",
            "{muscle: tail-twister, movement: tail-extending, portion",
            "tail-extending",
            "“tail-extending” is not among the actions of this muscle",
        ),
        Case(LIFTER, "    part: left\n", "    part: right\n", "part: right", "“right” is not among the parts"),
        Case(
            LIFTER,
            "sources: [{source: gray, locator: p. 1}]",
            "sources: [{source: grey, locator: p. 1}]",
            "grey",
            "“grey” is not among the bibliography of deck.yaml; did you mean “gray”?",
        ),
        Case(
            LIFTER,
            "    according_to: manual\n    sources: [{source: notes, reporting: manual}]\nfeatures",
            "    according_to: manuel\n    sources: [{source: notes, reporting: manual}]\nfeatures",
            "manuel",
            "“manuel” is not among the bibliography of deck.yaml; did you mean “manual”?",
        ),
        Case(
            LIFTER,
            "It only raises the tail., sources: [{source: notes}]",
            "It only raises the tail., sources: [{source: note}]",
            "It only",
            "“note” is not among the bibliography of deck.yaml; did you mean “notes”?",
        ),
        Case(
            LIFTER,
            "preferred: [S4, S5]",
            "preferred: [S3, S5]",
            "roots:",
            "“S3” is not among the roots of caudal-nerve: S4, S5",
        ),
        Case(DECK, "- tail-lifter.actions", "- tail-lifter.action", "- tail-", "there is no note “tail-lifter.action”"),
        Case(
            DECK,
            "bibliography:",
            "renamed_notes: [{id: tail-lifter.gone, formerly: [tail-lifter.old]}]\nbibliography:",
            "gone",
            "there is no note “tail-lifter.gone”",
        ),
        Case(
            COMPLAINTS,
            "zones: [tail-tip]",
            "zones: [tail-tap]",
            "tail-tap",
            "“tail-tap” is not among the zones of vocabulary.yaml; did you mean “tail-tip”?",
        ),
        Case(
            CONDITIONS,
            "- {muscle: tail-lifter, text",
            "- {muscle: tail-drifter, text",
            "drifter",
            "“tail-drifter” is not among the muscles described or in names.yaml; did you mean “tail-lifter”?",
        ),
        Case(
            VOCABULARY,
            "opposite: tail-raising",
            "opposite: tail-rising",
            "tail-rising",
            "“tail-rising” is not among the movements of vocabulary.yaml; did you mean “tail-raising”?",
        ),
        # ids
        Case(
            CARDS, "id: owners", "id: Owners", "Owners", "“Owners” is no id: small letters, digits and single hyphens"
        ),
        Case(LIFTER, "- id: colour", "- id: the--colour", "the--", "“the--colour” is no id: small letters, digits"),
        Case(
            LIFTER,
            "- id: colour",
            f"- id: {'a' * 121}",
            "- id: aaa",
            "is no id: small letters, digits and single hyphens",
        ),
        Case(
            VOCABULARY,
            "  tail-wet:",
            "  tail_dry: {label: dry}\n  tail-wet:",
            "tail_dry",
            "“tail_dry” is no id: small letters, digits",
        ),
        Case(
            NAMES,
            "  tail-cramp:",
            "  Tail-ache: {label: ache}\n  tail-cramp:",
            "Tail-ache",
            "“Tail-ache” is no id: small letters, digits",
        ),
        Case(LIFTER, "- {point: TL1,", "- {point: TL 1,", "TL 1", "“TL 1” is no code such as GB30"),
        Case(LOWERER, "id: tail-lowerer\n", "id: tail-pusher\n", "tail-pusher", "must be called tail-pusher.yaml"),
        Case(LIFTER, "- id: colour", "- id: size", "- id: size\n    text: It", "“size” stands twice in features"),
        Case(
            LIFTER,
            "- {structure: tail-artery",
            f"- {{structure: tail-artery, {SOURCED}}}\n  - {{text: near, structure: tail-artery",
            "{text: near",
            "“caution.tail-artery” stands twice in cautions",
        ),
        Case(
            DECK,
            "bibliography:\n",
            "bibliography:\n  - {id: gray, kind: page, short: G, title: G}\n",
            "title: Anatomy",
            "“gray” stands twice in bibliography",
        ),
        Case(
            LIFTER,
            "{zone: tail-base, extent: rare, remark",
            "{zone: tail-tip, extent: rare, remark",
            "remark",
            "“tail-tip” is told twice; give one account both sources",
        ),
        # evidence
        Case(
            LIFTER,
            "    sources: [{source: gray}, {source: notes}]\n  - movement: tail-turning",
            "    sources: [{source: gray}, {source: gray}]\n  - movement: tail-turning",
            "status: consensus",
            "“consensus” needs two independent sources",
        ),
        Case(
            LIFTER,
            "    sources: [{source: gray}, {source: notes}]\n  - movement: tail-turning",
            "    sources: [{source: manual}, {source: notes, reporting: manual}]\n  - movement: tail-turning",
            "status: consensus",
            "“consensus” needs two independent sources",
        ),
        Case(
            LIFTER,
            "text: A drooping tail, status: single-source, sources: [{source: gray}]",
            "text: A drooping tail, status: single-source, sources: []",
            "sources: []",
            "“sources” needs at least one entry",
        ),
        Case(
            LIFTER,
            "    status: attributed\n    according_to: manual\n",
            "    status: attributed\n",
            "    status: attributed",
            "“attributed” needs “according_to”: whose account it is",
        ),
        Case(
            COMPLAINTS,
            "muscle: tail-lifter, support: article, status: attributed",
            "muscle: tail-lifter, support: article, status: single-source",
            "muscle: tail-lifter",
            "“according_to” belongs to facts that are “attributed”",
        ),
        Case(
            LIFTER,
            "      - {statement: It only raises the tail., sources: [{source: notes}]}\n",
            "",
            "status: contested",
            "“contested” needs both “views”",
        ),
        Case(
            LIFTER, "id: crest, end", "site: tusk-tip, id: crest, end", "id: crest", "“tusk-tip” lies on “tusk”, not on"
        ),
        Case(LIFTER, "id: crest, end", "site: tip, id: crest, end", "id: crest", "“tip” is not among the landmarks"),
        Case(
            LOWERER,
            "movement: tail-turning, role",
            "movement: tail-raising, role",
            "movement: tail-raising",
            "“tail-raising” undoes “tail-lowering”; the same part cannot do both",
        ),
        Case(VOCABULARY, "tail-tip: {", "tail-tip: {whole: tail-tip, ", "tail-tip:", "“tail-tip” is a part of parts"),
        Case(
            VOCABULARY,
            "tail-turning: {joint",
            "tail-turning: {opposite: tail-raising, joint",
            "tail-turning:",
            "“tail-raising” does not name “tail-turning” as its “opposite”",
        ),
        Case(
            VOCABULARY,
            "tail-wet: {",
            "tail-dry: {label: dry}\n  tail-wet: {excludes: tail-dry, ",
            "tail-wet:",
            "“tail-dry” does not name “tail-wet” as its “excludes”",
        ),
        Case(
            COMPLAINTS,
            "zones: [tail-tip]",
            "zones: [tail-tip]\n    fewest_zones: 2",
            "fewest_zones",
            "“fewest_zones” is",
        ),
        Case(
            COMPLAINTS,
            "zones: [tail-tip]",
            "zones: [tail-tip]\n    fewest_zones: 0",
            "fewest_zones",
            "“fewest_zones” is",
        ),
        Case(
            DECK,
            "explained:",
            "look_alikes:\n  - {muscle: tail-lifter, other: tail-lifter}\nexplained:",
            "- {muscle: tail-lifter",
            "“tail-lifter” is no look-alike of itself",
        ),
        Case(
            DECK,
            "explained:",
            "look_alikes:\n  - {muscle: tail-lifter, other: tail-lowerer}\n"
            "  - {muscle: tail-lowerer, other: tail-lifter}\nexplained:",
            "- {muscle: tail-lowerer",
            "“tail-lifter.tail-lowerer” stands twice in look_alikes",
        ),
        Case(
            LIFTER,
            "associates:\n",
            "none_described:\n  - {attribute: acupoints, looked_in: [{source: gray}]}\n"
            "  - {attribute: acupoints, looked_in: [{source: notes}]}\nassociates:\n",
            "looked_in: [{source: notes}]",
            "“acupoints” stands twice in none_described",
        ),
        Case(VOCABULARY, "tail-tip: {", "tail-tip: {whole: tusk, ", "tail-tip:", "“tusk” is not among the zones"),
        Case(
            LIFTER,
            "associates:\n",
            "none_described:\n  - {attribute: acupoints, looked_in: []}\nassociates:\n",
            "- {attribute: acupoints",
            "“looked_in” needs at least one entry",
        ),
        Case(
            LIFTER,
            "associates:\n",
            "none_described:\n  - {attribute: hat, looked_in: [{source: gray}]}\nassociates:\n",
            "- {attribute: hat",
            "“attribute”: input should be",
        ),
        Case(
            DECK,
            "explained:",
            "look_alikes:\n  - {muscle: tail-lifter, other: dog}\nexplained:",
            "- {muscle: tail-lifter, other",
            "“dog” is not among",
        ),
        Case(
            CARDS,
            "    status: single-source",
            "    ordered: yes\n    status: single-source",
            "ordered:",
            "“ordered” needs 3 answers at least: fewer steps have no order to learn",
        ),
        Case(LIFTER, "status: contested", "part: left\n    status: single-source", "views:", "“views” belong to facts"),
        Case(LIFTER, "    sentence: Tail lifter is larger than tail lowerer\n", "", "prompt:", "needs a “sentence”"),
        Case(
            LIFTER,
            "It only raises the tail., sources: [{source: notes}]",
            "It only raises the tail., sources: []",
            "It only",
            "“sources” needs at least one entry",
        ),
    ],
    ids=lambda case: case.message[:50],
)
def test_a_problem_is_told_with_its_file_and_its_line(problems_of: Problems, tmp_path: Path, case: Case) -> None:
    told = problems_of({case.file: (case.old, case.new)})
    line = line_of(tmp_path / "decks" / case.file, case.marker)
    assert [problem for problem in told if problem.startswith(f"{case.file}:{line}: ") and case.message in problem], (
        told
    )
    assert len(told) == 1, told


def test_all_problems_of_all_files_are_told_at_once_in_order(problems_of: Problems) -> None:
    told = problems_of(
        {
            VOCABULARY: ("opposite: tail-raising", "opposite: tail-rising"),
            DECK: ("id: notes, kind", "id: gray, kind", "id: tails\n", "id: tails\nid: tails\n"),
            LIFTER: ("bone: tail-bone, landmark: crest", "bone: horn, landmark: crest", "- id: colour", "- id: Colour"),
            LOWERER: ("latin: Musculus depressor caudae", "latin: &latin Musculus depressor caudae"),
            COMPLAINTS: ("zones: [tail-tip]", "zones: [tail-tip, tail-top]"),
            CONDITIONS: ("urgency: red-flag", "urgency: high", "- {kind: reflex", "- {kind: reflexes"),
            CARDS: b"cards:\n  - id: caf\xe9\n",
        }
    )
    places = [problem.split(": ")[0] for problem in told if "“notes”" not in problem and "tail-fracture" not in problem]
    assert places == [
        f"{CARDS}:2",  # not UTF-8
        f"{COMPLAINTS}:5",  # no zone
        f"{CONDITIONS}:4",  # no urgency
        f"{CONDITIONS}:12",  # no kind of finding
        f"{DECK}:2",  # a key again
        f"{DECK}:12",  # the same source again
        f"{LIFTER}:22",  # no id
        f"{LIFTER}:27",  # no bone
        f"{LOWERER}:3",  # an anchor
        f"{VOCABULARY}:6",  # no movement
    ]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("", 1, "is empty"),
        (b"\x00\x01\x02\xff", 1, "is not UTF-8 text"),
        (b"id: a\n\x00", 2, "is not valid YAML: "),
        ("id: a\nb: !!python/name:os.system\n", 2, "uses a tag"),
        ("- a\n", 1, "“the file” must be a mapping of fields"),
        ("just text\n", 1, "“the file” must be a mapping of fields"),
        ("id: a\n---\nid: b\n", 2, "holds a second document"),
        (f"id: {'x' * 20_001}\n", 1, "a text of more than 20,000 characters"),
        (f"id: a\nname: {'[' * 13}x{']' * 13}\n", 2, "is nested deeper than 12 levels"),
        ("#" * 8_000_001, 1, "larger than 8 MB"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_a_file_that_cannot_be_read_at_all_is_one_line(
    problems_of: Problems, content: str | bytes, line: int, message: str
) -> None:
    (first, *_) = [one for one in problems_of({LIFTER: content}) if one.startswith(LIFTER)]
    assert first.startswith(f"{LIFTER}:{line}: {message}")


def test_a_muscle_that_cannot_be_read_makes_no_problems_for_those_who_name_it(problems_of: Problems) -> None:
    told = problems_of({LOWERER: ("latin: Musculus depressor caudae", "latin: &x Musculus depressor caudae")})
    assert [problem.split(":")[0] for problem in told] == [LOWERER]


def test_a_vocabulary_that_cannot_be_read_makes_no_problems_for_those_who_use_it(problems_of: Problems) -> None:
    told = problems_of({VOCABULARY: ("label: caudal nerve", "lable: caudal nerve")})
    assert {problem.split(":")[0] for problem in told} == {VOCABULARY}


def test_two_decks_may_not_have_the_same_id(write_deck: WriteDeck, problems_of: Problems) -> None:
    twin = (Path(__file__).parent / "decks" / "tails" / "deck.yaml").read_text()
    twin = twin.replace("core_path:\n  - tail-lifter.actions\n", "")
    (problem,) = problems_of({"twins/deck.yaml": twin})
    assert problem.startswith("twins/deck.yaml:1: the deck id “tails” is taken by ")
    assert problem.endswith("tails/deck.yaml")


def test_a_reserved_word_is_no_id_of_a_muscle(problems_of: Problems) -> None:
    muscle = f"id: zone\nname: Zone\nlatin: Zona\ngroup: {{group: tail-muscles, {SOURCED}}}\n"
    assert problems_of({"tails/muscles/zone.yaml": muscle}) == ["tails/muscles/zone.yaml:1: “zone” is reserved"]


def test_a_derived_id_may_not_exceed_120_characters(problems_of: Problems) -> None:
    long = "-".join(["sign"] * 22)  # 109 characters, and tail-lifter.sign. before it
    told = problems_of({LIFTER: ("- {id: droop,", f"- {{id: {long},")})
    assert told == [f"{LIFTER}:1: the id “tail-lifter.sign.{long}” is longer than 120 characters"]


def test_two_entries_may_not_make_the_same_id(problems_of: Problems) -> None:
    roots = ("- {id: left, name: left half}", "- {id: left, name: left half}\n  - {id: roots, name: rooted half}")
    twice = f"innervation:\n  - {{nerve: caudal-nerve, part: roots, {SOURCED}}}\n"
    told = problems_of({LIFTER: (*roots, "innervation:\n", twice)})
    assert told == [f"{LIFTER}:1: two entries make the same id “tail-lifter.innervation.caudal-nerve.roots”"]


def test_one_zone_told_by_two_accounts_of_a_condition_is_told_twice(problems_of: Problems) -> None:
    again = "    provoking:\n"
    account = f"      - {{zones: [{{zone: tail-tip, extent: rare}}], {SOURCED}}}\n"
    (problem,) = problems_of({CONDITIONS: (again, account + again)})
    assert problem == f"{CONDITIONS}:9: “tail-tip” is told twice; give one account both sources"


def test_a_folder_without_decks_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="There is no deck in"):
        load_catalog([tmp_path])


def test_a_deck_may_be_named_by_its_own_folder_or_by_the_folder_of_decks(write_deck: WriteDeck) -> None:
    folder = write_deck()
    assert deck_folders(folder) == deck_folders(folder / "tails") == [folder / "tails"]
    both = [load_catalog([path], only_extra=True) for path in (folder, folder / "tails")]
    assert both[0].facts == both[1].facts


def test_a_deck_may_be_named_from_inside_its_own_folder(write_deck: WriteDeck, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write_deck() / "tails")
    assert list(load_catalog([Path()], only_extra=True).decks) == ["tails"]


def test_further_decks_stand_beside_the_shipped_ones(write_deck: WriteDeck) -> None:
    catalog = load_catalog([write_deck()])
    assert set(catalog.decks) == {"trigger-points", "tails"}
    assert CardKey("tails", "tail-lifter.actions.forward") in catalog.cards
    assert CardKey("trigger-points", "gluteus-minimus.actions.forward") in catalog.cards


def test_a_further_folder_may_extend_the_words_of_the_shipped_one(write_deck: WriteDeck) -> None:
    catalog = load_catalog([write_deck()])
    vocabulary = catalog.words.vocabulary
    assert vocabulary.zones["tail-tip"].views == ()  # without a drawing: listed in words
    assert {"calf", "tail-tip"} <= set(vocabulary.zones)
    assert {"sciatica", "tail-cramp"} <= set(catalog.words.conditions)


def test_a_further_deck_may_use_the_shipped_words(write_deck: WriteDeck) -> None:
    folder = write_deck({LIFTER: ("{zone: tail-base, extent: rare", "{zone: low-back, extent: rare")})
    catalog = load_catalog([folder], only_extra=True)
    assert "tail-lifter.trigger-point.upper.referral.low-back" in [fact.id for fact in catalog.facts]


@pytest.mark.parametrize(
    "case",
    [
        Case(
            VOCABULARY,
            "  tail-base: {label: base of the tail, views: []}",
            "  tail-base: {label: base of the tail, views: []}\n  calf: {label: tail calf, views: []}",
            "  calf:",
            "“calf” is declared otherwise in the shared zones",
        ),
        Case(
            NAMES,
            "  tail-cramp: {label: Tail cramp}",
            "  tail-cramp: {label: Tail cramp}\n  sciatica: {label: Tail cramp}",
            "  sciatica:",
            "“sciatica” is declared otherwise in the shared conditions",
        ),
    ],
)
def test_a_further_folder_may_not_give_a_shared_word_another_meaning(
    problems_of: Problems, tmp_path: Path, case: Case
) -> None:
    told = problems_of({case.file: (case.old, case.new)})
    assert told == [f"{case.file}:{line_of(tmp_path / 'decks' / case.file, case.marker)}: {case.message}"]


def test_a_further_folder_may_repeat_a_shared_word_in_the_same_sense(write_deck: WriteDeck) -> None:
    plain = next(
        line
        for line in (resource("decks") / "vocabulary.yaml").read_text(encoding="utf-8").splitlines()
        if line.startswith("  groin: {")
    )
    folder = write_deck({VOCABULARY: ("zones:\n", f"zones:\n{plain}\n")})
    assert "groin" in load_catalog([folder]).words.vocabulary.zones


def test_problems_name_files_from_where_one_stands(write_deck: WriteDeck, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_deck({CARDS: ("id: owners", "id: Owners")})
    monkeypatch.chdir(folder)
    with pytest.raises(DeckError) as error:
        load_catalog([folder], only_extra=True)
    assert [problem.file for problem in error.value.problems] == [CARDS]


SHIPPED = resource("decks") / "trigger-points"


def mutated(lines: list[str], random: Random) -> list[str]:
    """The lines with a few of them deleted, doubled, moved, indented or cut."""
    lines = lines[:]
    for _ in range(random.randint(1, 4)):
        at, other = random.randrange(len(lines)), random.randrange(len(lines))
        lines[at] = random.choice(
            [
                "",
                lines[at] * 2,
                lines[other],
                f"  {lines[at]}",
                lines[at][random.randint(0, 9) :],
                lines[at][:-3] + "\n",
            ]
        )
    return lines


@settings(max_examples=60)
@given(st.randoms(use_true_random=False))
def test_no_change_of_lines_in_a_shipped_muscle_raises_anything_but_a_deck_error(
    tmp_path_factory: pytest.TempPathFactory, random: Random
) -> None:
    folder = tmp_path_factory.getbasetemp() / "mutated"
    (folder / "muscles").mkdir(parents=True, exist_ok=True)
    muscle = SHIPPED / "muscles" / "gluteus-minimus.yaml"
    (folder / "deck.yaml").write_bytes((SHIPPED / "deck.yaml").read_bytes())
    lines = mutated(muscle.read_text(encoding="utf-8").splitlines(keepends=True), random)
    (folder / "muscles" / muscle.name).write_text("".join(lines), encoding="utf-8")
    try:
        found: object = load_catalog([folder], only_extra=True).cards
    except DeckError as error:
        found = [problem for problem in error.problems if problem.line >= 1 and problem.message]
    assert found


@pytest.mark.parametrize(
    "name", ["tails/card.yaml", "tails/cards.yml", "tails/muscle/soleus.yaml", "tails/muscles/soleus.yml"]
)
def test_a_file_that_nobody_reads_is_told(write_deck: WriteDeck, name: str) -> None:
    folder = write_deck({name: "id: soleus\n"})
    with pytest.raises(DeckError) as raised:
        load_catalog([folder], only_extra=True)
    (problem,) = raised.value.problems
    assert (problem.line, problem.file.endswith(name)) == (1, True)
    assert "is read by nobody" in problem.message


def test_a_folder_of_decks_may_be_named_twice_in_different_words(write_deck: WriteDeck) -> None:
    folder = write_deck()
    catalog = load_catalog([folder, folder / "tails" / ".." / "tails"], only_extra=True)
    assert list(catalog.decks) == ["tails"]


def test_a_former_id_that_is_taken_is_told_at_the_file_that_claims_it(write_deck: WriteDeck) -> None:
    folder = write_deck({LOWERER: ("id: tail-lowerer\n", "id: tail-lowerer\nformerly: [tail-lifter]\n")})
    with pytest.raises(DeckError) as raised:
        load_catalog([folder], only_extra=True)
    assert {(Path(problem.file).name, problem.line) for problem in raised.value.problems} == {("tail-lowerer.yaml", 2)}
    assert len(raised.value.problems) > 1, "every id that is taken is told"


# --- Warnings -------------------------------------------------------------------------------------------------------


def warnings_of(folder: Path) -> list[str]:
    """The warnings of a folder's decks, with files named from the folder."""
    _, warnings = check_catalog([folder], only_extra=True)
    return [str(warning).removeprefix(f"{folder}/") for warning in warnings]


def test_a_difference_that_the_deck_explains_is_no_warning(write_deck: WriteDeck) -> None:
    assert warnings_of(write_deck()) == []


def test_a_difference_that_no_deck_explains_is_a_warning_at_the_entry_that_lacks_it(write_deck: WriteDeck) -> None:
    folder = write_deck({DECK: ("    because", "    why", "explained:", "renamed_notes: []\nexplained:")})
    with pytest.raises(DeckError):
        warnings_of(folder)
    text = (SMALL / DECK).read_text(encoding="utf-8")
    unexplained = write_deck({DECK: text[: text.index("explained:")]}, name="unexplained")
    line = line_of(unexplained / COMPLAINTS, "id: tail-ache")
    told = "“tail-lowerer” is not listed, though its map reaches the complaint's zones as a rule"
    assert warnings_of(unexplained) == [
        f"{COMPLAINTS}:{line}: warning: {told} [complaint.tail-ache.muscle.tail-lowerer.missing]",
    ]


def test_a_written_partner_that_no_action_supports_is_a_warning_on_its_line(write_deck: WriteDeck) -> None:
    folder = write_deck(
        {
            LOWERER: (
                "innervation:",
                f"synergists:\n  - {{muscle: tail-lifter, movement: tail-lowering, {SOURCED}}}\ninnervation:",
            )
        }
    )
    (warning,) = warnings_of(folder)
    line = line_of(folder / LOWERER, "movement: tail-lowering, status")
    assert warning.startswith(f"{LOWERER}:{line}: warning: “tail-lifter” as synergist in tail-lowering is written, but")
    assert warning.endswith("[tail-lowerer.synergist.tail-lowering.tail-lifter.unsupported]")


def test_an_explanation_of_what_is_no_warning_is_a_problem(write_deck: WriteDeck) -> None:
    folder = write_deck({DECK: ("tail-ache.muscle.tail-lowerer", "tail-ache.muscle.tail-wagger")})
    with pytest.raises(DeckError) as error:
        check_catalog([folder], only_extra=True)
    line = line_of(folder / DECK, "tail-wagger")
    assert [str(one).removeprefix(f"{folder}/") for one in error.value.problems] == [
        f"{DECK}:{line}: “complaint.tail-ache.muscle.tail-wagger.missing” is explained, but is no warning"
    ]


def test_loading_asks_for_no_explanations(write_deck: WriteDeck) -> None:
    folder = write_deck({DECK: ("tail-ache.muscle.tail-lowerer", "tail-ache.muscle.tail-wagger")})
    assert load_catalog([folder], only_extra=True).cards


# --- Names ----------------------------------------------------------------------------------------------------------


def test_a_deck_alone_may_name_what_the_shipped_decks_describe(write_deck: WriteDeck) -> None:
    folder = write_deck({LIFTER: ("  - {muscle: tail-twister, status", "  - {muscle: gluteus-minimus, status")})
    catalog = load_catalog([folder], only_extra=True)
    assert set(catalog.decks) == {"tails"}
    assert catalog.words.muscles["gluteus-minimus"].label == "Gluteus minimus"


@pytest.mark.parametrize("zones", [("here", "there", "here"), ("a", "b", "c", "d", "e", "f", "g")])
def test_zones_that_are_parts_of_each_other_or_too_deep_are_told(problems_of: Problems, zones: tuple[str, ...]) -> None:
    words = (SMALL / VOCABULARY).read_text(encoding="utf-8")
    chain = {part: f"  {part}: {{label: {part}, views: [], whole: {whole}}}\n" for part, whole in pairwise(zones)}
    chain.setdefault(zones[-1], f"  {zones[-1]}: {{label: last, views: []}}\n")
    told = problems_of({VOCABULARY: words.replace("zones:\n", f"zones:\n{''.join(chain.values())}")})
    assert [problem for problem in told if "in a circle" in problem]


def test_more_zones_than_can_be_compared_are_told(problems_of: Problems) -> None:
    words = (SMALL / VOCABULARY).read_text(encoding="utf-8")
    many = "".join(f"  z{number}: {{label: zone {number}, views: []}}\n" for number in range(501))
    told = problems_of({VOCABULARY: words.replace("zones:\n", f"zones:\n{many}")})
    assert [problem for problem in told if "more than 500 zones" in problem]


def test_what_is_no_file_has_no_head(write_deck: WriteDeck) -> None:
    folder = write_deck()
    muscles = folder / "tails" / "muscles"
    (muscles / "folder.yaml").mkdir()
    (muscles / "dangling.yaml").symlink_to(muscles / "nowhere")
    os.mkfifo(muscles / "pipe.yaml")
    assert set(described_names(folder)) == {"tail-lifter", "tail-lowerer"}


def test_the_head_of_a_muscles_file_tells_its_names_however_the_rest_of_it_stands(write_deck: WriteDeck) -> None:
    broken = write_deck({LIFTER: ("parts:", "parts: [")})
    assert described_names(broken) == {
        "tail-lifter": Term(label="Tail lifter", latin="Musculus levator caudae", aliases=("lifter",)),
        "tail-lowerer": Term(label="Tail lowerer", latin="Musculus depressor caudae"),
    }
    headless = write_deck({LIFTER: "id: [tail-lifter\n"}, name="headless")
    assert list(described_names(headless)) == ["tail-lowerer"]


ON_THE_LEG = "{segment: leg, height: 0.5, angle: 0}"


@pytest.mark.parametrize(
    ("at", "message"),
    [
        ("at: [{segment: leg, height: 1.2, angle: 0}]", "“height” goes from 0 at the upper to 1 at the lower end"),
        ("at: [{segment: leg, height: 0.2, angle: 270}]", "“angle” goes from -180 to 180 degrees around the leg"),
        ("at: [{segment: trunk, height: 0.2, angle: -20}]", "“angle” goes from 0 to 180 degrees around the trunk"),
        (f"at: [{', '.join([ON_THE_LEG] * 31)}]", "a chart marks at most 30 places"),
    ],
)
def test_a_place_off_the_body_is_told_at_its_line(write_deck: WriteDeck, at: str, message: str) -> None:
    folder = write_deck({LIFTER: ("    name: lower trigger points\n", f"    name: lower trigger points\n    {at}\n")})
    with pytest.raises(DeckError) as error:
        load_catalog([folder])
    line = line_of(folder / LIFTER, "    at: [")
    assert [str(problem).rpartition("/")[2] for problem in error.value.problems] == [
        f"tail-lifter.yaml:{line}: {message}"
    ]


@pytest.mark.parametrize(
    ("stroke", "message"),
    [
        ("{points: [], width: 0.2}", "a stroke needs at least one point"),
        (f"{{points: [{', '.join([ON_THE_LEG] * 31)}], width: 0.2}}", "at most 30"),
        (", ".join([f"{{points: [{ON_THE_LEG}], width: 0.2}}"] * 31), "a zone is brushed by at most 30 strokes"),
        ("{points: [{segment: leg, height: 0.5, angle: 0}], width: 0}", "“width” is more than 0"),
        ("{points: [{segment: leg, height: 0.5, angle: 0}], width: 3}", "at most 1 length of the segment"),
    ],
)
def test_a_stroke_that_paints_nothing_or_too_much_is_told(write_deck: WriteDeck, stroke: str, message: str) -> None:
    zone = "{zone: tail-tip, extent: spillover}"
    folder = write_deck({LIFTER: (zone, f"{{zone: tail-tip, extent: spillover, strokes: [{stroke}]}}")})
    with pytest.raises(DeckError, match=message):
        load_catalog([folder])
