"""The outline of a limb's soft tissue, as solids that flow into each other; mm."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ra_registry.imaging.phantom.frames import Floats, Frame, frame_along, turned
from ra_registry.imaging.phantom.hand import PHALANGES, RAYS
from ra_registry.imaging.phantom.shapes import Ellipsoid, Rod, Solid
from ra_registry.imaging.phantom.skeleton import Skeleton

# How far skin, fat and tendons reach beyond a finger's or toe's bone.
FINGER_FLESH = {"PP": 3.8, "MP": 3.5, "DP": 3.6}
TOE_FLESH = {"PP": 3.6, "MP": 3.6, "DP": 3.6}

# The radius of the usual wrist's long bone, mm: other wrists are as much wider all around.
USUAL_WRIST = 15.5


def hand_flesh(skeleton: Skeleton) -> list[Solid]:
    """Return the solids of a hand: fingers, palm with its two muscle pads, wrist and forearm."""
    fingers = (f"{name}{ray}" for ray in RAYS for name in PHALANGES[ray])
    pad = np.array([0, 0, 0.0 if _is_flat(skeleton) else 2.0])
    return [
        *(_shifted(_around(skeleton.bones[name], FINGER_FLESH[name[:2]]), pad) for name in fingers),
        *_palm(skeleton),
        *_forearm(skeleton),
    ]


def foot_flesh(skeleton: Skeleton) -> list[Solid]:
    """Return the solids of a foot, in the plane of a film."""
    toes = (name for name in skeleton.bones if name[:2] in TOE_FLESH)
    rays = (f"MT{ray}" for ray in RAYS)
    tarsus = ("CU1", "CU2", "CU3", "CUB", "NAV", "TAL", "CAL")
    return [
        *(_around(skeleton.bones[name], TOE_FLESH[name[:2]]) for name in toes),
        *(_around(skeleton.bones[name], 7.5, even=True) for name in rays),
        *(_padded(skeleton.bones[name], 7.0) for name in tarsus),
        # The ankle and leg stand over the heel and make it pale.
        Solid(Ellipsoid((34.0, 46.0, 26.0)), turned(0, np.array([2.0, 78.0, 0.0]))),
    ]


def _around(bone: Solid, more: float, *, even: bool = False) -> Solid:
    """A rod a few mm larger than a long bone; fingers are as thick along the whole of a phalanx."""
    rod = bone.shape
    assert isinstance(rod, Rod)  # noqa: S101 - only long bones are asked for
    head = rod.base + more if even else max(rod.head, rod.waist) + more
    start, end = (bone.frame.outside(np.array([0, at, 0])) for at in (-2.0, rod.length + 3.0))
    base = rod.base + more - 0.8
    shape = Rod(rod.length + 5, base, (base + head) / 2, head, 1.1, 0.9, 0.95)
    return Solid(shape, frame_along(start, end))


def _is_flat(skeleton: Skeleton) -> bool:
    """Whether the bones lie in the plane of a film."""
    return bool(skeleton.bones["MC1"].frame.origin[2] == 0)


def _palm(skeleton: Skeleton) -> Iterator[Solid]:
    deep = 0.0 if _is_flat(skeleton) else 1.0
    for ray in RAYS:
        around = _around(skeleton.bones[f"MC{ray}"], 6.0, even=True)
        # There is more flesh on the palm than on the back of the hand.
        yield _shifted(around, np.array([0, 0, 3.5 * deep]))
    thumb, small = (skeleton.bones[f"MC{ray}"] for ray in (1, 5))
    for bone, inwards, radii in (
        (thumb, np.array([5.0, 0, 4.0 * deep]), (12.0, 25.0, 12.0)),
        (small, np.array([-1.0, 0, 8.0 * deep]), (9.5, 26.0, 9.5)),
    ):
        place = bone.frame.outside(bone.shape.middle * np.array([1, 0.85, 1]))
        yield Solid(Ellipsoid(radii), Frame(place + inwards, bone.frame.axes))
    palm = skeleton.bones["MC3"].frame.outside(np.array([0, 18.0, 0]))
    yield Solid(Ellipsoid((28.0, 38.0, 14.0)), turned(0, palm + np.array([2.0, 0, 3.0 * deep])))


def _forearm(skeleton: Skeleton) -> Iterator[Solid]:
    wrist = skeleton.bones["RAD"].shape
    assert isinstance(wrist, Rod)  # noqa: S101 - a long bone
    size = wrist.base / USUAL_WRIST
    middle = skeleton.bones["CAP"].frame.outside(np.zeros(3))
    around = Ellipsoid((29.5 * size, 33.0 * size, 19.5 * size))
    yield Solid(around, turned(0, middle + np.array([-0.5, 8.0, 1.0])))
    start = middle + np.array([1.0, 8.0, 1.0])
    end = start + np.array([-1.0, 150.0, 0.0])
    arm = Rod(150.0, 28.0 * size, 29.5 * size, 31.0 * size, 0.72, 0.3)
    yield Solid(arm, frame_along(start, end))


def _shifted(solid: Solid, by: Floats) -> Solid:
    return Solid(solid.shape, Frame(solid.frame.origin + by, solid.frame.axes))


def _padded(bone: Solid, more: float) -> Solid:
    ball = bone.shape
    assert isinstance(ball, Ellipsoid)  # noqa: S101 - only short bones are asked for
    a, b, c = (r + more for r in ball.radii)
    return Solid(Ellipsoid((a, b, c)), bone.frame)


def thickness(distance: Floats, half_width: float, flat: float) -> Floats:
    """Return how far a ray from front to back runs inside a rod-like shape, mm.

    ``distance`` is that of its outline in the plane, negative inside; ``half_width`` of the rod.
    """
    return np.sqrt(np.maximum(square_of_thickness(distance, half_width, flat), 0))


def square_of_thickness(distance: Floats, half_width: float, flat: float) -> Floats:
    """Return the square of `thickness`, which goes on evenly below 0 outside the shape."""
    inside = np.minimum(-distance, np.float32(half_width))
    return np.float32(4 * flat * flat) * inside * (np.float32(2 * half_width) - inside)
