"""What a plan may ask to be resampled as well, computed from the paper's study."""

from __future__ import annotations

import pytest

from analytics.datasets.dataset import DataSet
from analytics.design.plan import load_plan
from analytics.results.roc import ResampledAccuracy
from analytics.results.sensitivity import BestCutoff
from analytics.results.stored import load, store
from analytics.runs.compute import compute
from analytics.stats.results import Interval, NotEstimable
from tests.factories.plans import make_plan
from tests.factories.stored_runs import stored_data, stored_fields


@pytest.fixture(scope="module")
def plan():
    main = load_plan(stored_fields("format-1")["plan"])
    rule = {"resamples": 100, "full_up_to": 1000, "fewest": 100, "seed": 1, "stratified": True}
    outcome = {"endpoint": "mri-progression", "exposure_direction": "high"}
    cutoff = {"analyte": "il-6", "value": 7.6}
    return make_plan(
        main,
        bootstrap_tests=True,
        resampling=rule,
        outcomes=[outcome],
        published_cutoff=cutoff,
        exposures=["ifn-g", "il-6", "tnf-a"],
    )


@pytest.fixture(scope="module")
def results(plan):
    return compute(DataSet.from_parquet(stored_data("format-1")), plan, lambda *_: None)


def test_every_pair_of_curves_is_compared_by_bootstrap_too(results):
    (found,) = results.roc
    pairs = [(pair.first, pair.second) for pair in found.comparisons.comparisons]
    assert [(pair.first, pair.second) for pair in found.resampled] == pairs
    for one, other in zip(found.resampled, found.comparisons.comparisons, strict=True):
        assert one.difference == pytest.approx(other.difference, abs=1e-12)
        assert one.resampling.resamples == 100


def test_cutoffs_are_held_and_chosen_anew(results):
    marker = results.roc[0].marker("il-6")
    found = marker.resampled
    assert isinstance(found, ResampledAccuracy)
    assert found.held.cutoff == marker.optima[0].observed
    assert found.rechosen.rechosen
    assert found.published.cutoff == 7.6
    assert found.held.sensitivity.value == marker.accuracy[0].accuracy.sensitivity.value
    assert results.roc[0].marker("tnf-a").resampled.published is None


def test_the_odds_at_a_cutoff_are_those_of_its_table(results):
    marker = results.roc[0].marker("il-6")
    counts = marker.accuracy[0].accuracy.counts
    odds = (counts.true_positive * counts.true_negative) / (
        counts.false_positive * counts.false_negative
    )
    assert marker.odds[0].value == pytest.approx(odds)
    assert marker.published_odds.counts == marker.published.accuracy.counts


def test_net_benefit_has_intervals_around_the_curves_points(results):
    found = results.validation[0].result
    curve = {point.threshold: point for point in found.left_out.decision.points}
    assert [one.point for one in found.benefits.benefits] == [
        curve[round(0.05 * step, 2)] for step in range(1, 20)
    ]


def test_the_cutoff_of_imputed_rows_is_pooled(results):
    rows = results.sensitivity.outcomes[0].rows
    main = rows[0].curve.cutoff
    pooled = [row.curve.cutoff for row in rows if row.kind == "missing"]
    assert main.interval is None
    for one in pooled:
        assert isinstance(one, BestCutoff)
        assert one.interval.low <= one.value <= one.interval.high


def test_nothing_is_resampled_unless_the_plan_asks(plan):
    quiet = make_plan(plan, bootstrap_tests=False)
    found = compute(DataSet.from_parquet(stored_data("format-1")), quiet, lambda *_: None)
    assert found.roc[0].resampled == ()
    assert found.roc[0].marker("il-6").resampled is None
    assert found.validation[0].result.benefits is None


def test_what_is_stored_is_read_as_the_same(plan, results):
    assert load(store(results), plan).roc == results.roc


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_hardly_any_patient_gives_reasons(plan, n):
    data = DataSet.from_parquet(stored_data("format-1"))
    few = DataSet(data.frame.iloc[:n].reset_index(drop=True), data.meta)
    found = store(compute(few, plan, lambda *_: None))
    assert load(found, plan)
    if n < 2:
        resampled = load(found, plan).roc[0].marker("il-6").resampled
        assert isinstance(resampled.rechosen.sensitivity.value, NotEstimable)


def test_intervals_are_at_the_plans_level(plan):
    found = compute(
        DataSet.from_parquet(stored_data("format-1")), make_plan(plan, level=0.9), lambda *_: None
    )
    interval = found.roc[0].resampled[0].interval
    assert isinstance(interval, Interval)
    assert interval.level == 0.9
