"""Measures loading decks of more and more generated muscles, beside PyYAML's own C loader on the same files.

Target: 500 muscles, one file each, within 0.7 s, and twice the muscles in twice the time. Medians of 5 runs that take
turns, each in a process of its own.
"""

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from program import machine

from studyapp.content.loader import load_catalog

RUNS = 5
SIZES = (125, 250, 500, 1000)
SEED = 20261125
MUSCLES_A_MOVEMENT = 4
"""To every movement and its opposite; each muscle makes two."""
WAYS = ("inwards", "outwards")
COLUMNS = (
    ("muscles", 8),
    ("facts", 8),
    ("cards", 8),
    ("kB", 6),
    ("load, s", 8),
    ("ms a muscle", 12),
    ("CSafeLoader, s", 15),
)
TIMED = """
import gc, sys, time
from pathlib import Path
folder = Path(sys.argv[1])
{prepare}
started = time.perf_counter()
{run}
print(time.perf_counter() - started)
"""
OURS = TIMED.format(
    prepare="from studyapp.content.loader import load_catalog",
    run="load_catalog([folder], only_extra=True)",
)
PEER = TIMED.format(
    prepare="import yaml",
    run="""gc.disable()
for path in sorted(folder.glob('muscles/*.yaml')):
    yaml.load(path.read_text('utf-8'), yaml.CSafeLoader)""",
)


def main() -> None:
    """Print a line for each size."""
    with tempfile.TemporaryDirectory() as name:
        print(f"Loading: medians of {RUNS} runs, {machine()}")
        print(*(f"{title:>{width}}" for title, width in COLUMNS))
        for size in SIZES:
            folder = Path(name) / str(size) / "generated"
            write_deck(folder, size)
            catalog = load_catalog([folder], only_extra=True)
            times: dict[str, list[float]] = {OURS: [], PEER: []}
            for _ in range(RUNS):
                for program, taken in times.items():
                    taken.append(seconds(program, folder))
            kilobytes = sum(path.stat().st_size for path in folder.glob("muscles/*.yaml")) / 1000
            ours, peer = median(times[OURS]), median(times[PEER])
            row = (
                size,
                len(catalog.facts),
                len(catalog.cards),
                f"{kilobytes:.0f}",
                f"{ours:.2f}",
                f"{1000 * ours / size:.2f}",
                f"{peer:.2f}",
            )
            print(*(f"{cell:>{width}}" for cell, (_, width) in zip(row, COLUMNS, strict=True)))


def seconds(program: str, folder: Path) -> float:
    """How long a program took by its own clock."""
    run = subprocess.run([sys.executable, "-c", program, folder], capture_output=True, text=True, check=True)
    return float(run.stdout)


def write_deck(folder: Path, size: int) -> None:
    """A deck of so many muscles in the shared vocabulary's words, with movements that four muscles each make."""
    (folder / "muscles").mkdir(parents=True)
    turns = range(size // MUSCLES_A_MOVEMENT)
    (folder.parent / "vocabulary.yaml").write_text("movements:\n" + "".join(map(turning, turns)), encoding="utf-8")
    (folder / "deck.yaml").write_text(MANIFEST, encoding="utf-8")
    chance = random.Random(SEED)  # noqa: S311  # a repeatable deck, no secret
    words = load_catalog().words.vocabulary

    def pick(section: Iterable[str]) -> str:
        return chance.choice(sorted(section))

    for number in range(size):
        movements = [f"turn-{turn}-{chance.choice(WAYS)}" for turn in chance.sample(turns, 2)]
        zones = chance.sample(sorted(words.zones), 4)
        nerve = pick(words.nerves)
        text = MUSCLE.format(
            ident=f"muscle-{number:04}",
            number=number,
            bones=(pick(words.bones), pick(words.bones)),
            movements=movements,
            zones=zones,
            nerve=nerve,
            root=words.nerves[nerve].roots[0],
            structure=pick(words.structures),
            other=f"muscle-{(number + 1) % size:04}",
        )
        (folder / "muscles" / f"muscle-{number:04}.yaml").write_text(text, encoding="utf-8")


def turning(number: int) -> str:
    """A movement and its opposite, as entries of a vocabulary."""
    pairs = (WAYS, WAYS[::-1])
    return "".join(TURN.format(number=number, way=way, opposite=opposite) for way, opposite in pairs)


TURN = """\
  turn-{number}-{way}:
    joint: hip
    label: turn {number} {way}
    verb: turns the hip {way} by turn {number}
    opposite: turn-{number}-{opposite}
"""

MANIFEST = """\
id: generated
title: Generated
version: 1.0.0
licence: CC-BY-4.0
description: A deck to be measured.
bibliography:
  - {id: gray, kind: book, short: Gray, title: Anatomy of the Human Body, year: 1918}
  - {id: page, kind: page, short: A page, title: A page on muscles}
  - {id: manual, kind: book, short: Manual, title: A manual of trigger points, read: no}
"""

MUSCLE = """\
id: {ident}
name: Muscle {number}
latin: Musculus numero {number}
aliases: [M {number}, number {number}]
attachments:
  - id: upper
    end: origin
    bone: {bones[0]}
    landmark: upper end of a bone, as the muscle's number has it
    accept: [upper end, upper end of a bone]
    status: consensus
    sources: [{{source: gray, locator: p. 475}}, {{source: page, locator: Origin}}]
  - id: lower
    end: insertion
    bone: {bones[1]}
    landmark: lower end of a bone
    status: consensus
    sources: [{{source: gray, locator: p. 475}}, {{source: page, locator: Insertion}}]
actions:
  - movement: {movements[0]}
    role: primary
    status: consensus
    sources: [{{source: gray, locator: p. 476}}, {{source: page, locator: Action}}]
  - movement: {movements[1]}
    role: secondary
    status: single-source
    sources: [{{source: page, locator: Action}}]
innervation:
  - nerve: {nerve}
    status: consensus
    sources: [{{source: gray, locator: p. 959}}, {{source: page, locator: Nerve}}]
    roots:
      preferred: [{root}]
      status: single-source
      sources: [{{source: page, locator: Nerve}}]
trigger_points:
  - id: only
    name: trigger points
    location:
      text: middle of the muscle
      status: single-source
      sources: [{{source: page, locator: Trigger points}}]
    referrals:
      - status: attributed
        according_to: manual
        sources: [{{source: page, locator: Trigger points, reporting: manual}}]
        zones:
          - {{zone: {zones[0]}, extent: essential}}
          - {{zone: {zones[1]}, extent: essential}}
          - {{zone: {zones[2]}, extent: spillover}}
          - {{zone: {zones[3]}, extent: rare}}
signs:
  - id: walking
    text: Pain in walking
    accept: [painful walking, pain on walking]
    status: single-source
    sources: [{{source: page, locator: Signs}}]
  - id: night
    text: Pain at night
    status: single-source
    sources: [{{source: page, locator: Signs}}]
causes:
  - id: overload
    text: Overload
    accept: [overuse]
    status: single-source
    sources: [{{source: page, locator: Causes}}]
associates:
  - muscle: {other}
    status: single-source
    sources: [{{source: page, locator: Trigger points}}]
cautions:
  - structure: {structure}
    status: single-source
    sources: [{{source: page, locator: Needling}}]
"""

if __name__ == "__main__":
    main()
