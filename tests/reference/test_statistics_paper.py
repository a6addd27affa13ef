"""Raw readings of the synthetic cohort give the figures that the cohort was made for.

The cohort was found with programs of other make (R for areas, intervals and models), so each
figure here is a comparison with them, from site scores to the last digit published.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from analytics.stats.agreement.icc import icc
from analytics.stats.agreement.measurement_error import smallest_detectable_change
from analytics.stats.comparison.groups import compare_ranks
from analytics.stats.comparison.multiplicity import adjust
from analytics.stats.comparison.paired import compare_paired
from analytics.stats.comparison.trend import dose_response, jonckheere
from analytics.stats.regression.design import binary, continuous
from analytics.stats.regression.dominance import dominance
from analytics.stats.regression.logistic import logistic_regression
from analytics.stats.roc.bootstrap import bootstrap_cutoff
from analytics.stats.roc.curve import auc, roc_curve
from analytics.stats.roc.cutoffs import youden
from ra_registry.demo.recipe import generate

IL6 = 4


@pytest.fixture(scope="module")
def cohort():
    drawn = generate()
    # read: (readers, visits, patients, sites); sums per reader, then change.
    mri = drawn.ramris["erosion"].read.sum(axis=3).astype(float)
    xray = drawn.svdh["erosion"].read.sum(axis=3).astype(float)
    return SimpleNamespace(
        mri=mri,
        mri_change=mri[:, 1] - mri[:, 0],
        xray_change=xray[:, 1] - xray[:, 0],
        xray=xray,
        cytokines=drawn.drivers.concentration,
        seropositive=drawn.drivers.seropositive.astype(float),
    )


def beyond(changes, sign):
    """Mean change of the two readers above 0.5, by whole numbers: sum of changes above 1."""
    return (sign * changes.sum(axis=0) > 1).astype(float)


def progression(cohort):
    return beyond(cohort.mri_change, 1)


def test_imaging_against_radiograph(cohort):
    worse = compare_paired(progression(cohort), beyond(cohort.xray_change, 1))
    table = worse.table
    assert (table.both, table.only_first, table.only_second, table.neither) == (19, 27, 4, 38)
    assert worse.exact.p == pytest.approx(3.4e-5, abs=5e-7)
    better = compare_paired(beyond(cohort.mri_change, -1), beyond(cohort.xray_change, -1))
    table = better.table
    assert (table.both, table.only_first, table.only_second, table.neither) == (12, 11, 1, 64)
    assert better.exact.p == pytest.approx(0.0063, abs=5e-5)
    assert better.mid_p.p == pytest.approx(0.0034, abs=5e-5)
    assert better.corrected.p == pytest.approx(0.0094, abs=5e-5)


def test_area_and_cutoff(cohort):
    curve = roc_curve(progression(cohort), cohort.cytokines[:, IL6], direction="high")
    area = auc(curve)
    assert area.value == pytest.approx(0.8212, abs=5e-5)
    assert (area.interval.low, area.interval.high) == pytest.approx((0.7349, 0.9074), abs=5e-5)
    (best,) = youden(curve).optima
    assert best.midpoint == pytest.approx(7.6, abs=0.005)
    assert (best.sensitivity, best.specificity) == pytest.approx((0.761, 0.786), abs=5e-4)
    assert best.counts.true_positive + best.counts.false_positive == 44
    assert best.youden == pytest.approx(0.547, abs=5e-4)
    resampled = bootstrap_cutoff(curve, resamples=2000, seed=1)
    # 2.85 to 8.78 there, with midpoints taken inside each resample; few patients lie between
    # 2 and 4 pg/ml, so the lower quantile jumps by 0.2 from one simulation to the next.
    assert resampled.midpoint.low == pytest.approx(2.85, abs=0.5)
    assert resampled.midpoint.high == pytest.approx(8.78, abs=0.1)
    assert resampled.youden_optimism.optimism == pytest.approx(0.049, abs=0.008)


def model(cohort, event):
    terms = [
        continuous("IL-6", cohort.cytokines[:, IL6], scale="doubling"),
        binary("seropositive", cohort.seropositive),
    ]
    return terms, logistic_regression(event, terms)


def test_independent_factors_of_progression(cohort):
    terms, result = model(cohort, progression(cohort))
    il6, sero = result.coefficients
    assert il6.odds_ratio == pytest.approx(2.79, abs=0.005)
    assert (il6.wald.low, il6.wald.high) == pytest.approx((1.76, 4.41), abs=0.005)
    assert il6.p_wald == pytest.approx(1.3e-5, abs=5e-7)
    assert sero.odds_ratio == pytest.approx(5.50, abs=0.005)
    assert (sero.wald.low, sero.wald.high) == pytest.approx((1.33, 22.7), abs=0.05)
    assert sero.p_wald == pytest.approx(0.019, abs=5e-4)
    assert (il6.odds_ratio_per_sd, sero.odds_ratio_per_sd) == pytest.approx((6.5, 2.0), abs=0.05)
    assert [term.test.statistic for term in result.terms] == pytest.approx([34.2, 6.2], abs=0.05)
    strength = dominance(progression(cohort), terms, resamples=2000, seed=1)
    assert strength.terms[0].term == "IL-6"
    # The order held in 1995 of 2000 resamples there.
    assert strength.first_held > 0.99


def test_low_il6_and_repair(cohort):
    repair = beyond(cohort.mri_change, -1)
    _, result = model(cohort, repair)
    il6 = result.coefficients[0]
    assert il6.odds_ratio == pytest.approx(0.35, abs=0.005)
    assert (il6.wald.low, il6.wald.high) == pytest.approx((0.21, 0.58), abs=0.005)
    area = auc(roc_curve(repair, cohort.cytokines[:, IL6], direction="low"))
    assert area.value == pytest.approx(0.843, abs=5e-4)
    assert (area.interval.low, area.interval.high) == pytest.approx((0.744, 0.942), abs=5e-4)


def test_dose_response(cohort):
    response = dose_response(progression(cohort), cohort.cytokines[:, IL6])
    assert [row.events.successes for row in response.rows] == [3, 8, 17, 18]
    assert [row.events.n for row in response.rows] == [22, 22, 22, 22]
    assert response.armitage.p == pytest.approx(3e-7, abs=5e-8)
    mean_change = cohort.mri_change.mean(axis=0)
    group = np.array(response.groups.group)
    changes = [mean_change[group == quarter] for quarter in range(4)]
    assert [np.median(values) for values in changes] == [-3.25, 0.5, 1.75, 4.25]
    assert jonckheere(changes, alternative="increasing").p == pytest.approx(4e-10, abs=5e-11)


def test_other_cytokines_say_nothing(cohort):
    event = progression(cohort)
    p_values, areas = {}, []
    for column in range(10):
        if column == IL6:
            continue
        values = cohort.cytokines[:, column]
        areas.append(auc(roc_curve(event, values, direction="high")).value)
        test = compare_ranks(values[event == 1], values[event == 0], resamples=100)
        p_values[str(column)] = test.normal.p
    assert (min(areas), max(areas)) == pytest.approx((0.44, 0.58), abs=0.005)
    family = adjust("other cytokines", p_values, method="holm")
    assert {test.adjusted for test in family.tests} == {1.0}


def test_readers(cohort):
    def single(table):
        return icc(table.T).form("ICC(A,1)").value

    assert single(cohort.mri[:, 0]) == pytest.approx(0.969, abs=5e-4)
    assert single(cohort.mri_change) == pytest.approx(0.924, abs=5e-4)
    assert single(cohort.xray[:, 0]) == pytest.approx(0.974, abs=5e-4)
    assert single(cohort.xray_change) == pytest.approx(0.828, abs=5e-4)
    sdc = smallest_detectable_change(cohort.mri_change.T)
    assert sdc.value == pytest.approx(2.80, abs=0.005)
    assert smallest_detectable_change(cohort.xray_change.T).value == pytest.approx(1.23, abs=0.005)
    mean_change = cohort.mri_change.mean(axis=0)
    assert int(np.sum(mean_change > sdc.value)) == 28
