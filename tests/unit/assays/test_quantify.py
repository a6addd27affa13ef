"""Back-calculation with its status, recoveries, replicate CV and the plate's own limit."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.assays.curves import (
    Curve,
    fit_curve,
    level_recoveries,
    plate_llod,
    quantify,
    replicate_cv,
)
from ra_registry.assays.parsers.model import CensorCode

CURVE = Curve.from_parameters(bottom=100, top=1e6, mid=500, hill=1.1, lowest=0.25, highest=1000)


@given(st.floats(min_value=1e-3, max_value=1e5))
def test_signal_and_inverse_undo_each_other(concentration):
    [read_back] = CURVE.inverse(CURVE.signal([concentration]))

    # At 100 000 the curve is 0.4 % below its top, so the signal's last digits decide.
    assert read_back == pytest.approx(concentration, rel=1e-6)


@given(st.floats(0.3, 3), st.floats(0.5, 2), st.floats(0.01, 2000))
def test_inverse_of_an_asymmetric_curve(asymmetry, hill, concentration):
    curve = Curve.from_parameters(
        bottom=10, top=1e5, mid=100, hill=hill, asymmetry=asymmetry, lowest=1, highest=2000
    )
    assert curve.inverse(curve.signal([concentration]))[0] == pytest.approx(concentration, rel=1e-4)


def test_half_height_is_at_the_mid():
    assert float(CURVE.signal(500)) == pytest.approx((1e6 + 100) / 2)
    assert float(CURVE.signal(0)) == 100
    assert float(CURVE.signal(math.inf)) == pytest.approx(1e6)


@pytest.mark.parametrize(
    ("signal", "status", "has_number"),
    [
        (50, CensorCode.BELOW_CURVE, False),
        (100, CensorCode.BELOW_CURVE, False),
        (101, CensorCode.BELOW_LLOD, True),
        (50_000, CensorCode.IN_RANGE, True),
        (900_000, CensorCode.ABOVE_RANGE, True),
        (1_000_000, CensorCode.ABOVE_CURVE, False),
        (2_000_000, CensorCode.ABOVE_CURVE, False),
    ],
)
def test_status_of_a_signal(signal, status, has_number):
    [quantity] = quantify(CURVE, [signal], llod=0.05)

    assert quantity.status is status
    assert (quantity.in_well is not None) == has_number
    assert (quantity.reported is not None) == has_number


def test_limits_are_compared_before_the_dilution():
    signal = float(CURVE.signal(0.04))
    [quantity] = quantify(CURVE, [signal], dilution=10, llod=0.05)

    assert quantity.status is CensorCode.BELOW_LLOD
    assert quantity.in_well == pytest.approx(0.04)
    assert quantity.reported == pytest.approx(0.4)


def test_the_upper_limit_can_come_from_the_kit_lot():
    signal = float(CURVE.signal(800))

    assert quantify(CURVE, [signal])[0].status is CensorCode.IN_RANGE
    assert quantify(CURVE, [signal], upper=700)[0].status is CensorCode.ABOVE_RANGE


@pytest.mark.parametrize("dilution", [0, -2, math.nan, math.inf])
def test_an_impossible_dilution_is_refused(dilution):
    with pytest.raises(ValueError, match="dilution"):
        quantify(CURVE, [500], dilution=dilution)


def test_a_missing_signal_has_no_concentration():
    with pytest.raises(ValueError, match="not finite"):
        quantify(CURVE, [500, math.nan])


def test_cv_uses_the_unrounded_mean_and_the_sample_deviation():
    """MSD prints 14.42228 for two wells of mean 681.5 and deviation 98.28784."""
    assert replicate_cv([612, 751]) == pytest.approx(100 * statistics.stdev([612, 751]) / 681.5)
    assert replicate_cv([612, 751]) == pytest.approx(14.42228, abs=5e-6)
    assert replicate_cv([612]) is None
    assert replicate_cv([-3, 3]) is None


def test_recoveries_of_an_exact_series_are_100_percent():
    levels = [0.0, *(1000 / 4**step for step in range(6, -1, -1))]
    fit = fit_curve(np.repeat(levels, 2), np.repeat(CURVE.signal(levels), 2))
    recoveries = level_recoveries(fit)

    assert [level.nominal for level in recoveries] == levels
    assert recoveries[0].recovery is None
    assert [level.recovery for level in recoveries[1:]] == pytest.approx([100] * 7, abs=1e-3)
    assert {level.wells for level in recoveries} == {2}
    assert {level.cv for level in recoveries} == {0}


def test_recoveries_without_a_curve_are_empty_but_listed():
    fit = fit_curve([0, 1, 2], [5, 6, 7])

    assert [level.recovery for level in level_recoveries(fit)] == [None] * 3


def test_plate_limit_lies_two_and_a_half_deviations_above_the_zero():
    zeros = [110.0, 120.0, 130.0]
    limit = plate_llod(CURVE, zeros)

    assert limit.signal == pytest.approx(120 + 2.5 * 10)
    assert limit.concentration == pytest.approx(float(CURVE.inverse(145.0)))
    assert limit.reliable
    assert not plate_llod(CURVE, zeros[:2]).reliable


@pytest.mark.parametrize("zeros", [[], [110.0]])
def test_no_plate_limit_without_two_zero_wells(zeros):
    limit = plate_llod(CURVE, zeros)

    assert (limit.concentration, limit.signal, limit.wells) == (None, None, len(zeros))


def test_no_plate_limit_below_the_bottom_or_without_a_curve():
    assert plate_llod(CURVE, [10, 12, 11]).concentration is None
    assert plate_llod(None, [110, 120, 130]).concentration is None
