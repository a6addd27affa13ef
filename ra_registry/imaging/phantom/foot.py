"""The bones of a foot as a film from above shows them, in one plane; mm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from ra_registry.imaging.phantom.frames import Floats, frame_along, turned
from ra_registry.imaging.phantom.shapes import Ellipsoid, Rod, Solid
from ra_registry.imaging.phantom.skeleton import Skeleton

RAYS = (1, 2, 3, 4, 5)
METATARSALS: Mapping[int, tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]] = {
    1: ((-21.0, 4.0, 0.0), (-32.0, -58.0, 0.0), (10.5, 6.6, 10.5)),
    2: ((-6.5, -3.0, 0.0), (-10.5, -71.0, 0.0), (7.4, 3.8, 6.0)),
    3: ((4.0, -1.0, 0.0), (6.0, -67.0, 0.0), (6.8, 3.5, 5.8)),
    4: ((13.5, 2.5, 0.0), (21.5, -60.0, 0.0), (6.6, 3.4, 5.6)),
    5: ((24.0, 8.0, 0.0), (36.0, -50.0, 0.0), (7.6, 3.8, 5.6)),
}
TOE_LENGTHS = {1: (32, 24), 2: (28, 14, 10), 3: (26, 12, 10), 4: (24, 10, 9), 5: (21, 9, 8)}
TOE_RADII = {1: (9.4, 7.6), 2: (5.8, 4.0), 3: (5.6, 3.8), 4: (5.4, 3.6), 5: (5.2, 3.6)}
TOE_LEAN = {1: 6.0, 2: -2.0, 3: 0.0, 4: 3.0, 5: 8.0}

TARSALS: Mapping[str, tuple[tuple[float, ...], tuple[float, float, float], float]] = {
    "CU1": ((-19.5, 15.5, 0.0), (9.2, 13.5, 11.0), -6),
    "CU2": ((-6.0, 9.0, 0.0), (7.2, 11.0, 10.0), 0),
    "CU3": ((4.8, 10.5, 0.0), (7.0, 12.5, 10.0), 0),
    "CUB": ((17.5, 21.5, 0.0), (11.5, 19.0, 11.0), 8),
    "NAV": ((-8.0, 30.0, 0.0), (18.0, 9.5, 10.0), -8),
    "TAL": ((-7.0, 54.0, 0.0), (15.0, 20.0, 14.0), -8),
    "CAL": ((14.0, 66.0, 0.0), (14.0, 29.0, 15.0), 6),
}
# The two small bones in the tendons under the first joint; nothing is narrowed beside them.
SESAMOIDS = {"SE1": (-37.0, -49.0, 0.0), "SE2": (-25.0, -50.0, 0.0)}

BETWEEN_TARSALS = (
    "CU1-CU2", "CU2-CU3", "CU3-CUB", "CU1-NAV", "CU2-NAV", "CU3-NAV", "CUB-NAV", "NAV-TAL",
    "CUB-CAL", "TAL-CAL", "CU1-MT1", "CU2-MT2", "CU3-MT3", "CUB-MT4", "CUB-MT5", "MT1-MT2",
    "CU1-MT2", "MT2-MT3", "MT3-MT4", "MT4-MT5", "CU3-MT2", "CU3-MT4",
)  # fmt: skip
SPACES: Mapping[tuple[str, str], float] = {
    **{(name[:3], name[4:]): 1.5 for name in BETWEEN_TARSALS},
    **{(f"MT{ray}", f"PP{ray}"): 2.0 for ray in RAYS},
    ("PP1", "DP1"): 1.7,
    **{(f"PP{ray}", f"MP{ray}"): 1.2 for ray in RAYS if ray > 1},
    **{(f"MP{ray}", f"DP{ray}"): 1.0 for ray in RAYS if ray > 1},
}


def foot_skeleton(rng: np.random.Generator) -> Skeleton:
    """Return the bones of one person's right foot."""
    size, width, spread = rng.normal(1, 0.035), rng.normal(1, 0.04), rng.normal(1, 0.12)
    own = rng.normal(1, 0.015, (6, 4))
    return Skeleton(dict(_bones(size, width, spread, own)), SPACES)


def _bones(size: float, width: float, spread: float, own: Floats) -> Iterator[tuple[str, Solid]]:
    scale = np.array([size * width, size, 0.0])
    for name, (middle, (a, b, c), turn) in TARSALS.items():
        ball = Ellipsoid((a * size * width, b * size, c * size))
        yield name, Solid(ball, turned(turn, np.array(middle) * scale))
    for name, place in SESAMOIDS.items():
        small = Ellipsoid((3.6 * size, 4.8 * size, 3.0 * size))
        yield name, Solid(small, turned(10, np.array(place) * scale))
    for ray, (base, head, radii) in METATARSALS.items():
        start, end = np.array(base) * scale, np.array(head) * scale
        end = start + (end - start) * own[ray, 0]
        yield f"MT{ray}", _rod(start, end, [r * size * width for r in radii])
        direction = _turn(end - start, TOE_LEAN[ray] * spread)
        yield from _toe(ray, end, direction, size * own[ray, 1:], size * width)


def _toe(
    ray: int, joint: Floats, direction: Floats, lengths: Floats, width: float
) -> Iterator[tuple[str, Solid]]:
    names = ("PP", "DP") if ray == 1 else ("PP", "MP", "DP")
    base, head = (r * width for r in TOE_RADII[ray])
    start = joint
    for place, (name, usual) in enumerate(zip(names, TOE_LENGTHS[ray], strict=True)):
        end = start + direction * usual * lengths[place]
        tip = head * 0.75 if name == "DP" else head
        yield f"{name}{ray}", _rod(start - direction * 0.6, end, [base, min(base, tip) * 0.64, tip])
        start, base, head = end, head * 1.08, head * 0.88


def _rod(start: Floats, end: Floats, radii: list[float]) -> Solid:
    base, waist, head = radii
    length = float(np.linalg.norm(end - start))
    return Solid(Rod(length, base, waist, head, 0.95, 0.3, 1.0), frame_along(start, end))


def _turn(direction: Floats, degrees: float) -> Floats:
    return turned(degrees, np.zeros(3)).outside(direction / np.linalg.norm(direction))
