"""Covariates in forms, interactions and subgroups equal R's glm and anova."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analytics.datasets.dataset import DataSet
from analytics.stats.regression.design import binary, continuous, grouped, spline
from analytics.stats.regression.logistic import logistic_regression
from analytics.stats.regression.logistic_fit import fit_model
from analytics.stats.regression.products import product
from analytics.topics.models.compute import models
from analytics.topics.subgroups.compute import subgroups
from tests.factories.data_sets import make_meta
from tests.factories.plans import covariate, make_plan
from tests.reference.oracle import dataset, figures, near

BIRTHWT, ASAH, ENDOMETRIAL = (dataset(name) for name in ("birthwt", "asah", "endometrial"))
CUTS = (20.0, 25.0, 30.0)
AGE = grouped("age", BIRTHWT["age"], cuts=CUTS)
SMOKE = binary("smoke", BIRTHWT["smoke"])
CURVE = spline("lwt", BIRTHWT["lwt"], knots=4)
LOGS = continuous("lwt", BIRTHWT["lwt"], scale="doubling")


def same_fit(terms, expected):
    found = logistic_regression(BIRTHWT["low"], terms)
    assert [found.intercept, *(one.log_odds for one in found.coefficients)] == near(
        expected["coef"]
    )
    assert [one.standard_error for one in found.coefficients] == near(expected["se"][1:])
    assert (found.quality.log_likelihood, found.quality.aic) == near(
        (expected["loglik"], expected["aic"])
    )
    return found


def test_a_spline_and_categories_have_one_test_each():
    expected = figures("declared")["forms"]
    found = same_fit([SMOKE, CURVE, AGE], expected)
    assert [term.test.statistic for term in found.terms] == near(expected["tests"]["lr"])
    assert [term.test.df for term in found.terms] == expected["tests"]["df"]
    assert [term.test.p for term in found.terms] == near(expected["tests"]["p"])
    assert found.parameters == 7


@pytest.mark.parametrize(
    ("name", "terms"),
    [
        ("crossed", [LOGS, SMOKE, AGE, product(LOGS, SMOKE)]),
        ("curved", [CURVE, SMOKE, product(CURVE, SMOKE)]),
    ],
)
def test_an_interaction_is_tested_as_anova_does(name, terms):
    expected = figures("declared")[name]
    test = same_fit(terms, expected)
    last = test.terms[-1].test
    interaction = expected["interaction"]
    assert (last.statistic, last.df, last.p) == near(
        (interaction["lr"], interaction["df"], interaction["p"])
    )


def data_of(event, exposure, **columns):
    """A data set whose one exposure is measured in everybody."""
    n = len(event)
    frame = {
        "a/value": exposure,
        "a/censor": np.array(["in_range"] * n, dtype=object),
        "a/llod": np.full(n, 1e-9),
        "a/uloq": np.full(n, 1e9),
        "a/batches": np.ones(n),
        "worse/event": event,
        "worse/value": event,
        **columns,
    }
    return DataSet(pd.DataFrame(frame), make_meta("a"))


BIRTHS = data_of(BIRTHWT["low"], BIRTHWT["lwt"], seropositive=BIRTHWT["smoke"], age=BIRTHWT["age"])


def test_a_plan_with_forms_and_an_interaction_gives_the_same_model():
    plan = make_plan(
        exposures=["a"],
        covariates=[covariate("seropositive"), covariate("age", "categories", CUTS)],
        interactions=[{"first": "primary-exposure", "second": "seropositive"}],
    )
    expected = figures("declared")["crossed"]
    found = models(BIRTHS, plan)[0].result
    assert [one.log_odds for one in found.coefficients] == near(expected["coef"][1:])
    assert found.terms[-1].test.p == near(expected["interaction"]["p"])


def compared(found, expected):
    (one,) = found.variables
    interaction = one.model.interaction
    assert (interaction.statistic, interaction.df, interaction.p) == near(
        tuple(expected["interaction"][part] for part in ("lr", "df", "p"))
    )
    groups = one.model.groups
    assert [math.log(group.odds_ratio) for group in groups] == near(expected["coef"])
    assert [group.n for group in groups] == expected["n"]
    assert [group.events for group in groups] == expected["events"]
    half = [1.959963984540054 * error for error in expected["se"]]
    for group, b, width in zip(groups, expected["coef"], half, strict=True):
        assert (math.log(group.wald.low), math.log(group.wald.high)) == near((b - width, b + width))
    return groups


def test_subgroups_of_a_number():
    plan = make_plan(exposures=["a"], subgroups=[{"variable": "age", "cuts": list(CUTS)}])
    expected = figures("declared")["groups"]
    groups = compared(subgroups(BIRTHS, plan)[0], expected)
    assert [group.label for group in groups] == [
        "below 20",
        "20 to below 25",
        "25 to below 30",
        "30 or above",
    ]
    for group, limits in zip(groups, expected["profile"], strict=True):
        assert (math.log(group.profile.low), math.log(group.profile.high)) == near(limits)


def test_subgroups_of_a_yes_no_variable():
    data = data_of(ASAH["poor"], ASAH["ndka"], seropositive=ASAH["female"], age=ASAH["wfns"])
    plan = make_plan(
        exposures=["a"],
        covariates=[covariate("seropositive"), covariate("age")],
        subgroups=[{"variable": "seropositive", "cuts": []}],
    )
    # R's groups are by the values of the column: 0 first, as no stands before yes.
    compared(subgroups(data, plan)[0], figures("declared")["female"])


def test_an_interaction_in_separated_data_is_tested_by_the_penalised_likelihood():
    expected = figures("declared")["firth"]
    height, vessels = continuous("EH", ENDOMETRIAL["EH"]), binary("NV", ENDOMETRIAL["NV"])
    index = continuous("PI", ENDOMETRIAL["PI"])
    crossed = product(height, vessels)
    terms = [height, vessels, index, crossed]
    assert fit_model(ENDOMETRIAL["HG"], terms).method == "Firth penalised likelihood"
    last = logistic_regression(ENDOMETRIAL["HG"], terms).terms[-1].test
    assert last.variant == "penalised likelihood ratio"
    # R's optimiser was stopped short of the last digits.
    assert (last.statistic, last.p) == near((expected["lr"], expected["p"]), rel=1e-4)
