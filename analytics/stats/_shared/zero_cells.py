"""Empty cells of a 2 x 2 table, where a logarithm or an inverse would not exist: the one rule."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.stats._shared.checked import checked

HALDANE_ANSCOMBE = "0.5 added to every cell, since one is 0 (Haldane-Anscombe)"
NO_CORRECTION = "none needed"


@checked
def without_zeros(cells: Sequence[int]) -> tuple[tuple[float, ...], str]:
    """The cells, with 0.5 added to all of them when any is 0, and the words for what was done."""
    if any(cell == 0 for cell in cells):
        return tuple(cell + 0.5 for cell in cells), HALDANE_ANSCOMBE
    return tuple(float(cell) for cell in cells), NO_CORRECTION
