"""What may listen where AnkiConnect should: each case is one sentence, soon, and nothing else happens."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from anki_connect_server import RunningAnki, listening

from studyapp.anki import connect
from studyapp.anki.connect import ADD_ON, AnkiConnect, Order, Refusal
from studyapp.errors import NoAnkiError, RefusedError

SOON = 0.3
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/json\r\n"


@pytest.fixture
def served() -> Iterator[Callable[..., str]]:
    """Serve these bytes, and others again and again until whoever asked hangs up; returns the address."""
    opened: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def _answer(server: socket.socket, answer: bytes, again: bytes, pause: float) -> None:
        with closing(server.accept()[0]) as connection:
            connection.recv(65536)
            try:
                connection.sendall(answer)
                while again:
                    connection.sendall(again)
                    time.sleep(pause)
            except OSError:
                return

    def _serve(answer: bytes, again: bytes = b"", pause: float = 0) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        opened.append(server)
        threads.append(threading.Thread(target=_answer, args=(server, answer, again, pause)))
        threads[-1].start()
        return f"http://127.0.0.1:{server.getsockname()[1]}"

    yield _serve
    for thread in threads:
        thread.join()
    for server in opened:
        server.close()


def whole(body: bytes, head: bytes = HEAD) -> bytes:
    """A response with that body."""
    return head + f"Content-Length: {len(body)}\r\n\r\n".encode() + body


def test_what_anki_answers_is_the_result() -> None:
    with listening(RunningAnki(None)) as anki:
        asked = AnkiConnect(anki.url)
        asked.knock()
        assert asked.do("version") == 6
        assert asked.do_all([Order("version"), Order("nonsense")]) == [6, Refusal("unsupported action")]
        assert asked.do_all([]) == []


def test_where_nothing_listens_it_says_how_to_get_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NoAnkiError, match=f"Nothing answers at http://127.0.0.1:{port}. Start Anki.*{ADD_ON}"):
        AnkiConnect(f"http://127.0.0.1:{port}").knock()


def test_a_key_opens_and_a_wrong_one_or_none_is_told() -> None:
    with listening(RunningAnki(None, key="secret")) as anki:
        AnkiConnect(anki.url, "secret").knock()
        assert AnkiConnect(anki.url, "secret").do_all([Order("version")]) == [6], "every order brings the key"
        for key in ("", "wrong"):
            with pytest.raises(RefusedError, match="STUDYAPP_ANKI_CONNECT_KEY"):
                AnkiConnect(anki.url, key).knock()


def test_without_an_open_profile_it_says_so() -> None:
    with listening(RunningAnki(None)) as anki, pytest.raises(RefusedError, match="no profile is open"):
        AnkiConnect(anki.url).do("findNotes", query="")


def test_a_failed_order_and_an_unknown_one_are_told_by_name() -> None:
    with listening(RunningAnki(None, broken={"version"})) as anki:
        with pytest.raises(RefusedError, match="Anki would not do “version”: it is broken"):
            AnkiConnect(anki.url).knock()
        with pytest.raises(RefusedError, match="too old and knows no “guiDance”"):
            AnkiConnect(anki.url).do("guiDance")


def test_an_older_protocol_is_told(served) -> None:
    body = json.dumps({"result": 5, "error": None}).encode()
    with pytest.raises(RefusedError, match="too old"):
        AnkiConnect(served(whole(body))).knock()


def test_a_refusal_by_its_list_of_origins_is_told(served) -> None:
    with pytest.raises(RefusedError, match="webCorsOriginList"):
        AnkiConnect(served(whole(b"", b"HTTP/1.1 403 Forbidden\r\n"))).knock()


@pytest.mark.parametrize(
    "answer",
    [
        whole(b"<!doctype html><title>A router</title>"),
        whole(b"AnkiConnect v.6"),
        whole(b"null"),
        whole(b"6"),
        whole(b"[]"),
        whole(b'{"result": 6}'),
        whole(b'{"result": 6, "error": null, "more": 1}'),
        whole(b'{"result": 6, "error": 7}'),
        whole(b"\xff\xfe\x00"),
        whole(b"[" * 100_000),
        whole(b"{}", b"HTTP/1.1 404 Not Found\r\n"),
        whole(b"{}", b"HTTP/1.1 500 Oh\r\n"),
        HEAD + b"Content-Length: 100\r\n\r\nshort",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"\x00" * 4096,
        b"",
    ],
)
def test_whatever_else_listens_is_not_anki(served, answer) -> None:
    with pytest.raises(NoAnkiError):
        AnkiConnect(served(answer)).knock()


def test_a_redirect_is_not_followed(served) -> None:
    with listening(RunningAnki(None)) as anki:
        head = f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {anki.url}/\r\n".encode()
        with pytest.raises(NoAnkiError, match="is not AnkiConnect"):
            AnkiConnect(served(whole(b"", head))).knock()
        assert anki.asked == []


def test_a_proxy_of_the_environment_is_not_asked(served, monkeypatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with listening(RunningAnki(None)) as anki:
        AnkiConnect(anki.url).knock()


@pytest.mark.parametrize("again", [b" ", b""], ids=["drop by drop", "never"])
def test_who_answers_slowly_is_not_waited_for(served, again) -> None:
    address = served(HEAD + b"Content-Length: 1000000\r\n\r\n", again or b"", pause=SOON / 10)
    with pytest.raises(NoAnkiError):
        AnkiConnect(address).do("version", seconds=SOON)


def test_who_sends_heads_for_ever_is_not_waited_for(served) -> None:
    with pytest.raises(NoAnkiError, match="in time"):
        AnkiConnect(served(b"HTTP/1.1 200 OK\r\nX: ", b"x", pause=SOON / 10)).do("version", seconds=SOON)


def test_who_takes_the_question_and_says_nothing_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(NoAnkiError, match="in time"):
        AnkiConnect(f"http://127.0.0.1:{silent.getsockname()[1]}").do("version", seconds=SOON)


def test_an_endless_answer_is_cut_off(served, monkeypatch) -> None:
    monkeypatch.setattr(connect, "LARGEST_ANSWER_BYTES", 100_000)
    with pytest.raises(NoAnkiError, match="is not AnkiConnect"):
        AnkiConnect(served(HEAD + b"\r\n", b"[" * 10_000)).knock()
