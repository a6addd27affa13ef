"""The cohort is the published one: same drawing order, same sums, same results.

Expected figures are those printed with the recipe. Everything is computed from site readings with
plain numpy and scikit-learn, independently of the project's own statistics.
"""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from sklearn.metrics import roc_auc_score, roc_curve

from ra_registry.demo.recipe import ANALYTES, IL6, generate


@pytest.fixture(scope="module")
def cohort():
    return generate()


@pytest.fixture(scope="module")
def change(cohort):
    """Sum of both readers' changes: > 1 is progression (mean > 0.5), < -1 repair."""
    return {
        name: np.diff(scores["erosion"].totals(), axis=1)[:, 0].sum(axis=0)
        for name, scores in (("mri", cohort.ramris), ("radiograph", cohort.svdh))
    }


def test_sums_of_the_readings(cohort):
    assert cohort.ramris["erosion"].totals().sum(axis=-1).tolist() == [[908, 1001], [942, 1042]]
    assert cohort.svdh["erosion"].totals().sum(axis=-1).tolist() == [[407, 432], [438, 468]]


def test_sums_of_the_true_scores(cohort):
    assert cohort.ramris["erosion"].true.sum(axis=(1, 2)).tolist() == [890, 976]
    assert cohort.svdh["erosion"].true.sum(axis=(1, 2)).tolist() == [406, 423]


def test_first_values(cohort):
    il6 = cohort.drivers.concentration[:5, IL6]
    assert il6.tolist() == [3.725, 81.87, 16.5, 7.16, 10.11]
    assert cohort.drivers.seropositive[:10].astype(int).tolist() == [1, 1, 0, 0, 0, 0, 1, 1, 1, 1]
    assert cohort.drivers.seropositive.sum() == 70


def test_progression_and_repair_by_mri_and_radiograph(change):
    assert _paired_table(change["mri"] > 1, change["radiograph"] > 1) == (19, 27, 4, 38)
    assert _paired_table(change["mri"] < -1, change["radiograph"] < -1) == (12, 11, 1, 64)


def _paired_table(mri, radiograph):
    """Both, MRI alone, radiograph alone, neither."""
    return tuple(
        int(cell.sum())
        for cell in (mri & radiograph, mri & ~radiograph, ~mri & radiograph, ~mri & ~radiograph)
    )


def test_il6_predicts_mri_progression_and_no_other_cytokine_does(cohort, change):
    areas = [
        roc_auc_score(change["mri"] > 1, cohort.drivers.concentration[:, spot])
        for spot in range(len(ANALYTES))
    ]
    assert areas[IL6] == pytest.approx(0.8212, abs=5e-5)
    others = areas[:IL6] + areas[IL6 + 1 :]
    assert (round(min(others), 2), round(max(others), 2)) == (0.44, 0.58)


def test_cutoff_of_il6(cohort, change):
    il6, progression = cohort.drivers.concentration[:, IL6], change["mri"] > 1
    false, true, thresholds = roc_curve(progression, il6, drop_intermediate=False)
    youden = true - false
    best = int(np.argmax(youden))
    assert np.sum(np.isclose(youden, youden[best])) == 1
    cutoff = (thresholds[best] + il6[il6 < thresholds[best]].max()) / 2
    assert cutoff == pytest.approx(7.6, abs=5e-4)
    assert true[best] == pytest.approx(0.761, abs=5e-4)
    assert 1 - false[best] == pytest.approx(0.786, abs=5e-4)
    assert np.sum(il6 >= cutoff) == 44


def test_low_il6_predicts_mri_repair(cohort, change):
    area = roc_auc_score(change["mri"] < -1, -cohort.drivers.concentration[:, IL6])
    assert area == pytest.approx(0.843, abs=5e-4)


