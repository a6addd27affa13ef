"""The lead letter that says which side a film shows."""

from __future__ import annotations

import numpy as np

from ra_registry.imaging.phantom.frames import Floats

LETTERS = {
    "R": ("1110", "1001", "1001", "1110", "1010", "1001", "1001"),
    "L": ("1000", "1000", "1000", "1000", "1000", "1000", "1111"),
}
# Width of a stroke, distance from the corner, mm; and how bright lead is.
STROKE, FROM_CORNER, LEAD = 2.0, 9.0, 3900.0


def lay_marker(signal: Floats, side: str, pixel: float) -> None:
    """Lay the letter into the upper right corner of a film [rows, columns]; pixel in mm."""
    stroke = max(1, round(STROKE / pixel))
    drawn = np.array([[int(dot) for dot in row] for row in LETTERS[side]], dtype=bool)
    letter = np.kron(drawn, np.ones((stroke, stroke), dtype=bool))
    top = round(FROM_CORNER / pixel)
    right = signal.shape[1] - top
    there = signal[top : top + letter.shape[0], right - letter.shape[1] : right]
    there[letter] = LEAD
