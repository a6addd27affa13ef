"""The recipe's cohort, stored as scores and concentrations, gives the published figures back."""

from __future__ import annotations

import pytest

from analytics.runs.compute import compute
from analytics.runs.services import read_inputs
from analytics.stats.comparison.paired import PairedTable
from tests.factories.cohorts import make_demo_cohort
from tests.undone import undone

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def results(django_db_setup, django_db_blocker):
    """Compute once for the module, and leave nothing behind."""

    with django_db_blocker.unblock(), undone():
        study = make_demo_cohort()
        plan, data = read_inputs(study.pk)
        return compute(data, plan, lambda *_: None)


def _comparison(results, key):
    return next(one.result for one in results.imaging.comparisons if one.key == key)


def test_progression_on_mri_and_radiograph(results):
    assert _comparison(results, "progression").table == PairedTable(
        both=19, only_first=27, only_second=4, neither=38
    )


def test_repair_on_mri_and_radiograph(results):
    found = _comparison(results, "repair")
    assert found.table == PairedTable(both=12, only_first=11, only_second=1, neither=64)
    assert found.mid_p.p == pytest.approx(0.0034, abs=5e-5)


def _il6(results, endpoint):
    return _of(results.roc, endpoint).marker("il-6")


def test_roc_of_il6_for_progression(results):
    found = _il6(results, "mri-progression")
    assert found.auc.value == pytest.approx(0.8212, abs=5e-5)
    assert found.auc.interval.low == pytest.approx(0.7349, abs=5e-5)
    assert found.auc.interval.high == pytest.approx(0.9074, abs=5e-5)
    (cutoff,) = found.optima
    assert cutoff.midpoint == pytest.approx(7.6, abs=0.05)
    assert cutoff.counts.true_positive + cutoff.counts.false_positive == 44
    assert cutoff.sensitivity == pytest.approx(0.761, abs=5e-4)
    assert cutoff.specificity == pytest.approx(0.786, abs=5e-4)


def test_low_il6_for_repair(results):
    found = _il6(results, "mri-repair")
    assert found.auc.direction == "low"
    assert found.auc.value == pytest.approx(0.843, abs=5e-4)


def test_no_other_cytokine_predicts(results):
    outcome = _of(results.roc, "mri-progression")
    adjusted = {test.name: test.adjusted for test in outcome.family.tests}
    assert adjusted.pop("il-6") < 1e-6
    assert set(adjusted.values()) == {1.0}


def test_values_below_the_limit(results):
    markers = _of(results.roc, "mri-progression").markers
    below = {marker.analyte: marker.values.below for marker in markers}
    assert {code: n for code, n in below.items() if n} == {
        "il-12p70": 32, "il-4": 29, "il-1b": 24, "il-2": 9, "il-13": 5,
    }  # fmt: skip


def _of(parts, endpoint):
    return next(part for part in parts if part.endpoint == endpoint)


def test_model_of_progression(results):
    found = _of(results.models, "mri-progression").result
    il6, sero = found.coefficients
    assert il6.odds_ratio == pytest.approx(2.79, abs=0.01)
    assert il6.wald.low == pytest.approx(1.76, abs=0.01)
    assert il6.wald.high == pytest.approx(4.41, abs=0.01)
    assert sero.odds_ratio == pytest.approx(5.50, abs=0.01)
    assert il6.odds_ratio_per_sd == pytest.approx(6.5, abs=0.05)
    assert sero.odds_ratio_per_sd == pytest.approx(2.0, abs=0.05)
    first, second = (term.test.statistic for term in found.terms)
    assert first == pytest.approx(34.2, abs=0.1)
    assert second == pytest.approx(6.2, abs=0.1)


def test_model_of_repair(results):
    found = _of(results.models, "mri-repair").result
    assert found.coefficients[0].odds_ratio == pytest.approx(0.35, abs=0.01)


def test_dose_response(results):
    found = _of(results.dose_response, "mri-progression").result
    assert [group.events.successes for group in found.groups] == [3, 8, 17, 18]
    # The recipe prints the one-sided p.
    assert found.jonckheere.p / 2 == pytest.approx(4e-10, abs=5e-11)


