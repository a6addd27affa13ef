"""The bones of a hand between landmark points, and where each site lies on them.

The carpus is drawn wider and the metacarpals shorter than they are, so that each of the 17 joint
spaces between carpal bones has room for a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scoring.diagram.shapes import Place, Point, View, along, between, capsule, oval

# Wrist and MCP joints, as RAMRIS looks at them, and the whole hand of a radiograph.
WRIST_AND_MCP = View(18, 212, 264, 334)
WHOLE = View(4, 68, 294, 478)

RAYS = (1, 2, 3, 4, 5)
FINGERS = (2, 3, 4, 5)

BASES: Mapping[int, Point] = {
    1: (58, 386), 2: (114, 352), 3: (160, 346), 4: (199, 351), 5: (238, 360),
}  # fmt: skip
HEADS: Mapping[int, Point] = {
    1: (42, 318), 2: (92, 282), 3: (150, 266), 4: (202, 278), 5: (250, 304),
}  # fmt: skip
# From the head of the metacarpal to the base of the phalanx; the joint lies half way.
GAP = 38
PHALANGES: Mapping[int, tuple[float, ...]] = {
    1: (54, 36), 2: (78, 48, 34), 3: (88, 56, 36), 4: (82, 54, 36), 5: (64, 42, 32),
}  # fmt: skip

CARPALS: Mapping[str, Place] = {
    "SCA": Place(107, 456, 20, 15, 18),
    "LUN": Place(160, 463, 20, 16),
    "TRI": Place(206, 452, 18, 17),
    "PIS": Place(245, 455, 12, 13),
    "TRM": Place(84, 412, 15, 15),
    "TRD": Place(121, 398, 16, 16),
    "CAP": Place(162, 401, 18, 25),
    "HAM": Place(208, 402, 20, 21),
}
# What of a carpal bone shows around its site.
RIM = 3.5
RADIUS = "M80 509Q122 493 168 503L169 530Q158 552 156 590L100 590Q96 552 82 532Z"
ULNA = "M184 510Q204 500 222 509L226 498Q232 520 220 536Q216 560 215 590L192 590Q192 560 185 532Z"


def joint(ray: int) -> Point:
    """Return the metacarpophalangeal joint of a ray."""
    return along(BASES[ray], HEADS[ray], GAP / 2)


def knuckles(ray: int) -> list[Point]:
    """Return the joints of a ray from the metacarpophalangeal one to the tip of the finger."""
    points = [joint(ray)]
    for length in PHALANGES[ray]:
        points.append(along(BASES[ray], points[-1], length))
    return points


def bones() -> str:
    """Return all bones of the hand as SVG, without a colour."""
    paths = [RADIUS, ULNA]
    for ray in RAYS:
        paths.append(capsule(BASES[ray], HEADS[ray], 28, 26))
        points = knuckles(ray)
        for near, far, width in zip(points, points[1:], (26, 22, 18), strict=False):
            # The joint space stays free at both ends of a phalanx.
            start = along(far, near, -16 if near == points[0] else -11)
            paths.append(capsule(start, along(near, far, -9), width, width - 6))
    carpals = [replace(site, rx=site.rx + RIM, ry=site.ry + RIM) for site in CARPALS.values()]
    return "".join([*(f'<path d="{path}"/>' for path in paths), *map(oval, carpals)])


def _at(point: Point, rx: float, ry: float, angle: float = 0) -> Place:
    return Place(round(point[0], 1), round(point[1], 1), rx, ry, angle)


def _space(one: str, other: str) -> Place:
    a, b = CARPALS[one], CARPALS[other]
    return _at(between((a.x, a.y), (b.x, b.y)), 9.5, 9.5)


BONE_SITES: Mapping[str, Place] = {
    "RAD": Place(124, 523, 36, 13),
    "ULN": Place(204, 523, 17, 13),
    **CARPALS,
    **{f"MC{ray}B": _at(BASES[ray], 16, 13) for ray in RAYS},
    **{f"MC{ray}H": _at(HEADS[ray], 18, 13) for ray in FINGERS},
    **{f"PP{ray}B": _at(along(BASES[ray], HEADS[ray], GAP), 17, 12) for ray in FINGERS},
}

MCP_JOINTS = {f"MCP{ray}": _at(joint(ray), 17, 12) for ray in RAYS}
FINGER_JOINTS = {
    "IP1": _at(knuckles(1)[1], 14, 12),
    **{f"PIP{ray}": _at(knuckles(ray)[1], 15, 12) for ray in FINGERS},
}
CMC_JOINTS = {
    "CMC1": Place(69, 401, 9.5, 9.5),
    "CMC2": Place(117, 374, 11, 9),
    "CMC3": Place(161, 371, 11, 9),
    "CMC4": Place(200, 374, 11, 9),
    "CMC5": Place(230, 383, 10, 9),
}
BETWEEN_CARPALS = {
    **{
        f"{one}_{other}": _space(one, other)
        for one, other in (
            ("SCA", "LUN"), ("LUN", "TRI"), ("CAP", "LUN"), ("HAM", "TRI"), ("TRM", "TRD"),
            ("TRD", "CAP"), ("CAP", "HAM"),
        )
    },
    "TRM_SCA": Place(91, 435, 9.5, 9.5),
    "TRD_SCA": Place(115, 428, 9.5, 9.5),
    "CAP_SCA": Place(138, 435, 9.5, 9.5),
}  # fmt: skip

# Site codes of the two instruments differ where they look at other parts, so one list serves both.
PLACES: Mapping[str, Mapping[str, Place]] = {
    "erosion": {
        **BONE_SITES,
        **MCP_JOINTS,
        **FINGER_JOINTS,
        "TRMTRD": Place(103, 406, 28, 16, -24),
    },
    "bme": BONE_SITES,
    "synovitis": {
        "DRUJ": Place(176, 517, 10, 18),
        "RCJ": Place(128, 485, 46, 10),
        "ICCMC": Place(158, 420, 80, 44),
        **MCP_JOINTS,
    },
    "jsn": {
        "RAD_SCA": Place(107, 484, 11, 9.5),
        "RAD_LUN": Place(153, 491, 11, 9.5),
        **BETWEEN_CARPALS,
        **CMC_JOINTS,
        **MCP_JOINTS,
        **FINGER_JOINTS,
        "STT": Place(100, 432, 21, 10, -12),
        "CAPSCALUN": Place(150, 436, 25, 11),
        "RC": Place(128, 485, 46, 10),
    },
    "tenosynovitis": {
        **{f"EXT{n}": Place(46 + 31 * n, 505, 12, 27) for n in RAYS},
        "EXT6": Place(232, 505, 12, 27),
        # From the radial side: flexor carpi radialis, flexor pollicis longus, common sheath.
        "WFLX1": Place(98, 415, 13, 32),
        "WFLX3": Place(132, 415, 13, 32),
        "WFLX2": Place(180, 415, 26, 34),
        **{f"MCPF{ray}": _at(joint(ray), 13, 28) for ray in FINGERS},
    },
}
