"""The tendons of a hand: those that RAMRIS scores, with where their sheaths lie, and others; mm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from ra_registry.imaging.phantom.frames import Floats, frame_along
from ra_registry.imaging.phantom.hand import FINGERS
from ra_registry.imaging.phantom.shapes import Rod, Solid
from ra_registry.imaging.phantom.skeleton import Skeleton

# x, z, radius and flatness at the wrist.
AT_WRIST: Mapping[str, tuple[float, float, float, float]] = {
    "EXT1": (-25.6, 3.0, 2.2, 1.2),
    "EXT2": (-19.0, -10.6, 2.9, 0.7),
    "EXT3": (-11.0, -13.2, 1.8, 0.9),
    "EXT4": (-2.5, -13.6, 4.0, 0.6),
    "EXT5": (6.5, -13.0, 1.7, 0.9),
    "EXT6": (17.0, -11.7, 2.4, 0.8),
    "WFLX1": (-14.5, 14.6, 2.3, 0.9),
    "WFLX2": (2.5, 14.5, 6.2, 0.6),
    "WFLX3": (-7.6, 16.2, 2.0, 0.9),
}
WRIST_TENDON = (8.0, 75.0)
WRIST_SHEATH = {"EXT": (18.0, 52.0), "WFL": (6.0, 48.0)}
# A finger's flexors: from proximal to distal of the end of its metacarpal, and their sheath.
FINGER_TENDON, FINGER_SHEATH = (-22.0, 34.0), (-14.0, 20.0)


def tendons(skeleton: Skeleton) -> dict[str, Solid]:
    """Return each scored tendon, or group of tendons in one sheath, by its site code."""
    found = {code: _at_wrist(skeleton, code, WRIST_TENDON) for code in AT_WRIST}
    found |= {f"MCPF{ray}": _flexor(skeleton, ray, FINGER_TENDON) for ray in FINGERS}
    return found


def sheath(skeleton: Skeleton, code: str, thickness: float) -> Solid:
    """Return a tendon with ``thickness`` mm around it, over the length of its sheath."""
    if code in AT_WRIST:
        return _at_wrist(skeleton, code, WRIST_SHEATH[code[:3]], thickness)
    return _flexor(skeleton, int(code[-1]), FINGER_SHEATH, thickness)


def other_tendons(skeleton: Skeleton) -> Iterator[Solid]:
    """Return tendons that no score is about: extensors on the back, flexors in the palm."""
    for ray in FINGERS:
        bone, rod = skeleton.bones[f"MC{ray}"], _rod_of(skeleton, ray)
        back = -(rod.head + 1.6)
        start, end = (np.array([0, at, back]) for at in (4.0, rod.length + 8))
        yield _between(bone.frame.outside(start), bone.frame.outside(end), 1.9, 0.55)
        tunnel = _place(skeleton, "WFLX2", 4.0) + np.array([2.4 * (ray - 3.5), 0, 0])
        finger = _flexor(skeleton, ray, FINGER_TENDON).frame.origin
        yield _between(tunnel, finger, 2.2, 0.9)


def _at_wrist(
    skeleton: Skeleton, code: str, reach: tuple[float, float], thickness: float = 0.0
) -> Solid:
    _, _, radius, flat = AT_WRIST[code]
    start, end = (_place(skeleton, code, y) for y in reach)
    return _between(start, end, radius, flat, thickness)


def _place(skeleton: Skeleton, code: str, y: float) -> Floats:
    wrist = skeleton.bones["RAD"].shape
    assert isinstance(wrist, Rod)  # noqa: S101 - a long bone
    x, z, _, _ = AT_WRIST[code]
    scale = wrist.base / 15.5
    return np.array([x * scale, y, z * scale])


def _flexor(
    skeleton: Skeleton, ray: int, reach: tuple[float, float], thickness: float = 0.0
) -> Solid:
    bone, rod = skeleton.bones[f"MC{ray}"], _rod_of(skeleton, ray)
    palm = rod.head + 3.6
    start, end = (np.array([0, rod.length + at, palm]) for at in reach)
    return _between(bone.frame.outside(start), bone.frame.outside(end), 3.3, 0.8, thickness)


def _rod_of(skeleton: Skeleton, ray: int) -> Rod:
    rod = skeleton.bones[f"MC{ray}"].shape
    assert isinstance(rod, Rod)  # noqa: S101 - a long bone
    return rod


def _between(
    start: Floats, end: Floats, radius: float, flat: float, thickness: float = 0.0
) -> Solid:
    """A rod as thick all along, flat from back to palm, widened by as much on all sides."""
    wide = radius + thickness
    deep = (radius * flat + thickness) / wide
    length = float(np.linalg.norm(end - start))
    return Solid(Rod(length, wide, wide, wide, deep, 0.8, 0.8), frame_along(start, end))
