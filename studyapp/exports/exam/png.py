"""Pictures of hotspots: how large they are, and how far round each place a tap counts."""

from collections.abc import Sequence
from itertools import combinations
from math import dist

LARGEST_SHARE = 20
"""A twentieth of the width is the largest radius: places are marked by letters of about that size."""


def size_of(picture: bytes) -> tuple[int, int]:
    """The width and height of a PNG, as its header tells them."""
    return int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")


def radius_between(places: Sequence[tuple[int, int]], width: int) -> int:
    """Half the way between the nearest two places, less where they lie far apart: no tap counts for two."""
    nearest = min((dist(one, other) for one, other in combinations(places, 2)), default=width)
    return max(1, min(int(nearest / 2), width // LARGEST_SHARE))
