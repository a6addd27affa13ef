"""Options of the statistics that a plan may choose: criterion of the cut-off, type of quantiles."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats.comparison.trend import quantile_groups
from analytics.stats.errors import InputError
from analytics.stats.results import NotEstimable
from analytics.stats.roc.bootstrap import bootstrap_cutoff
from analytics.stats.roc.curve import roc_curve
from analytics.stats.roc.cutoffs import closest_top_left, youden


def curve_of(seed=3, n=90):
    random = np.random.default_rng(seed)
    marker = random.normal(size=n).round(1)
    event = (marker + random.normal(size=n) > 0.6).astype(float)
    return roc_curve(event, marker, direction="high")


@pytest.mark.parametrize(
    ("criterion", "choose"), [("youden", youden), ("closest-top-left", closest_top_left)]
)
def test_the_bootstrap_starts_from_the_criterions_own_cutoff(criterion, choose):
    """The apparent figures are those of the cut-off that the criterion chooses in the sample."""
    for seed in range(20):
        curve = curve_of(seed)
        best = choose(curve).optima[0]
        found = bootstrap_cutoff(curve, criterion=criterion, resamples=100, seed=1)
        assert found.criterion == criterion
        assert found.sensitivity_optimism.apparent == pytest.approx(best.sensitivity)
        assert found.specificity_optimism.apparent == pytest.approx(best.specificity)
        assert found.observed.low <= found.observed.high


def test_the_criteria_choose_differently_where_the_curve_is_lopsided():
    """Both criteria weigh sensitivity and specificity, but not in the same way."""
    differing = [
        seed
        for seed in range(40)
        if youden(curve_of(seed)).optima[0] != closest_top_left(curve_of(seed)).optima[0]
    ]
    assert differing
    curve = curve_of(differing[0])
    one, two = (
        bootstrap_cutoff(curve, criterion=criterion, resamples=200, seed=1)
        for criterion in ("youden", "closest-top-left")
    )
    assert one.sensitivity_optimism.apparent != two.sensitivity_optimism.apparent


def test_no_cutoff_better_than_the_trivial_ones_is_said():
    curve = roc_curve([1, 1, 0, 0], [1, 2, 3, 4], direction="high")
    found = bootstrap_cutoff(curve, criterion="closest-top-left", resamples=100, seed=1)
    assert isinstance(found.observed, NotEstimable)
    assert isinstance(closest_top_left(curve), NotEstimable)
    with pytest.raises(InputError, match="criterion"):
        bootstrap_cutoff(curve, criterion="nearest", resamples=100, seed=1)


def test_quantile_groups_follow_the_type():
    """R: quantile(1:9, c(.25, .5, .75), type = 6) is 2.5 5 7.5; type 7 gives 3 5 7."""
    assert quantile_groups(np.arange(1, 10), quantile_type=6).limits == (2.5, 5.0, 7.5)
    assert quantile_groups(np.arange(1, 10)).limits == (3.0, 5.0, 7.0)
    assert quantile_groups([], quantile_type=6).rule.startswith("type-6")
