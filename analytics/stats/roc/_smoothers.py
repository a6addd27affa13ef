"""Two ways to smooth a marker's distribution in events and in non-events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import ndtr

from analytics.stats.errors import InputError
from analytics.stats.results import BoolArray, FloatArray
from analytics.stats.roc.curve import RocCurve

Scale = Literal["linear", "log"]
Method = Literal["binormal", "kernel"]
# Places at which smoothed distributions are compared before the maximum is refined.
GRID = 65
# What sums of squares leave of no variance at all, of the largest square.
ROUNDING = 1e-12


def _density(z: FloatArray) -> FloatArray:
    """The standard normal density; scipy.stats checks its arguments for longer than this takes."""
    return np.asarray(np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi))


@dataclass(frozen=True, slots=True, eq=False)
class Positions:
    """The distinct values as positions that rise with suspicion, and those of each row.

    `events` and `others` are in the order of suspicion, the highest position first.
    """

    at: FloatArray
    sign: float
    scale: Scale
    events: FloatArray
    others: FloatArray

    def back(self, position: FloatArray) -> FloatArray:
        """Positions in the marker's unit."""
        values = self.sign * position
        return np.exp(values) if self.scale == "log" else values

    def inside(self, position: FloatArray) -> BoolArray:
        """Which positions lie within the values; NaN does not."""
        return np.asarray((position >= self.at.min()) & (position <= self.at.max()))


def positions_of(curve: RocCurve, scale: Scale) -> Positions:
    """The curve's values on a scale. Raises InputError for values that have no logarithm."""
    if scale == "log" and (curve.values <= 0).any():
        raise InputError("The log scale needs values above 0.")
    sign = 1.0 if curve.direction == "high" else -1.0
    values = np.log(curve.values) if scale == "log" else curve.values
    at = sign * values
    return Positions(
        at=at,
        sign=sign,
        scale=scale,
        events=np.repeat(at, curve.events),
        others=np.repeat(at, curve.non_events),
    )


class Binormal:
    """Normal distributions: the cut-off has a closed form."""

    method: Method = "binormal"
    smoothing = "normal distributions in events and non-events"

    def __init__(self, positions: Positions) -> None:
        self.positions = positions
        # Variances from sums of squares are safe around the middle of the values only.
        self.middle = float(positions.at.mean())
        self.centred = positions.events - self.middle, positions.others - self.middle
        self.moments = self._moments(*(np.ones((1, rows.size)) for rows in self.centred))

    def choose(self) -> float:
        """The position of the cut-off in the sample; NaN where there is none."""
        return float(self._cutoffs(*self.moments)[0])

    def choose_many(self, events: FloatArray, others: FloatArray) -> FloatArray:
        """The position in each resample; how often each event and non-event is drawn in it."""
        return self._cutoffs(*self._moments(events, others))

    def beyond(self, position: float) -> tuple[float, float]:
        """Share of events and of non-events at or beyond a position."""
        mean1, mean0, var1, var0 = (float(part[0]) for part in self.moments)
        at = position - self.middle
        return float(ndtr((mean1 - at) / var1**0.5)), float(ndtr((mean0 - at) / var0**0.5))

    def _moments(self, events: FloatArray, others: FloatArray) -> tuple[FloatArray, ...]:
        means, variances = [], []
        for weights, centred in zip((events, others), self.centred, strict=True):
            n = centred.size
            mean = weights @ centred / n
            means.append(mean)
            squares = weights @ centred**2 - n * mean**2
            # One value drawn again and again has no variance, though rounding may leave one.
            squares[squares <= ROUNDING * float(np.max(centred**2))] = 0.0
            variances.append(squares / (n - 1))
        return *means, *variances

    def _cutoffs(
        self, mean1: FloatArray, mean0: FloatArray, var1: FloatArray, var0: FloatArray
    ) -> FloatArray:
        """Where the two densities cross between their means (Fluss et al. 2005, equation 6)."""
        usable = (mean1 > mean0) & (var1 > 0) & (var0 > 0)
        alike = np.abs(var0 - var1) <= 1e-9 * np.maximum(var0, var1)
        with np.errstate(divide="ignore", invalid="ignore"):
            root = np.sqrt((mean1 - mean0) ** 2 + (var0 - var1) * np.log(var0 / var1))
            crossing = (mean1 * var0 - mean0 * var1 - np.sqrt(var0 * var1) * root) / (var0 - var1)
        found = np.where(alike, (mean1 + mean0) / 2, crossing) + self.middle
        return np.where(usable, found, np.nan)


