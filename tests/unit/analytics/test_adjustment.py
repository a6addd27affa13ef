"""Covariates, interactions and subgroups of a plan on data made up in memory."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.codec import encode
from analytics.stats.errors import InputError
from analytics.stats.regression.design import binary, continuous, group_labels, grouped, spline
from analytics.stats.regression.logistic import logistic_regression
from analytics.stats.regression.products import centre, product, within
from analytics.stats.results import NotEstimable
from analytics.topics.models.compute import models
from analytics.topics.models.covariates import covariate_accounts
from analytics.topics.sensitivity.compute.analyses import sensitivity
from analytics.topics.shared.covariates import beside, entered
from analytics.topics.subgroups.compute import subgroups
from analytics.topics.univariable.compute import univariable
from analytics.topics.validation.compute import validation
from tests.factories.plans import covariate, make_plan
from tests.unit.analytics.test_compute_models import NAN, make_data

FORMS = {
    "seropositive": covariate("seropositive"),
    "female": covariate("female"),
    "age": covariate("age", "spline", knots=3),
    "das28_crp": covariate("das28_crp", "categories", [0.0, 1.0]),
    "esr": covariate("esr", "log2"),
    "centre": covariate("centre", "categories"),
}
PAIRS = [
    {"first": "primary-exposure", "second": "seropositive"},
    {"first": "age", "second": "female"},
]
BY_AGE = {"variable": "age", "cuts": [50]}


def data_with_centres(n=120, **changes):
    data = make_data(n, **changes)
    data.frame["centre"] = np.array(["north", "south", "south"] * n, dtype=object)[:n]
    return data


def estimates(plan, data):
    """Each coefficient by its columns, whatever their order, and each term's test."""
    found = models(data, plan)[0].result
    coefficients = {
        frozenset(one.name.split(" × ")): (one.log_odds, one.standard_error)
        for one in found.coefficients
    }
    tests = {frozenset(one.term.split(" × ")): one.test.p for one in found.terms}
    return coefficients, tests


@settings(max_examples=15, deadline=None)
@given(order=st.permutations(list(FORMS)), turned=st.booleans(), swapped=st.booleans())
def test_the_order_of_covariates_and_pairs_changes_no_estimate(order, turned, swapped):
    data = data_with_centres()
    expected = estimates(make_plan(covariates=list(FORMS.values()), interactions=PAIRS), data)
    pairs = PAIRS[::-1] if turned else PAIRS
    if swapped:
        pairs = [{"first": one["second"], "second": one["first"]} for one in pairs]
    plan = make_plan(covariates=[FORMS[key] for key in order], interactions=pairs)
    found = estimates(plan, data)
    for these, those in zip(found, expected, strict=True):
        assert these.keys() == those.keys()
        for key, value in these.items():
            assert value == pytest.approx(those[key], rel=1e-6, abs=1e-8)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**16), shift=st.floats(-20, 20))
def test_centring_a_product_changes_neither_its_estimate_nor_its_test(seed, shift):
    random = np.random.default_rng(seed)
    x, g = random.normal(size=80), (random.random(80) < 0.5).astype(float)
    y = (random.random(80) < 1 / (1 + np.exp(-x * g))).astype(float)
    first, second = continuous("x", x), binary("g", g)
    at = [centre(first), centre(first) + shift]
    found = [
        logistic_regression(
            y, [first, second, product(first, second, centres=(one, np.zeros(1)))]
        ).terms[-1].test
        for one in at
    ]  # fmt: skip
    assert found[0].statistic == pytest.approx(found[1].statistic, rel=1e-5, abs=1e-6)


