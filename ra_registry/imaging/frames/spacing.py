"""How evenly the planes of a stack lie: doubled places, missing planes, uneven distances."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

from ra_registry.imaging.frames._checked import checked
from ra_registry.imaging.frames.stack import Stack

SAME = 0.01
"""Millimetres below which two planes are at one place."""

EVEN = 0.1
"""Share of the usual distance by which a distance may differ."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """``step``: the usual distance of planes in mm, None for fewer than two places.

    ``duplicates``: places in the stack (from 0) of images at one position, group by group.
    ``gaps``: the place before a gap and how many planes would fill it. ``uneven``: some distance is
    neither the usual one nor a multiple of it.
    """

    step: float | None = None
    duplicates: tuple[tuple[int, ...], ...] = ()
    gaps: tuple[tuple[int, int], ...] = ()
    uneven: bool = False


@checked
def spacing_of(stack: Stack) -> Spacing:
    """Return what is odd about the distances of a stack; nothing where there are no positions."""
    places = _places(stack.depths)
    duplicates = tuple(tuple(place) for place in places if len(place) > 1)
    if len(places) < 2:
        return Spacing(duplicates=duplicates)
    distances = [
        stack.depths[after[0]] - stack.depths[before[0]] for before, after in pairwise(places)
    ]
    step = median_low(distances)
    gaps, uneven = [], False
    for before, distance in zip(places, distances, strict=False):
        times = round(distance / step)
        if times < 1 or abs(distance - times * step) > EVEN * step:
            uneven = True
        elif times > 1:
            gaps.append((before[-1], times - 1))
    return Spacing(step=step, duplicates=duplicates, gaps=tuple(gaps), uneven=uneven)


def _places(depths: tuple[float, ...]) -> list[list[int]]:
    """Return the planes at each position; a place reaches ``SAME`` from its first plane."""
    found: list[list[int]] = []
    for place, depth in enumerate(depths):
        if found and depth - depths[found[-1][0]] <= SAME:
            found[-1].append(place)
        else:
            found.append([place])
    return found
