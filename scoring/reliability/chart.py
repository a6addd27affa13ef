"""Where the parts of a drawing lie: the control chart and the plot of differences, as SVG.

A server draws them, so that they need no script, follow both themes by their classes and print.
Coordinates are texts, so that no template writes them with a decimal comma.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np
from django.utils.translation import gettext as _

from analytics.stats.results import FloatArray, NotEstimable
from scoring.reliability.compute.agreement import Limits
from scoring.reliability.compute.drift import ControlChart
from scoring.reliability.sentences import signed
from scoring.reliability.table import fixed

WIDTH, HEIGHT = 760, 240
LEFT, RIGHT, TOP, BOTTOM = 48, 128, 12, 36
# Newer readings are those that can still be talked about; limits are computed from all.
POINTS_DRAWN = 200
PLACES_DRAWN = 1500


@dataclass(frozen=True)
class Line:
    """A horizontal line with its words at the right. ``kind`` is its class."""

    y: str
    kind: str
    words: str


@dataclass(frozen=True)
class Point:
    """A point with what it stands for; ``marked`` ones meet a rule."""

    x: str
    y: str
    r: str
    title: str
    marked: bool = False


@dataclass(frozen=True)
class Tick:
    """A mark on an axis."""

    at: str
    words: str


@dataclass(frozen=True)
class Drawing:
    """A plot: lines, points and axes in the coordinates of its view box."""

    title: str
    x_title: str
    y_title: str
    path: str
    lines: list[Line]
    points: list[Point]
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    left_out: int = 0
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM
    words_at: int = WIDTH - RIGHT + 6


def drawn(chart: ControlChart) -> slice:
    """Return which of a chart's points are drawn and listed: the newest."""
    return slice(max(0, len(chart.difference) - POINTS_DRAWN), None)


def control_chart(chart: ControlChart, reader: str) -> Drawing:
    """Draw one reader's differences in reading order with centre line and 2 and 3 sigma."""
    shown = drawn(chart)
    places, values = chart.place[shown], chart.difference[shown]
    levels = _levels(chart)
    y = _Scale.over([*values, *(value for value, _kind, _words in levels)], HEIGHT - BOTTOM, TOP)
    x = _Scale.over([places[0], places[-1]], LEFT, WIDTH - RIGHT)
    marked = chart.signalled[shown]
    points = [
        Point(
            x(place),
            y(value),
            "3.5" if mark else "2",
            _("Reading %(place)d: %(value)s") % {"place": place, "value": signed(value)},
            marked=bool(mark),
        )
        for place, value, mark in zip(places.tolist(), values.tolist(), marked, strict=True)
    ]
    return Drawing(
        title=_("Control chart of %(reader)s") % {"reader": reader},
        x_title=_("Reading, in order of submission"),
        y_title=_("Difference, points"),
        path=" ".join(f"{'L' if at else 'M'}{one.x} {one.y}" for at, one in enumerate(points)),
        lines=[Line(y(value), kind, words) for value, kind, words in levels],
        points=points,
        x_ticks=[Tick(x(value), str(value)) for value in _whole_ticks(places)],
        y_ticks=[Tick(y(value), fixed(value, 1)) for value in y.ticks()],
        left_out=len(chart.difference) - len(values),
    )


def differences_plot(first: FloatArray, second: FloatArray, limits: Limits, title: str) -> Drawing:
    """Draw differences against means; a point's area is the number of cases in its place."""
    means, apart = (first + second) / 2, first - second
    places = Counter(zip(means.tolist(), apart.tolist(), strict=True)).most_common(PLACES_DRAWN)
    found = limits.result
    levels = [
        (value, kind, f"{words} {signed(value)}")
        for value, kind, words in (
            (found.mean_difference, "centre", _("mean")),
            (found.lower_limit, "sigma-2", _("lower limit")),
            (found.upper_limit, "sigma-2", _("upper limit")),
        )
        if not isinstance(value, NotEstimable)
    ]
    y = _Scale.over([*apart, *(level for level, _kind, _words in levels)], HEIGHT - BOTTOM, TOP)
    x = _Scale.over(means.tolist(), LEFT, WIDTH - RIGHT)
    return Drawing(
        title=title,
        x_title=_("Mean of both readings, points"),
        y_title=_("Difference, points"),
        path="",
        lines=[Line(y(value), kind, words) for value, kind, words in _apart(levels)],
        points=[
            Point(
                x(mean),
                y(value),
                f"{min(2 * sqrt(count), 12):.1f}",
                _("Mean %(mean)s, difference %(value)s: %(count)d cases")
                % {"mean": fixed(mean), "value": signed(value), "count": count},
            )
            for (mean, value), count in places
        ],
        x_ticks=[Tick(x(value), fixed(value, 1)) for value in x.ticks()],
        y_ticks=[Tick(y(value), fixed(value, 1)) for value in y.ticks()],
        left_out=len(apart) - sum(count for _place, count in places),
    )


@dataclass(frozen=True)
class _Scale:
    """Puts a value between two pixels."""

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def over(cls, values: Sequence[float], start: float, end: float) -> _Scale:
        """Span the values with a little room; a single value lies in the middle."""
        low, high = float(min(values)), float(max(values))
        room = (high - low) * 0.06 or 1.0
        return cls(low - room, high + room, start, end)

    def __call__(self, value: float) -> str:
        share = (value - self.low) / (self.high - self.low)
        return f"{self.start + share * (self.end - self.start):.1f}"

    def ticks(self) -> list[float]:
        """Return about five round values inside."""
        raw = (self.high - self.low) / 5
        size = 10.0 ** np.floor(np.log10(raw))
        step = float(next(size * m for m in (1, 2, 5, 10) if size * m >= raw))
        first = np.ceil(self.low / step) * step
        return [float(value) for value in np.arange(first, self.high, step)]


def _levels(chart: ControlChart) -> list[tuple[float, str, str]]:
    if isinstance(chart.centre, NotEstimable):
        return []
    found = [(chart.centre, "centre", _("mean %(value)s") % {"value": signed(chart.centre)})]
    if isinstance(chart.sigma, NotEstimable):
        return found
    for times in (-3, -2, 2, 3):
        value = chart.centre + times * chart.sigma
        words = f"{'+' if times > 0 else '−'}{abs(times)}σ {signed(value)}"
        found.append((value, f"sigma-{abs(times)}", words))
    return found


def _apart(levels: list[tuple[float, str, str]]) -> list[tuple[float, str, str]]:
    """Lines in one place have one line of words, else they would lie upon each other."""
    ordered = sorted(levels)
    same = {two[0] for one, two in pairwise(ordered) if two[0] == one[0]}
    return [level for level in ordered if level[0] not in same or level[1] == "centre"]


def _whole_ticks(places: np.ndarray) -> list[int]:
    first, last = int(places[0]), int(places[-1])
    return sorted({round(value) for value in np.linspace(first, last, min(6, last - first + 1))})
