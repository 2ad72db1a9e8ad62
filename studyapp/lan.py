"""Where on the local network others reach this machine."""

import socket
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address

from studyapp.errors import SettingError

PROBES = ("198.51.100.1", "10.254.254.254", "172.31.254.254", "192.168.254.254")
"""Addresses that need not exist: the first (RFC 5737) leads by the default route, the others to private networks."""
PLAIN_HTTP_PORT = 80


@dataclass(frozen=True, slots=True)
class Lan:
    """Where the pages are served to the local network, besides to this machine."""

    address: str
    port: int

    @property
    def host(self) -> str:
        """What a browser sends as Host."""
        return self.address if self.port == PLAIN_HTTP_PORT else f"{self.address}:{self.port}"

    @property
    def origin(self) -> str:
        """The beginning of every address of a page."""
        return f"http://{self.host}"


def lan_address(chosen: str | None = None) -> str:
    """The chosen address of this machine, else the one from which it reaches its network.

    Raises SettingError when there is no network, or when the address is not this machine's.
    """
    address = chosen or _outgoing()
    try:
        local(address)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
            own.bind((address, 0))
    except ValueError as error:
        raise SettingError(f"{error}; choose another of this machine's with --lan-address.") from error
    except OSError as error:
        raise SettingError(f"This machine does not have the address {address}.") from error
    return address


def local(text: str) -> str:
    """An IPv4 address that only a local network reaches; raises ValueError for any other."""
    try:
        address = IPv4Address(text)
    except AddressValueError:
        raise ValueError(f"“{text[:40]}” is no address such as 192.168.1.5") from None
    if address.is_loopback or address.is_unspecified or address.is_multicast or address.is_global:
        raise ValueError(f"{address} is no address of a local network")
    return str(address)


def _outgoing() -> str:
    """Connecting a UDP socket sends nothing, but chooses the interface and with it this machine's address."""
    for probe in PROBES:
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.connect((probe, 9))
            return str(asking.getsockname()[0])
    raise SettingError("This machine is in no network now, so no phone can reach it: join one, or leave out --lan.")
