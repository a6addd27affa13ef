"""Where a shape lies: frames, and the axes of space that all of the phantom shares.

Space of a right hand or foot, in mm: x from the first ray to the fifth, y from distal to proximal,
z from the back to the palm or sole. A left one is drawn as a right one and mirrored.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Triple = tuple[Floats, Floats, Floats]


@dataclass(frozen=True, eq=False, slots=True)
class Frame:
    """An origin [3], and three axes as columns [3, 3], seen from outside."""

    origin: Floats
    axes: Floats

    def local(self, x: Floats, y: Floats, z: Floats) -> Triple:
        """Return coordinates, which broadcast against each other, as seen from the frame."""
        dx, dy, dz = (c - np.float32(o) for c, o in zip((x, y, z), self.origin, strict=True))
        a = self.axes.astype(np.float32)
        first, second, third = (dx * a[0, k] + dy * a[1, k] + dz * a[2, k] for k in range(3))
        return first, second, third

    def outside(self, point: Floats) -> Floats:
        """Return a point of the frame, or points [n, 3], as seen from outside."""
        return np.asarray(point) @ self.axes.T + self.origin

    def within(self, pose: Frame) -> Frame:
        """Return this frame after the limb that it belongs to was moved."""
        return Frame(pose.outside(self.origin), pose.axes @ self.axes)


STILL = Frame(np.zeros(3), np.eye(3))


def frame_along(start: Floats, end: Floats) -> Frame:
    """Return a frame whose second axis points from start to end, the third to the palm."""
    along = (end - start) / np.linalg.norm(end - start)
    palm = np.array([0.0, 0.0, 1.0])
    palm = palm - along * (palm @ along)
    palm /= np.linalg.norm(palm)
    return Frame(start, np.stack([np.cross(along, palm), along, palm], axis=1))


def turned(degrees: float, origin: Floats) -> Frame:
    """Return a frame that is turned about the axis from the back to the palm."""
    angle = np.deg2rad(degrees)
    c, s = np.cos(angle), np.sin(angle)
    return Frame(np.asarray(origin, float), np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]]))


def tilt(degrees: Floats, shift: Floats) -> Frame:
    """Return a small rigid movement: turned about the three axes, then shifted by mm."""
    made = np.eye(3)
    for axis, angle in enumerate(np.deg2rad(degrees)):
        c, s = np.cos(angle), np.sin(angle)
        one, other = (axis + 1) % 3, (axis + 2) % 3
        turn = np.eye(3)
        turn[one, one] = turn[other, other] = c
        turn[one, other], turn[other, one] = -s, s
        made = turn @ made
    return Frame(np.asarray(shift, float), made)
