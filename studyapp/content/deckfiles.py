"""The files of a deck that could be read, and where the decks of a folder are."""

import os
import re
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import TypeAlias, TypeVar, cast

from studyapp.content.yamltext import LARGEST_FILE_BYTES, Document, parse_document
from studyapp.domain.complaint import Complaints
from studyapp.domain.condition import Conditions
from studyapp.domain.deck import Deck, FreeCards, Manifest
from studyapp.domain.fact import SubjectKind
from studyapp.domain.former import Clash
from studyapp.domain.muscle import Muscle
from studyapp.domain.vocabulary import Term
from studyapp.errors import Problem

T = TypeVar("T")
Parsed: TypeAlias = tuple[Document, T]
"""A file as text with its lines, and what it says."""


def deck_folders(folder: Path) -> list[Path]:
    """The decks in a folder: the folder itself when it is one, else those directly inside, by name."""
    if (folder / "deck.yaml").is_file():
        return [folder]
    return sorted(path.parent for path in folder.glob("*/deck.yaml"))


HEAD = re.compile(r"(?:id|name|latin|aliases|formerly):|[\s#\]}-]|$")
"""How the lines begin that stand before what a muscle's file describes."""


def described_names(folder: Path) -> dict[str, Term]:
    """The names of the muscles that the decks in a folder describe, from the heads of their files alone.

    What cannot be read is passed over: whoever loads the deck is told.
    """
    names = {}
    for path in sorted(folder.glob("*/muscles/*.yaml")):
        if not path.is_file() or path.stat().st_size > LARGEST_FILE_BYTES or not os.access(path, os.R_OK):
            continue
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        document = parse_document("\n".join(takewhile(HEAD.match, lines)), path.name)
        match document.value:
            case {"id": str(ident), "name": str(name), **rest}:
                latin, aliases = rest.get("latin"), rest.get("aliases")
                names[ident] = Term(
                    label=name,
                    latin=latin if isinstance(latin, str) else None,
                    aliases=tuple(map(str, aliases)) if isinstance(aliases, list) else (),
                )
    return names


def home_of(folder: Path) -> Path:
    """Where a folder's own vocabulary and names stand: beside its decks."""
    return folder.absolute().parent if (folder / "deck.yaml").is_file() else folder


@dataclass(slots=True)
class DeckFiles:
    """The files of one deck that could be read."""

    folder: Path
    manifest: Parsed[Manifest]
    named: tuple[str, ...]
    """The muscles that have a file, be it readable or not."""
    muscles: list[Parsed[Muscle]] = field(default_factory=list)
    complaints: Parsed[Complaints] | None = None
    conditions: Parsed[Conditions] | None = None
    cards: Parsed[FreeCards] | None = None

    def parsed(self) -> list[Parsed[object]]:
        """Every file, in the order in which they are checked."""
        rest = (self.complaints, self.conditions, self.cards)
        files = [self.manifest, *self.muscles, *(one for one in rest if one is not None)]
        return cast(list[Parsed[object]], files)

    def deck(self) -> Deck:
        """What the files say together."""
        return Deck(
            manifest=self.manifest[1],
            folder=self.folder,
            muscles=tuple(muscle for _, muscle in self.muscles),
            complaints=self.complaints[1].complaints if self.complaints else (),
            conditions=self.conditions[1].conditions if self.conditions else (),
            cards=self.cards[1].cards if self.cards else (),
        )

    def formerly(self, clash: Clash) -> Problem:
        """A clash of former ids, at the `formerly` that brought it about."""
        document, manifest = self.manifest
        for index, renamed in enumerate(manifest.renamed_notes):
            if renamed.id == clash.card.note:
                return document.problem(("renamed_notes", index, "formerly"), clash.message)
        subject = clash.card.subject
        return self.problem(subject.kind, subject.id, ("formerly",), clash.message)

    def problem(self, kind: SubjectKind, ident: str, path: tuple[str | int, ...], message: str) -> Problem:
        """A problem in the entry of a subject, at a path within it; in the manifest where no entry has that id."""
        for muscle_file, muscle in self.muscles:
            if (kind, ident) == (SubjectKind.MUSCLE, muscle.id):
                return muscle_file.problem(path, message)
        for of_kind, name, parsed in (
            (SubjectKind.COMPLAINT, "complaints", self.complaints),
            (SubjectKind.CONDITION, "conditions", self.conditions),
            (SubjectKind.CARD, "cards", self.cards),
            (SubjectKind.LOOK_ALIKE, "look_alikes", self.manifest),
        ):
            for index, entry in enumerate(getattr(parsed[1], name) if parsed else ()):
                if (kind, ident) == (of_kind, getattr(entry, "id", None) or entry.key):
                    return parsed[0].problem((name, index, *path), message)  # type: ignore[index]  # it is there
        return self.manifest[0].problem((), message)
