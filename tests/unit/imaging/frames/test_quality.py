"""The ratio of signal to noise: told where the noise is known, and else not."""

from __future__ import annotations

import numpy as np
import pytest

from ra_registry.imaging.frames import decode, signal_to_noise
from tests.unit.imaging.frames.made import read

SIGMA = 20.0


def magnitude(signal, seed=1):
    """A square of signal in air, as one coil with complex Gaussian noise shows it."""
    chance = np.random.default_rng(seed)
    truth = np.zeros((320, 320))
    truth[80:240, 80:240] = signal
    real, imaginary = (chance.normal(0, SIGMA, truth.shape) for _ in range(2))
    return np.hypot(truth + real, imaginary).round().astype(np.uint16)


@pytest.mark.parametrize("signal", [400.0, 1000.0, 3000.0])
def test_the_ratio_that_was_put_in_comes_out(signal):
    assert signal_to_noise(magnitude(signal)) == pytest.approx(signal / SIGMA, rel=0.06)


def test_other_noise_gives_no_ratio():
    chance = np.random.default_rng(2)
    gaussian = (1000 + chance.normal(0, SIGMA, (320, 320))).astype(np.uint16)
    masked = magnitude(1000.0)
    masked[masked < 100] = 0
    four_coils = np.sqrt(sum(magnitude(1000.0, seed).astype(float) ** 2 for seed in range(4)))
    for frame in (gaussian, masked, four_coils.astype(np.uint16), magnitude(1000.0)[:64, :64]):
        assert signal_to_noise(frame) is None


def test_a_computed_tomogram_gives_no_ratio():
    assert signal_to_noise(next(iter(decode(read("693_UNCR.dcm"))))) is None
