"""Pairing: the open code lets one device in, once and in time; a token is known by its hash alone."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from made_catalog import Clock

from studyapp.domain.pairing import ALPHABET, LENGTH, MOST_WRONG
from studyapp.errors import NotFoundError, PairingError
from studyapp.services.pairing import Pairing
from studyapp.storage.database import Database
from studyapp.storage.migrate import migrate

PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:141.0) Gecko/141.0 Firefox/141.0"
WRONG = "000-000-000"


@pytest.fixture
def pairing(tmp_path: Path, clock: Clock) -> Iterator[Pairing]:
    """Pairing on a database of its own."""
    database = Database(tmp_path / "data")
    migrate(database)
    yield Pairing(database, clock)
    database.engine.dispose()


def pair(pairing: Pairing) -> str:
    """Pair a phone by a new code; returns its token."""
    return pairing.pair(pairing.new_code().grouped, PHONE)


def test_before_anyone_asks_no_code_is_open(pairing: Pairing) -> None:
    assert pairing.open_code() is None
    with pytest.raises(PairingError, match="No code is open"):
        pairing.pair(WRONG, PHONE)


def test_codes_and_tokens_are_long_and_never_twice_the_same(pairing: Pairing) -> None:
    codes = {pairing.new_code().text for _ in range(500)}
    assert len(codes) == 500
    assert {len(code) for code in codes} == {LENGTH}
    assert set("".join(codes)) == set(ALPHABET), "every character occurs in 4,500"
    tokens = {pair(pairing) for _ in range(3)}
    assert len(tokens) == 3
    assert {len(token) for token in tokens} == {43}, "256 bits in Base64"


def test_the_open_code_pairs_a_device_that_is_known_by_its_token_from_then_on(pairing: Pairing, clock: Clock) -> None:
    code = pairing.new_code()
    assert pairing.open_code() == code
    token = pairing.pair(f" {code.grouped.lower().replace('-', ' ')}", PHONE)
    (device,) = pairing.devices()
    assert (device.name, device.paired_at, device.seen_at) == ("Android phone", clock(), clock())
    assert pairing.admit(token) == device


def test_nothing_but_the_token_is_admitted(pairing: Pairing) -> None:
    token = pair(pairing)
    for other in ("", token[:-1], token.swapcase(), f"{token} ", sha256(token.encode()).hexdigest(), "' OR 1=1 --"):
        assert pairing.admit(other) is None


def test_the_token_itself_is_nowhere_in_the_data_folder(pairing: Pairing) -> None:
    token = pair(pairing)
    with closing(sqlite3.connect(pairing.database.path)) as database:
        assert database.execute("SELECT token_hash FROM devices").fetchall() == [(sha256(token.encode()).hexdigest(),)]
    kept = b"".join(path.read_bytes() for path in pairing.database.folder.iterdir() if path.is_file())
    assert sha256(token.encode()).hexdigest().encode() in kept
    assert token.encode() not in kept


def test_a_code_pairs_one_device_only(pairing: Pairing) -> None:
    code = pairing.new_code()
    pairing.pair(code.text, PHONE)
    assert pairing.open_code() is None
    with pytest.raises(PairingError, match=r"No code is open.*Make a new one on the laptop"):
        pairing.pair(code.text, PHONE)
    assert len(pairing.devices()) == 1


def test_of_many_that_come_at_once_with_the_same_code_one_is_paired(pairing: Pairing) -> None:
    code, together = pairing.new_code(), Barrier(8)

    def come() -> bool:
        together.wait()
        try:
            pairing.pair(code.text, PHONE)
        except PairingError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: come(), range(8))) == 1
    assert len(pairing.devices()) == 1


def test_a_code_ends_after_ten_minutes(pairing: Pairing, clock: Clock) -> None:
    code = pairing.new_code()
    clock.pass_time(seconds=600)
    assert pairing.open_code() is None
    with pytest.raises(PairingError, match="ten minutes are over"):
        pairing.pair(code.text, PHONE)
    assert pairing.devices() == []


def test_a_new_code_ends_the_one_before(pairing: Pairing) -> None:
    old = pairing.new_code()
    new = pairing.new_code()
    with pytest.raises(PairingError, match="not the code"):
        pairing.pair(old.text, PHONE)
    assert pairing.pair(new.text, PHONE)


def test_ten_wrong_tries_end_a_code_and_the_right_one_comes_too_late(pairing: Pairing) -> None:
    code = pairing.new_code()
    said = []
    for _ in range(MOST_WRONG):
        with pytest.raises(PairingError) as refused:
            pairing.pair(WRONG, PHONE)
        said.append(str(refused.value))
    assert said[0].startswith("That is not the code. 9 tries are left")
    assert said[-2].startswith("That is not the code. One try is left")
    assert said[-1].startswith("That was the last of ten wrong codes")
    assert "Make a new one on the laptop" in said[-1]
    with pytest.raises(PairingError, match="Too many wrong codes"):
        pairing.pair(code.text, PHONE)
    assert pairing.open_code() is None
    assert pairing.devices() == []


def test_a_new_code_brings_ten_new_tries(pairing: Pairing) -> None:
    for _ in range(2):
        code = pairing.new_code()
        for _ in range(MOST_WRONG - 1):
            with pytest.raises(PairingError):
                pairing.pair(WRONG, PHONE)
        pairing.pair(code.text, PHONE)
    assert len(pairing.devices()) == 2


@pytest.mark.parametrize("typed", ["", " ", "- -", "\u00a0"])
def test_nothing_typed_is_no_try(pairing: Pairing, typed: str) -> None:
    pairing.new_code()
    for _ in range(MOST_WRONG + 1):
        with pytest.raises(PairingError, match="Type the code"):
            pairing.pair(typed, PHONE)
    assert pairing.open_code() is not None


@pytest.mark.parametrize("typed", ["é" * 9, "９" * 9, "\ud800x", "x" * 50_000, "\x00" * 9 + "a"])
def test_whatever_is_typed_is_a_wrong_code_and_no_failure(pairing: Pairing, typed: str) -> None:
    pairing.new_code()
    with pytest.raises(PairingError, match="not the code"):
        pairing.pair(typed, PHONE)


def test_a_code_that_is_nearly_right_is_wrong(pairing: Pairing) -> None:
    code = pairing.new_code().text
    other = "0" if code[-1] != "0" else "1"
    for near in (code[:-1], code[:-1] + other, code + "0", code[::-1] + "Z", code * 2):
        with pytest.raises(PairingError, match="not the code"):
            pairing.pair(near, PHONE)
    assert pairing.pair(code, PHONE)


def test_an_unpaired_device_is_out_at_once_and_the_others_stay(pairing: Pairing) -> None:
    one, other = pair(pairing), pair(pairing)
    device = pairing.admit(one)
    assert device is not None
    pairing.unpair(device.id)
    pairing.unpair(device.id)
    assert pairing.admit(one) is None
    assert pairing.admit(other) is not None


def test_unpairing_all_shuts_out_every_device_and_the_open_code(pairing: Pairing) -> None:
    tokens = [pair(pairing), pair(pairing)]
    code = pairing.new_code()
    pairing.unpair_all()
    assert [pairing.admit(token) for token in tokens] == [None, None]
    with pytest.raises(PairingError, match="No code is open"):
        pairing.pair(code.text, PHONE)


def test_a_device_is_renamed_while_it_is_paired(pairing: Pairing) -> None:
    pair(pairing)
    (device,) = pairing.devices()
    pairing.rename(device.id, "Anna’s phone")
    assert [device.name for device in pairing.devices()] == ["Anna’s phone"]
    with pytest.raises(NotFoundError, match="no longer paired"):
        pairing.rename(UUID(int=7), "Nobody’s")


def test_a_visit_is_written_once_an_hour(pairing: Pairing, clock: Clock) -> None:
    token = pair(pairing)
    paired = clock()
    with closing(sqlite3.connect(pairing.database.path)) as watching:

        def version() -> int:
            return int(watching.execute("PRAGMA data_version").fetchone()[0])

        before = version()
        for _ in range(59):
            clock.pass_time(seconds=60)
            pairing.admit(token)
        assert version() == before
        assert pairing.devices()[0].seen_at == paired
        clock.pass_time(seconds=60)
        pairing.admit(token)
        assert version() != before
        assert pairing.devices()[0].seen_at == clock()
        before = version()
        pairing.admit(token)
        assert version() == before


def test_paired_devices_outlast_the_program_and_its_code_does_not(pairing: Pairing, clock: Clock) -> None:
    token, code = pair(pairing), pairing.new_code()
    restarted = Pairing(pairing.database, clock)
    assert restarted.admit(token) is not None
    with pytest.raises(PairingError, match="No code is open"):
        restarted.pair(code.text, PHONE)
