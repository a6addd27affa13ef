"""Concentrations as the statistics take them: what is below, above, mixed or missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.datasets.dataset import DataSet
from analytics.topics.shared.markers import marker
from tests.factories.data_sets import make_further, make_meta
from tests.factories.plans import make_plan

PLAN = make_plan()
NAN = float("nan")


def build(*rows):
    """Rows of (value, censor, llod, uloq)."""
    columns = dict(zip(("value", "censor", "llod", "uloq"), zip(*rows, strict=True), strict=True))
    frame = pd.DataFrame({f"x/{name}": list(values) for name, values in columns.items()})
    frame["x/batches"] = 1.0
    return marker(DataSet(frame, make_meta("x")), "x", PLAN)


def test_values_below_different_limits_are_one_tie_for_ranks_and_half_each_for_models():
    found = build(
        (NAN, "below", 0.1, 100.0),
        (NAN, "below", 0.4, 100.0),
        (0.3, "in_range", 0.1, 100.0),
        (5.0, "in_range", 0.1, 100.0),
    )
    assert found.ranks.values.tolist() == [0.2, 0.2, 0.2, 5.0]
    assert found.amounts.values.tolist() == [0.05, 0.2, 0.3, 5.0]
    assert (found.n_below, found.ranks.n_recoded, found.highest_limit) == (2, 3, 0.4)


def test_a_number_below_the_limit_is_below_whatever_its_code_says():
    found = build((0.05, "mixed", 0.1, 9.0), (0.05, "unknown", 0.1, 9.0), (0.0, "in_range", 0.1, 9))
    assert (found.n_below, found.n_mixed) == (3, 1)


def test_mixed_replicates_above_the_limit_keep_their_mean():
    found = build((0.7, "mixed", 0.1, 9.0), (1.0, "in_range", 0.1, 9.0))
    assert found.ranks.values.tolist() == [0.7, 1.0]
    assert (found.n_mixed, found.n_below) == (1, 0)


def test_above_the_curve_the_upper_limit_stands_in():
    found = build((NAN, "above", 0.1, 9.0), (12.0, "above", 0.1, 9.0), (1.0, "in_range", 0.1, 9.0))
    assert found.ranks.values.tolist() == [9.0, 12.0, 1.0]
    assert found.n_above == 2


@pytest.mark.parametrize(
    "row",
    [(NAN, "below", NAN, 9.0), (NAN, "above", 0.1, NAN), (0.0, "in_range", NAN, 9.0),
     (NAN, "unknown", 0.1, 9.0)],
)  # fmt: skip
def test_what_cannot_be_placed_is_dropped_and_counted(row):
    found = build(row, (1.0, "in_range", 0.1, 9.0))
    assert np.isnan(found.ranks.values[0])
    assert found.n_dropped == 1


def test_not_measured_is_missing_and_not_dropped():
    found = build((NAN, None, NAN, NAN), (1.0, "in_range", 0.1, 9.0))
    assert (found.ranks.n_missing, found.n_dropped, found.n_below) == (1, 0, 0)


@given(
    st.lists(
        st.one_of(st.just(NAN), st.integers(-200, 200).map(lambda n: n / 2)),
        min_size=2,
        max_size=30,
    )
)
def test_a_score_is_the_number_that_it_is(values):
    """It knows no limit: 0 and less than 0 are values, and nothing is tied or dropped."""
    exposure = make_further("score.mri.erosion").variable
    frame = pd.DataFrame({"score.mri.erosion/value": values})
    found = marker(DataSet(frame, make_meta(variables=(exposure,))), exposure.code, PLAN)
    for taken in (found.ranks.values, found.amounts.values, found.scaled):
        np.testing.assert_array_equal(taken, np.array(values))
    assert (found.n_below, found.n_above, found.n_dropped, found.n_mixed) == (0, 0, 0, 0)
    assert found.ranks.n_missing == int(np.isnan(values).sum())
    assert found.term().step == "per unit of score.mri.erosion"


def test_a_laboratory_value_is_taken_per_doubling():
    exposure = make_further("clinical.crp_mg_l").variable
    frame = pd.DataFrame({
        f"{exposure.code}/{part}": values
        for part, values in {
            "value": [NAN, 8.0, NAN], "censor": ["below", "in_range", "above"],
            "llod": [3.0, NAN, NAN], "uloq": [NAN, NAN, 200.0],
        }.items()
    })  # fmt: skip
    found = marker(DataSet(frame, make_meta(variables=(exposure,))), exposure.code, PLAN)
    assert found.amounts.values.tolist() == [1.5, 8.0, 200.0]
    assert found.term().columns[:, 0].tolist() == np.log2([1.5, 8.0, 200.0]).tolist()
    assert (found.n_below, found.n_above, found.highest_limit) == (1, 1, 3.0)
