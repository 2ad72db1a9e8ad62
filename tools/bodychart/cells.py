"""Cells: the skin divided by bony landmarks into pieces of which the vocabulary's zones are made.

Each point of the skin is in one cell or in none. Places are told in decimetres as in the figure, x counted from the
midline to the side, and in degrees around an axis: 0 front, 90 outer side, 180 back, negative the inner side.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from figure import Figure, Floats
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

CELLS: dict[str, tuple[str, ...]] = {
    "jaw": ("jaw",),
    "mid-back": ("mid-back",),
    "low-back": ("low-back",),
    "abdomen": ("abdomen",),
    "groin": ("groin",),
    "iliac-crest": ("iliac-crest",),
    "sacroiliac": ("sacroiliac",),
    "sacrum": ("sacrum",),
    "coccyx": ("coccyx",),
    "buttock-upper": ("buttock-upper", "buttock"),
    "buttock-mid": ("buttock-mid", "buttock"),
    "buttock-lower-medial": ("buttock-lower-medial", "buttock-lower", "buttock"),
    "buttock-lower-lateral": ("buttock-lower-lateral", "buttock-lower", "buttock"),
    "hip-posterior-mid": ("hip-posterior", "buttock-mid", "buttock"),
    "hip-posterior-below": ("hip-posterior", "buttock-lower-lateral", "buttock-lower", "buttock"),
    "hip-lateral": ("hip-lateral",),
    "thigh-anterior": ("thigh-anterior", "thigh"),
    "thigh-lateral": ("thigh-lateral", "thigh"),
    "thigh-medial": ("thigh-medial", "thigh"),
    "thigh-posterior-upper": ("thigh-posterior-upper", "thigh-posterior", "thigh"),
    "thigh-posterior-below": ("thigh-posterior", "thigh"),
    "knee-anterior": ("knee-anterior", "knee"),
    "knee-medial": ("knee-medial", "knee"),
    "knee-lateral": ("knee-lateral", "knee"),
    "knee-posterior": ("knee-posterior", "knee"),
    "leg-anterior": ("leg-anterior",),
    "leg-medial": ("leg-medial",),
    "leg-lateral": ("leg-lateral",),
    "calf-upper": ("calf-upper", "calf"),
    "calf-upper-medial": ("calf-upper", "calf-medial", "calf"),
    "calf-medial-below": ("calf-medial", "calf"),
    "calf-below": ("calf",),
    "achilles": ("achilles",),
    "ankle-lateral": ("ankle-lateral",),
    "ankle-medial": ("ankle-medial",),
    "heel": ("heel",),
    "heel-plantar": ("heel", "foot-sole"),
    "sole": ("foot-sole",),
    "foot-instep": ("foot-instep", "foot-sole"),
    "forefoot-plantar": ("forefoot-plantar", "foot-sole"),
    "toes-plantar": ("toes-plantar", "foot-sole"),
    "great-toe-plantar": ("great-toe", "toes-plantar", "foot-sole"),
    "great-toe": ("great-toe",),
    "foot-lateral": ("foot-lateral",),
    "foot-dorsum": ("foot-dorsum",),
}
"""The cells, each with the zones in which it lies: the narrowest first, then the zones that hold that one."""

# Heights of landmarks, in decimetres above the middle of the figure. Those of the pelvis are reckoned from the hip
# joint by the proportions of an adult pelvis; the others are read off the figure.
T7, T12, COSTAL_ARCH, XIPHOID = 4.35, 3.15, 2.35, 3.5
SACRUM_TOP, SACRUM_END, COCCYX_END = 1.62, 0.86, 0.46
FOLD, TROCHANTER_END, HIP_TOP = -0.8, -0.38, 1.15
CREST = np.array([(52, 1.2), (62, 1.5), (76, 1.74), (92, 1.86), (112, 1.88), (132, 1.74), (152, 1.46)])
"""The iliac crest from the anterior to the posterior superior iliac spine: degrees around the trunk, height."""
KNEE_TOP, KNEE_END, CALF_MIDDLE, CALF_END, ANKLE_TOP = -2.85, -4.02, -5.25, -6.3, -6.98
UPPER_SHARE = 0.6
"""How much of the back of the thigh is its upper part."""
CURVE = 0.13
"""How much a border around a limb sinks toward its front and back, per decimetre: a ring, not a cut."""


@dataclass(frozen=True)
class Frame:
    """The axes of trunk, thigh and leg by which places on the left side are told."""

    hip: Floats
    knee: Floats
    ankle: Floats
    trunk: Floats
    """Any point of the trunk's vertical axis."""

    @classmethod
    def of(cls, figure: Figure) -> "Frame":
        """The frame of a figure."""
        joints = figure.joints
        axis = np.array([0.0, 0.0, joints["pelvis"][2]])
        return cls(joints["l-upper-leg"], joints["l-knee"], joints["l-ankle"], axis)

    def leg_axis(self, y: Floats) -> Floats:
        """The x and z of the leg's axis at some heights; the leg below the knee bows a little backward."""
        heights = [self.ankle[1], self.knee[1], self.hip[1]]
        x, z = (np.interp(y, heights, [joint[i] for joint in (self.ankle, self.knee, self.hip)]) for i in (0, 2))
        share = np.clip((self.knee[1] - y) / (self.knee[1] - self.ankle[1]), 0, 1)
        return np.stack([x, z - 0.12 * np.sin(np.pi * share)], axis=-1)


