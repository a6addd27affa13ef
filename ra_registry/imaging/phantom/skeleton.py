"""Bones that meet in joints: between two bones of a joint lies its space, halfway from both.

Bones are first thought of a little too large; each ends where a neighbour is as near as itself,
less half the joint space. So joint spaces are even bands, and narrowing is a smaller band.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from ra_registry.imaging.phantom.frames import Floats, Frame
from ra_registry.imaging.phantom.shapes import Ellipsoid, Rod, Solid

# What is left of the space of each narrowed joint, as a share; below 0 the bones are fused.
Left = Mapping[tuple[str, str], float]
NONE_NARROWED: Left = {}


@dataclass(frozen=True, eq=False, repr=False)
class Skeleton:
    """Bones by name, and the width of each joint space in mm by the two bones that it parts."""

    bones: Mapping[str, Solid]
    spaces: Mapping[tuple[str, str], float]
    _beside: Mapping[str, list[tuple[str, tuple[str, str]]]] = field(init=False)

    def __post_init__(self) -> None:
        beside: dict[str, list[tuple[str, tuple[str, str]]]] = {name: [] for name in self.bones}
        for pair in self.spaces:
            beside[pair[0]].append((pair[1], pair))
            beside[pair[1]].append((pair[0], pair))
        object.__setattr__(self, "_beside", beside)

    def distance(
        self, name: str, x: Floats, y: Floats, z: Floats, left: Left = NONE_NARROWED
    ) -> Floats:
        """Return the distance from a bone, as its neighbours leave room for it; mm."""
        own = self.bones[name].distance(x, y, z)
        found = own
        for other, pair in self._beside[name]:
            space = np.float32(self.spaces[pair] * left.get(pair, 1.0))
            theirs = self.bones[other].distance(x, y, z)
            found = np.maximum(found, (own - theirs + space) * np.float32(0.5))
        return found

    def moved(self, pose: Frame) -> Skeleton:
        """Return the skeleton after its limb was moved."""
        moved = {name: bone.moved(pose) for name, bone in self.bones.items()}
        return Skeleton(moved, self.spaces)

    def seats(self, one: str, other: str) -> tuple[Floats, Floats]:
        """Return a point well inside each bone of a joint; the line between them crosses it."""
        a, b = self.bones[one], self.bones[other]
        return _seat(a, _seat(b, None)), _seat(b, _seat(a, None))


def _seat(bone: Solid, towards: Floats | None) -> Floats:
    if isinstance(bone.shape, Ellipsoid) or towards is None:
        return bone.frame.outside(bone.shape.middle)
    return bone.frame.outside(np.array([0, _end(bone, bone.shape, towards), 0]))


def _end(bone: Solid, rod: Rod, towards: Floats) -> float:
    """A little inside the end of a long bone that looks at a point."""
    along = float((towards - bone.frame.origin) @ bone.frame.axes[:, 1])
    inset = min(6.0, rod.length / 3)
    return inset if along < rod.length / 2 else rod.length - inset
