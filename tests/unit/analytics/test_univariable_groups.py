"""Censored comparisons, the yes/no covariate and Kendall's tau of the paper's study."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scipy import stats

from analytics.datasets.dataset import DataSet
from analytics.design.plan import load_plan
from analytics.stats.results import NotEstimable
from analytics.topics.correlations.compute import correlations
from analytics.topics.shared.markers import marker, outcome
from analytics.topics.univariable.compute import univariable
from tests.factories.plans import covariate, make_plan
from tests.factories.stored_runs import stored_data, stored_fields


@pytest.fixture(scope="module")
def data():
    return DataSet.from_parquet(stored_data("format-1"))


@pytest.fixture(scope="module")
def plan():
    main = load_plan(stored_fields("format-1")["plan"])
    return make_plan(main, outcomes=[{"endpoint": "mri-progression", "exposure_direction": "high"}])


@pytest.fixture(scope="module")
def found(data, plan):
    return univariable(data, plan)[0]


def test_only_analytes_with_values_below_a_limit_are_compared_as_censored(found):
    below = [exposure.values.below > 0 for exposure in found.exposures]
    assert [exposure.censored is not None for exposure in found.exposures] == below
    assert {True, False} <= set(below)


def test_groups_are_those_of_the_outcome_and_count_what_lies_below(data, plan, found):
    events = outcome(data, "mri-progression")
    for exposure in found.exposures:
        if exposure.censored is None:
            continue
        below = marker(data, exposure.alone.term, plan).checked.below
        first, second = exposure.censored.peto.first, exposure.censored.peto.second
        assert (first.n, second.n) == (exposure.with_outcome.n, exposure.without_outcome.n)
        assert first.below == (below & (events == 1)).sum()
        assert second.below == (below & (events == 0)).sum()


def test_every_test_sees_the_same_direction_in_the_primary_exposures_neighbours(found):
    for exposure in found.exposures:
        if exposure.censored and exposure.censored.regression.ratios:
            ratio = exposure.censored.regression.ratios[0]
            if exposure.censored.peto.test.p < 0.01:
                assert (ratio.log_ratio > 0) == (exposure.censored.peto.z > 0)


def test_a_yes_no_covariate_is_crossed_with_the_outcome(data, found):
    (one,) = found.crossed
    events, positive = outcome(data, "mri-progression"), data.frame["seropositive"]
    assert one.counts[0] == (
        int(((positive == 1) & (events == 1)).sum()),
        int(((positive == 1) & (events == 0)).sum()),
    )
    exact = stats.fisher_exact(one.counts)
    assert one.fisher.p == pytest.approx(exact.pvalue)
    odds = stats.contingency.odds_ratio(one.counts, kind="conditional")
    assert one.odds.value == pytest.approx(odds.statistic)


@pytest.mark.parametrize("covariates", [[], [covariate("age")]])
def test_no_other_covariate_is(data, plan, covariates):
    assert univariable(data, make_plan(plan, covariates=covariates))[0].crossed == ()


def test_tau_stands_beside_each_rho(data, plan):
    found = correlations(data, plan)
    for rho, tau in zip(found.matrix.pairs, found.kendall, strict=True):
        assert (rho.first, rho.second) == (tau.first, tau.second)
        assert rho.sample.n_used == tau.sample.n_used
        assert (rho.rho > 0) == (tau.tau > 0) or abs(rho.rho) < 0.05


@pytest.mark.parametrize("n", [0, 1, 2])
def test_hardly_any_patient_gives_reasons(data, plan, n):
    few = replace(data, frame=data.frame.iloc[:n].reset_index(drop=True))
    for one in univariable(few, plan)[0].crossed:
        assert isinstance(one.fisher.p, NotEstimable) or n == 2
    for pair in correlations(few, plan).kendall:
        assert isinstance(pair.tau, NotEstimable)
    for exposure in univariable(few, plan)[0].exposures:
        if exposure.censored:
            assert isinstance(exposure.censored.regression.overall.p, NotEstimable)


def test_an_analyte_entirely_below_its_limits_gives_reasons(data, plan):
    (code, *_rest) = [
        exposure.alone.term
        for exposure in univariable(data, plan)[0].exposures
        if exposure.censored
    ]
    low = marker(data, code, plan)
    rows = low.checked.below
    few = replace(data, frame=data.frame[rows].reset_index(drop=True))
    found = next(e for e in univariable(few, plan)[0].exposures if e.alone.term == code)
    assert isinstance(found.censored.peto.test.p, NotEstimable)
    assert isinstance(found.censored.regression.log_sd, NotEstimable)