def test_slopes_within_groups_span_the_model_of_the_product():
    data = make_data(90)
    x = continuous("x", data.frame["a/value"], scale="doubling")
    groups = grouped("age", data.frame["age"], cuts=(40.0, 60.0))
    event = data.frame["worse/event"].to_numpy()
    crossed = logistic_regression(event, [x, groups, product(x, groups)])
    nested = logistic_regression(event, [within(x, groups), groups])
    assert nested.quality.log_likelihood == pytest.approx(crossed.quality.log_likelihood)
    own = {one.name: one.log_odds for one in crossed.coefficients}
    slopes = [one.log_odds for one in nested.coefficients[:3]]
    differences = [own[name] for name in own if name.startswith("x × ")]
    assert slopes == pytest.approx([own["x"], own["x"] + differences[0], own["x"] + differences[1]])


def test_groups_hold_what_lies_at_their_lower_end():
    term = grouped("age", [39.9, 40, 59.9, 60, NAN], cuts=(40, 60))
    assert term.column_names == ("age: 40 to below 60", "age: 60 or above")
    assert term.step == "against below 40"
    assert term.columns[:4].tolist() == [[0, 0], [1, 0], [1, 0], [0, 1]]
    assert np.isnan(term.columns[4]).all()
    assert group_labels([1.5]) == ("below 1.5", "1.5 or above")


def test_a_group_without_a_patient_has_no_column_and_one_alone_is_refused():
    assert grouped("age", [10, 70], cuts=(20, 30)).column_names == ("age: 30 or above",)
    with pytest.raises(InputError, match="only one"):
        grouped("age", [10, 12], cuts=(20, 30))
    with pytest.raises(InputError, match="none"):
        grouped("age", [NAN, NAN], cuts=(20, 30))
    with pytest.raises(InputError, match="ascending"):
        grouped("age", [1.0, 2.0], cuts=(3, 2))


def test_knots_stay_where_the_whole_sample_puts_them():
    data, plan = data_with_centres(), make_plan(covariates=[FORMS["age"]])
    (one,) = entered(data, plan)
    age = data.frame["age"].to_numpy()
    assert one.knots == pytest.approx(np.quantile(age, [0.1, 0.5, 0.9]))
    changed = np.where(np.arange(age.size) < 5, 79.0, age)
    assert one.term(changed).columns[5:] == pytest.approx(spline("age", age, knots=3).columns[5:])
    (account,) = covariate_accounts(data, plan)
    assert account.knots == pytest.approx(tuple(one.knots))


@pytest.mark.parametrize("form", [{}, {"form": "spline", "knots": 3}, {"form": "log2"},
                                  {"form": "categories", "cuts": [40]}])  # fmt: skip
def test_a_constant_covariate_gives_a_reason(form):
    data = data_with_centres()
    data.frame["age"] = 45.0
    plan = make_plan(covariates=[covariate("age", **form)])
    model = models(data, plan)[0].result
    reason = model if isinstance(model, NotEstimable) else model.quality
    assert isinstance(reason, NotEstimable)
    assert "age" in reason.reason
    everything(data, plan)


@pytest.mark.parametrize(
    ("column", "value", "form"),
    [
        ("esr", 0.0, {"form": "log2"}),
        ("esr", NAN, {"form": "spline", "knots": 5}),
        ("centre", None, {"form": "categories"}),
        ("centre", "south", {"form": "categories"}),
        ("seropositive", NAN, {}),
    ],
)
def test_values_that_allow_no_form_give_a_sentence(column, value, form):
    data = data_with_centres()
    data.frame[column] = value
    plan = make_plan(
        covariates=[covariate(column, **form)],
        interactions=[{"first": "primary-exposure", "second": column}],
        subgroups=[{"variable": "seropositive", "cuts": []}],
    )
    everything(data, plan)
    model = models(data, plan)[0].result
    assert isinstance(model, NotEstimable) or isinstance(model.quality, NotEstimable)


def test_a_data_set_of_before_lacks_a_column_and_says_so():
    plan = make_plan(covariates=[covariate("haq_di"), covariate("sdai", "spline", knots=3)])
    data = make_data()
    assert "sdai" in models(data, plan)[0].model.reason
    assert isinstance(beside(data, plan), NotEstimable)


