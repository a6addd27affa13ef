"""Is one odds ratio for every cut of an ordered outcome enough? Brant's test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import too_few
from analytics.stats.regression.design import Design, Term, build_design
from analytics.stats.regression.logistic_fit import LogisticFit, fit_design
from analytics.stats.results import FloatArray, HypothesisTest, NotEstimable, Sample

VARIANT = "Brant's Wald test of equal slopes at every cut"


@dataclass(frozen=True, slots=True)
class ProportionalOddsTest:
    """Brant's test of all terms together and of each alone.

    A small p says that the odds ratio differs between cuts, so that a common one hides something.
    `cuts`: the outcome's values that "above" was asked for.
    """

    overall: HypothesisTest
    terms: tuple[tuple[str, HypothesisTest], ...]
    cuts: tuple[float, ...]
    sample: Sample


@checked
def proportional_odds_test(
    response: ArrayLike, terms: Sequence[Term]
) -> ProportionalOddsTest | NotEstimable:
    """Compare the binary logistic models of every cut of the outcome (Brant 1990).

    `response`: (n,) numbers or missing; every distinct value is a category, and there must be at
    least three. Separated data at a cut give the reason.
    """
    design = build_design(
        _validation.as_floats(response, "response"), terms, response_name="response"
    )
    categories = np.unique(design.response)
    problem = too_few(int(categories.size), 3, "different outcomes")
    if problem is not None:
        return problem
    fits = []
    for cut in categories[:-1]:
        above = replace(design, response=(design.response > cut).astype(np.float64))
        fit = fit_design(above, level=0.95, profile=False)
        if isinstance(fit, NotEstimable):
            return fit
        if fit.separation.kind != "none":
            return NotEstimable(f"The data are separated at the cut above {cut:g}.")
        fits.append(fit)
    slopes = np.concatenate([fit.beta[1:] for fit in fits])
    covariance = _joint_covariance(design, fits)
    return ProportionalOddsTest(
        overall=_equal(slopes, covariance, len(fits), list(range(len(design.column_names)))),
        terms=tuple(
            (term.name, _equal(slopes, covariance, len(fits), _columns(design, index)))
            for index, term in enumerate(design.terms)
        ),
        cuts=tuple(float(cut) for cut in categories[:-1]),
        sample=design.sample,
    )


def _columns(design: Design, term: int) -> list[int]:
    return [j for j, owner in enumerate(design.term_of_column) if owner == term]


def _joint_covariance(design: Design, fits: Sequence[LogisticFit]) -> FloatArray:
    """Covariance of all cuts' slopes, cut after cut: the same patients make every fit."""
    matrix = design.matrix
    blocks = []
    for m, first in enumerate(fits):
        row = []
        for k, second in enumerate(fits):
            higher, lower = (second, first) if k >= m else (first, second)
            shared = higher.probability * (1 - lower.probability)
            middle = matrix.T @ (matrix * shared[:, None])
            row.append((first.covariance @ middle @ second.covariance)[1:, 1:])
        blocks.append(row)
    return np.block(blocks)


def _equal(
    slopes: FloatArray, covariance: FloatArray, cuts: int, columns: Sequence[int]
) -> HypothesisTest:
    """Wald test that the chosen slopes of every cut equal those of the first."""
    width = slopes.size // cuts
    chosen = np.eye(width)[list(columns)]
    first = np.kron(np.ones((cuts - 1, 1)), chosen)
    contrast = np.hstack([first, -np.kron(np.eye(cuts - 1), chosen)])
    differences = contrast @ slopes
    spread = contrast @ covariance @ contrast.T
    df = contrast.shape[0]
    if np.linalg.matrix_rank(spread, hermitian=True) < df:
        reason = NotEstimable("The cuts are too nearly alike for a test.")
        return HypothesisTest(reason, reason, VARIANT, df=df)
    statistic = float(differences @ np.linalg.solve(spread, differences))
    return HypothesisTest(statistic, float(chi2.sf(statistic, df)), VARIANT, df=df)
