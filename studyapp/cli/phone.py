"""What `studyapp serve --lan` tells: the address, its QR code, the pairing code, and what holds of them."""

import sys
from io import StringIO

import click

from studyapp.domain.pairing import PairingCode
from studyapp.lan import Lan


def told_of(lan: Lan, code: PairingCode, devices_page: str) -> str:
    """All that a person needs to pair a phone."""
    return "\n".join(
        [
            f"On a phone in the same network, open {lan.origin}/ or point its camera here:",
            "",
            *_square(f"{lan.origin}/pair?code={code.text}"),
            f"Pairing code: {code.grouped}",
            f"It pairs one device, within ten minutes. For another code: {devices_page}",
            "Only devices in the same network reach this address, and only paired ones get in.",
            "What they send and receive is not encrypted.",
            "",
        ]
    )


def _square(text: str) -> list[str]:
    """A QR code, light on dark whatever the terminal's colours; nothing where it cannot write the blocks."""
    import segno  # noqa: PLC0415  # no other command draws

    drawn = StringIO()
    segno.make(text, micro=False).terminal(drawn, border=2, compact=True)
    try:
        drawn.getvalue().encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return []
    return [click.style(line, fg="bright_white", bg="black") for line in drawn.getvalue().splitlines()]
