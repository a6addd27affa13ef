"""Values below the limit of detection: no invented order, honest counts."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats.censored.concentrations import (
    concentrations,
    fit_lognormal,
    impute_below,
    recode_below_common_limit,
    regression_on_order_statistics,
    substitute,
)
from analytics.stats.errors import InputError
from analytics.stats.results import NotEstimable
from analytics.stats.roc.curve import auc, roc_curve

NAN = float("nan")


def two_plates(seed=0, n=200):
    """One analyte on two plates with different limits, and an outcome that follows it."""
    random = np.random.default_rng(seed)
    true = random.lognormal(1.0, 1.2, n)
    limit = np.where(np.arange(n) % 2, 1.0, 3.0)
    event = (random.random(n) < 1 / (1 + np.exp(1.0 - np.log(true)))).astype(float)
    below = true < limit
    return event, true, concentrations(np.where(below, NAN, true), below, limit)


def area(event, values):
    return auc(roc_curve(event, values, direction="high")).value


def test_a_common_limit_ties_everything_below_the_highest():
    _, true, data = two_plates()
    recoded = recode_below_common_limit(data)
    assert recoded.values[true < 3.0] == pytest.approx(np.full(np.sum(true < 3.0), 1.5))
    assert recoded.values[true >= 3.0] == pytest.approx(true[true >= 3.0])
    assert recoded.n_recoded == np.sum(true < 3.0) > recoded.n_below
    assert "3" in recoded.policy


def test_any_constant_below_the_common_limit_has_the_same_area():
    event, true, data = two_plates()
    recoded = recode_below_common_limit(data).values
    for constant in (1e-3, 0.5, 2.99):
        assert area(event, np.where(true < 3.0, constant, true)) == area(event, recoded)


def test_own_limits_put_an_order_on_values_nobody_measured():
    event, _, data = two_plates()
    by_fraction = [area(event, substitute(data, by=by).values) for by in ("half", "root-two")]
    # Neither is the honest area, and the choice of the fraction moves it.
    assert len({*by_fraction, area(event, recode_below_common_limit(data).values)}) == 3


def test_substitutes_are_fractions_of_each_rows_limit():
    data = concentrations([NAN, 5.0, NAN, NAN], [1, 0, 1, 0], [0.4, 0.4, 2.0, 2.0])
    assert substitute(data, by="half").values == pytest.approx([0.2, 5.0, 1.0, NAN], nan_ok=True)
    root = substitute(data, by="root-two")
    assert root.values[0] == pytest.approx(0.4 / np.sqrt(2))
    assert (root.n, root.n_below, root.n_recoded, root.n_missing) == (4, 2, 2, 1)


def test_nothing_below_changes_nothing():
    data = concentrations([1.0, 2.0, 3.0], [0, 0, 0], [0.5, 0.5, 0.5])
    for recoded in (
        recode_below_common_limit(data),
        substitute(data, by="half"),
        regression_on_order_statistics(data),
    ):
        assert recoded.values.tolist() == [1.0, 2.0, 3.0]
        assert recoded.n_recoded == 0


def test_censored_likelihood_beats_substitution_at_half_censored():
    # The design of Lubin's comparison: half the values censored; the truth is known.
    bias = {"likelihood": [], "half": []}
    for seed in range(200):
        random = np.random.default_rng(seed)
        true = np.exp(np.log(3) + 1.2 * random.normal(size=88))
        limit = np.full(88, 3.0)
        data = concentrations(np.where(true < limit, NAN, true), true < limit, limit)
        bias["likelihood"].append(fit_lognormal(data).log_sd / 1.2 - 1)
        bias["half"].append(np.log(substitute(data, by="half").values).std(ddof=1) / 1.2 - 1)
    assert abs(np.mean(bias["likelihood"])) < 0.04
    assert np.mean(bias["half"]) < -0.15


def test_order_statistics_keep_measured_values_and_stay_in_line():
    _, true, data = two_plates()
    filled = regression_on_order_statistics(data)
    assert filled.values[~data.below] == pytest.approx(true[~data.below])
    logs = np.log(filled.values)
    assert np.exp(logs.mean()) == pytest.approx(np.exp(np.log(true).mean()), rel=0.1)


def test_imputed_values_lie_below_their_limit_and_repeat_with_the_seed():
    _, _, data = two_plates()
    fit = fit_lognormal(data)
    draws = impute_below(data, fit, draws=50, seed=3)
    assert draws.shape == (50, 200)
    assert (draws[:, data.below] < data.limit[data.below]).all()
    assert (draws[:, data.below] > 0).all()
    assert (draws[:, ~data.below] == data.value[~data.below]).all()
    assert (impute_below(data, fit, draws=50, seed=3) == draws).all()
    assert (impute_below(data, fit, draws=50, seed=4) != draws).any()


@pytest.mark.parametrize(
    ("value", "below", "limit", "expected"),
    [
        ([1.0, 0.0], [0, 0], [0.5, 0.5], "Row 1 holds a concentration of 0"),
        ([NAN, 1.0], [1, 0], [NAN, 0.5], "Row 0 is below a limit that is not given"),
        ([NAN], [1], [0.0], "limit that is not given"),
        ([1.0, 2.0], [0, 0], [0.5], "rows"),
    ],
)
def test_impossible_concentrations_are_refused(value, below, limit, expected):
    with pytest.raises(InputError, match=expected):
        concentrations(value, below, limit)


def test_too_few_measured_values_have_no_distribution():
    data = concentrations([NAN, NAN, 4.0], [1, 1, 0], [1.0, 1.0, 1.0])
    assert isinstance(fit_lognormal(data), NotEstimable)
    assert isinstance(regression_on_order_statistics(data), NotEstimable)
    with pytest.raises(InputError, match="draws"):
        impute_below(data, None, draws=0, seed=1)
