"""The calibration curve: known parameters come back, and no data raise an exception."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ra_registry.assays.curves import (
    AMPLITUDE_CAP,
    Curve,
    CurveModel,
    CurveState,
    FitTarget,
    Weighting,
    fit_curve,
)

LEVELS = [0.0, *(4620 / 4**step for step in range(6, -1, -1))]


def curve(**changes: float) -> Curve:
    parameters = {"bottom": 109.0, "top": 2.9e6, "mid": 2356.0, "hill": 0.998, "asymmetry": 1.0}
    return Curve.from_parameters(**{**parameters, **changes}, lowest=LEVELS[1], highest=LEVELS[-1])


def duplicates(levels, signals, spread: float = 0.0):
    doubled = [value * factor for value in signals for factor in (1 - spread, 1 + spread)]
    return list(np.repeat(levels, 2)), doubled


@pytest.mark.parametrize("target", FitTarget)
@pytest.mark.parametrize("weighting", Weighting)
def test_exact_signals_give_their_parameters_back(target, weighting):
    truth = curve()
    fit = fit_curve(LEVELS, truth.signal(LEVELS), target=target, weighting=weighting)

    assert fit.states == (CurveState.OK,)
    assert fit.curve.top == pytest.approx(truth.top, rel=1e-6)
    assert fit.curve.mid == pytest.approx(truth.mid, rel=1e-6)
    assert fit.curve.hill == pytest.approx(truth.hill, rel=1e-6)
    # Without weights the bottom is a ten-thousandth of the residuals' scale.
    assert fit.curve.bottom == pytest.approx(truth.bottom, abs=1e-2)
    assert fit.r_squared == pytest.approx(1, abs=1e-9)


def test_five_parameters_recover_the_asymmetry():
    levels = [0.0, *(20000 / 3**step for step in range(11, -1, -1))]
    truth = Curve.from_parameters(
        bottom=100, top=1e6, mid=900, hill=1.3, asymmetry=0.6, lowest=levels[1], highest=20000
    )
    fit = fit_curve(levels, truth.signal(levels), model=CurveModel.FIVE_PL)

    assert fit.curve.asymmetry == pytest.approx(0.6, rel=1e-4)
    assert fit.curve.mid == pytest.approx(900, rel=1e-4)


def test_level_means_and_not_wells_are_fitted_by_default():
    levels, signals = duplicates(LEVELS, curve().signal(LEVELS), spread=0.2)
    fit = fit_curve(levels, signals)

    assert fit.target is FitTarget.LEVEL_MEANS
    assert fit.curve.bottom == pytest.approx(109, rel=1e-6)
    wells = fit_curve(levels, signals, target=FitTarget.WELLS)
    # With 1/y² of each well the lower one of a pair counts more.
    assert wells.curve.bottom == pytest.approx(109 * (1 / 0.8 + 1 / 1.2) / (1 / 0.64 + 1 / 1.44))


def test_the_order_of_the_wells_does_not_matter():
    signals = curve().signal(LEVELS) * np.linspace(0.97, 1.04, len(LEVELS))
    fit = fit_curve(LEVELS, signals)
    turned = fit_curve(LEVELS[::-1], signals[::-1])

    assert turned.objective == pytest.approx(fit.objective, rel=1e-12)
    assert turned.levels == fit.levels


@pytest.mark.parametrize("unit", [1e-6, 1e-3, 1e3, 1e6])
def test_units_do_not_change_the_fit(unit):
    signals = curve().signal(LEVELS) * np.linspace(0.95, 1.05, len(LEVELS))
    fit = fit_curve(LEVELS, signals)
    scaled = fit_curve([level * unit for level in LEVELS], signals * 7)

    assert scaled.objective == pytest.approx(fit.objective, rel=1e-8)
    assert scaled.curve.mid == pytest.approx(fit.curve.mid * unit, rel=1e-5)
    assert scaled.curve.top == pytest.approx(fit.curve.top * 7, rel=1e-5)


def test_a_series_without_plateau_is_named_and_still_reads_back():
    """A straight line on log-log paper: the best top is infinite, the concentrations are not."""
    signals = [100 + 1500 * level**1.03 for level in LEVELS]
    fit = fit_curve(LEVELS, signals)

    assert fit.state is CurveState.PLATEAU_NOT_IDENTIFIED
    assert fit.objective == pytest.approx(0, abs=1e-9)
    assert fit.curve.top >= 1e4 * max(signals)
    assert fit.curve.inverse(signals[1:]) == pytest.approx(LEVELS[1:], rel=1e-5)


def test_the_cap_is_far_beyond_the_signals():
    assert AMPLITUDE_CAP >= 1e4


HOOK = [110, 520, 1800, 7000, 26000, 98000, 160000, 90000]


@pytest.mark.parametrize(
    ("levels", "signals", "state"),
    [
        ([], [], CurveState.TOO_FEW_LEVELS),
        (LEVELS[:4], [100, 200, 400, 800], CurveState.TOO_FEW_LEVELS),
        ([5.0] * 8, [100] * 8, CurveState.TOO_FEW_LEVELS),
        (LEVELS, [np.nan] * 8, CurveState.TOO_FEW_LEVELS),
        (LEVELS, [100] * 8, CurveState.FLAT),
        (LEVELS, [101, 99, 102, 98, 100, 103, 97, 104], CurveState.FLAT),
        (LEVELS, [0] * 8, CurveState.FLAT),
        (LEVELS, [-5, -4, -6, -3, -2, -7, -1, -4], CurveState.FLAT),
        (LEVELS, [80000, 20000, 5000, 1200, 300, 150, 110, 100], CurveState.FLAT),
        (LEVELS, HOOK, CurveState.HOOK),
        (LEVELS, [-3, 40, 170, 700, 2900, 11000, 40000, 120000], CurveState.NON_POSITIVE_SIGNALS),
        (LEVELS, [0, 40, 170, 700, 2900, 11000, 40000, 120000], CurveState.NON_POSITIVE_SIGNALS),
    ],
)
def test_difficult_series_have_a_named_state(levels, signals, state):
    fit = fit_curve(levels, signals)

    assert fit.state is state
    assert (fit.curve is None) == (state in {CurveState.TOO_FEW_LEVELS, CurveState.FLAT})


def test_a_curve_keeps_all_its_states():
    fit = fit_curve(LEVELS, [-3, *HOOK[1:]])

    assert fit.states[:2] == (CurveState.HOOK, CurveState.NON_POSITIVE_SIGNALS)


def test_a_missing_zero_calibrator_and_single_wells_are_fitted():
    fit = fit_curve(LEVELS[1:], curve().signal(LEVELS[1:]))

    assert fit.state is CurveState.OK
    assert fit.curve.bottom == pytest.approx(109, rel=1e-4)


def test_lists_of_different_length_and_negative_levels_are_mistakes_of_the_caller():
    with pytest.raises(ValueError, match="2 concentrations and 1 signals"):
        fit_curve([1.0, 2.0], [5.0])
    with pytest.raises(ValueError, match="concentration -1"):
        fit_curve([-1.0], [5.0])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(min_value=-1e4, max_value=3e6) | st.just(np.nan), min_size=8, max_size=8))
def test_no_signals_raise_an_exception(signals):
    fit = fit_curve(LEVELS, signals)

    assert fit.state in CurveState
    if fit.curve:
        assert np.isfinite([fit.curve.bottom, fit.curve.top, fit.objective]).all()


@settings(max_examples=40, deadline=None)
@given(
    mid=st.floats(5, 3e4),
    hill=st.floats(0.6, 1.6),
    bottom=st.floats(30, 500),
    noise=st.lists(st.floats(-0.05, 0.05), min_size=8, max_size=8),
)
def test_no_start_beats_the_fit(mid, hill, bottom, noise):
    """The curve that made the data is one candidate; the optimum is at least as good."""
    truth = curve(mid=mid, hill=hill, bottom=bottom)
    signals = truth.signal(LEVELS) * (1 + np.array(noise))
    fit = fit_curve(LEVELS, signals)
    of_truth = float((((truth.signal(LEVELS) - signals) / signals) ** 2).sum())

    assert fit.objective is not None
    assert fit.objective <= of_truth * (1 + 1e-9) + 1e-15
