"""Variances of binormal areas for planning (Obuchowski & McClish 1997), each for one event.

`ratio` is non-events over events throughout; divide by the number of events.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, pi, sqrt

from scipy.special import ndtri


@dataclass(frozen=True, slots=True)
class Binormal:
    """A binormal curve: probit of sensitivity = a + b * probit of the false-positive share.

    `by_a` and `by_b` are the slopes of the area in a and b.
    """

    a: float
    b: float
    by_a: float
    by_b: float


def binormal(auc: float, spread: float) -> Binormal:
    """The curve with a given area and b."""
    total = 1 + spread * spread
    a = float(ndtri(auc)) * sqrt(total)
    height = exp(-a * a / (2 * total))
    return Binormal(
        a=a,
        b=spread,
        by_a=height / sqrt(2 * pi * total),
        by_b=-a * spread * height / sqrt(2 * pi * total**3),
    )


def variance(curve: Binormal, ratio: float) -> float:
    """Variance of one area.

    The published formula leaves out the covariance of a and b, which is below 0 in its effect:
    plans err on the side of more patients.
    """
    of_a = 1 + curve.b**2 / ratio + curve.a**2 / 2
    of_b = curve.b**2 * (1 + ratio) / (2 * ratio)
    return curve.by_a**2 * of_a + curve.by_b**2 * of_b


def covariance(
    one: Binormal, two: Binormal, events: float, non_events: float, ratio: float
) -> float:
    """Covariance of two areas of the same patients, from the markers' correlations."""
    squared = events * events
    of_a = events + non_events * one.b * two.b / ratio + squared * one.a * two.a / 2
    of_b = one.b * two.b * (non_events**2 + ratio * squared) / (2 * ratio)
    crossed = one.by_a * two.by_b * one.a * two.b + two.by_a * one.by_b * two.a * one.b
    return one.by_a * two.by_a * of_a + one.by_b * two.by_b * of_b + squared * crossed / 2
