"""The synovial compartments of a hand, and how far each is filled; mm."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ra_registry.imaging.phantom.frames import Floats, Frame, turned
from ra_registry.imaging.phantom.shapes import Ellipsoid, Rod, Solid
from ra_registry.imaging.phantom.skeleton import Skeleton

# Between bones lies cartilage, half of it on each.
CARTILAGE_MM = 0.85
SAMPLES = 26
# The bones that a compartment lies around.
AROUND = {
    "DRUJ": ("RAD", "ULN"),
    "RCJ": ("RAD", "ULN", "SCA", "LUN", "TRI"),
    "ICCMC": ("SCA", "LUN", "TRI", "TRM", "TRD", "CAP", "HAM", "MC2", "MC3", "MC4", "MC5"),
}


def around(site: str) -> tuple[str, ...]:
    """Return the bones that a compartment lies around."""
    return AROUND.get(site, (f"MC{site[-1]}", f"PP{site[-1]}"))


def compartment(skeleton: Skeleton, site: str) -> Solid:
    """Return what a synovial compartment could fill at most, its bones among it."""
    if site.startswith("MCP"):
        return _finger_joint(skeleton, int(site[-1]))
    between = {"DRUJ": ("RAD", "ULN"), "RCJ": ("RAD", "LUN"), "ICCMC": ("CAP", "TRD")}[site]
    one, other = (skeleton.bones[name].frame for name in between)
    if site == "DRUJ":
        middle = np.array([(one.origin[0] + other.origin[0]) / 2 + 3.5, one.origin[1] + 9, 0])
        return Solid(Ellipsoid((6.5, 9.5, 12.0)), turned(0, middle))
    if site == "RCJ":
        middle = np.array([one.origin[0] + 3.0, one.origin[1] + 2.5, 0.0])
        return Solid(Ellipsoid((23.0, 6.0, 14.0)), turned(0, middle))
    return Solid(Ellipsoid((29.0, 16.5, 14.0)), turned(0, one.origin + np.array([-1.0, 0.5, 0])))


def _finger_joint(skeleton: Skeleton, ray: int) -> Solid:
    bone = skeleton.bones[f"MC{ray}"]
    rod = bone.shape
    assert isinstance(rod, Rod)  # noqa: S101 - a long bone
    frame = Frame(bone.frame.outside(np.array([0, rod.length - 2, 0])), bone.frame.axes)
    return Solid(Ellipsoid((rod.head + 4.2, 11.0, rod.head * 0.95 + 3.2)), frame)


def filled(skeleton: Skeleton, site: str, share: float) -> Solid:
    """Return the part of a compartment that holds a share of its room outside bones."""
    whole = compartment(skeleton, site)
    scale = float(np.quantile(_fillings(skeleton, site), share))
    a, b, c = (radius * scale for radius in whole.shape.half(np.eye(3)))
    return Solid(Ellipsoid((a, b, c)), whole.frame)


@lru_cache(maxsize=32)
def _fillings(skeleton: Skeleton, site: str) -> Floats:
    """How far out each point of the room lies, as a share of the compartment's half axes."""
    whole = compartment(skeleton, site)
    side = np.linspace(-1, 1, SAMPLES)
    unit = np.stack(np.meshgrid(side, side, side, indexing="ij"), axis=-1).reshape(-1, 3)
    out = np.linalg.norm(unit, axis=1)
    unit, out = unit[out <= 1], out[out <= 1]
    points = whole.frame.outside(unit * whole.shape.half(np.eye(3))).astype(np.float32)
    free = np.ones(len(points), dtype=bool)
    for name in around(site):
        free &= skeleton.distance(name, *points.T) > CARTILAGE_MM
    room: Floats = out[free]
    return room
