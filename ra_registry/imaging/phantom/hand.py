"""The bones of a hand: 2 forearm bones, 8 carpals, 5 metacarpals, 14 phalanges; mm.

Lengths and widths are rounded from usual adult anatomy; none is measured from a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from ra_registry.imaging.phantom.frames import Floats, frame_along, turned
from ra_registry.imaging.phantom.shapes import Ellipsoid, Rod, Solid
from ra_registry.imaging.phantom.skeleton import Skeleton

RAYS, FINGERS = (1, 2, 3, 4, 5), (2, 3, 4, 5)
PHALANGES = {ray: ("PP", "DP") if ray == 1 else ("PP", "MP", "DP") for ray in RAYS}

# Middle (x, y, z), half axes, turn in degrees.
CARPALS: Mapping[str, tuple[tuple[float, ...], tuple[float, float, float], float]] = {
    "SCA": ((-14.0, 25.5, 2.5), (7.4, 12.6, 7.8), 28),
    "LUN": ((-2.0, 30.0, 0.0), (8.2, 8.0, 8.5), 0),
    "TRI": ((12.0, 27.0, 0.0), (8.6, 8.0, 7.5), -25),
    "PIS": ((16.5, 26.0, 10.5), (4.6, 5.6, 4.2), 0),
    "TRM": ((-23.0, 14.2, 5.0), (7.8, 8.4, 7.8), 20),
    "TRD": ((-12.5, 9.0, 1.0), (6.2, 7.2, 7.5), 10),
    "CAP": ((-1.5, 13.0, 0.0), (7.4, 12.5, 8.5), 4),
    "HAM": ((10.5, 12.5, 1.0), (8.2, 10.5, 8.5), -14),
}
# Base and head (x, y, z), radii of base, waist and head.
METACARPALS: Mapping[int, tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]] = {
    1: ((-29.0, 9.0, 6.0), (-47.0, -28.0, 10.0), (7.6, 4.6, 7.0)),
    2: ((-12.5, 2.5, 0.0), (-23.5, -62.5, 0.0), (7.6, 3.9, 7.4)),
    3: ((-2.0, 2.0, -1.0), (-4.5, -62.0, -1.0), (7.0, 3.9, 7.4)),
    4: ((8.0, 3.5, -0.5), (13.0, -54.5, -0.5), (5.8, 3.3, 6.4)),
    5: ((16.5, 6.0, 1.0), (28.5, -46.0, 1.5), (6.2, 3.4, 6.0)),
}
# Lengths of the phalanges, and radii of base and head of the proximal one.
FINGER_LENGTHS = {1: (31, 23), 2: (40, 24, 18), 3: (44, 29, 19), 4: (41, 27, 19), 5: (33, 20, 17)}
FINGER_RADII = {1: (6.8, 5.6), 2: (7.2, 5.2), 3: (7.4, 5.4), 4: (6.7, 5.0), 5: (6.0, 4.4)}
# How far each finger turns away from its metacarpal, degrees; positive to the first ray.
LEAN = {1: 8.0, 2: -5.0, 3: 0.0, 4: 3.0, 5: 4.0}

BETWEEN_CARPALS = (
    "RAD-SCA", "RAD-LUN", "SCA-LUN", "LUN-TRI", "TRM-SCA", "TRD-SCA", "CAP-SCA",
    "CAP-LUN", "HAM-TRI", "TRM-TRD", "TRD-CAP", "CAP-HAM", "HAM-LUN", "TRI-PIS",
)  # fmt: skip
TO_METACARPALS = (
    "TRM-MC1", "TRD-MC2", "CAP-MC3", "HAM-MC4", "HAM-MC5", "TRM-MC2", "CAP-MC2",
    "CAP-MC4", "MC2-MC3", "MC3-MC4", "MC4-MC5",
)  # fmt: skip
SPACES: Mapping[tuple[str, str], float] = {
    **{(name[:3], name[4:]): 1.7 for name in BETWEEN_CARPALS},
    **{(name[:3], name[4:]): 1.5 for name in TO_METACARPALS},
    ("RAD", "SCA"): 2.1,
    ("RAD", "LUN"): 2.1,
    ("RAD", "ULN"): 2.0,
    ("ULN", "TRI"): 5.0,
    ("ULN", "LUN"): 4.5,
    **{(f"MC{ray}", f"PP{ray}"): 1.9 for ray in RAYS},
    **{(f"PP{ray}", f"{PHALANGES[ray][1]}{ray}"): 1.4 for ray in RAYS},
    **{(f"MP{ray}", f"DP{ray}"): 1.2 for ray in FINGERS},
}
FLAT_PHALANX = 0.85


def hand_skeleton(rng: np.random.Generator, *, depth: float = 1.0) -> Skeleton:
    """Return the bones of one person's right hand.

    ``depth``: 0 lays all bones into one plane, as a film shows them.
    """
    size, width, spread = rng.normal(1, 0.035), rng.normal(1, 0.04), rng.normal(1, 0.12)
    own = rng.normal(1, 0.015, (6, 4))
    spaces = {pair: gap for pair, gap in SPACES.items() if depth or "PIS" not in pair}
    return Skeleton(dict(_bones(size, width, spread, own, depth)), spaces)


def _bones(
    size: float, width: float, spread: float, own: Floats, depth: float
) -> Iterator[tuple[str, Solid]]:
    scale = np.array([size * width, size, size * width * depth])
    yield from _forearm(scale, width)
    for name, (middle, (a, b, c), turn) in CARPALS.items():
        place = np.array(middle) * scale
        ball = Ellipsoid((a * size * width, b * size, c * size * width))
        yield name, Solid(ball, turned(turn, place))
    for ray, (base, head, radii) in METACARPALS.items():
        start, end = np.array(base) * scale, np.array(head) * scale
        end = start + (end - start) * own[ray, 0]
        yield f"MC{ray}", _rod(start, end, [r * size * width for r in radii], 0.95)
        direction = _lean(end - start, LEAN[ray] * spread)
        yield from _finger(ray, end, direction, size * own[ray, 1:], size * width)


def _forearm(scale: Floats, width: float) -> Iterator[tuple[str, Solid]]:
    radius = [r * scale[0] for r in (15.5, 7.0, 8.0)]
    start, end = np.array([-10.0, 31.6, 0.0]) * scale, np.array([-5.0, 150.0, 0.0]) * scale
    yield "RAD", _rod(start, end, radius, 0.68, round_base=0.35)
    start, end = np.array([15.0, 36.5, -2.0]) * scale, np.array([13.5, 150.0, 0.0]) * scale
    yield "ULN", _rod(start, end, [r * scale[0] for r in (8.0, 5.4, 6.5)], 0.95, round_base=0.7)


def _finger(
    ray: int, joint: Floats, direction: Floats, lengths: Floats, width: float
) -> Iterator[tuple[str, Solid]]:
    base, head = (r * width for r in FINGER_RADII[ray])
    start = joint
    for place, (name, usual) in enumerate(zip(PHALANGES[ray], FINGER_LENGTHS[ray], strict=True)):
        end = start + direction * usual * lengths[place]
        # The base reaches into the head that it sits on, which the joint space then parts.
        first = start - direction * 0.6
        last = name == "DP"
        tip = head * 0.82 if last else head
        yield f"{name}{ray}", _rod(first, end, [base, min(base, tip) * 0.66, tip], FLAT_PHALANX)
        start, base, head = end, head * 1.1, head * 0.82


def _rod(
    start: Floats, end: Floats, radii: list[float], flat: float, *, round_base: float = 0.3
) -> Solid:
    length = float(np.linalg.norm(end - start))
    base, waist, head = radii
    return Solid(Rod(length, base, waist, head, flat, round_base, 1.0), frame_along(start, end))


def _lean(direction: Floats, degrees: float) -> Floats:
    """The direction of a finger: its metacarpal's, in the plane of the palm, turned a little."""
    angle = np.deg2rad(-degrees)
    flat = np.array([direction[0], direction[1], 0.0])
    flat /= np.linalg.norm(flat)
    c, s = np.cos(angle), np.sin(angle)
    return np.array([c * flat[0] - s * flat[1], s * flat[0] + c * flat[1], 0.0])
