"""AnkiConnect, the add-on by which a running Anki takes orders: one order after the other, on this machine alone.

Source: its own documentation of version 6, and how its server behaves. It answers one request a connection; an order
within `multi` needs the version and the key again; what fails is an answer with an `error`, the status stays 200.
"""

import json
from collections.abc import Iterable, Sequence
from contextlib import closing
from copy import copy
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from socket import SHUT_RDWR, socket
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

from studyapp.errors import NoAnkiError, RefusedError

VERSION = 6
ADD_ON = "2055492159"
"""By this number Anki finds the add-on."""
KNOCK_SECONDS = 2.0
"""How long a first answer may take: who waits for a page should not wait for a program that hangs."""
ORDER_SECONDS = 20.0
LOOK_SECONDS = 5.0
"""How long each further answer may take while someone only looks."""
LARGEST_ANSWER_BYTES = 64_000_000
HTTP_OK, HTTP_FORBIDDEN = 200, 403

_KEY_REFUSED = "valid api key must be provided"
_NO_PROFILE = "collection is not available"
_HOW = f"Start Anki, open your profile, and see that the add-on AnkiConnect ({ADD_ON}) is installed."


@dataclass(frozen=True, slots=True)
class Order:
    """One thing that Anki is to do."""

    action: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one order of several was not carried out."""

    reason: str


class AnkiConnect:
    """A running Anki."""

    def __init__(self, address: str, key: str = "") -> None:
        """Speak to the one at an address of this machine, `http://127.0.0.1:8765`, with its API key if it has one."""
        parts = urlsplit(address)
        self.host, self.port = parts.hostname or "", parts.port
        self.address = address
        self.patience_seconds = ORDER_SECONDS
        self._key = {"key": key} if key else {}

    def within(self, seconds: float) -> "AnkiConnect":
        """The same Anki, asked by someone who waits no longer than that for an answer."""
        other = copy(self)
        other.patience_seconds = seconds
        return other

    def knock(self) -> None:
        """See that it is there and lets us in; raises as `do` does, and soon."""
        version = self.do("version", seconds=KNOCK_SECONDS)
        if not isinstance(version, int) or version < VERSION:
            raise RefusedError(
                f"AnkiConnect is too old here ({str(version)[:20]}): in Anki, check for updates of add-ons."
            )

    def do(self, action: str, *, seconds: float | None = None, **params: Any) -> Any:
        """Have one thing done and return its result.

        Raises NoAnkiError when nobody or somebody else answers, RefusedError when Anki will not do it.
        """
        answer = self._asked(self._body(Order(action, params)), seconds or self.patience_seconds)
        result = self._result(answer)
        if isinstance(result, Refusal):
            raise RefusedError(_told(action, result.reason))
        return result

    def do_all(self, orders: Sequence[Order]) -> list[Any]:
        """Have several things done at one go: for each its result, or the Refusal; raises as `do` does."""
        if not orders:
            return []
        answers = self.do("multi", actions=[self._body(order) for order in orders])
        if not isinstance(answers, list) or len(answers) != len(orders):
            raise self._someone_else()
        return [self._result(answer) for answer in answers]

    def _body(self, order: Order) -> dict[str, Any]:
        return {"action": order.action, "version": VERSION, "params": order.params, **self._key}

    def _asked(self, body: dict[str, Any], seconds: float) -> Any:
        connection = HTTPConnection(self.host, self.port, timeout=seconds)  # it follows no redirect and knows no proxy
        try:
            with closing(connection):
                connection.connect()
                status, answer = self._sent(connection, json.dumps(body).encode(), seconds)
            if status == HTTP_FORBIDDEN:
                raise RefusedError("AnkiConnect refuses studyapp: in Anki, look at its list webCorsOriginList.")
            if status != HTTP_OK:
                raise self._someone_else()
            return json.loads(answer)
        except TimeoutError as error:
            raise NoAnkiError(f"What listens at {self.address} did not answer in time.", _HOW) from error
        except OSError as error:
            raise NoAnkiError(f"Nothing answers at {self.address}.", _HOW) from error
        except (HTTPException, ValueError, RecursionError) as error:
            raise self._someone_else() from error

    def _sent(self, connection: HTTPConnection, body: bytes, seconds: float) -> tuple[int, bytes]:
        """The answer, whole within so many seconds: one that comes drop by drop is cut off."""
        late = _Deadline(connection.sock, seconds)
        try:
            connection.request("POST", "/", body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            answer = response.read(LARGEST_ANSWER_BYTES)  # cut off there it is no JSON any more
        except (HTTPException, OSError) as error:
            raise (TimeoutError() if late.has_come else error) from error
        finally:
            late.cancel()
        if late.has_come:
            raise TimeoutError
        return response.status, answer

    def _result(self, answer: Any) -> Any:
        """What an answer brings, or the Refusal in it."""
        match answer:
            case {"result": result, "error": None, **rest} if not rest:
                return result
            case {"result": _, "error": str(reason), **rest} if not rest:
                return Refusal(reason)
        raise self._someone_else()

    def _someone_else(self) -> NoAnkiError:
        return NoAnkiError(
            f"What listens at {self.address} is not AnkiConnect.",
            f"{_HOW} If it listens elsewhere, set STUDYAPP_ANKI_CONNECT.",
        )


class _Deadline:
    """Hangs up when the time is over: a socket's own limit begins anew with every byte."""

    def __init__(self, connection: socket, seconds: float) -> None:
        self.has_come = False
        self._connection = connection
        self._timer = Timer(seconds, self._come)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> None:
        self._timer.cancel()

    def _come(self) -> None:
        self.has_come = True
        try:
            self._connection.shutdown(SHUT_RDWR)
        except OSError:
            return


def _told(action: str, reason: str) -> str:
    if reason == _KEY_REFUSED:
        return "AnkiConnect asks for its API key: set STUDYAPP_ANKI_CONNECT_KEY to the apiKey of its configuration."
    if reason == _NO_PROFILE:
        return "Anki is running, but no profile is open: open yours there."
    if reason == "unsupported action":
        return f"This AnkiConnect is too old and knows no “{action}”: in Anki, check for updates of add-ons."
    return f"Anki would not do “{action}”: {' '.join(reason.split())[:300]}"


def chunks(things: Iterable[Any], size: int) -> Iterable[list[Any]]:
    """The things, so many at a time: Anki stands still while it carries out an order."""
    listed = list(things)
    return (listed[start : start + size] for start in range(0, len(listed), size))
