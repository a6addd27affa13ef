"""What differs between two data sets, and what moved the figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.datasets.dataset import ANALYTE_PARTS, DataSet
from analytics.design.words import Names
from analytics.runs.compare.data import aligned, changes
from analytics.runs.compare.steps import FIGURES, headline, movements
from analytics.runs.compare.words import column_words, plan_words
from analytics.stats.results import NotEstimable
from analytics.views import compare as view
from tests.factories.data_sets import make_analyte, make_meta, make_read_set
from tests.factories.plans import make_plan

KEY = "mri-progression"
META = make_meta("il-6")
READ_SETS = {"mri.bl-m12": make_read_set(title="MRI reads")}
NAMES = Names({"il-6": make_analyte("il-6", "IL-6")}, {KEY: "MRI erosion progression"})


ABOVE_ONE = {"side": "above", "by": "points", "value": "1.00"}
CAMPAIGN = {"title": "MRI reads", "surgery_policy": "observed"}


def endpoint(**values):
    return {"key": KEY, "label": "MRI erosion progression", "campaign": CAMPAIGN, **values}


def plan(**values):
    return make_plan(**{
        "endpoints": [endpoint()],
        "outcomes": [{"endpoint": KEY, "exposure_direction": "high"}],
        "exposures": ["il-6"],
        "primary_exposure": "il-6",
        "covariates": [],
        **values,
    })  # fmt: skip


def data(ids, seed=1):
    """Return patients whose values depend on their number alone."""
    everybody = np.random.default_rng(seed)
    value = everybody.lognormal(1, 1, 200).round(2)
    change = (value > np.median(value)) * 1.5 + everybody.integers(-4, 5, 200) / 4
    ids = np.array(ids, dtype=int)
    columns = {
        "patient_id": ids.astype(float),
        "pseudonym": [f"P-{i:03}" for i in ids],
        "age": 40.0 + ids % 30,
        f"{KEY}/event": (change[ids] > 0.5).astype(float),
        f"{KEY}/value": change[ids],
        f"{KEY}/readers": 2.0,
        f"{KEY}/pairs": 23.0,
        f"{KEY}/excluded": None,
        "mri.bl-m12/erosion/r7/change_half": change[ids] * 4,
    }
    for part in ANALYTE_PARTS:
        columns[f"il-6/{part}"] = np.nan
    columns |= {"il-6/value": value[ids], "il-6/censor": "in_range", "il-6/llod": 0.01}
    frame = pd.DataFrame(columns)
    frame[[f"{KEY}/excluded", "il-6/plates"]] = None
    return DataSet(frame.astype({"il-6/censor": object}), META)


def moved(first, second, plan_a=None, plan_b=None):
    plan_a, plan_b = plan_a or plan(), plan_b or plan()
    pair = aligned(first, plan_a, second, plan_b)
    return {each.figure: each for each in movements(pair, plan_a, second, plan_b)[KEY]}


def test_equal_data_differ_in_nothing():
    pair = aligned(data(range(40)), plan(), data(range(40)), plan())
    assert changes(pair) == []
    for movement in moved(data(range(40)), data(range(40))).values():
        assert movement.differences == (0, 0, 0, 0)


def events_below(limit):
    """Half of the patients have the event and lie below the limit; the others from 2.2 on."""
    found = data(range(40))
    event = np.arange(40) < 20
    found.frame[f"{KEY}/event"] = event.astype(float)
    found.frame["il-6/value"] = np.where(event, np.nan, 2.2 + np.arange(40) - 20)
    found.frame["il-6/censor"] = np.where(event, "below", "in_range").astype(object)
    found.frame["il-6/llod"] = limit
    return found


def test_a_cutoff_below_the_limit_is_that_limit_and_has_no_difference():
    low = plan(outcomes=[{"endpoint": KEY, "exposure_direction": "low"}])
    found = moved(events_below(2.0), events_below(1.5), low, low)
    assert (found["cutoff"].limits[0], found["cutoff"].limits[-1]) == (2.0, 1.5)
    assert "below the limit" in found["cutoff"].whole.reason
    assert found["auc"].limits == (None,) * 5
    assert view._row(found["cutoff"])["before"]["text"] == "<2"
    assert view._row(found["cutoff"])["after"]["text"] == "<1.5"
    same = moved(events_below(2.0), events_below(2.0), low, low)["cutoff"]
    assert same.differences == (0, 0, 0, 0)
    measured = moved(data(range(40)), data(range(40)))["cutoff"]
    assert measured.limits == (None,) * 5


def test_patients_added_removed_and_changed_are_told_with_their_columns():
    second = data(range(2, 42))
    second.frame.loc[0, "il-6/value"] = 99.0
    second.frame.loc[1, ["age", "il-6/plates"]] = [np.nan, "P7"]
    found = changes(aligned(data(range(40)), plan(), second, plan()))
    assert [(c.pseudonym, c.kind, c.columns) for c in found] == [
        ("P-000", "removed", ()),
        ("P-001", "removed", ()),
        ("P-040", "added", ()),
        ("P-041", "added", ()),
        ("P-002", "changed", ("il-6/value",)),
        ("P-003", "changed", ("age", "il-6/plates")),
    ]


def test_the_order_of_patients_is_no_difference():
    shuffled = DataSet(data(range(40)).frame.sample(frac=1, random_state=1), META)
    assert changes(aligned(data(range(40)), plan(), shuffled, plan())) == []


def test_a_new_analyte_is_a_change_of_those_who_have_it():
    second = data(range(10))
    second.frame["tnf/value"] = [1.0] + [np.nan] * 9
    second.frame["tnf/censor"] = ["in_range"] + [None] * 9
    (change,) = changes(aligned(data(range(10)), plan(), second, plan()))
    assert change.columns == ("tnf/value", "tnf/censor")
    (change,) = changes(aligned(second, plan(), data(range(10)), plan()))
    assert change.columns == ("tnf/value", "tnf/censor")


def test_steps_add_up_and_start_and_end_at_the_runs():
    first, second = data(range(60)), data(range(10, 80))
    second.frame.loc[5:9, "il-6/value"] *= 30
    other = plan(
        endpoints=[endpoint(version=2, limit=ABOVE_ONE)], cutoff_criterion="closest-topleft"
    )
    second.frame[f"{KEY}/event"] = (second.frame[f"{KEY}/value"] > 1).astype(float)
    found = moved(first, second, plan(), other)
    start, end = headline(first, plan(), KEY), headline(second, other, KEY)
    for name in FIGURES:
        movement = found[name]
        assert movement.values[0] == pytest.approx(start[name], abs=1e-12)
        assert movement.values[-1] == end[name]
        assert sum(movement.differences) == pytest.approx(end[name] - start[name], abs=1e-9)
    assert found["n"].differences == (-10, 20, 0, 0)
    assert all(found["auc"].differences[step] != 0 for step in (0, 1, 2, 3))


def test_a_new_threshold_is_the_plans_doing_not_the_datas():
    """The later data hold other events only because the later plan cuts the same change higher."""
    second = data(range(40))
    second.frame[f"{KEY}/event"] = (second.frame[f"{KEY}/value"] > 1).astype(float)
    other = plan(endpoints=[endpoint(version=2, limit=ABOVE_ONE)])
    assert changes(aligned(data(range(40)), plan(), second, other)) == []
    found = moved(data(range(40)), second, plan(), other)["events"]
    assert found.differences[:3] == (0, 0, 0)
    assert found.differences[3] < 0


def test_an_endpoint_of_other_readings_moves_with_the_plan():
    campaign = CAMPAIGN | {"id": 2, "code": "new"}
    other = plan(endpoints=[endpoint(version=2, campaign=campaign)])
    second = data(range(5, 45), seed=9)
    pair = aligned(data(range(40)), plan(), second, other)
    assert pair.by_plan == (KEY,)
    assert all("/" not in c or c.startswith("il-6") for p in changes(pair) for c in p.columns)
    found = moved(data(range(40)), second, plan(), other)["events"]
    assert sum(found.differences) == found.whole


def test_what_cannot_be_estimated_says_why():
    nobody = plan(outcomes=[])
    found = moved(data(range(30)), data(range(30)), plan(), nobody)["auc"]
    assert isinstance(found.values[-1], NotEstimable)
    assert isinstance(found.whole, NotEstimable)
    unmeasured = plan(primary_exposure=None, exposures=[])
    assert isinstance(
        moved(data(range(9)), data(range(9)), unmeasured)["n"].values[0], NotEstimable
    )
    none = data(range(10, 10))
    for movement in moved(none, data(range(30))).values():
        assert len(movement.differences) == 4
    for movement in moved(data(range(30)), none).values():
        assert len(movement.differences) == 4


def test_columns_read_as_the_field_says_them():
    columns = (
        "age", "il-6/value", "mri-progression/event", "mri.bl-m12/erosion/r7/change_half",
        "mri.bl-m12/erosion/r8/pairs",
    )  # fmt: skip
    assert column_words(columns, NAMES, READ_SETS) == [
        "Age at enrolment",
        "IL-6: concentration",
        "MRI erosion progression: event",
        "MRI reads: scores of erosion",
    ]


def test_plans_are_told_apart_choice_by_choice():
    other = plan(
        plan_version=2,
        endpoints=[endpoint(version=2, limit=ABOVE_ONE)],
        exposures=[],
        primary_exposure=None,
        level=0.9,
        transformation="none",
    )
    assert {d.label: (d.older, d.newer) for d in plan_words(plan(), other, NAMES)} == {
        "Version of the plan": ("0", "2"),
        "MRI erosion progression": (
            "version 1: change of erosion > 0.5 points, from Baseline to Month 12, MRI reads",
            "version 2: change of erosion > 1 point, from Baseline to Month 12, MRI reads",
        ),
        "Primary exposure": ("IL-6, pg/ml", "none"),
        "Level of intervals": ("0.95", "0.9"),
        "Exposures analysed": ("IL-6", "none"),
        "Transformation": ('"log2"', '"none"'),
    }
    assert plan_words(plan(), plan(), NAMES) == []
