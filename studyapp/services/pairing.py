"""Pairing: a code shown on this machine and typed on a phone lets that phone in, until it is unpaired."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from hashlib import sha256
from hmac import compare_digest
from threading import Lock
from uuid import UUID, uuid4

from studyapp.domain.device import Device, device_name
from studyapp.domain.pairing import ALPHABET, LASTS, LENGTH, PairingCode, plain
from studyapp.errors import NotFoundError, PairingError
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
from studyapp.storage.tables import LOCAL_USER_ID

TOKEN_BYTES = 32
SEEN_EVERY = timedelta(hours=1)
"""A device's last visit is written no more often than that: reading pages should not write."""
ANOTHER = "Make a new one on the laptop, on its page “Devices”."


class Pairing:
    """The devices of one student, and the one code that may be open to pair another."""

    def __init__(self, database: Database, clock: Callable[[], datetime], zone: tzinfo = UTC) -> None:
        """Pair on this database; `clock` tells the time as an aware UTC datetime, `zone` is where it is read."""
        self.database = database
        self.clock = clock
        self.zone = zone
        self.user = LOCAL_USER_ID
        self._code: PairingCode | None = None
        self._one_at_a_time = Lock()

    def new_code(self) -> PairingCode:
        """A code that no one knows yet; the one before no longer holds."""
        text = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        code = PairingCode(text, self.clock() + LASTS)
        with self._one_at_a_time:
            self._code = code
        return code

    def open_code(self) -> PairingCode | None:
        """The code that pairs a device now, if there is one."""
        code = self._code
        return code if code and code.holds(self.clock()) else None

    def pair(self, given: str, user_agent: str) -> str:
        """Pair a device by the code typed on it; returns the token that it is known by from now on.

        Raises PairingError with what to do, when the code is not the open one.
        """
        with self._one_at_a_time:
            self._check(plain(given))
            token = secrets.token_urlsafe(TOKEN_BYTES)
            self._add(token, user_agent)
            self._code = None
        return token

    def admit(self, token: str) -> Device | None:
        """The paired device that holds this token, noted as seen; None for a stranger."""
        with self.database.read() as connection:
            device = device_with(connection, self.user, _hash(token))
        if device and self.clock() - device.seen_at >= SEEN_EVERY:
            with self.database.write() as connection:
                note_seen(connection, self.user, device.id, self.clock())
        return device

    def devices(self) -> list[Device]:
        """Every paired device, the newest first."""
        with self.database.read() as connection:
            return all_devices(connection, self.user)

    def rename(self, device: UUID, name: str) -> None:
        """Call a device by another name; raises NotFoundError when it is no longer paired."""
        with self.database.write() as connection:
            if not name_device(connection, self.user, device, name):
                raise NotFoundError("That device is no longer paired.")

    def unpair(self, device: UUID) -> None:
        """Shut a device out, from its next request on."""
        with self.database.write() as connection:
            remove_device(connection, self.user, device)

    def unpair_all(self) -> None:
        """Shut every device out, and with them whoever still knows the open code."""
        with self._one_at_a_time, self.database.write() as connection:
            self._code = None
            remove_all_devices(connection, self.user)

    def _check(self, given: str) -> None:
        """Raise PairingError unless this is the open code; a wrong one counts."""
        if not given:
            raise PairingError("Type the code that the laptop shows.")
        code = self._code
        if code is None or self.clock() >= code.expires_at:
            raise PairingError(f"No code is open: it was used, or its ten minutes are over. {ANOTHER}")
        if code.tries_left <= 0:
            raise PairingError(f"Too many wrong codes were tried, so this one no longer holds. {ANOTHER}")
        if compare_digest(given.encode(), code.text.encode()):
            return
        self._code = code = replace(code, wrong=code.wrong + 1)
        if code.tries_left <= 0:
            raise PairingError(f"That was the last of ten wrong codes, so the code no longer holds. {ANOTHER}")
        left = f"{code.tries_left} tries are" if code.tries_left > 1 else "One try is"
        raise PairingError(f"That is not the code. {left} left; then the laptop has to make a new one.")

    def _add(self, token: str, user_agent: str) -> None:
        now = self.clock()
        with self.database.write() as connection:
            taken = {device.name for device in all_devices(connection, self.user)}
            device = Device(uuid4(), device_name(user_agent, taken), paired_at=now, seen_at=now)
            add_device(connection, self.user, device, _hash(token))


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
