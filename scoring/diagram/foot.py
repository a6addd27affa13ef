"""The bones of a forefoot, and where the joints lie that Sharp/van der Heijde scores."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.diagram.shapes import Place, Point, View, along, capsule, oval

WHOLE = View(20, 40, 256, 330)

RAYS = (1, 2, 3, 4, 5)
BASES: Mapping[int, Point] = {
    1: (104, 312), 2: (136, 304), 3: (162, 306), 4: (187, 311), 5: (212, 319),
}  # fmt: skip
HEADS: Mapping[int, Point] = {
    1: (82, 202), 2: (132, 184), 3: (172, 190), 4: (208, 204), 5: (240, 226),
}  # fmt: skip
TOES: Mapping[int, tuple[float, ...]] = {
    1: (66, 36), 2: (46, 26, 20), 3: (42, 24, 20), 4: (38, 22, 18), 5: (32, 18, 16),
}  # fmt: skip
TARSUS = (
    Place(104, 344, 18, 17),
    Place(137, 336, 13, 17),
    Place(164, 338, 13, 17),
    Place(203, 352, 24, 19),
)


def joints(ray: int) -> list[Point]:
    """Return the joints of a ray from the metatarsophalangeal one to the tip of the toe."""
    points = [along(BASES[ray], HEADS[ray], 18)]
    for length in TOES[ray]:
        points.append(along(BASES[ray], points[-1], length))
    return points


def bones() -> str:
    """Return all bones of the forefoot as SVG, without a colour."""
    paths = []
    for ray in RAYS:
        wide = 14 if ray == 1 else 0
        paths.append(capsule(BASES[ray], HEADS[ray], 26 + wide / 2, 22 + wide))
        points = joints(ray)
        for near, far, width in zip(points, points[1:], (20, 15, 12), strict=False):
            start = along(far, near, -12 if near == points[0] else -7)
            paths.append(capsule(start, along(near, far, -6), width + wide, width + wide - 4))
    return "".join([*(f'<path d="{path}"/>' for path in paths), *map(oval, TARSUS)])


def _place(point: Point, rx: float) -> Place:
    return Place(round(point[0], 1), round(point[1], 1), rx, 14)


_JOINTS: Mapping[str, Place] = {
    **{f"MTP{ray}": _place(joints(ray)[0], 22 if ray == 1 else 16) for ray in RAYS},
    "IP1": _place(joints(1)[1], 18),
}
PLACES: Mapping[str, Mapping[str, Place]] = {"erosion": _JOINTS, "jsn": _JOINTS}
