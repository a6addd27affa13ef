"""Noise and texture: the same for the same generator."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ra_registry.imaging.phantom.frames import Floats
from ra_registry.imaging.phantom.raster import between_knots

# More than twice the voxels of a small series.
STORE = 2**22


def rician(signal: Floats, sigma: float, rng: np.random.Generator) -> Floats:
    """Return a magnitude picture: signal with complex normal noise (Gudbjartsson, MRM 1995)."""
    real, imaginary = (_normal(signal.size, rng).reshape(signal.shape) for _ in range(2))
    noisy = real * np.float32(sigma) + signal
    magnitude: Floats = np.hypot(noisy, imaginary * np.float32(sigma), out=noisy)
    return magnitude


def _normal(count: int, rng: np.random.Generator) -> Floats:
    """Normal numbers: a stretch of a fixed store, which is made once, where that is long enough."""
    if count > STORE // 2:
        return rng.standard_normal(count, dtype=np.float32)
    start = int(rng.integers(STORE - count))
    return _store()[start : start + count]


@lru_cache(maxsize=1)
def _store() -> Floats:
    return np.random.default_rng(1).standard_normal(STORE, dtype=np.float32)


def clouds(shape: tuple[int, int], pixel: float, grain: float, rng: np.random.Generator) -> Floats:
    """Return smooth random values, mean 0 and about 1 wide; ``pixel`` and ``grain`` in mm."""
    every = max(1, round(grain / pixel))
    rows, columns = ((length - 1) // every + 2 for length in shape)
    coarse = rng.standard_normal((rows, columns), dtype=np.float32)
    return between_knots(between_knots(coarse, every, shape[0], 0), every, shape[1], 1)