def everything(data, plan):
    """Every step about models; each can be stored, so that none holds a number that isn't one."""
    for step in (univariable, models, validation, subgroups, covariate_accounts):
        encode(step(data, plan))


def test_every_covariate_is_imputed_and_its_columns_follow():
    data = data_with_centres()
    for column in ("age", "das28_crp", "seropositive"):
        data.frame.loc[data.frame.index[:9], column] = NAN
    plan = make_plan(
        covariates=[FORMS[key] for key in ("seropositive", "age", "das28_crp", "esr", "centre")],
        interactions=[{"first": "primary-exposure", "second": "age"}],
        endpoints=[{"missing_rule": "strict"}],
    )
    wishes = {"single_readers": False, "sdc_levels": [], "thresholds": [], "imputations": 3}
    plan = make_plan(plan, sensitivity={**encode(plan.sensitivity), **wishes})
    (found,) = sensitivity(data, plan, ()).outcomes
    row = found.rows[-1]
    assert row.kind == "missing"
    assert row.model.n == data.n
    assert isinstance(row.model.exposure.value, float)
    assert [one.term for one in row.model.covariates] == [
        "seropositive", "age", "das28_crp", "esr", "centre"
    ]  # fmt: skip
    several = {one.term for one in row.model.covariates if one.effect is None}
    assert several >= {"age", "das28_crp"}
    (main, *_others) = found.rows
    joint = {
        one.term: (one.p, complete.p)
        for one, complete in zip(row.model.covariates, main.model.covariates, strict=True)
        if one.effect is None
    }
    for term, (pooled, complete) in joint.items():
        assert 0 < pooled < 1, term
        assert pooled != complete, term


def test_a_joint_test_over_imputed_data_is_that_of_the_data_where_nothing_of_its_model_is_missing():
    """One patient without an outcome in 400 moves neither test far from the other."""
    data = data_with_centres(400)
    data.frame.loc[data.frame.index[:1], "worse/event"] = NAN
    plan = make_plan(
        covariates=[FORMS["age"]],
        endpoints=[{"missing_rule": "strict"}],
        sensitivity=encode(make_plan().sensitivity)
        | {"single_readers": False, "sdc_levels": [], "thresholds": [], "imputations": 5},
    )
    (found,) = sensitivity(data, plan, ()).outcomes
    (complete,), (pooled,) = (row.model.covariates for row in (found.rows[0], found.rows[-1]))
    assert found.rows[-1].kind == "missing"
    assert (complete.effect, pooled.effect) == (None, None)
    assert pooled.p == pytest.approx(complete.p, abs=0.05)


def test_an_empty_subgroup_and_one_without_events_have_reasons():
    data = data_with_centres()
    young = data.frame["age"] < 50
    data.frame.loc[young, "worse/event"] = 0.0
    (found,) = subgroups(data, make_plan(subgroups=[BY_AGE, {"variable": "age", "cuts": [5]}]))
    by_age, nobody_below = found.variables
    first, second = by_age.model.groups
    assert first.odds_ratio == NotEstimable("No patient has the event.")
    assert (first.n, first.events) == (int(young.sum()), 0)
    assert second.n == int((~young).sum())
    assert by_age.model.result.method == "Firth penalised likelihood"
    assert "Fewer than two of the subgroups" in nobody_below.model.reason or (
        "only one" in nobody_below.model.reason
    )


def test_groups_stand_in_the_place_of_their_own_covariate():
    plan = make_plan(covariates=[FORMS["age"], FORMS["seropositive"]], subgroups=[BY_AGE])
    (found,) = subgroups(data_with_centres(), plan)
    assert found.variables[0].covariates == ("seropositive",)


def test_a_plan_that_declares_nothing_has_no_subgroups():
    assert subgroups(make_data(), make_plan()) == ()
    no_exposure = make_plan(exposures=[], primary_exposure=None, subgroups=[BY_AGE])
    assert (
        "no measured exposure" in subgroups(make_data(), no_exposure)[0].variables[0].model.reason
    )
