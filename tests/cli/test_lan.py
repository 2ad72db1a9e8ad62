"""`studyapp serve --lan`: which address is served, what is printed, and what comes in over a real network."""

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, build_opener

import pytest
import segno
from lan_server import LanServer, free_port, lan_server, own_address, raw

from studyapp.cli import main
from studyapp.errors import SettingError
from studyapp.lan import Lan, lan_address

BLOCKS = set(" █▀▄")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanServer]:
    """A server that tests of this module share which leave it as it was."""
    own_address()
    with lan_server(tmp_path_factory.mktemp("data")) as running:
        yield running


def status(url: str, *, data: bytes | None = None, **headers: str) -> tuple[int, str]:
    """The status and the text of an answer, redirects followed."""
    try:
        with build_opener().open(Request(url, data=data, headers=headers), timeout=10) as response:  # noqa: S310
            return response.status, response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


# --- the address ----------------------------------------------------------------------------------------------------


def test_the_address_found_is_this_machines_own_and_no_loopback() -> None:
    address = own_address()
    assert not address.startswith("127.")
    with socket.create_server((address, 0)):
        pass


def test_an_address_that_is_chosen_must_be_this_machines() -> None:
    assert lan_address(own_address()) == own_address()
    with pytest.raises(SettingError, match=r"does not have the address 203\.0\.113\.77"):
        lan_address("203.0.113.77")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lan-address", "203.0.113.77"], "This machine does not have the address 203.0.113.77."),
        (["--lan-address", "8.8.8.8"], "8.8.8.8 is no address of a local network."),
        (["--lan-address", "127.0.0.2"], "127.0.0.2 is no address of a local network."),
        (["--lan-address", "0.0.0.0"], "0.0.0.0 is no address of a local network."),  # noqa: S104  # what is refused
        (["--lan-address", "laptop"], "“laptop” is no address such as 192.168.1.5."),
    ],
)
def test_an_address_that_cannot_be_is_one_sentence(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ([*arguments, "serve"], ["serve", *arguments], arguments):
        with pytest.raises(SystemExit) as ended:
            main(["--data", str(tmp_path), "--no-browser", *command])
        assert (ended.value.code, capsys.readouterr().err) == (1, f"studyapp: {said}\n")


def test_without_a_network_it_is_one_sentence() -> None:
    unshare = shutil.which("unshare")
    alone = [unshare or "", "--map-root-user", "--net"]
    if not unshare or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs unshare(1) and the right to a network of its own")
    ran = subprocess.run(
        [*alone, sys.executable, "-m", "studyapp", "serve", "--lan"], capture_output=True, encoding="utf-8", check=False
    )
    told = "studyapp: This machine is in no network now, so no phone can reach it: join one, or leave out --lan.\n"
    assert (ran.stdout, ran.stderr, ran.returncode) == ("", told, 1)


def test_a_browser_leaves_out_the_port_of_plain_http() -> None:
    assert Lan("192.168.1.5", 80).origin == "http://192.168.1.5"
    assert Lan("192.168.1.5", 8321).origin == "http://192.168.1.5:8321"


# --- what is printed ------------------------------------------------------------------------------------------------


def test_it_prints_the_address_the_code_and_what_is_not_protected(server: LanServer) -> None:
    assert server.address == server.laptop.replace("127.0.0.1", own_address()), "the same port for both"
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{3}(-[0-9A-HJKMNP-TV-Z]{3}){2}", server.code)
    assert "pairs one device, within ten minutes" in server.told
    assert f"{server.laptop}/devices" in server.told
    assert "Only devices in the same network reach this address" in server.told
    assert "\x1b" not in server.told, "colours are for terminals"


def test_it_prints_the_pairing_address_as_a_qr_code(server: LanServer) -> None:
    printed = [line for line in server.told.splitlines() if line and set(line) <= BLOCKS]
    drawn = StringIO()
    segno.make(f"{server.address}/pair?code={server.code.replace('-', '')}", micro=False).terminal(
        drawn, border=2, compact=True
    )
    assert printed == drawn.getvalue().splitlines()
    assert len(printed) > 12


def test_where_the_terminal_has_no_blocks_the_code_is_printed_without_its_square(tmp_path: Path) -> None:
    own_address()
    command = [sys.executable, "-m", "studyapp", "serve", "--lan", "--no-browser", "--data", str(tmp_path)]
    process = subprocess.Popen(
        [*command, "--port", str(free_port())],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="ascii",
        env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert process.stdout is not None
    told = ""
    while line := process.stdout.readline():
        told += line
        if "not encrypted" in line:
            process.terminate()
    _, error = process.communicate(timeout=30)
    assert "Pairing code: " in told
    assert error == ""


# --- over the network -----------------------------------------------------------------------------------------------


def test_this_machine_is_served_as_ever_and_the_network_is_led_to_the_door(server: LanServer) -> None:
    assert "for today" in status(server.laptop)[1]
    reached, page = status(f"{server.address}/atlas")
    assert (reached, "Pair this device" in page, "Gluteus" in page) == (200, True, False)


def test_only_this_machine_and_that_one_address_are_listened_on(server: LanServer) -> None:
    port = int(server.address.rsplit(":", 1)[1])
    with pytest.raises(OSError, match=r"."), socket.create_connection(("127.0.0.2", port), timeout=2):
        pass
    with pytest.raises(OSError, match=r"."), socket.create_connection(("::1", port), timeout=2):
        pass


def test_a_forged_host_or_a_proxys_word_does_not_make_a_stranger_this_machine(server: LanServer) -> None:
    port = server.address.rsplit(":", 1)[1]
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}", "evil.example"):
        assert status(f"{server.address}/devices", Host=host)[0] == 400
    for header in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Forwarded-Host"):
        assert "Pair this device" in status(f"{server.address}/devices", **{header: "127.0.0.1"})[1]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("GET / HTTP/1.1\r\nHost: {lan}\r\nHost: 127.0.0.1\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: {lan}\r\n", "400"),
        ("GET http://127.0.0.1/devices HTTP/1.1\r\nHost: {lan}\r\n", "303"),
        ("GET //127.0.0.1/devices HTTP/1.1\r\nHost: {lan}\r\n", "303"),
        ("GET / HTTP/1.1\r\nHost: {lan}\r\nREMOTE_ADDR: 127.0.0.1\r\nREMOTE-ADDR: 127.0.0.1\r\n", "303"),
        ("GET / HTTP/1.1\r\n", "400"),
        ("GET / HTTP/1.0\r\n", "400"),
    ],
    ids=["two hosts", "two hosts, other order", "absolute", "slashes", "remote address", "no host", "HTTP/1.0"],
)
def test_bytes_that_no_browser_sends_open_nothing(server: LanServer, head: str, expected: str) -> None:
    lan = server.address.removeprefix("http://")
    answer = raw(server.address, head.replace("{lan}", lan) + "Connection: close\r\n\r\n")
    assert answer.split(" ", 2)[1] == expected, answer


