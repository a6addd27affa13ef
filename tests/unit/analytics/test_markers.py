"""Concentrations as the statistics take them: what is below, above, mixed or missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.datasets import DataSet
from analytics.runs.compute.markers import marker

PLAN = {"below_limit": {"roc": "common-limit", "models": "half-limit"}}
NAN = float("nan")


def build(*rows):
    """Rows of (value, censor, llod, uloq)."""
    columns = dict(zip(("value", "censor", "llod", "uloq"), zip(*rows, strict=True), strict=True))
    frame = pd.DataFrame({f"x/{name}": list(values) for name, values in columns.items()})
    frame["x/batches"] = 1.0
    return marker(DataSet(frame, {}), "x", PLAN)


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
