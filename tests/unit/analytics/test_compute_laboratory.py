"""Laboratory limits in the analyses: counted, declared, and in no order that they don't have."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analytics.datasets.dataset import DataSet
from analytics.results.cohort import BeyondLimits, LaboratoryLimits
from analytics.topics.cohort.laboratory import laboratory
from analytics.topics.shared.limits import for_ranks, limit_sides
from tests.factories.data_sets import make_meta

NAN = float("nan")
values = st.floats(0.1, 100).map(lambda value: round(value, 1))


def data_set(**columns) -> DataSet:
    n = len(next(iter(columns.values())))
    empty = dict.fromkeys(
        ("rf_value", "acpa_value", "rf_positive", "acpa_positive", "esr", "crp_mg_l", "das28_esr",
         "das28_crp", "sdai"),
        [NAN] * n,
    )  # fmt: skip
    onset = {"symptom_onset_known_to": [None] * n}
    return DataSet(pd.DataFrame({**empty, **onset, **columns}), make_meta())


@st.composite
def known(draw: st.DrawFn) -> tuple[float, str | None, float]:
    """A value as known, its sign, and the true one behind it."""
    value = draw(values)
    sign = draw(st.sampled_from(["<", ">", None, None]))
    share = draw(st.floats(0.01, 0.99))
    return value, sign, {"<": value * share, ">": value * (1 + share), None: value}[sign]


@given(st.lists(known(), min_size=2, max_size=12))
def test_no_order_of_ranks_is_contradicted_by_the_true_values(rows):
    data = data_set(crp_mg_l=[row[0] for row in rows], crp_sign=[row[1] for row in rows])
    ranked = for_ranks(data, "crp_mg_l")
    true = np.array([row[2] for row in rows])
    for i in range(len(rows)):
        assert (true[ranked < ranked[i]] < true[i]).all()


def test_values_beyond_limits_are_ties_and_missing_ones_stay_missing():
    data = data_set(
        crp_mg_l=[0.3, 0.2, 0.5, 1.0, 7.0, 200.0, 300.0, NAN],
        crp_sign=["<", None, "<", None, None, ">", None, None],
    )
    ranked = for_ranks(data, "crp_mg_l")
    assert ranked[:3].tolist() == [0, 0, 0]
    assert ranked[3:5].tolist() == [1.0, 7.0]
    assert ranked[5] == ranked[6] > 7.0
    assert np.isnan(ranked[7])


def test_a_measured_value_at_the_limit_is_not_in_the_tie():
    data = data_set(esr=[2.0, 2.0, 140.0, 140.0], esr_sign=["<", None, ">", None])
    ranked = for_ranks(data, "esr")
    assert ranked[0] < ranked[1] < ranked[3] < ranked[2]


def test_what_limits_and_partial_dates_concern_is_counted():
    data = data_set(
        rf_value=[15.0, 30.0, 48.0],
        rf_sign=["<", "<", None],
        rf_positive=[0.0, NAN, 1.0],
        esr=[2.0, 140.0, 30.0],
        esr_sign=["<", ">", None],
        das28_esr=[2.1, NAN, 4.0],
        symptom_onset_known_to=["year", "month", "day"],
    )
    assert laboratory(data) == LaboratoryLimits(
        values={"rf_value": BeyondLimits(below=2, above=0), "esr": BeyondLimits(below=1, above=1)},
        composites={"das28_esr": 1},
        undecided={"rf_positive": 1},
        onset={"month": 1, "year": 1},
    )


def test_a_data_set_from_before_limits_has_none():
    data = data_set(esr=[1.0, 2.0])
    assert limit_sides(data, "esr").tolist() == [0, 0]
    assert laboratory(data) == LaboratoryLimits({}, {}, {}, {})
