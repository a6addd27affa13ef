"""Which numbers are set aside, and what becomes of their result."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.datasets.meta import SetAside
from analytics.datasets.set_aside import set_aside
from tests.factories.data_sets import make_analyte

ANALYTES = [make_analyte("x", "X", "pg/mL")]
NAN = float("nan")


def frame(value, censor="in_range", **columns):
    data = {"patient_id": 1.0, "pseudonym": "P1", "x/value": value, "x/llod": 0.1}
    return pd.DataFrame([{**data, "x/censor": censor, "age": 50.0, **columns}])


@pytest.mark.parametrize(
    ("value", "code"),
    [(1e-320, "too_small"), (1e-99, "too_small"), (1e99, "too_large"), (-1e308, "too_large"),
     (np.inf, "infinite"), (-np.inf, "infinite")],
)  # fmt: skip
def test_an_unusable_number_is_missing_and_its_patient_named(value, code):
    kept, found = set_aside(frame(value), ANALYTES)
    assert np.isnan(kept["x/value"][0])
    assert kept["x/censor"][0] is None
    assert found == (SetAside("P1", "x/value", code, repr(float(value))),)


@pytest.mark.parametrize("value", [0.0, 1e-40, 7.6, 1e40, NAN])
def test_what_a_statistic_takes_stays(value):
    kept, found = set_aside(frame(value), ANALYTES)
    assert found == ()
    pd.testing.assert_frame_equal(kept, frame(value))


def test_a_code_that_places_the_result_needs_no_number():
    kept, found = set_aside(frame(1e-320, "below"), ANALYTES)
    assert (kept["x/censor"][0], len(found)) == ("below", 0)


def test_other_variables_are_watched_as_well():
    kept, found = set_aside(frame(1.0, age=1e200), ANALYTES)
    assert (found[0].column, np.isnan(kept["age"][0])) == ("age", True)
