"""AnkiConnect's protocol, spoken by a small server on a real collection of Anki, in the shapes it answers in."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.errors import NotFoundError

REVLOG = ("id", "usn", "ease", "ivl", "lastIvl", "factor", "time", "type")
CARD = ("factor", "type", "queue", "due", "reps", "lapses", "left", "mod")
GUARDED = {"did", "id", "ivl", "lapses", "left", "mod", "nid", "odid", "odue", "ord", "queue", "reps", "type", "usn"}
"""Columns that are set only by whoever says that he knows what he does."""


@dataclass
class RunningAnki:
    """Anki with the add-on; `collection` is None while no profile is open."""

    collection: Collection | None
    key: str | None = None
    tells_note_times: bool = True
    asked: list[str] = field(default_factory=list)
    """The orders it was given, in their order."""
    imported: list[int] = field(default_factory=list)
    """How many notes each package held that it was given."""
    broken: set[str] = field(default_factory=set)
    """Orders that fail."""
    url: str = ""

    def answer(self, order: dict[str, Any]) -> dict[str, Any]:
        """Carry an order out as the add-on does: whatever goes wrong is an `error`."""
        action = order.get("action", "")
        self.asked.append(action)
        try:
            if order.get("key") != self.key and action != "requestPermission":
                raise ValueError("valid api key must be provided")  # noqa: TRY301  # as the add-on has it
            if action in self.broken:
                raise ValueError("it is broken")  # noqa: TRY301
            method: Callable[..., Any] | None = getattr(self, f"do_{action}", None)
            if method is None:
                raise ValueError("unsupported action")  # noqa: TRY301
            return {"result": method(**order.get("params", {})), "error": None}
        except Exception as error:  # noqa: BLE001, RUF100  # as the add-on does
            return {"result": None, "error": str(error)}

    @property
    def open(self) -> Collection:
        """The collection of the open profile."""
        if self.collection is None:
            raise ValueError("collection is not available")
        return self.collection

    def do_version(self) -> int:
        return 6

    def do_requestPermission(self) -> dict[str, Any]:  # noqa: N802
        return {"permission": "granted", "requireApikey": self.key is not None, "version": 6}

    def do_multi(self, actions: list[dict[str, Any]]) -> list[Any]:
        return [self.answer(action) for action in actions]

    def do_findNotes(self, query: str) -> list[int]:  # noqa: N802
        return list(map(int, self.open.find_notes(query)))

    def do_addTags(self, notes: list[int], tags: str) -> None:  # noqa: N802
        self.open.tags.bulk_add(notes, tags)

    def do_removeTags(self, notes: list[int], tags: str) -> None:  # noqa: N802
        self.open.tags.bulk_remove(notes, tags)

    def do_findCards(self, query: str) -> list[int]:  # noqa: N802
        return list(map(int, self.open.find_cards(query)))

    def do_notesInfo(self, notes: list[int]) -> list[dict[str, Any]]:  # noqa: N802
        return [self._or_nothing(self._note, ident) for ident in notes]

    def do_cardsInfo(self, cards: list[int]) -> list[dict[str, Any]]:  # noqa: N802
        return [self._or_nothing(self._card, ident) for ident in cards]

    def do_getReviewsOfCards(self, cards: list[int]) -> dict[int, list[dict[str, int]]]:  # noqa: N802
        assert self.open.db
        query = f"SELECT {', '.join(REVLOG)} FROM revlog WHERE cid = ?"  # noqa: S608
        return {card: [dict(zip(REVLOG, row, strict=True)) for row in self.open.db.all(query, card)] for card in cards}

    def do_insertReviews(self, reviews: list[list[int]]) -> None:  # noqa: N802
        assert self.open.db
        rows = ",".join(f"({','.join(map(str, row))})" for row in reviews)
        columns = "id, cid, usn, ease, ivl, lastIvl, factor, time, type"
        self.open.db.execute(f"INSERT INTO revlog ({columns}) VALUES {rows}")  # noqa: S608

    def do_setDueDate(self, cards: list[int], days: str) -> bool:  # noqa: N802
        self.open.sched.set_due_date(cards, days, config_key=None)
        return True

    def do_setSpecificValueOfCard(  # noqa: N802
        self,
        card: int,
        keys: list[str],
        newValues: list[Any],  # noqa: N803
        warning_check: bool = False,  # noqa: FBT001, FBT002
    ) -> Any:
        if GUARDED & set(keys) and not warning_check:
            return False
        try:
            found = self.open.get_card(card)
            for key, value in zip(keys, newValues, strict=True):
                setattr(found, key, value)
            self.open.update_card(found, skip_undo_entry=True)
        except Exception as error:  # noqa: BLE001, RUF100  # as the add-on does
            return [[False, str(error)]]
        return [True]

    def do_importPackage(self, path: str) -> bool:  # noqa: N802
        """As Anki's own stand-in for the importer that the add-on calls."""
        options = ImportAnkiPackageOptions(merge_notetypes=True, with_scheduling=True, with_deck_configs=True)
        log = self.open.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=options)).log
        self.imported.append(log.found_notes)
        return True

    def _or_nothing(self, told: Callable[[int], dict[str, Any]], ident: int) -> dict[str, Any]:
        try:
            return told(ident)
        except NotFoundError:
            return {}

    def _note(self, ident: int) -> dict[str, Any]:
        note = self.open.get_note(ident)
        kind = note.note_type() or {}
        names = [one["name"] for one in kind["flds"]]
        told = {
            "noteId": note.id,
            "profile": "User 1",
            "tags": note.tags,
            "fields": {
                name: {"value": value, "order": place}
                for place, (name, value) in enumerate(zip(names, note.fields, strict=True))
            },
            "modelName": kind["name"],
            "mod": note.mod,
            "cards": list(note.card_ids()),
        }
        return told if self.tells_note_times else {name: told[name] for name in told if name not in {"mod", "profile"}}

    def _card(self, ident: int) -> dict[str, Any]:
        card = self.open.get_card(ident)
        return {
            "cardId": card.id,
            "question": card.question(),
            "answer": card.answer(),
            "modelName": card.note_type()["name"],
            "ord": card.ord,
            "fieldOrder": card.ord,
            "deckName": self.open.decks.name(card.did),
            "note": card.nid,
            "interval": card.ivl,
            **{
                name: getattr(card, name)
                for name in ("factor", "type", "queue", "due", "reps", "lapses", "left", "mod")
            },
        }


@contextmanager
def listening(anki: RunningAnki) -> Iterator[RunningAnki]:
    """Let Anki listen on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            order = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps(anki.answer(order)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    anki.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield anki
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
