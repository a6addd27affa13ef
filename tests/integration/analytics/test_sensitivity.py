"""Sensitivity analyses: the main row is the main analysis, the others change one decision."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from django.urls import reverse

from analytics.codec import encode
from analytics.datasets.dataset import DataSet, endpoint_column, reader_column
from analytics.results.decisions import (
    BelowLimitBy,
    DetectableThreshold,
    MainAnalysis,
    MissingFilm,
    MultipleImputation,
    OtherThreshold,
    SingleReader,
)
from analytics.results.sensitivity import Remark
from analytics.runs.services import read_inputs
from analytics.stats.results import NotEstimable
from analytics.topics.imaging.compute import comparisons
from analytics.topics.models.compute import models
from analytics.topics.readers.compute import reliability
from analytics.topics.roc.compute import roc
from analytics.topics.sensitivity.compute.analyses import sensitivity
from tests.factories.cohorts import make_demo_cohort, manager_of
from tests.factories.unlike import Described, make_described_study, make_unlike_study
from tests.undone import undone

pytestmark = pytest.mark.django_db


def inputs_of(make, django_db_blocker):
    """Plan and data set of a study that is gone again."""
    with django_db_blocker.unblock(), undone():
        plan, data = read_inputs(make().pk)
    # One exposure is all that sensitivity analyses look at.
    return replace(plan, exposures=(plan.primary_exposure,)), data


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    # A code of its own: a page's study may stand in the database at the same time.
    return inputs_of(lambda: make_demo_cohort(40, code="varied"), django_db_blocker)


@pytest.fixture(scope="module")
def unlike(django_db_setup, django_db_blocker):
    return inputs_of(make_unlike_study, django_db_blocker)


def varied(plan, data):
    return sensitivity(data, plan, reliability(data, plan))


def rows_of(found, place=0):
    """Rows by what they change; where several change the same kind of thing, by its particulars."""
    return {row.decision: row for row in found.outcomes[place].rows}


def of_kind(rows, kind):
    return [row for row in rows.values() if row.kind == kind]


MAIN = MainAnalysis()


def of_serostatus(row):
    """What a row says of the one covariate of the default."""
    (found,) = row.model.covariates
    return found.effect


@pytest.mark.parametrize("interval", ["profile", "wald"])
def test_the_first_row_is_the_main_analysis(demo, interval):
    plan, data = replace(demo[0], odds_ratio_interval=interval), demo[1]
    found, curves, fitted = varied(plan, data), roc(data, plan), models(data, plan)
    for place, outcome in enumerate(found.outcomes):
        main = outcome.rows[0]
        assert main.decision == MAIN
        marker = curves[place].markers[0]
        for name in ("value", "interval", "p"):
            assert getattr(main.curve.auc, name) == getattr(marker.auc, name)
        assert main.curve.cutoff.value == marker.optima[0].midpoint
        assert main.curve.n == marker.auc.sample.n_used
        model = fitted[place].result
        by_term = {c.term: c for c in model.coefficients}
        tests = {t.term: t.test.p for t in model.terms}
        for effect, term in ((main.model.exposure, "il-6"), (of_serostatus(main), "seropositive")):
            assert effect.value == by_term[term].odds_ratio
            assert effect.interval == getattr(by_term[term], interval)
            assert effect.p == (tests[term] if interval == "profile" else by_term[term].p_wald)


def test_the_first_row_of_a_comparison_is_the_paired_comparison(demo):
    plan, data = demo
    compared = comparisons(data, plan)
    for place, pair in enumerate(varied(plan, data).comparisons):
        main, expected = pair.rows[0], compared[place].result
        for side, share in (("first", expected.first), ("second", expected.second)):
            assert getattr(main, side).successes == share.successes
        assert main.difference.value == expected.difference
        assert main.difference.interval == expected.tango
        assert main.difference.p == expected.mid_p.p


def test_thresholds_and_detectable_change_count_what_lies_beyond(demo):
    plan, data = demo
    results = varied(plan, data)
    agreement = next(r for r in reliability(data, plan) if r.read_set.startswith("mri"))
    change = data.frame[endpoint_column("mri-progression", "value")].to_numpy()
    detectable = agreement.teams[0].change
    progression, repair = rows_of(results), rows_of(results, 1)
    for limit in (0.0, 0.5, 1.0):
        assert progression[OtherThreshold(limit)].curve.events == np.count_nonzero(change > limit)
        assert repair[OtherThreshold(-limit)].curve.events == np.count_nonzero(change < -limit)
    for row, turned, sdc in zip(
        of_kind(progression, "detectable"),
        of_kind(repair, "detectable"),
        (detectable.sdc_95, detectable.sdc_80),
        strict=True,
    ):
        for one in (row, turned):
            assert (one.decision.sdc.value, one.decision.level) == (sdc.value, sdc.level)
        assert row.curve.events == np.count_nonzero(change > sdc.value)
        assert turned.curve.events == np.count_nonzero(change < -sdc.value)
    assert progression[OtherThreshold(0.5)].same


def test_each_reader_alone_is_named_by_place_only(demo):
    plan, data = demo
    rows = rows_of(varied(plan, data))
    read_set = next(r for r in data.meta.read_sets if r.campaign == "mri")
    for place, reader in enumerate(read_set.readers, 1):
        row = rows[SingleReader(place, None)]
        column = reader_column(read_set.key, "erosion", reader, "change_half")
        own = data.frame[column].to_numpy() / 2
        assert row.curve.events == np.count_nonzero(own > 0.5)
        assert encode(row.decision) == {"kind": "reader", "place": place, "pool": None}


def test_a_study_with_every_gap_has_every_kind_of_row(unlike):
    rows = rows_of(varied(*unlike))
    assert {row.kind for row in rows.values()} == {
        "main", "threshold", "detectable", "reader", "film", "surgery", "below-limit", "missing",
    }  # fmt: skip
    main = rows[MAIN]
    assert main.model.method == "Firth penalised likelihood"
    carried = rows[MissingFilm("last-observation")]
    assert carried.imputed == 3
    assert carried.curve.n > main.curve.n
    assert carried.curve.events == main.curve.events
    assert isinstance(rows[MissingFilm("linear-extrapolation")].curve.auc.value, NotEstimable)
    assert rows[BelowLimitBy("exclude", 2)].curve.n < main.curve.n
    assert rows[BelowLimitBy("half-limit", 2)].same
    assert rows[BelowLimitBy("root-two", 2)].curve.auc == main.curve.auc
    imputed = rows[MultipleImputation(20)]
    assert imputed.curve.n == 24
    # Completely separated data have no maximum likelihood to pool.
    assert "maximum-likelihood" in imputed.model.exposure.value.reason


def test_imputation_repeats_with_its_seed_and_comes_near_the_complete_data(demo):
    plan, data = demo
    complete = rows_of(varied(plan, data))
    assert not of_kind(complete, "missing")
    frame = data.frame.copy()
    frame.loc[np.arange(data.n) % 6 == 0, "seropositive"] = np.nan
    gaps = DataSet(frame, data.meta)
    (first,), (again,) = (of_kind(rows_of(varied(plan, gaps)), "missing") for _ in range(2))
    assert first == again
    assert first.curve.n == data.n
    limits = complete[MAIN].model.exposure.interval
    assert limits.low < first.model.exposure.value < limits.high
    other = replace(plan, resampling=replace(plan.resampling, seed=7))
    (reseeded,) = of_kind(rows_of(varied(other, gaps)), "missing")
    assert of_serostatus(reseeded) != of_serostatus(first)


def test_a_variable_that_too_few_know_is_named_by_its_key(demo):
    """Reading the results puts the label in its place."""
    plan, data = demo
    frame = data.frame.copy()
    frame.loc[1:, "seropositive"] = np.nan
    (row,) = of_kind(rows_of(varied(plan, DataSet(frame, data.meta))), "missing")
    reason = "seropositive is known for 1 patient only, too few to impute from."
    assert row.model.exposure.value == NotEstimable(reason)


def test_a_changed_conclusion_is_a_field_of_its_own(demo):
    found = varied(*demo)
    rows = [row for place in (0, 1) for row in rows_of(found, place).values()]
    assert any(row.changed for row in rows)
    for place in (0, 1):
        rows = rows_of(found, place)
        main = of_serostatus(rows[MAIN]).p
        for row in rows.values():
            crosses = (of_serostatus(row).p < 0.05) != (main < 0.05)
            assert ("seropositive" in row.changed) == crosses


def test_a_plan_without_a_covariate_has_no_odds_ratio_for_it(demo):
    plan, data = demo
    row = rows_of(varied(replace(plan, covariates=()), data))[MAIN]
    assert row.model.covariates == ()
    assert row.model.exposure.value > 1


def test_one_reader_says_that_nobody_is_set_apart():
    people = [Described(mri=(i % 3,), xr=(0,), measured={"mmp-3": 1.0 + i}) for i in range(6)]
    results = varied(*read_inputs(make_described_study("solo", people, readers=1).pk))
    assert Remark("fewer-than-two-readers") in results.outcomes[0].remarks
    rows = rows_of(results)
    assert not of_kind(rows, "reader")
    alone = rows[DetectableThreshold(0.95, None)]
    assert isinstance(alone.curve.auc.value, NotEstimable)


def test_the_page_says_what_moved(computed_study, sign_in, django_assert_max_num_queries):
    client = sign_in(manager_of(computed_study))
    url = reverse("analytics:sensitivity", args=[computed_study.code])
    with django_assert_max_num_queries(14):
        page = client.get(url, {"outcome": "mri-repair"})
    shown = page.context["parts"][0]["context"]
    assert shown["outcome"] == "mri-repair"
    assert any(sentence.startswith("AUC:") for sentence in shown["sentences"])
    assert shown["sentences"][0] in page.content.decode()
    assert client.get(url, {"outcome": "death"}).status_code == 400
