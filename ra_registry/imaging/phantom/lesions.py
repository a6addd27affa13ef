"""Where a bone is eroded: uneven balls that grow from a joint margin until a share is gone.

A lesion is all points whose *level* is below its size. The level is a distance from the margin, so
a larger score is a larger ball around the same place, and the size that takes a given share is
the quantile of the levels of points spread evenly over the assessed bone.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ra_registry.imaging.phantom.frames import Floats
from ra_registry.imaging.phantom.shapes import Rod, Solid
from ra_registry.imaging.phantom.sites import Part
from ra_registry.imaging.phantom.skeleton import Skeleton

# RAMRIS assesses long bones from the joint surface to 1 cm depth.
ASSESSED_MM = 10.0
# A joint surface on a film: what of a long bone's outline lies within this depth.
SURFACE_MM = 4.5
# And what of it: so deep below the surface of the bone.
RIM_MM = (0.1, 0.6)
SAMPLES = 30
OUTLINE = 90
# Further balls start to show when the first has grown as much.
LATER = np.array([0.0, 1.5, 3.0])


@dataclass(frozen=True, eq=False, slots=True)
class Assessed:
    """Points [n, 3] in a bone's own frame: all of it that is assessed, or its joint surface.

    ``levels``: of each point; ``marrow``: whether it lies below the cortex.
    """

    points: Floats
    centres: Floats
    levels: Floats
    marrow: NDArray[np.bool_]

    def size(self, share: float) -> float:
        """Return the level below which a share of the points lies."""
        return float(np.quantile(self.levels, share))

    def size_in_marrow(self, share: float, eroded: float) -> float:
        """Return the level below which a share lies of the marrow that is not eroded."""
        rest = self.levels[self.marrow & (self.levels >= eroded)]
        return float(np.quantile(rest, share)) if len(rest) else eroded


def level(centres: Floats, x: Floats, y: Floats, z: Floats) -> Floats:
    """Return how far points of a bone's frame lie from where its lesions begin, mm."""
    found: Floats | None = None
    for (a, b, c), later in zip(centres.astype(np.float32), LATER, strict=False):
        dx, dy, dz = x - a, y - b, z - c
        away = np.sqrt(dx * dx + dy * dy + dz * dz) + np.float32(later)
        found = away if found is None else np.minimum(found, away)
    assert found is not None  # noqa: S101 - there is always a first ball
    return found + _bumps(float(centres.sum()), x, y, z)


def _bumps(phase: float, x: Floats, y: Floats, z: Floats) -> Floats:
    """A third of a mm more or less, so that no lesion is quite a ball."""
    one = x * np.float32(1.1) + y * np.float32(0.7) + np.float32(phase % 6.28)
    other = y * np.float32(1.2) - z * np.float32(0.8) + x * np.float32(0.5)
    bumps: Floats = np.float32(0.35) * (np.sin(one) + np.sin(other))
    return bumps


@lru_cache(maxsize=64)
def assessed(skeleton: Skeleton, part: Part, seed: int) -> Assessed:
    """Return the points of a bone that RAMRIS assesses, and where lesions begin, by the seed."""
    local, inside = _grid(skeleton, part, SAMPLES, flat=False)
    return _assessed(skeleton, part, seed, (local, inside), ASSESSED_MM)


@lru_cache(maxsize=64)
def surface(skeleton: Skeleton, part: Part, seed: int) -> Assessed:
    """Return the points of a bone's outline on a film that face its joint, all of a carpal's."""
    local, inside = _grid(skeleton, part, OUTLINE, flat=True)
    rim = (inside > -RIM_MM[1]) & (inside < -RIM_MM[0])
    return _assessed(skeleton, part, seed, (local[rim], inside[rim]), SURFACE_MM)


def _assessed(
    skeleton: Skeleton, part: Part, seed: int, grid: tuple[Floats, Floats], deepest: float
) -> Assessed:
    """What of a grid lies in the bone, no deeper than ``deepest`` mm."""
    points, inside = (values[grid[1] < 0] for values in grid)
    near = depth(skeleton, part, points) <= deepest
    points, inside = points[near], inside[near]
    centres = _centres(points, part, seed)
    marrow = inside + skeleton.bones[part.bone].shape.cortex(points[:, 1]) < 0
    return Assessed(points, centres, level(centres, *points.T), marrow)


def _grid(skeleton: Skeleton, part: Part, count: int, *, flat: bool) -> tuple[Floats, Floats]:
    """Points [n, 3] of a box around the assessed bone in its own frame, and their distances."""
    bone = skeleton.bones[part.bone]
    shape, own = bone.shape, np.eye(3)
    middle, half = shape.middle, shape.half(own)
    low, high = middle - half, middle + half
    if isinstance(shape, Rod):
        low[1], high[1] = _end(bone, part)
    spread = [np.linspace(a, b, count) for a, b in zip(low, high, strict=True)]
    if flat:
        spread[2] = np.zeros(1)
    local = np.stack(np.meshgrid(*spread, indexing="ij"), axis=-1).reshape(-1, 3)
    outside = bone.frame.outside(local).astype(np.float32)
    return local, skeleton.distance(part.bone, *outside.T)


def depth(skeleton: Skeleton, part: Part, points: Floats) -> Floats:
    """Return how far points [n, 3] of a bone lie below its joint surface; 0 in a carpal bone.

    The joint surface lies where it crosses the bone's axis.
    """
    if part.end == "whole":
        return np.zeros(len(points))
    bone = skeleton.bones[part.bone]
    low, high = _end(bone, part)
    axis = np.linspace(low, high, int((high - low) / 0.05))
    on_axis = bone.frame.outside(np.outer(axis, (0, 1, 0)))
    inside = axis[skeleton.distance(part.bone, *on_axis.T.astype(np.float32)) < 0]
    below: Floats = points[:, 1] - inside[0] if part.end == "base" else inside[-1] - points[:, 1]
    return below


def _end(bone: Solid, part: Part) -> tuple[float, float]:
    """From where to where along a long bone its assessed end lies, with room to spare."""
    shape = bone.shape
    assert isinstance(shape, Rod)  # noqa: S101 - only long bones have ends
    reach = 5 + ASSESSED_MM
    return (-1.0, reach) if part.end == "base" else (shape.length - reach, shape.length + 1.0)


def _centres(points: Floats, part: Part, seed: int) -> Floats:
    """Three places at the joint margin: at the outermost points of the bone in three directions."""
    rng = np.random.default_rng([seed, zlib.crc32(f"{part.bone} {part.end}".encode())])
    side = 1.0 if rng.random() < 0.7 else -1.0
    if part.end == "whole":
        angles = rng.uniform(0, 2 * np.pi) + np.array([0, 2.3, 4.4])
        towards = np.stack([np.cos(angles), np.sin(angles), rng.normal(0, 0.3, 3)], axis=1)
    else:
        joint = -0.55 if part.end == "base" else 0.55
        towards = np.array([[side, joint, 0.0], [-side, joint, 0.3], [0.2 * side, 2 * joint, -0.5]])
        towards[:, 2] += rng.normal(0, 0.2, 3)
    scale = np.ptp(points, axis=0) + 1e-6
    centred = (points - points.mean(axis=0)) / scale
    centres: Floats = points[(centred @ towards.T).argmax(axis=0)]
    return centres