@pytest.mark.parametrize(
    ("sign", "il6_ratio", "il6_interval"),
    [(1, 2.79, (1.76, 4.41)), (-1, 0.35, (0.21, 0.58))],
    ids=["progression", "repair"],
)
def test_il6_is_an_independent_factor(cohort, change, sign, il6_ratio, il6_interval):
    """Odds ratio per doubling of IL-6 beside serology, with its Wald interval."""
    fit = _logistic(cohort, sign * change["mri"] > 1)
    assert np.exp(fit.params[1]) == pytest.approx(il6_ratio, abs=0.005)
    assert np.exp(fit.conf_int()[1]) == pytest.approx(il6_interval, abs=0.005)


def test_serology_is_an_independent_factor_of_progression_weaker_than_il6(cohort, change):
    fit = _logistic(cohort, change["mri"] > 1)
    assert np.exp(fit.params[2]) == pytest.approx(5.50, abs=0.005)
    assert fit.pvalues[1:] == pytest.approx([1.3e-5, 0.019], rel=0.05)
    spread = [_doublings(cohort).std(ddof=1), cohort.drivers.seropositive.std(ddof=1)]
    per_sd = np.exp(fit.params[1:] * spread)
    assert per_sd == pytest.approx([6.5, 2.0], abs=0.05)


def _logistic(cohort, outcome):
    design = np.column_stack([np.ones(cohort.n), _doublings(cohort), cohort.drivers.seropositive])
    return sm.Logit(outcome.astype(float), design).fit(disp=0)


def _doublings(cohort):
    return np.log2(cohort.drivers.concentration[:, IL6])


def test_dose_response_over_quartiles_of_il6(cohort, change):
    quartile = np.argsort(np.argsort(cohort.drivers.concentration[:, IL6])) // 22
    progressors = [int((change["mri"][quartile == q] > 1).sum()) for q in range(4)]
    medians = [float(np.median(change["mri"][quartile == q]) / 2) for q in range(4)]
    assert progressors == [3, 8, 17, 18]
    assert medians == [-3.25, 0.5, 1.75, 4.25]


def test_values_below_the_detection_limit(cohort):
    llod = np.array([analyte.llod for analyte in ANALYTES])
    below = (cohort.drivers.concentration < llod).sum(axis=0)
    counts = {analyte.code: int(n) for analyte, n in zip(ANALYTES, below, strict=True) if n}
    assert counts == {"il-12p70": 32, "il-4": 29, "il-1b": 24, "il-2": 9, "il-13": 5}


@pytest.mark.parametrize(
    ("family", "status", "of_change", "smallest"),
    [("ramris", 0.969, 0.924, 2.80), ("svdh", 0.974, 0.828, 1.23)],
)
def test_agreement_of_the_readers(cohort, family, status, of_change, smallest):
    """ICC(A,1) of baseline and of change; smallest detectable change of the mean of two."""
    totals = getattr(cohort, family)["erosion"].totals()
    changes = totals[:, 1] - totals[:, 0]
    assert _icc_agreement(totals[:, 0].T) == pytest.approx(status, abs=5e-4)
    assert _icc_agreement(changes.T) == pytest.approx(of_change, abs=5e-4)
    spread = np.std(changes[0] - changes[1], ddof=1)
    assert 1.96 * spread / 2 == pytest.approx(smallest, abs=5e-3)


def _icc_agreement(ratings):
    """Two-way random, absolute agreement, single measure, from the mean squares."""
    n, k = ratings.shape
    grand = ratings.mean()
    rows = k * np.sum((ratings.mean(axis=1) - grand) ** 2) / (n - 1)
    columns = n * np.sum((ratings.mean(axis=0) - grand) ** 2) / (k - 1)
    residual = np.sum(
        (ratings - ratings.mean(axis=1, keepdims=True) - ratings.mean(axis=0) + grand) ** 2
    ) / ((n - 1) * (k - 1))
    return (rows - residual) / (rows + (k - 1) * residual + k * (columns - residual) / n)