def label(positions: Floats, normals: Floats, frame: Frame) -> NDArray[np.int64]:
    """For each point the number of its cell, in the order of `CELLS` from 1; 0 for none."""
    side = np.where(positions[..., 0] < 0, -1, 1)
    skin = _Skin(
        positions[..., 0] * side, positions[..., 1], positions[..., 2], normals[..., 0] * side, normals[..., 1]
    )
    labels = np.zeros(side.shape, dtype=np.int64)
    numbers = {name: number for number, name in enumerate(CELLS, start=1)}
    shown = np.isfinite(skin.x)

    def claim(name: str, where: Mask) -> None:
        labels[where & shown & (labels == 0)] = numbers[name]

    with np.errstate(invalid="ignore"):
        for rules in (_claim_foot, _claim_leg, _claim_trunk, _claim_thigh):
            rules(claim, skin, frame)
    return labels


Claim = Callable[[str, Mask], None]


@dataclass(frozen=True)
class _Skin:
    """Places on the left side, and how far the skin there faces outward and up."""

    x: Floats
    y: Floats
    z: Floats
    nx: Floats
    ny: Floats


def _around(x: Floats, z: Floats, axis_x: Floats | float, axis_z: Floats | float) -> Floats:
    return np.degrees(np.arctan2(x - axis_x, z - axis_z))


def _claim_foot(claim: Claim, skin: _Skin, frame: Frame) -> None:
    x, y, z, nx, ny = skin.x, skin.y, skin.z, skin.nx, skin.ny
    axis = frame.leg_axis(y)
    back = np.abs(_around(x, z, axis[..., 0], axis[..., 1]))
    claim("achilles", (y < CALF_END - 0.25 * (1 - np.clip((back - 145) / 35, 0, 1))) & (y > -7.7) & (back > 138))
    foot = y < frame.ankle[1] + 0.05
    plantar = foot & (ny < -0.35) & (y < -7.8)
    toes = z > 1.78 - 0.42 * np.clip(x - 1.5, 0, 1) ** 1.1
    hallux = toes & (x < 1.73)
    claim("great-toe-plantar", plantar & hallux)
    claim("toes-plantar", plantar & toes)
    claim("heel-plantar", plantar & (z < 0.42))
    claim("forefoot-plantar", plantar & (z > 1.22 - 0.2 * (x - 1.85)))
    claim(
        "foot-instep", foot & (y < -7.72) & (z >= 0.42) & (z < 1.3) & (nx < 0.1) & (plantar | (nx < -0.45)) & (x < 1.86)
    )
    claim("sole", plantar)
    claim("great-toe", foot & hallux)
    claim("heel", (y < -7.62) & (z < 0.12 + 0.25 * (-7.62 - y)))
    malleolus = ((z - frame.ankle[2]) / 0.42) ** 2 + ((y + 7.42) / 0.44) ** 2 < 1
    claim("ankle-lateral", malleolus & (nx > 0.05))
    claim("ankle-medial", malleolus & (nx < -0.05))
    claim("foot-lateral", (y < -7.78) & (nx > 0.42) & (z > 0.3) & ~toes)
    claim("foot-dorsum", foot & (ny > 0) & (z > frame.ankle[2] + 0.25) & ~toes)


def _claim_leg(claim: Claim, skin: _Skin, frame: Frame) -> None:
    x, y, z = skin.x, skin.y, skin.z
    axis = frame.leg_axis(y)
    angle = _around(x, z, axis[..., 0], axis[..., 1])
    ring = y + CURVE * (z - axis[..., 1]) ** 2
    knee = (ring < KNEE_TOP) & (ring >= KNEE_END)
    claim("knee-posterior", knee & ((angle > 128) | (angle < -132)))
    claim("knee-anterior", knee & (angle > -52) & (angle < 50))
    claim("knee-lateral", knee & (angle >= 50))
    claim("knee-medial", knee)
    leg = (ring < KNEE_END) & (ring >= ANKLE_TOP)
    calf = leg & (ring > CALF_END) & ((angle > 122) | (angle < -98))
    medial = (angle < -98) & (angle > -158)
    claim("calf-upper-medial", calf & medial & (ring > CALF_MIDDLE))
    claim("calf-medial-below", calf & medial)
    claim("calf-upper", calf & (ring > CALF_MIDDLE))
    claim("calf-below", calf)
    claim("leg-anterior", leg & (angle > -38) & (angle < 38))
    claim("leg-lateral", leg & (angle >= 38))
    claim("leg-medial", leg)


