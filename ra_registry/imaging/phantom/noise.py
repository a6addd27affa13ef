"""Noise and texture: the same for the same generator."""

from __future__ import annotations

import numpy as np

from ra_registry.imaging.phantom.frames import Floats


def rician(signal: Floats, sigma: float, rng: np.random.Generator) -> Floats:
    """Return a magnitude picture: signal with complex normal noise (Gudbjartsson, MRM 1995)."""
    noise = rng.standard_normal(signal.shape, dtype=np.float32)
    noise *= np.float32(sigma)
    # Far away in the same picture noise is as independent, and costs nothing.
    imaginary = np.roll(noise.ravel(), int(rng.integers(noise.size // 3, noise.size // 2)))
    noise += signal
    return np.hypot(noise, imaginary.reshape(signal.shape), out=noise)


def clouds(shape: tuple[int, int], pixel: float, grain: float, rng: np.random.Generator) -> Floats:
    """Return smooth random values, mean 0 and about 1 wide; ``pixel`` and ``grain`` in mm."""
    rows, columns = (_stretch(length, pixel, grain) for length in shape)
    coarse = rng.standard_normal((rows.shape[1], columns.shape[1]), dtype=np.float32)
    spread: Floats = rows @ coarse @ columns.T
    return spread


def _stretch(length: int, pixel: float, grain: float) -> Floats:
    """Weights [length, knots] of linear interpolation between knots a grain apart."""
    place = np.arange(length, dtype=np.float32) * np.float32(pixel / grain)
    knots = np.arange(int(place[-1]) + 2, dtype=np.float32)
    weights: Floats = np.maximum(1 - np.abs(place[:, None] - knots), 0)
    return weights
