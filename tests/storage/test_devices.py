"""Devices in the database: what goes in comes out, found by the hash of a token alone."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from studyapp.domain.device import Device
from studyapp.storage.database import Database
from studyapp.storage.devices import (
    add_device,
    all_devices,
    device_with,
    name_device,
    note_seen,
    remove_all_devices,
    remove_device,
)
from studyapp.storage.tables import users

ME, OTHER = 1, 2
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
TEN = datetime(2026, 11, 23, 10, 0, 0, 1000, tzinfo=UTC)


def device(number: int, *, at: datetime = NINE) -> Device:
    return Device(UUID(int=number), f"Phone {number} – ‘mine’", paired_at=at, seen_at=at)


@pytest.fixture
def two(database: Database) -> Database:
    """A database with another user, and a device of each."""
    with database.write() as connection:
        connection.execute(insert(users), {"id": OTHER, "name": "other"})
        add_device(connection, ME, device(1), "a" * 64)
        add_device(connection, OTHER, device(2), "b" * 64)
    return database


def test_a_device_comes_out_as_it_went_in_and_is_found_by_its_hash(two: Database) -> None:
    with two.read() as connection:
        assert all_devices(connection, ME) == [device(1)]
        assert device_with(connection, ME, "a" * 64) == device(1)
        assert device_with(connection, ME, "A" * 64) is None
        assert device_with(connection, ME, "a" * 63) is None


def test_a_hash_of_another_user_finds_nothing(two: Database) -> None:
    with two.read() as connection:
        assert device_with(connection, ME, "b" * 64) is None


def test_no_two_devices_share_a_token(two: Database) -> None:
    with pytest.raises(IntegrityError), two.write() as connection:
        add_device(connection, ME, device(3), "a" * 64)


def test_the_newest_device_comes_first(two: Database) -> None:
    with two.write() as connection:
        add_device(connection, ME, device(3, at=TEN), "c" * 64)
        assert all_devices(connection, ME) == [device(3, at=TEN), device(1)]


def test_a_name_and_a_visit_are_kept_for_one_device_alone(two: Database) -> None:
    with two.write() as connection:
        assert name_device(connection, ME, UUID(int=1), "Tablet")
        note_seen(connection, ME, UUID(int=1), TEN)
        assert all_devices(connection, ME) == [Device(UUID(int=1), "Tablet", paired_at=NINE, seen_at=TEN)]
        assert all_devices(connection, OTHER) == [device(2)]


def test_another_users_device_can_be_neither_named_nor_removed(two: Database) -> None:
    with two.write() as connection:
        assert not name_device(connection, ME, UUID(int=2), "Tablet")
        note_seen(connection, ME, UUID(int=2), TEN)
        remove_device(connection, ME, UUID(int=2))
        remove_all_devices(connection, ME)
        assert all_devices(connection, OTHER) == [device(2)]
        assert all_devices(connection, ME) == []


def test_a_removed_device_is_found_no_more(two: Database) -> None:
    with two.write() as connection:
        remove_device(connection, ME, UUID(int=1))
        remove_device(connection, ME, UUID(int=1))
        assert device_with(connection, ME, "a" * 64) is None
