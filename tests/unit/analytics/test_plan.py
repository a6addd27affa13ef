"""What a plan says and how it is told apart."""

from __future__ import annotations

import pytest

from analytics import plan as plans
from analytics.plan import canonical, plan_hash, resamples_for

RULE = {"resampling": {"resamples": 2000, "full_up_to": 1000, "fewest": 400}}


@pytest.mark.parametrize(
    ("n", "resamples"), [(0, 2000), (88, 2000), (1000, 2000), (2000, 1000), (10_000, 400)]
)
def test_large_studies_get_fewer_resamples(n, resamples):
    assert resamples_for(RULE, n) == resamples


def test_the_hash_ignores_the_order_of_keys_and_nothing_else():
    plan = {"a": 1, "b": {"c": [1, 2], "d": "IL-6"}}
    again = {"b": {"d": "IL-6", "c": [1, 2]}, "a": 1}
    assert canonical(plan) == canonical(again)
    assert plan_hash(plan) == plan_hash(again)
    assert plan_hash(plan) != plan_hash({**plan, "a": 2})
    assert plan_hash(plan) != plan_hash({**plan, "b": {"c": [2, 1], "d": "IL-6"}})


@pytest.mark.parametrize(
    ("analytes", "primary"),
    [(["ifn-g", "il-6"], "il-6"), (["ifn-g", "tnf-a"], "ifn-g"), ([], None)],
)
def test_the_primary_exposure_is_one_that_is_measured(analytes, primary):
    assert plans._primary(analytes, None) == primary
