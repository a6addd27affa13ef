"""The model of visits and readers equals lme4 and nlme on complete and on incomplete tables."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, t

from analytics.stats.regression.mixed import visit_model
from tests.reference.oracle import dataset, figures, near

CAKE, PLATES = dataset("cake"), dataset("penicillin")
CHILDREN, MACHINES = dataset("orthodont"), dataset("machines")
WHOLE = (CAKE["angle"], CAKE["temperature"], CAKE["replicate"], CAKE["recipe"])
SAMPLES = (
    PLATES["diameter"],
    (PLATES["plate"] + PLATES["sample"]) % 3,
    PLATES["plate"],
    PLATES["sample"],
)
AGES = (CHILDREN["distance"], CHILDREN["age"], CHILDREN["child"])
WORKERS = (MACHINES["score"], MACHINES["machine"], MACHINES["worker"], MACHINES["trial"])


def every(columns):
    return np.ones(columns[0].size, dtype=bool)


def gaps(columns):
    return np.arange(1, columns[0].size + 1) * 7 % 5 != 0


CROSSED = {
    "cake": (WHOLE, every(WHOLE)),
    "gaps": (WHOLE, gaps(WHOLE)),
    "border": (
        (*WHOLE[:3], (CAKE["temperature"] / 5 + CAKE["replicate"]) % 3),
        every(WHOLE),
    ),
    "plates": (SAMPLES, every(SAMPLES)),
    "few": (SAMPLES, (PLATES["plate"] + 2 * PLATES["sample"]) % 3 != 0),
}
ALONE = {"children": (AGES, every(AGES)), "children_gaps": (AGES, gaps(AGES))}
COURSES = {
    "workers": (WORKERS, every(WORKERS)),
    "workers_gaps": (WORKERS, gaps(WORKERS)),
    "cake_courses": (WHOLE, gaps(WHOLE)),
}
ROWS = CROSSED | ALONE | COURSES


def fitted(name):
    columns, rows = ROWS[name]
    return visit_model(*(column[rows] for column in columns), own_courses=name in COURSES)


@pytest.mark.parametrize("name", ROWS)
def test_visit_model(name):
    expected, result = figures("mixed")[name], fitted(name)
    changes = [0.0, *(c.change for c in result.changes)]
    assert [result.means[0].mean, *changes[1:]] == near(expected["beta"], rel=1e-5)
    assert [one.mean for one in result.means] == near(
        [
            changes[0] + expected["beta"][0],
            *(expected["beta"][0] + later for later in expected["beta"][1:]),
        ],
        rel=1e-5,
    )
    assert [c.standard_error for c in result.changes] == near(expected["error"][1:], rel=1e-5)
    assert result.deviance == near(expected["deviance"], rel=1e-9)
    variances = result.variances
    assert variances.patients == near(expected["patients"], rel=1e-4)
    assert variances.residual == near(expected["residual"], rel=1e-4)
    for part, key in ((variances.readers, "readers"), (variances.courses, "courses")):
        if part is None:
            assert expected[key] in (None, "NA")
        else:
            assert part == near(expected[key], rel=1e-4, absolute=1e-6)


@pytest.mark.parametrize("name", ROWS)
def test_intervals_and_the_test_of_visits(name):
    expected, result = figures("mixed")[name], fitted(name)
    assert result.test.df == expected["df"]
    assert result.test.statistic == near(expected["f"], rel=1e-5)
    assert result.test.p == near(expected["p"], rel=1e-4)
    for change, error in zip(result.changes, expected["error"][1:], strict=True):
        half = t.ppf(0.975, expected["df"]) * error
        assert change.interval.high - change.change == near(half, rel=1e-5)
        assert change.p == near(2 * t.sf(abs(change.change) / error, expected["df"]), rel=1e-4)
    for mean, error in zip(result.means, expected["mean_error"], strict=True):
        assert mean.interval.high - mean.mean == near(norm.ppf(0.975) * error, rel=1e-5)


@pytest.mark.parametrize("name", ALONE)
def test_one_value_without_readers_is_tested_as_nlme_does(name):
    expected, result = figures("mixed")[name], fitted(name)
    assert result.test.statistic == near(expected["nlme_f"], rel=1e-5)
    assert result.test.df == expected["nlme_df"]
    assert result.test.p == near(expected["nlme_p"], rel=1e-4)


def test_both_a_free_reader_variance_and_one_at_the_border_are_covered():
    borders = {fitted(name).variances.at_border for name in CROSSED}
    assert borders == {(), ("readers",)}
