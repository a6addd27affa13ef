"""What a plan says and how it is told apart, and which stored plans are read."""

from __future__ import annotations

import pytest

from analytics.codec import Undecodable, encode
from analytics.design.exposure_choices import primary_of
from analytics.design.plan import PLAN_FORMAT, canonical, load_plan, plan_hash
from tests.factories.plans import make_plan
from tests.factories.stored_runs import FORMATS, stored_fields


@pytest.mark.parametrize(
    ("n", "resamples"), [(0, 2000), (88, 2000), (1000, 2000), (2000, 1000), (10_000, 400)]
)
def test_large_studies_get_fewer_resamples(n, resamples):
    rule = {"resamples": 2000, "full_up_to": 1000, "fewest": 400, "seed": 1, "stratified": True}
    assert make_plan(resampling=rule).resamples_for(n) == resamples


def test_the_hash_ignores_the_order_of_keys_and_nothing_else():
    plan = make_plan()
    again = load_plan(dict(reversed(encode(plan).items())))
    assert canonical(plan) == canonical(again)
    assert plan_hash(plan) == plan_hash(again)
    assert plan_hash(plan) != plan_hash(make_plan(level=0.9))
    assert plan_hash(plan) != plan_hash(make_plan(exposures=["b", "a"]))


@pytest.mark.parametrize(
    ("analytes", "primary"),
    [(["ifn-g", "il-6"], "il-6"), (["ifn-g", "tnf-a"], "ifn-g"), ([], None)],
)
def test_the_primary_exposure_is_one_that_is_measured(analytes, primary):
    assert primary_of({"primary_exposure": None}, analytes) == primary


@pytest.mark.parametrize("name", FORMATS)
def test_plans_of_earlier_releases_are_read(name):
    plan = load_plan(stored_fields(name)["plan"])
    assert plan.format == PLAN_FORMAT
    assert [endpoint.key for endpoint in plan.endpoints] == [
        "mri-progression", "mri-repair", "xr-progression", "xr-repair",
    ]  # fmt: skip
    assert load_plan(encode(plan)) == plan


@pytest.mark.parametrize(
    "change",
    [{"format": 99}, {"level": "0.95"}, {"surprise": 1}, {"dose_groups": None}, {"endpoints": {}}],
)
def test_a_plan_of_no_release_is_refused(change):
    with pytest.raises(Undecodable):
        load_plan(encode(make_plan()) | change)