def test_a_device_pairs_over_the_network_and_is_shut_out_again(tmp_path: Path) -> None:
    own_address()
    with lan_server(tmp_path) as server:
        code = server.code.lower()
        head = f"POST /pair HTTP/1.1\r\nHost: {server.address[7:]}\r\nOrigin: {server.address}\r\nConnection: close\r\n"
        form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {5 + len(code)}\r\n\r\ncode={code}"
        answer = raw(server.address, head + form)
        cookie = re.search(r"Set-Cookie: (studyapp_device=[^;]+);", answer)
        assert cookie, answer
        assert "for today" in status(f"{server.address}/", Cookie=cookie[1])[1]
        assert status(f"{server.address}/devices", Cookie=cookie[1])[0] == 403
        assert "Unpair" in status(f"{server.laptop}/devices")[1]
        assert status(f"{server.laptop}/devices/unpair", data=b"", Origin=server.laptop)[0] == 200
        assert "Pair this device" in status(f"{server.address}/", Cookie=cookie[1])[1]
    assert server.told.endswith("studyapp has ended; everything is saved.\n")


def test_a_port_that_is_taken_on_either_address_is_passed_over(tmp_path: Path) -> None:
    port = free_port()
    with socket.create_server((own_address(), port)), lan_server(tmp_path, port=port) as server:
        assert not server.address.endswith(f":{port}")
        assert server.address.rsplit(":", 1)[1] == server.laptop.rsplit(":", 1)[1]


def test_a_chosen_address_means_lan(tmp_path: Path) -> None:
    with lan_server(tmp_path, "--lan-address", own_address()) as server:
        assert server.address.startswith(f"http://{own_address()}:")
