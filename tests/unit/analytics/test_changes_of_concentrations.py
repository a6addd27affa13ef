"""The change of a concentration: what is made of values beyond a limit at either visit."""

from __future__ import annotations

from math import isnan, sqrt
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.datasets.dataset import DataSet
from analytics.datasets.measured_twice import VISITS, at_visit, measured_twice, with_changes
from analytics.datasets.set_aside import set_aside
from analytics.design.variable import Variable
from analytics.stats.censored.changes import change_between
from analytics.stats.censored.concentrations import concentrations, substitute
from analytics.stats.errors import InputError
from analytics.stats.results import NotEstimable
from analytics.tables.terms import plain_name, step
from analytics.topics.shared.markers import amounts_by, marker
from tests.factories.data_sets import make_meta
from tests.factories.plans import make_plan

NAN = float("nan")
CODE = "assay-change.x"
VARIABLE = Variable(CODE, "X, change", "pg/ml", "linear", "assay")
PARTS = ("value", "censor", "llod", "uloq")
MEASURED = [("in_range", 3.0), ("in_range", 40.0), ("in_range", 0.7)]


def plan_with(policy="half-limit"):
    return make_plan(
        further=[
            {
                "variable": {"code": CODE, "name": "X, change", "unit": "pg/ml",
                             "scale": "linear", "source": "assay"},
                "column": None,
                "endpoint": {"kind": "concentration-change", "analyte": "x",
                             "baseline": {"id": 1, "code": "bl", "name": "BL"},
                             "follow_up": {"id": 2, "code": "m12", "name": "M12"}},
            }
        ],
        below_limit={"roc": "common-limit", "models": policy},
    )  # fmt: skip


def frame_of(before, after, **parts):
    """Rows of (censor, value) by visit; limits of 0.5 and 100 at the first, 0.3 and 90 later."""
    columns = {"pseudonym": [f"P{n}" for n in range(len(before))]}
    columns[f"{CODE}/value"] = [NAN] * len(before)
    for visit, rows, llod, uloq in (
        ("baseline", before, 0.5, 100.0),
        ("follow_up", after, 0.3, 90.0),
    ):
        own = at_visit(CODE, visit)
        columns[f"{own}/censor"] = pd.Series([row[0] for row in rows], dtype=object)
        columns[f"{own}/value"] = [row[1] for row in rows]
        columns[f"{own}/llod"], columns[f"{own}/uloq"] = llod, uloq
    return pd.DataFrame(columns | parts)


def marker_of(frame, policy="half-limit", **options):
    data = DataSet(frame, make_meta(variables=(VARIABLE,)))
    return marker(data, CODE, plan_with(policy), **options)


def below():
    return ("below", NAN)


def above(value=NAN):
    return ("above", value)


def test_a_change_is_the_later_minus_the_earlier_value():
    found = marker_of(frame_of(MEASURED, [("in_range", 5.0), ("in_range", 2.5), (None, NAN)]))
    np.testing.assert_array_equal(found.amounts.values, [2.0, -37.5, NAN])
    assert (found.scale, found.n_below, found.n_above, found.n_dropped) == ("linear", 0, 0, 0)
    assert found.term().step == f"per unit of {CODE}"
    assert found.highest_limit is None


@pytest.mark.parametrize(("policy", "share"), [("half-limit", 0.5), ("root-two", 1 / sqrt(2))])
def test_a_value_below_its_limit_counts_as_the_plan_says_for_ranks_as_for_models(policy, share):
    frame = frame_of([below(), *MEASURED[1:]], [("in_range", 5.0), below(), below()])
    found = marker_of(frame, policy)
    expected = np.round([5.0 - 0.5 * share, 0.3 * share - 40.0, 0.3 * share - 0.7], 9)
    for values in (found.amounts.values, found.ranks.values, found.checked.value):
        np.testing.assert_array_equal(values, expected)
    assert found.below.tolist() == [True] * 3
    assert not found.checked.below.any()


def test_values_beyond_the_same_limit_at_both_visits_change_by_nothing():
    """Another limit of another plate is no change that anybody measured."""
    found = marker_of(frame_of([below(), above(), above(120.0)], [below(), above(), above()]))
    assert found.amounts.values.tolist() == [0.0, 0.0, 0.0]
    assert (found.n_below, found.n_above) == (1, 2)


def test_what_cannot_be_placed_at_either_visit_has_no_change():
    frame = frame_of([("below", NAN), ("unknown", NAN)], [("in_range", 4.0), ("in_range", 4.0)])
    frame[f"{CODE}/baseline/llod"] = NAN
    found = marker_of(frame)
    assert np.isnan(found.amounts.values).all()
    assert (found.n_dropped, found.n_below) == (2, 0)


