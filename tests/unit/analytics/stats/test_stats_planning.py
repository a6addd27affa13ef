"""Plans reach the power they were asked for with the fewest patients, and refuse by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.power import TTestIndPower

from analytics.stats.errors import InputError
from analytics.stats.planning.auc import (
    PairedMarkers,
    auc_power,
    auc_sample_size,
    paired_auc_power,
    paired_auc_sample_size,
)
from analytics.stats.planning.icc import icc_sample_size, icc_width
from analytics.stats.planning.mcnemar import mcnemar_power, mcnemar_sample_size
from analytics.stats.planning.means import means_power, means_sample_size
from analytics.stats.results import NotEstimable


def between(low, high):
    """Numbers of two or three digits, as people plan with."""
    return st.floats(low, high).map(lambda value: round(value, 3))


POWERS, RATIOS = between(0.5, 0.99), between(0.3, 4)
MARKERS = PairedMarkers(0.85, 0.75, 0.5, 0.4)


@given(between(0.55, 0.9), POWERS, RATIOS)
def test_one_area_reaches_its_power(auc, power, ratio):
    plan = auc_sample_size(auc, power=power, ratio=ratio)
    again = auc_power(auc, events=plan.events, non_events=plan.non_events)
    assert again.power == plan.power >= power - 2e-3  # the ratio changes a little by rounding up
    assert plan.exact_events <= plan.events


@given(between(0.6, 0.75), between(0.78, 0.95), between(0, 0.8), POWERS)
def test_paired_areas_reach_their_power_and_correlation_saves_patients(low, high, r, power):
    plan = paired_auc_sample_size(PairedMarkers(high, low, r, r), power=power)
    assert plan.power >= power - 1e-9
    independent = paired_auc_sample_size(PairedMarkers(high, low, 0.0, 0.0), power=power)
    assert plan.exact_events <= independent.exact_events + 1e-9


def test_more_patients_give_more_power_and_less_correlation_gives_less():
    plans = [paired_auc_power(MARKERS, events=n, non_events=2 * n).power for n in (20, 60, 200)]
    assert plans == sorted(plans)
    loose = PairedMarkers(0.85, 0.75, 0.1, 0.1)
    assert paired_auc_power(loose, events=60, non_events=120).power < plans[1]


@given(between(0.05, 0.4), between(0.0, 0.04), POWERS, st.sampled_from(["connor", "miettinen"]))
def test_paired_proportions_reach_their_power(b, c, power, formula):
    plan = mcnemar_sample_size(b, c, power=power, formula=formula)
    assert plan.power >= power - 1e-9
    assert mcnemar_power(b, c, n=plan.patients, formula=formula).power == plan.power
    if plan.patients > 2:
        assert mcnemar_power(b, c, n=plan.patients - 1, formula=formula).power < power + 1e-9
    turned = mcnemar_sample_size(c, b, power=power, formula=formula)
    assert turned.exact == plan.exact


@given(between(0.2, 2), POWERS, RATIOS)
def test_means_reach_their_power(effect, power, ratio):
    plan = means_sample_size(3 * effect, 3.0, power=power, ratio=ratio)
    assert plan.power >= power - 1e-9
    assert means_power(-3 * effect, 3.0, first=plan.first, second=plan.second).power == plan.power


def test_means_equal_statsmodels():
    plan = means_sample_size(1.0, 2.0, power=0.8, ratio=1.5)
    assert plan.exact_first == pytest.approx(
        TTestIndPower().solve_power(effect_size=0.5, power=0.8, alpha=0.05, ratio=1.5), rel=1e-6
    )


def test_a_large_effect_needs_the_smallest_groups_and_a_tiny_one_too_many():
    assert means_sample_size(500.0, 1.0, power=0.8).first == 2
    assert means_power(1e5, 1.0, first=5, second=5).power == 1.0
    assert isinstance(means_sample_size(1e-5, 1.0, power=0.9), NotEstimable)
    assert isinstance(auc_sample_size(0.5001, power=0.9), NotEstimable)
    assert isinstance(mcnemar_sample_size(0.3001, 0.3, power=0.9), NotEstimable)
    assert isinstance(icc_sample_size(0.5, readers=2, width=1e-4), NotEstimable)


@given(between(0.3, 0.95), st.integers(2, 6), between(0.05, 0.5))
def test_an_icc_gets_the_width_asked_for(icc, readers, width):
    plan = icc_sample_size(icc, readers=readers, width=width)
    assert plan.width <= width + 1e-9
    if plan.patients > 8:
        again = icc_width(icc, readers=readers, n=plan.patients)
        assert again.width == pytest.approx(plan.width)
    more = icc_sample_size(icc, readers=readers + 1, width=width)
    assert more.exact <= plan.exact + 1e-9 or icc < 0.5


REFUSED = {
    "auc": lambda: auc_sample_size(0.5, power=0.8),
    "power": lambda: auc_sample_size(0.7, power=1.0),
    "alpha": lambda: auc_sample_size(0.7, power=0.8, alpha=0.0),
    "ratio": lambda: auc_sample_size(0.7, power=0.8, ratio=0.0),
    "events": lambda: auc_power(0.7, events=1, non_events=20),
    "non_events": lambda: auc_power(0.7, events=20, non_events=0),
    "auc_first": lambda: paired_auc_sample_size(PairedMarkers(0.4, 0.7, 0, 0), power=0.8),
    "auc_second must differ": lambda: paired_auc_sample_size(
        PairedMarkers(0.7, 0.7, 0, 0), power=0.8
    ),
    "correlation_events": lambda: paired_auc_power(
        PairedMarkers(0.8, 0.7, 1.0, 0), events=20, non_events=20
    ),
    "spread_second": lambda: paired_auc_power(
        PairedMarkers(0.8, 0.7, 0, 0, 1.0, 0.0), events=20, non_events=20
    ),
    "only_first": lambda: mcnemar_sample_size(-0.1, 0.2, power=0.8),
    "only_first .* only_second": lambda: mcnemar_sample_size(0.7, 0.6, power=0.8),
    "must differ": lambda: mcnemar_power(0.2, 0.2, n=50),
    "n must": lambda: mcnemar_power(0.2, 0.1, n=0),
    "formula": lambda: mcnemar_power(0.2, 0.1, n=10, formula="lachin"),
    "sd": lambda: means_sample_size(1.0, 0.0, power=0.8),
    "difference": lambda: means_sample_size(0.0, 1.0, power=0.8),
    "first": lambda: means_power(1.0, 1.0, first=1, second=9),
    "icc": lambda: icc_sample_size(1.0, readers=2, width=0.2),
    "readers": lambda: icc_sample_size(0.8, readers=1, width=0.2),
    "width": lambda: icc_sample_size(0.8, readers=2, width=0.0),
    "n is too small": lambda: icc_width(0.4, readers=2, n=3),
    "n must be above": lambda: icc_width(0.8, readers=2, n=3),
}


@pytest.mark.parametrize("words", REFUSED)
def test_the_impossible_is_refused_by_name(words):
    with pytest.raises(InputError, match=words):
        REFUSED[words]()