def _claim_trunk(claim: Claim, skin: _Skin, frame: Frame) -> None:
    x, y, z = skin.x, skin.y, skin.z
    angle = _around(x, z, frame.trunk[0], frame.trunk[2])
    crest = np.interp(angle, CREST[:, 0], CREST[:, 1])
    on_crest = (angle >= CREST[0, 0]) & (angle <= CREST[-1, 0])
    claim(
        "jaw",
        (y > 6.1)
        & (y < 6.78 - 0.22 * np.clip(z - 0.4, 0, 2))
        & (y > 5.98 + 0.55 * np.clip(1.0 - z, 0, 2))
        & (z > 0.25),
    )
    claim("sacroiliac", (angle > 90) & (((x - 0.42 - 0.3 * (y - 1.3)) / 0.23) ** 2 + ((y - 1.3) / 0.42) ** 2 < 1))
    claim(
        "sacrum", (angle > 90) & (y < SACRUM_TOP + 0.05 * x) & (y >= SACRUM_END) & (x < 0.16 + 0.46 * (y - SACRUM_END))
    )
    claim("coccyx", (angle > 90) & (y < SACRUM_END) & (y >= COCCYX_END) & (x < 0.11 + 0.22 * (y - COCCYX_END)))
    claim("iliac-crest", on_crest & (np.abs(y - crest) < 0.17))
    above = y > np.where(on_crest, crest, np.where(angle < 90, 1.2, SACRUM_TOP - 0.02))
    back = angle > 118
    rib = T12 - 0.5 * np.clip(x - 0.1, 0, 1) ** 1.3
    claim("mid-back", back & (y >= rib) & (y < T7 - 0.25 * x**2))
    claim("low-back", back & above & (y < rib))
    inguinal = 0.12 + 1.05 * np.clip((x - 0.15) / 1.0, -0.2, 1.2)
    arch = XIPHOID - (XIPHOID - COSTAL_ARCH) * np.clip(x / 1.15, 0, 1) ** 1.3
    front = angle < 64
    claim("groin", front & (np.abs(y - inguinal) < 0.24) & (x > 0.12) & (angle < 54))
    claim("abdomen", front & (y < arch) & (y > inguinal) & (y > 0.2) & ~(on_crest & (y < crest)))
    pelvis = ~above & (y >= FOLD)
    rear = 104 - 8 * np.clip((y - 1.0) / 0.8, 0, 1)
    behind = (angle > rear) & (angle < 124) & (((y - 0.28) / 0.62) ** 2 + ((angle - 110) / 15) ** 2 < 1)
    middle_end = 0.16 + 0.08 * (x - 0.6)
    claim("hip-posterior-mid", behind & (y > middle_end))
    claim("hip-posterior-below", behind)
    fold = FOLD + 0.12 * ((x - 0.75) / 0.6) ** 2
    buttock = pelvis & (angle > rear) & (y >= fold) & (z < 0.1)
    claim("buttock-upper", buttock & (y > 0.98 + 0.1 * (x - 0.6)))
    claim("buttock-mid", buttock & (y > middle_end))
    claim("buttock-lower-medial", buttock & (x < 0.78))
    claim("buttock-lower-lateral", buttock & (x >= 0.78))
    front_border = 1.15 + 0.27 * np.clip(1.0 - y, 0, 2)
    below = TROCHANTER_END + 0.1 - 0.12 * z
    claim("hip-lateral", pelvis & (y > below) & (y < HIP_TOP) & (angle > 42) & (x > front_border))
    claim("buttock-upper", pelvis & (y >= HIP_TOP) & (angle > 75))


def _claim_thigh(claim: Claim, skin: _Skin, frame: Frame) -> None:
    x, y, z = skin.x, skin.y, skin.z
    axis = frame.leg_axis(y)
    angle = _around(x, z, axis[..., 0], axis[..., 1])
    ring = y + CURVE * (z - axis[..., 1]) ** 2
    thigh = (y < 1.0) & (ring >= KNEE_TOP) & (x > 0.05)
    claim("thigh-lateral", thigh & (angle >= 50) & (angle < 128) & (y < TROCHANTER_END + 0.3))
    claim("thigh-anterior", thigh & (angle >= -48) & (angle < 60) & (z > frame.hip[2]))
    claim(
        "thigh-posterior-upper",
        thigh & (np.abs(angle) > 127) & (ring > FOLD + UPPER_SHARE * (KNEE_TOP - FOLD)) & (y < FOLD + 0.3),
    )
    claim("thigh-posterior-below", thigh & (np.abs(angle) > 127) & (y < FOLD + 0.3))
    claim("thigh-medial", thigh & (angle < 0) & (y < -0.35))