def test_replicates_that_disagree_count_at_either_visit_and_have_the_other_rule():
    frame = frame_of(
        [("mixed", 2.0), *MEASURED[1:]], [("in_range", 5.0), ("mixed", 1.0), ("in_range", 1.0)]
    )
    for visit in VISITS:
        own = at_visit(CODE, visit)
        frame[f"{own}/mixed"] = (frame[f"{own}/censor"] == "mixed").astype("float64")
        frame[f"{own}/batches"] = [1.0, 1.0, 2.0]
        frame[f"{own}/other_value"] = 2 * frame[f"{own}/value"]
        frame[f"{own}/other_censor"] = frame[f"{own}/censor"]
    found, other = marker_of(frame), marker_of(frame, other=True)
    assert (found.n_mixed, found.n_several_batches) == (2, 1)
    np.testing.assert_allclose(other.amounts.values, 2 * found.amounts.values)


def test_each_policy_for_values_below_the_limit_moves_the_change():
    frame = frame_of([below(), below(), *MEASURED], [("in_range", 5.0), below(), *MEASURED[::-1]])
    found = marker_of(frame)
    taken = {policy: amounts_by(found, policy) for policy in ("root-two", "ros", "exclude")}
    assert np.isnan(taken["exclude"].values[:2]).all()
    np.testing.assert_array_equal(taken["exclude"].values[2:], found.amounts.values[2:])
    assert taken["root-two"].values[0] == pytest.approx(5 - 0.5 / sqrt(2))
    assert 4.5 < taken["ros"].values[0] < 5
    assert [taken[policy].values[1] for policy in ("root-two", "ros")] == [0.0, 0.0]


def test_order_statistics_of_a_visit_without_two_measured_values_are_not_estimable():
    found = marker_of(frame_of([below(), *MEASURED[1:]], [below(), below(), below()]))
    assert isinstance(amounts_by(found, "ros"), NotEstimable)


def test_the_data_set_holds_the_change_that_the_plan_makes():
    frame = frame_of([below(), *MEASURED[1:]], [("in_range", 5.0), below(), below()])
    for policy in ("half-limit", "root-two"):
        held = with_changes(frame, plan_with(policy))
        assert list(held.columns) == list(frame.columns)
        expected = marker_of(frame, policy).amounts.values
        np.testing.assert_array_equal(held[f"{CODE}/value"], expected)


def test_a_number_set_aside_at_a_visit_leaves_no_change():
    frame = frame_of([("in_range", 1e-320), *MEASURED[1:]], MEASURED)
    kept, (entry,) = set_aside(frame, [VARIABLE])
    held = with_changes(kept, plan_with())
    assert (entry.patient, entry.column) == ("P0", f"{CODE}/baseline/value")
    assert isnan(held[f"{CODE}/value"][0])
    assert marker_of(held).n_dropped == 0
    assert marker_of(held).ranks.n_missing == 1


def test_its_name_keeps_its_comma_inside_sentences():
    """Else it would go by the name of the analyte, which is another exposure."""
    stored = SimpleNamespace(variables={CODE: VARIABLE})
    assert plain_name(stored, CODE) == "X, change"
    assert plain_name(stored, "age") == "age at enrolment"
    assert step(stored, f"per unit of {CODE}", CODE) == "per unit of X, change, pg/ml"


PLACES = st.one_of(
    st.just((None, NAN)),
    st.just(("below", NAN)),
    st.just(("above", NAN)),
    st.integers(5, 899).map(lambda n: ("in_range", n / 10)),
)


@given(st.lists(st.tuples(PLACES, PLACES), min_size=1, max_size=30))
def test_changes_patient_by_patient(rows):
    """Against a sum done by hand, one patient at a time."""
    before, after = zip(*rows, strict=True)
    found = marker_of(frame_of(before, after))
    limits = {"below": (0.25, 0.15), "above": (100.0, 90.0)}

    def number(row, visit):
        place, value = row
        return limits[place][visit] if place in limits else value

    for row, (first, second) in enumerate(rows):
        places = {first[0], second[0]}
        if None in places:
            assert isnan(found.amounts.values[row])
            assert not found.below[row]
            continue
        same = first[0] == second[0] and first[0] in limits
        expected = 0.0 if same else round(number(second, 1) - number(first, 0), 9)
        assert found.amounts.values[row] == expected
        assert found.below[row] == ("below" in places)
    assert found.n_above == sum(
        None not in (one[0], two[0]) and "above" in (one[0], two[0]) for one, two in rows
    )
    known = measured_twice(frame_of(before, after), CODE).known
    assert found.ranks.n_missing == int(np.count_nonzero(~known))


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)), min_size=1, max_size=20))
def test_turning_the_visits_round_turns_the_sign(pairs):
    first, second = (
        concentrations(np.array(side) / 1000, np.zeros(len(pairs)), np.full(len(pairs), NAN))
        for side in zip(*pairs, strict=True)
    )

    def between(*visits):
        taken = tuple(substitute(visit, by="half") for visit in visits)
        nowhere = np.zeros(len(pairs), dtype=bool)
        return change_between(visits, taken, both_above=nowhere).values

    np.testing.assert_array_equal(between(first, second), -between(second, first))
    assert not between(first, first).any()


def test_visits_of_other_patients_are_refused():
    one, two = (concentrations([1.0] * n, [0] * n, [NAN] * n) for n in (2, 3))
    taken = tuple(substitute(visit, by="half") for visit in (one, two))
    with pytest.raises(InputError, match="same patients"):
        change_between((one, two), taken, both_above=np.zeros(2, dtype=bool))
