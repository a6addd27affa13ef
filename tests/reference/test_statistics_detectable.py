"""Detectable change follows R's analysis of variance; net benefit agrees with R's boot."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats.agreement.detectable_interval import detectable_with_interval
from analytics.stats.prediction.decision_bootstrap import net_benefit_intervals
from tests.reference.oracle import dataset, figures, near

FLOW = np.column_stack([dataset("peak_flow")[name] for name in ("wright", "mini")])
JUDGES = np.column_stack([dataset("shrout_fleiss")[f"j{k}"] for k in (1, 2, 3, 4)])
CASES = {
    "single_sdc": (FLOW, "SDC", 1),
    "mean_sdd": (FLOW, "SDD", 2),
    "single_sdd": (FLOW, "SDD", 1),
    "judges_sdc": (JUDGES, "SDC", 3),
}


@pytest.mark.parametrize("name", CASES)
def test_detectable(name):
    table, measure, k = CASES[name]
    expected = figures("detectable")[name]
    result = detectable_with_interval(table, measure=measure, readers_averaged=k)
    assert (result.detectable.value, result.interval.low, result.interval.high) == near(
        (expected["value"], expected["low"], expected["high"])
    )
    assert result.df == expected["df"]
    if table is FLOW:
        assert result.detectable.value == near(figures("detectable")["from_differences"][name])


@pytest.mark.parametrize("kind", ["stratified", "free"])
def test_net_benefit(kind):
    expected = figures("detectable")
    result = net_benefit_intervals(
        dataset("asah")["poor"],
        expected["probability"],
        thresholds=expected["thresholds"],
        stratified=kind == "stratified",
        resamples=20_000,
        seed=1,
    )
    assert [benefit.point.model for benefit in result.benefits] == near(expected["benefit"])
    for benefit, limits in zip(result.benefits, expected[kind], strict=True):
        # One patient is 0.009.
        assert (benefit.model.low, benefit.model.high) == pytest.approx(tuple(limits), abs=0.005)
