"""Conditional logistic regression equals survival::clogit (exact), with one and several events."""

from __future__ import annotations

import pytest

from analytics.stats.regression.conditional import conditional_logistic
from analytics.stats.regression.design import binary, categorical, continuous
from tests.reference.oracle import dataset, figures, near

INFERT, BIRTHWT = dataset("infert"), dataset("birthwt")
MODELS = {
    "infert": (
        INFERT["case"],
        [continuous(name, INFERT[name]) for name in ("spontaneous", "induced")],
        INFERT["stratum"],
    ),
    "several": (
        BIRTHWT["low"],
        [
            binary("smoke", BIRTHWT["smoke"]),
            continuous("lwt", BIRTHWT["lwt"]),
            categorical("race", [f"{race:.0f}" for race in BIRTHWT["race"]], reference="1"),
        ],
        BIRTHWT["age"],
    ),
}


@pytest.mark.parametrize("name", MODELS)
def test_conditional_logistic(name):
    expected, result = figures("conditional")[name], conditional_logistic(*MODELS[name])
    assert [c.log_odds for c in result.coefficients] == near(expected["beta"])
    assert [c.standard_error for c in result.coefficients] == near(expected["error"])
    assert [c.p for c in result.coefficients] == near(expected["p"], rel=1e-5)
    assert [result.null_log_likelihood, result.log_likelihood] == near(expected["loglik"])
    assert result.sample.n_used == expected["n"]
