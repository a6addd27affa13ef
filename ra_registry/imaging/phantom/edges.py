"""Where the edge of a picture must lie for some places to be outside it."""

from __future__ import annotations

from collections.abc import Sequence

from ra_registry.imaging.phantom.frames import Floats

# How far past what must lie outside the edge lies, mm.
MARGIN = 3.0


def moved_off(
    middle: Sequence[float], half: Sequence[float], outside: Floats, others: Floats
) -> tuple[float, ...]:
    """Return the middle of a field, moved so far that all places of ``outside`` lie outside.

    ``half``: half its extent along x and y; places [n, 3] in mm. It moves past one of its four
    edges, the one that then cuts off the fewest of ``others``.
    """
    if not len(outside):
        return tuple(middle)
    moves = []
    for axis in (0, 1):
        for sign in (-1, 1):
            innermost = float((outside[:, axis] * sign).min()) - MARGIN
            moved = list(middle)
            moved[axis] = min(middle[axis] * sign, innermost - half[axis]) * sign
            lost = int((others[:, axis] * sign > innermost).sum()) if len(others) else 0
            moves.append((lost, abs(moved[axis] - middle[axis]), tuple(moved)))
    return min(moves)[2]
