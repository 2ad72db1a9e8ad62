"""Paired devices in the database; of the token that a device holds only the SHA-256."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, delete, insert, select, update

from studyapp.domain.device import Device
from studyapp.domain.instant import from_ms, to_ms
from studyapp.storage.tables import devices


def add_device(connection: Connection, user: int, device: Device, token_hash: str) -> None:
    """Add a device that was paired."""
    row = {
        "user_id": user,
        "id": device.id,
        "token_hash": token_hash,
        "name": device.name,
        "paired_at": to_ms(device.paired_at),
        "seen_at": to_ms(device.seen_at),
    }
    connection.execute(insert(devices), row)


def all_devices(connection: Connection, user: int) -> list[Device]:
    """Every paired device, the newest first."""
    newest = select(devices).where(devices.c.user_id == user).order_by(devices.c.paired_at.desc(), devices.c.id)
    return [_device(row._mapping) for row in connection.execute(newest)]


def device_with(connection: Connection, user: int, token_hash: str) -> Device | None:
    """The device whose token has this hash."""
    held = select(devices).where(devices.c.user_id == user, devices.c.token_hash == token_hash)
    row = connection.execute(held).first()
    return _device(row._mapping) if row else None


def name_device(connection: Connection, user: int, device: UUID, name: str) -> bool:
    """Give a device another name; whether there is such a device."""
    return bool(connection.execute(update(devices).where(_is(user, device)).values(name=name)).rowcount)


def note_seen(connection: Connection, user: int, device: UUID, at: datetime) -> None:
    """Keep when a device was last seen."""
    connection.execute(update(devices).where(_is(user, device)).values(seen_at=to_ms(at)))


def remove_device(connection: Connection, user: int, device: UUID) -> None:
    """Forget a device, if it is there."""
    connection.execute(delete(devices).where(_is(user, device)))


def remove_all_devices(connection: Connection, user: int) -> None:
    """Forget every device."""
    connection.execute(delete(devices).where(devices.c.user_id == user))


def _is(user: int, device: UUID) -> Any:
    return and_(devices.c.user_id == user, devices.c.id == device)


def _device(row: Any) -> Device:
    return Device(id=row["id"], name=row["name"], paired_at=from_ms(row["paired_at"]), seen_at=from_ms(row["seen_at"]))
