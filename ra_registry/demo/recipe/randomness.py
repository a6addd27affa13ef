"""Random numbers that any language can repeat: MT19937 uniforms, all else by inverse CDF.

`RandomState.random_sample` is frozen by numpy (NEP 19): the same seed gives the same uniforms in
every release. The distributions of numpy's own generators carry no such promise, hence the
quantile functions below.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
ScoreArray = NDArray[np.int8]
TextArray = NDArray[np.str_]


class Stream:
    """A stream of uniforms in the half-open interval 0..1, and what is made of them."""

    def __init__(self, *seed: int) -> None:
        """One number seeds as numpy's RandomState does; several name a substream."""
        self._state = np.random.RandomState(seed[0] if len(seed) == 1 else list(seed))

    def uniform(self, *shape: int) -> FloatArray:
        """Uniforms, filled in C order (the last axis moves fastest)."""
        return self._state.random_sample(shape)

    def normal(self, *shape: int) -> FloatArray:
        """Standard normal deviates, one uniform each."""
        return np.asarray(ndtri(self.uniform(*shape)), dtype=np.float64)

    def happens(self, probability: float | FloatArray, *shape: int) -> BoolArray:
        """True with the given probability."""
        return self.uniform(*shape) < probability

    def choice(self, shares: tuple[float, ...], *shape: int) -> IntArray:
        """Category 0..k-1 with the given shares (which are normalised)."""
        bounds = np.cumsum(shares) / sum(shares)
        return np.searchsorted(bounds[:-1], self.uniform(*shape), side="right")


def poisson_quantile(uniform: FloatArray, rate: FloatArray, *, ceiling: int) -> IntArray:
    """min(ceiling, Poisson count at `uniform`), by cumulative search; arrays broadcast."""
    mass = np.broadcast_to(np.exp(-rate), uniform.shape).copy()
    below = mass.copy()
    count = np.zeros(uniform.shape, dtype=np.int64)
    for k in range(ceiling):
        count += uniform > below
        mass *= rate / (k + 1)
        below += mass
    return count


def binomial_quantile(uniform: FloatArray, trials: IntArray, probability: FloatArray) -> IntArray:
    """Binomial count at `uniform`, by cumulative search; probability below 1, arrays broadcast."""
    odds = probability / (1 - probability)
    mass = (1 - probability) ** trials
    below = mass.copy()
    count = np.zeros(uniform.shape, dtype=np.int64)
    for k in range(int(trials.max(initial=0))):
        count += (uniform > below) & (k < trials)
        mass = mass * (trials - k) / (k + 1) * odds
        below = below + mass
    return count


def significant(values: FloatArray, digits: int) -> FloatArray:
    """Round to significant digits, through text: each result is the float nearest its decimal."""
    return np.char.mod(f"%.{digits}g", values).astype(np.float64)