def test_agreement_of_readers(results):
    mri, radiograph = results.readers
    (team,) = mri.teams
    assert _icc(team.baseline) == pytest.approx(0.969, abs=5e-4)
    assert _icc(team.change) == pytest.approx(0.924, abs=5e-4)
    assert team.change.sdc_95.value == pytest.approx(2.80, abs=0.005)
    (team,) = radiograph.teams
    assert _icc(team.change) == pytest.approx(0.828, abs=5e-4)
    assert team.change.sdc_95.value == pytest.approx(1.23, abs=0.005)
    assert team.change.kappas[0].result.value == pytest.approx(0.38, abs=0.005)


def _icc(occasion):
    return next(form.value for form in occasion.icc.forms if form.form == "ICC(A,1)")


def test_odds_ratios_of_each_size_of_step(results):
    found = _of(results.models, "mri-progression").model
    il6, sero = found.odds
    assert il6.spreads[0].odds_ratio == pytest.approx(6.5, abs=0.05)
    assert sero.spreads[0].odds_ratio == pytest.approx(2.0, abs=0.05)
    assert il6.spreads[1].low < il6.spreads[1].high
    assert all(1 <= term.gvif < 1.2 for term in found.inflation)


def test_il6_is_stronger_than_seropositivity_by_every_measure(results):
    found = _of(results.validation, "mri-progression").result.dominance
    first, second = found.terms
    assert (first.term, second.term) == ("il-6", "seropositive")
    assert first.test.statistic == pytest.approx(34.2, abs=0.1)
    assert second.test.statistic == pytest.approx(6.2, abs=0.1)
    assert first.share == pytest.approx(0.847, abs=0.001)
    assert first.auc_lost_interval.low > second.auc_lost
    assert found.first_held > 0.99
    assert found.resampling.resamples == 2000


def test_the_model_keeps_most_of_what_it_promises(results):
    found = _of(results.validation, "mri-progression").result
    area = found.optimism.auc
    assert area.apparent > area.corrected > found.cross_validation.pooled > 0.8
    slope = found.left_out.calibration.slope
    assert slope.interval.low < slope.value < 1 < slope.interval.high
    assert found.apparent.calibration.slope.value == pytest.approx(1)
    points = {point.threshold: point for point in found.left_out.decision.points}
    assert points[0.5].model > max(points[0.5].treat_all, 0)


@pytest.mark.parametrize(
    ("endpoint", "corrected", "not_converged"),
    [("mri-progression", 0.95495, 13), ("mri-repair", 0.95160, 0)],
)
def test_the_corrected_slope_is_that_of_single_fits(results, endpoint, corrected, not_converged):
    """Of statsmodels' GLM, fitted to each of the same 2000 resamples on its own."""
    found = _of(results.validation, endpoint).result.optimism
    assert found.slope.corrected == pytest.approx(corrected, abs=1e-5)
    drawn = found.resampling
    assert drawn.not_converged == drawn.resamples - drawn.used == not_converged


def test_only_il6_predicts_progression_on_its_own(results):
    found = _of(results.univariable, "mri-progression")
    adjusted = {test.name: test.adjusted for test in found.family.tests}
    assert adjusted.pop("il-6") < 1e-6
    assert min(adjusted.values()) == 1.0
    il6 = next(one for one in found.exposures if one.alone.term == "il-6")
    assert il6.comparison.probability == pytest.approx(0.8212, abs=5e-5)
    assert [one.term for one in found.covariates] == ["seropositive"]


def test_other_models_say_the_same(results):
    found = _of(results.models, "mri-progression").model.others
    assert found.linearity.test.p > 0.05
    assert found.linear.slopes[0].interval.low > 0
    assert found.ordinal.coefficients[0].interval.low > 1
    assert found.equal_slopes.overall.p > 0.05


def test_change_rises_with_il6_whatever_is_held_fixed(results):
    found = results.correlations
    assert found.changes == ("MRI erosion change", "Radiograph erosion change")
    for pairs in (found.matrix.pairs, *(held.pairs for held in found.partial)):
        pair = next(p for p in pairs if (p.first, p.second) == ("IL-6", "MRI erosion change"))
        assert pair.rho == pytest.approx(0.68, abs=0.03)
    assert [held.given for held in found.partial] == ["seropositive", "age"]
