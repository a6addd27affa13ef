"""Tests of several coefficients over imputed data sets equal mitml's and mice's D1."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats.imputation.pooled_terms import pool_term, pool_wald
from analytics.stats.regression.design import binary, categorical, continuous
from analytics.stats.regression.logistic_fit import fit_model
from tests.reference.oracle import figures, near

FIGURES = figures("pooled_terms")


def fits(given):
    """The model of each data set that mice completed."""
    smoke = binary("smoke", FIGURES["smoke"])
    return [
        fit_model(
            FIGURES["low"],
            [
                categorical("race", [str(one) for one in race], reference="1"),
                smoke,
                continuous("lwt", lwt),
            ],
        )
        for race, lwt in zip(given["race"], given["lwt"], strict=True)
    ]


def same(found, expected):
    assert found.f == near(expected["f"])
    assert found.numerator_df == expected["df1"]
    assert found.denominator_df == near(expected["df2"])
    assert found.p == near(expected["p"])
    assert found.increase == near(expected["increase"])


@pytest.mark.parametrize("number", ["few", "many"])
def test_a_term_of_three_categories(number):
    """Of few data sets, k (m - 1) = 4, the degrees of freedom have a formula of their own."""
    expected = FIGURES[number]
    found = pool_term(fits(expected), "race")
    same(found, expected["without_race"])
    assert found.f == near(expected["by_mice"])
    assert found.imputations == len(expected["race"])


@pytest.mark.parametrize("number", ["few", "many"])
def test_coefficients_of_two_terms(number):
    models = fits(FIGURES[number])
    places = [1, 2, 4]  # both categories of race, and lwt; smoke stands between
    found = pool_wald(
        np.array([one.beta[places] for one in models]),
        np.array([one.covariance[np.ix_(places, places)] for one in models]),
    )
    same(found, FIGURES[number]["without_race_and_lwt"])
