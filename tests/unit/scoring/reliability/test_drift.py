"""The individuals chart: limits, rules, and what has none."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.reliability.compute.drift import NO_SPREAD, TOO_FEW, control_limits, signals_of

# Montgomery's way with twelve values: mean 33.3, mean moving range 0.8.
VALUES = [33.1, 33.9, 33.0, 34.1, 32.9, 33.6, 33.3, 33.2, 33.8, 32.9, 33.4, 32.9]


def met(values: list[float], centre: float = 0.0, sigma: float = 1.0) -> dict[str, list[int]]:
    found = signals_of(np.array(values, dtype=float), centre, sigma)
    return {rule: np.flatnonzero(where).tolist() for rule, where in found.items()}


def test_limits_come_from_the_moving_range():
    centre, sigma = control_limits(np.array(VALUES))
    moving = np.abs(np.diff(VALUES)).mean()
    assert centre == pytest.approx(np.mean(VALUES))
    assert sigma == pytest.approx(moving / 1.128)


@pytest.mark.parametrize(
    ("values", "centre", "sigma"),
    [([], TOO_FEW, TOO_FEW), ([2.0], 2.0, TOO_FEW), ([1.0, 1.0, 1.0], 1.0, NO_SPREAD)],
)
def test_without_spread_there_are_no_limits(values, centre, sigma):
    assert control_limits(np.array(values)) == (centre, sigma)
    assert not any(where.any() for where in signals_of(np.array(values), centre, sigma).values())


def test_a_point_beyond_three_sigma():
    assert met([0.5, -3.1, 3.0, 3.2])["beyond-3"] == [1, 3]


def test_two_of_three_beyond_two_sigma_on_one_side():
    assert met([2.1, 0, 2.1, 0, 0, 2.5, -2.5, -2.2])["two-of-three"] == [2, 7]


def test_eight_in_a_row_on_one_side():
    up = [0.1] * 9
    assert met(up)["run"] == [7, 8]
    assert met([*up[:7], 0.0, *up])["run"] == [15, 16]  # the centre line ends a run
    assert met([*up[:7], -0.1, *up[:7]])["run"] == []


def test_a_slow_drift_is_found():
    values = np.concatenate([np.tile([0.4, -0.4], 15), np.linspace(0, 2, 15)])
    centre, sigma = control_limits(values)
    found = signals_of(values, centre, sigma)
    assert found["run"][-1]
