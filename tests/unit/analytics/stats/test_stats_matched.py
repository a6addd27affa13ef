"""Matched sets, censored groups, Tobit and the model of visits: laws, refusals, degenerate data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import survdiff

from analytics.stats.censored.concentrations import concentrations, fit_lognormal
from analytics.stats.censored.tobit import tobit_regression
from analytics.stats.censored.two_groups import compare_censored
from analytics.stats.comparison.groups import compare_means
from analytics.stats.errors import InputError
from analytics.stats.regression.conditional import conditional_logistic
from analytics.stats.regression.design import binary, continuous
from analytics.stats.regression.mixed import visit_model
from analytics.stats.results import NotEstimable

NAN = float("nan")
RANDOM = np.random.default_rng(31)


def matched_pairs(n=60):
    """Pairs of an event and a non-event with one yes/no exposure."""
    exposed = (RANDOM.random((n, 2)) < [0.6, 0.3]).astype(float)
    event = np.tile([1.0, 0.0], n)
    return event, exposed.ravel(), np.repeat(np.arange(n), 2)


def test_one_exposure_in_pairs_has_the_odds_ratio_of_discordant_pairs():
    event, exposed, sets = matched_pairs()
    result = conditional_logistic(event, [binary("exposed", exposed)], sets)
    first, second = exposed[event == 1], exposed[event == 0]
    b, c = np.sum((first == 1) & (second == 0)), np.sum((first == 0) & (second == 1))
    assert result.coefficients[0].odds_ratio == pytest.approx(b / c)
    assert result.coefficients[0].standard_error == pytest.approx(np.sqrt(1 / b + 1 / c), rel=1e-6)
    assert result.null_log_likelihood == pytest.approx(-60 * np.log(2))


def test_a_sets_own_level_and_uninformative_sets_change_nothing():
    event, exposed, sets = matched_pairs()
    dose = exposed + RANDOM.normal(size=event.size)
    plain = conditional_logistic(event, [continuous("dose", dose)], sets)
    shifted = conditional_logistic(event, [continuous("dose", dose + 1000.0 * sets)], sets)
    assert shifted.coefficients[0].log_odds == pytest.approx(plain.coefficients[0].log_odds)
    more = conditional_logistic(
        np.append(event, [1, 1, 0]),
        [continuous("dose", np.append(dose, [3, 4, 5]))],
        np.append(sets, [900, 900, 901]),
    )
    assert more.coefficients == plain.coefficients
    assert more.uninformative_sets == 2


def test_several_events_in_a_set_are_summed_over_every_selection():
    event = np.array([1.0, 1, 0, 0, 0, 1, 0, 0, 1])
    dose = np.array([2.0, 0, 1, 3, 0.5, 1, 2, 0, 0.3])
    sets = np.array([0, 0, 0, 0, 0, 1, 1, 1, 1])
    result = conditional_logistic(event, [continuous("dose", dose)], sets)
    beta = result.coefficients[0].log_odds

    def log_likelihood(at):
        total = 0.0
        for place in (0, 1):
            rows, size = dose[sets == place], int(event[sets == place].sum())
            grid = np.array(np.meshgrid(*[[0, 1]] * rows.size)).reshape(rows.size, -1)
            chosen = grid[:, grid.sum(axis=0) == size]
            total += at * float(rows @ event[sets == place])
            total -= np.log(np.exp(at * (rows @ chosen)).sum())
        return total

    assert result.log_likelihood == pytest.approx(log_likelihood(beta))
    assert log_likelihood(beta) > max(log_likelihood(beta - 0.01), log_likelihood(beta + 0.01))


def test_separated_sets_are_refused_by_name():
    event, sets = np.tile([1.0, 0.0], 8), np.repeat(np.arange(8), 2)
    dose = RANDOM.normal(size=16)
    terms = [continuous("dose", dose), continuous("higher", event + dose)]
    result = conditional_logistic(event, terms, sets)
    assert isinstance(result.log_likelihood, NotEstimable)
    assert "higher" in result.log_likelihood.reason
    assert result.coefficients == ()
    # Never below within a set is enough, equal sets say nothing against it.
    quasi = np.where(np.arange(16) < 8, event, 0.0)
    refused = conditional_logistic(event, [continuous("quasi", quasi)], sets)
    assert "separated by quasi" in refused.log_likelihood.reason


def test_what_does_not_vary_within_sets_is_refused_by_name():
    event, exposed, sets = matched_pairs(10)
    result = conditional_logistic(
        event, [binary("exposed", exposed), continuous("centre", 0.1 * sets)], sets
    )
    assert "centre is constant" in result.log_likelihood.reason
    nobody = conditional_logistic([1, 1], [continuous("x", [1, 2])], [1, 1])
    assert isinstance(nobody.log_likelihood, NotEstimable)
    huge = conditional_logistic(
        np.append(np.ones(2), np.zeros(400)),
        [continuous("x", RANDOM.normal(size=402))],
        np.ones(402),
    )
    assert "more than" in huge.log_likelihood.reason
    with pytest.raises(InputError, match="terms"):
        conditional_logistic(event, [], sets)


def two_groups(n=80, limit=1.0):
    group = np.repeat([1.0, 0.0], n // 2)
    true = np.exp(RANDOM.normal(size=n) + 0.7 * group)
    limits = np.full(n, limit)
    return group, true, concentrations(np.where(true < limits, NAN, true), true < limits, limits)


@pytest.mark.parametrize("weighting", ["peto-peto", "gehan"])
def test_censored_comparison_equals_statsmodels_on_flipped_values(weighting):
    group, _, data = two_groups()
    known = np.where(data.below, data.limit, data.value)
    kind = {"gehan": {"weight_type": "gb"}, "peto-peto": {"weight_type": "fh", "fh_p": 1}}
    statistic, p = survdiff(100 - known, (~data.below).astype(int), group, **kind[weighting])
    result = compare_censored(data, group, weighting=weighting)
    assert (result.test.statistic, result.test.p) == pytest.approx((statistic, p))


@pytest.mark.parametrize("weighting", ["peto-peto", "gehan"])
def test_swapping_the_groups_changes_the_sign_alone(weighting):
    group, _, data = two_groups()
    one = compare_censored(data, group, weighting=weighting)
    other = compare_censored(data, 1 - group, weighting=weighting)
    assert one.z == pytest.approx(-other.z)
    assert one.test.p == pytest.approx(other.test.p)
    assert (one.first, one.second) == (other.second, other.first)


def test_groups_without_information_are_not_estimable():
    group = [1, 1, 0, 0]
    all_below = concentrations([NAN] * 4, [1] * 4, [2.0] * 4)
    assert "below" in compare_censored(all_below, group).z.reason
    alike = concentrations([3.0] * 4, [0] * 4, [1.0] * 4)
    assert isinstance(compare_censored(alike, group).z, NotEstimable)
    assert isinstance(compare_censored(alike, [1] * 4).z, NotEstimable)


def test_tobit_without_censoring_is_a_comparison_of_log_means():
    group, true, data = two_groups(limit=1e-9)
    result = tobit_regression(data, [binary("group", group)])
    welch = compare_means(np.log(true[group == 1]), np.log(true[group == 0]))
    assert result.ratios[0].log_ratio == pytest.approx(welch.difference)
    assert result.n_below == 0


def test_a_term_without_meaning_leaves_the_mean_of_the_whole_fit():
    _, _, data = two_groups()
    alone = fit_lognormal(data)
    centred = np.where(np.arange(80) % 2, 1.0, -1.0)
    with_term = tobit_regression(data, [continuous("noise", centred)])
    assert with_term.log_likelihood >= alone.log_likelihood
    assert with_term.overall.statistic == pytest.approx(
        2 * (with_term.log_likelihood - alone.log_likelihood)
    )


def test_units_scale_the_geometric_mean_and_no_ratio():
    group, true, data = two_groups()
    other = concentrations(1000 * data.value, data.below, 1000 * data.limit)
    one, two = (tobit_regression(each, [binary("group", group)]) for each in (data, other))
    assert two.geometric_mean == pytest.approx(1000 * one.geometric_mean)
    assert two.ratios[0].ratio == pytest.approx(one.ratios[0].ratio)
    truth = tobit_regression(
        concentrations(true, np.zeros(80), np.ones(80)), [binary("group", group)]
    )
    assert one.ratios[0].interval.low < truth.ratios[0].ratio < one.ratios[0].interval.high


def test_a_group_below_its_limits_has_no_ratio():
    value = [NAN, NAN, NAN, 2.0, 3.0, 4.0]
    data = concentrations(value, [1, 1, 1, 0, 0, 0], [1.0] * 6)
    result = tobit_regression(data, [binary("group", [1, 1, 1, 0, 0, 0])])
    assert "group is constant" in result.log_sd.reason
    assert result.ratios == ()
    exact = concentrations([1.0, 1, 2, 2, NAN], [0, 0, 0, 0, 1], [0.5] * 5)
    fitted = tobit_regression(exact, [binary("group", [1, 1, 0, 0, 0])])
    assert "exactly" in fitted.log_sd.reason


def readings(patients=12, visits=3, readers=2, spread=0.5, seed=1):
    random = np.random.default_rng(seed)
    patient, visit, reader = (
        grid.ravel().astype(float)
        for grid in np.meshgrid(
            np.arange(patients), 6.0 * np.arange(visits), np.arange(readers), indexing="ij"
        )
    )
    score = (
        5 * random.normal(size=patients)[patient.astype(int)]
        + spread * random.normal(size=readers)[reader.astype(int)]
        + 0.3 * visit
        + random.normal(size=patient.size)
    )
    return score, visit, patient, reader


def test_a_complete_table_gives_the_mean_changes():
    score, visit, patient, reader = readings()
    result = visit_model(score, visit, patient, reader)
    for change in result.changes:
        plain = score[visit == change.visit].mean() - score[visit == 0].mean()
        assert change.change == pytest.approx(plain)
        error = np.sqrt(result.variances.residual * 2 / 24)
        assert change.standard_error == pytest.approx(error)
    for mean in result.means:
        assert mean.mean == pytest.approx(score[visit == mean.visit].mean())
    assert result.test.df == 72 - 12 - 1 - 2


def test_shift_scale_order_and_names_change_nothing():
    score, visit, patient, reader = readings()
    rows = np.random.default_rng(0).permutation(score.size)[:60]
    one = visit_model(score[rows], visit[rows], patient[rows], reader[rows])
    two = visit_model(
        1e4 - 50 * score[rows][::-1],
        visit[rows][::-1],
        700 - patient[rows][::-1],
        reader[rows][::-1] + 3,
    )
    for first, second in zip(one.changes, two.changes, strict=True):
        assert second.change == pytest.approx(-50 * first.change, rel=1e-5)
        assert second.p == pytest.approx(first.p, rel=1e-4)
    assert two.variances.patients == pytest.approx(2500 * one.variances.patients, rel=1e-4)


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [((12, 1, 2), "visits"), ((1, 3, 2), "patients"), ((0, 3, 2), "0")],
)
def test_one_of_a_kind_is_not_estimable(sizes, expected):
    result = visit_model(*readings(*sizes))
    assert expected in result.deviance.reason
    assert result.changes == result.means == ()
    assert isinstance(result.test.p, NotEstimable)


def test_one_reader_is_no_component():
    score, visit, patient, reader = readings(readers=1)
    one, none = visit_model(score, visit, patient, reader), visit_model(score, visit, patient)
    assert one == none
    assert one.variances.readers is one.variances.courses is None
    assert one.test.df == 36 - 12 - 2


def test_complete_tables_test_visits_as_the_analysis_of_variance_of_patients_means():
    """With courses of their own, both readings of a patient at a visit count as one."""
    score, visit, patient, reader = readings()
    score = score + np.random.default_rng(5).normal(size=36).repeat(2)
    result = visit_model(score, visit, patient, reader, own_courses=True)
    means = score.reshape(12, 3, 2).mean(axis=2)
    within = means - means.mean(axis=0) - means.mean(axis=1, keepdims=True) + means.mean()
    between = 12 * np.var(means.mean(axis=0)) * 3 / 2
    assert result.test.df == 22
    assert result.test.statistic == pytest.approx(between / ((within**2).sum() / 22), rel=1e-6)
    alone = visit_model(score, visit, patient, reader)
    assert alone.test.statistic > result.test.statistic


def test_visits_that_no_patient_shares_are_not_estimable():
    score, visit, patient, _ = readings()
    apart = visit_model(score, visit, 100 * patient + visit)
    assert "two visits" in apart.deviance.reason


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    sizes=st.tuples(st.integers(1, 6), st.integers(1, 4), st.integers(1, 3)),
    gaps=st.integers(0, 8),
    whole=st.booleans(),
)
def test_any_table_gives_figures_or_a_reason(seed, sizes, gaps, whole):
    random = np.random.default_rng(seed)
    score, visit, patient, reader = readings(*sizes, seed=seed)
    score = np.round(score / 4) if whole else score
    score[random.permutation(score.size)[:gaps]] = NAN
    result = visit_model(score, visit, patient, reader, own_courses=True)
    if isinstance(result.deviance, NotEstimable):
        assert result.deviance.reason
        assert result.changes == ()
        return
    parts = result.variances
    assert parts.residual > 0
    assert parts.patients >= 0
    assert all(part is None or part >= 0 for part in (parts.readers, parts.courses))
    assert 0 <= result.test.p <= 1
    assert all(one.interval.low < one.change < one.interval.high for one in result.changes)


def test_readers_who_share_no_patient_with_another_are_not_estimable():
    score, visit, patient, _ = readings()
    nested = visit_model(score, visit, patient, patient % 2)
    assert "two readers" in nested.deviance.reason
    with_visit = visit_model(score, visit, patient, visit)
    assert "two readers" in with_visit.deviance.reason


def test_scores_without_error_are_not_estimable():
    _, visit, patient, reader = readings()
    exact = visit_model(2 * patient + visit + reader, visit, patient, reader)
    assert "exactly" in exact.deviance.reason
    assert isinstance(visit_model(np.ones(72), visit, patient, reader).deviance, NotEstimable)


def test_missing_readings_are_counted():
    score, visit, patient, reader = readings()
    score[:3] = NAN
    result = visit_model(score, visit, patient, reader)
    assert result.sample.n_used == 69
    assert not isinstance(result.deviance, NotEstimable)
