"""Scores at both visits and tests of the change: of the paper's study, and of hardly any data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from analytics.datasets.dataset import DataSet
from analytics.design.plan import load_plan
from analytics.results.stored import load
from analytics.stats.results import NotEstimable
from analytics.topics.change.compute import changes
from analytics.topics.paired_change.compute import paired_scores
from analytics.topics.shared.markers import value
from tests.factories.stored_runs import stored_data, stored_fields


@pytest.fixture(scope="module")
def data():
    return DataSet.from_parquet(stored_data("format-1"))


@pytest.fixture(scope="module")
def plan():
    return load_plan(stored_fields("format-1")["plan"])


def of_patients(data, rows):
    return replace(data, frame=data.frame.iloc[rows].reset_index(drop=True))


def test_each_distinct_change_is_tested_once_and_as_it_is_described(data, plan):
    found = paired_scores(data, plan)
    described = changes(data, plan)
    assert [one.endpoint for one in found] == [one.endpoint for one in described]
    for one, other in zip(found, described, strict=True):
        assert one.change.means.mean_change == pytest.approx(other.result.numbers.mean, rel=1e-12)
        assert one.change.sample.n_used == other.result.numbers.n
        assert one.baseline.n == one.follow_up.n == one.change.sample.n_used


def test_both_tests_are_those_of_the_change(data, plan):
    first = paired_scores(data, plan)[0]
    known = value(data, first.endpoint)
    known = known[np.isfinite(known)]
    t = stats.ttest_1samp(known, 0)
    assert first.change.means.test.p == pytest.approx(t.pvalue, rel=1e-9)
    interval = t.confidence_interval(plan.level)
    assert first.change.means.interval.low == pytest.approx(interval.low, rel=1e-9)
    moved = known[known != 0]
    assert first.change.ranks.zeros == known.size - moved.size
    wilcoxon = stats.wilcoxon(moved, correction=True, method="asymptotic")
    assert first.change.ranks.test.p == pytest.approx(wilcoxon.pvalue, rel=1e-9)


def test_where_every_site_is_scored_twice_the_change_is_the_difference_of_both_scores(data, plan):
    first = paired_scores(data, plan)[0]
    assert first.change.means.mean_change == pytest.approx(
        first.follow_up.mean - first.baseline.mean, abs=1e-9
    )


def test_the_yearly_progression_is_the_first_score_over_the_years_so_far(data, plan):
    first = paired_scores(data, plan)[0]
    endpoint = plan.endpoint(first.endpoint)
    readers = data.meta.read_set(endpoint.read_set).readers
    prefix = f"{endpoint.read_set}/{endpoint.measure}"
    halves = [data.frame[f"{prefix}/r{reader}/baseline_half"] for reader in readers]
    rates = (sum(halves) / 2 / len(readers)) / (data.frame["symptom_months"] / 12)
    known = rates[np.isfinite(value(data, endpoint.key))].dropna()
    assert first.yearly.numbers.quartiles_type_7.median == pytest.approx(np.median(known))
    assert first.yearly.numbers.n == known.size


@pytest.mark.parametrize("n", [0, 1, 2])
def test_hardly_any_patient_gives_reasons(data, plan, n):
    for one in paired_scores(of_patients(data, list(range(n))), plan):
        assert one.change.sample.n_used <= n
        if n < 2:
            assert isinstance(one.change.means.interval, NotEstimable)
            assert isinstance(one.change.means.test.p, NotEstimable)


def test_a_duration_below_zero_is_a_reason_and_no_error(data, plan):
    frame = data.frame.assign(symptom_months=-1.0)
    found = paired_scores(replace(data, frame=frame), plan)
    assert all("0 or more" in one.yearly.reason for one in found)


def test_a_run_of_before_holds_none(plan):
    assert load(stored_fields("format-1")["results"], plan).paired_change == ()
