"""Values over visits: a mixed model of each visit against the first, of readers or of one value."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtrc, ndtri, stdtr, stdtrit

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats.regression._crossed import (
    CELLS,
    PATIENTS,
    READERS,
    Crossed,
    CrossedFit,
    fit_crossed,
)
from analytics.stats.regression._readings import Readings, readings
from analytics.stats.results import (
    Estimate,
    HypothesisTest,
    Interval,
    IntervalEstimate,
    NotEstimable,
    Sample,
)
from ra_registry.core.checked import Probability

MEAN_METHOD = "REML, Wald with normal quantiles"
CHANGE_METHOD = "REML, t with containment degrees of freedom"
TEST_VARIANT = "Wald F, containment degrees of freedom"


@dataclass(frozen=True, slots=True)
class VisitMean:
    """The model's mean at a visit; `rows` readings were made at it."""

    visit: float
    mean: float
    interval: IntervalEstimate
    rows: int


@dataclass(frozen=True, slots=True)
class VisitChange:
    """Mean change from the first visit to this one."""

    visit: float
    change: float
    standard_error: float
    interval: IntervalEstimate
    p: Probability


@dataclass(frozen=True, slots=True)
class VarianceComponents:
    """Variances between patients, between readers, of patients' own courses, and of the rest.

    `readers` and `courses` are None in a model without them. `at_border` names the components
    estimated as 0.
    """

    patients: Estimate
    readers: Estimate | None
    courses: Estimate | None
    residual: Estimate
    at_border: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VisitModel:
    """A mixed model of values. Where it can't be fitted `deviance` says why, and `means` and
    `changes` are empty.

    `test`: that no visit differs, an F test whose numerator has one degree of freedom less than
    there are visits and whose `df` is the denominator's. `deviance` is minus twice the restricted
    log-likelihood. `readers` is 1 where readers aren't told apart.
    """

    means: tuple[VisitMean, ...]
    changes: tuple[VisitChange, ...]
    test: HypothesisTest
    variances: VarianceComponents
    deviance: Estimate
    patients: int
    readers: int
    visits: int
    sample: Sample


@checked
def visit_model(
    score: ArrayLike,
    visit: ArrayLike,
    patient: ArrayLike,
    reader: ArrayLike | None = None,
    *,
    own_courses: bool = False,
    level: float = 0.95,
) -> VisitModel:
    """Fit score ~ visit (categories) + random patient + random reader, crossed, by REML.

    All (n,), one row a reading: the score, the visit's number or month (the smallest is baseline),
    and whole numbers that name patient and reader. Patients may lack visits or readers. Without
    `reader`, or with one reader, the model has no component of readers.

    With `own_courses` a patient at a visit has a random intercept as well, where readers read it
    twice: patients differ in how they change, and all readers see that change. Without it each
    reading counts as if it showed the change anew, and intervals of changes are too narrow.

    Means have Wald's intervals with normal quantiles (Laird & Ware 1982), a little narrow for few
    patients or readers. Changes and the test of the visits have the containment degrees of freedom
    of SAS and nlme (Pinheiro & Bates 2000), exact for complete tables.
    """
    level = _validation.level(level)
    found = readings(score, visit, patient, reader, own_courses=own_courses)
    problem = found.problem()
    fit = None
    if problem is None:
        # The search wants numbers of the size of 1, whatever the score's units.
        centre, unit = float(found.scores.mean()), float(found.scores.std())
        sums = Crossed.of(
            found.matrix,
            (found.scores - centre) / unit,
            found.of_patient,
            found.of_reader if found.with_readers else None,
            found.of_cell,
        )
        fit = fit_crossed(sums, _free(found))
    if fit is None:
        return _nothing(
            problem or NotEstimable("The restricted likelihood did not converge."), found
        )
    return VisitModel(
        means=_means(fit, found, centre, unit, level),
        changes=_changes(fit, found, unit, level),
        test=_test(fit, found),
        variances=_variances(fit, found, unit),
        deviance=fit.deviance + 2 * (found.scores.size - found.visits.size) * float(np.log(unit)),
        patients=found.patients,
        readers=found.readers,
        visits=found.visits.size,
        sample=found.sample,
    )


def _free(found: Readings) -> list[int]:
    """The components that the model has."""
    return [
        PATIENTS,
        *([READERS] if found.with_readers else []),
        *([CELLS] if found.with_courses else []),
    ]


def _means(
    fit: CrossedFit, found: Readings, centre: float, unit: float, level: float
) -> tuple[VisitMean, ...]:
    z, rows = float(ndtri(0.5 + level / 2)), np.bincount(found.at_visit)
    result = []
    for j, visit in enumerate(found.visits):
        weights = np.zeros(found.visits.size)
        weights[[0, j]] = 1.0
        mean = centre + unit * float(weights @ fit.beta)
        half = z * unit * sqrt(float(weights @ fit.covariance @ weights))
        limits = Interval(mean - half, mean + half, level, MEAN_METHOD)
        result.append(VisitMean(float(visit), mean, limits, int(rows[j])))
    return tuple(result)


def _changes(
    fit: CrossedFit, found: Readings, unit: float, level: float
) -> tuple[VisitChange, ...]:
    quantile = float(stdtrit(found.df, 0.5 + level / 2))
    result = []
    for j in range(1, found.visits.size):
        change = unit * float(fit.beta[j])
        error = unit * sqrt(float(fit.covariance[j, j]))
        result.append(
            VisitChange(
                visit=float(found.visits[j]),
                change=change,
                standard_error=error,
                interval=Interval(
                    change - quantile * error, change + quantile * error, level, CHANGE_METHOD
                ),
                p=2 * float(stdtr(found.df, -abs(change) / error)),
            )
        )
    return tuple(result)


def _test(fit: CrossedFit, found: Readings) -> HypothesisTest:
    """Whether any later visit differs from the first."""
    later, df = fit.beta[1:], float(found.df)
    statistic = float(later @ np.linalg.solve(fit.covariance[1:, 1:], later)) / later.size
    p = float(fdtrc(later.size, df, statistic))
    return HypothesisTest(statistic, p, TEST_VARIANT, df=df)


def _variances(fit: CrossedFit, found: Readings, unit: float) -> VarianceComponents:
    parts = {
        "patients": fit.first_variance,
        "readers": fit.second_variance if found.with_readers else None,
        "courses": fit.cell_variance if found.with_courses else None,
    }
    # The search ends within 1e-8 of a border; such a ratio of variances is 0.
    border = tuple(
        name
        for name, part in parts.items()
        if part is not None and part < 1e-10 * fit.residual_variance
    )
    patients, readers, courses = (
        None if part is None else 0.0 if name in border else part * unit**2
        for name, part in parts.items()
    )
    return VarianceComponents(
        patients=patients or 0.0,
        readers=readers,
        courses=courses,
        residual=fit.residual_variance * unit**2,
        at_border=border,
    )


def _nothing(reason: NotEstimable, found: Readings) -> VisitModel:
    return VisitModel(
        means=(),
        changes=(),
        test=HypothesisTest(reason, reason, TEST_VARIANT),
        variances=VarianceComponents(
            patients=reason,
            readers=reason if found.with_readers else None,
            courses=reason if found.with_courses else None,
            residual=reason,
            at_border=(),
        ),
        deviance=reason,
        patients=found.patients,
        readers=found.readers,
        visits=found.visits.size,
        sample=found.sample,
    )
