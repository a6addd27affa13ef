"""How often each stored value occurs: all that windows need to know of a stack's frames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ra_registry.imaging.frames._checked import Frame, checked
from ra_registry.imaging.frames.errors import FrameError

Counts: TypeAlias = NDArray[np.int64]
VALUES = 1 << 16
_PART = 1 << 20  # pixels counted at once: numpy widens what it counts to 64 bits


@checked
def counts_of(frames: Iterable[Frame]) -> Counts:
    """Return how many pixels have each of the 65,536 stored values, over all frames."""
    counts = np.zeros(VALUES, dtype=np.int64)
    for frame in frames:
        flat = _flat(frame)
        for start in range(0, flat.size, _PART):
            counts += np.bincount(flat[start : start + _PART], minlength=VALUES)
    return counts


@checked
def without_padding(counts: Counts, padding: tuple[int, int] | None) -> Counts:
    """Return the counts of what is image: none of the values from first to last padding."""
    found = _usual(counts).copy()
    if padding is not None:
        found[max(padding[0], 0) : padding[1] + 1] = 0
    return found


@checked
def percentile(counts: Counts, share: float) -> int:
    """Return the smallest value that at least ``share`` (0 to 1) of the pixels don't exceed.

    Raises ``FrameError`` where nothing was counted.
    """
    sums = np.cumsum(_usual(counts))
    if not sums[-1]:
        raise FrameError("No pixel was counted.")
    return int(np.searchsorted(sums, min(max(share, 0.0), 1.0) * sums[-1] or 1))


@checked
def threshold(counts: Counts) -> int:
    """Return the value up to which pixels are background, by Otsu's method.

    It makes the variance between the two groups largest (Otsu 1979, IEEE Trans Syst Man Cybern 9,
    62-66). A picture of one value is all background.
    """
    usual = _usual(counts).astype(np.float64)
    below = np.cumsum(usual)
    moment = np.cumsum(usual * np.arange(VALUES))
    total = below[-1]
    split = (below > 0) & (below < total)
    if not split.any():
        return VALUES - 1
    between = np.zeros(VALUES)
    difference = moment[-1] * below[split] / total - moment[split]
    between[split] = difference**2 / (below[split] * (total - below[split]))
    return int(between.argmax())


def _flat(frame: Frame) -> NDArray[np.uint16]:
    if not isinstance(frame, np.ndarray) or frame.dtype != np.uint16:
        raise FrameError("A frame is a table of 16-bit unsigned numbers.")
    return frame.ravel()


def _usual(counts: Counts) -> Counts:
    if counts.shape != (VALUES,) or counts.dtype.kind not in "iu" or counts.min() < 0:
        raise FrameError("Counts are 65,536 whole numbers, one for each stored value.")
    return counts