class Kernel:
    """Each patient's value spread over a normal distribution of one width a group."""

    method: Method = "kernel"
    smoothing = "Gaussian kernel, bandwidth by Silverman's rule (R's bw.nrd0)"

    def __init__(self, positions: Positions) -> None:
        self.positions = positions
        self.rows = positions.events, positions.others
        self.widths = tuple(_bandwidth(rows) for rows in self.rows)
        self.grid = np.linspace(positions.at.min(), positions.at.max(), GRID)
        self.beyond_grid = tuple(
            ndtr((rows[:, None] - self.grid) / width)
            for rows, width in zip(self.rows, self.widths, strict=True)
        )

    def choose(self) -> float:
        """The position of the cut-off in the sample; NaN where nothing beats chance."""
        rough = int(np.argmax(self._gains(*(np.ones((1, rows.size)) for rows in self.rows))))
        step = self.grid[1] - self.grid[0]
        best = minimize_scalar(
            lambda position: -np.subtract(*self.beyond(position)),
            bounds=(self.grid[rough] - 2 * step, self.grid[rough] + 2 * step),
            method="bounded",
            options={"xatol": 1e-9 * float(np.ptp(self.grid))},
        )
        return self._crossing(float(best.x), step) if best.fun < 0 else float("nan")

    def _crossing(self, near: float, step: float) -> float:
        """Where the two densities cross: a search along a flat top ends where rounding leads it."""
        low, high = near - step / 2, near + step / 2
        if self._slope(low) <= 0 or self._slope(high) >= 0:
            return near
        return float(brentq(self._slope, low, high, xtol=1e-14 * max(abs(near), step)))

    def _slope(self, position: float) -> float:
        """How the Youden index changes at a position: density of non-events less that of events."""
        events, others = (
            _density((rows - position) / width).mean() / width
            for rows, width in zip(self.rows, self.widths, strict=True)
        )
        return float(others - events)

    def choose_many(self, events: FloatArray, others: FloatArray) -> FloatArray:
        """The position in each resample; how often each event and non-event is drawn in it."""
        gains = self._gains(events, others)
        place = np.argmax(gains, axis=1)
        rows = np.arange(place.size)
        inner = np.clip(place, 1, GRID - 2)
        before, here, after = (gains[rows, inner + shift] for shift in (-1, 0, 1))
        bend = before - 2 * here + after
        # The vertex of the parabola through the three places around the best one.
        with np.errstate(divide="ignore", invalid="ignore"):
            shift = np.where(bend < 0, 0.5 * (before - after) / bend, 0.0)
        refined = self.grid[inner] + np.clip(shift, -1, 1) * (self.grid[1] - self.grid[0])
        found = np.where(place == inner, refined, self.grid[place])
        return np.where(gains[rows, place] > 0, found, np.nan)

    def beyond(self, position: float) -> tuple[float, float]:
        """Share of events and of non-events at or beyond a position."""
        first, second = (
            float(ndtr((rows - position) / width).mean())
            for rows, width in zip(self.rows, self.widths, strict=True)
        )
        return first, second

    def _gains(self, events: FloatArray, others: FloatArray) -> FloatArray:
        """The Youden index at each place of the grid."""
        hits, alarms = (
            weights @ beyond / len(beyond)
            for weights, beyond in zip((events, others), self.beyond_grid, strict=True)
        )
        return np.asarray(hits - alarms)


def _bandwidth(values: FloatArray) -> float:
    """Silverman's rule of thumb (1986, equation 3.31): 0.9 min(SD, IQR / 1.34) n^(-1/5)."""
    deviation = float(np.std(values, ddof=1))
    low, high = np.quantile(values, [0.25, 0.75])
    spread = min(deviation, float(high - low) / 1.34) or deviation
    return float(0.9 * spread * values.size ** (-0.2))
