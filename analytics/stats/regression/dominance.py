"""Which predictor of a model is stronger, and how sure is the order?

"The exposure was stronger than the covariate" needs a defined quantity. Three are given for every
term: its likelihood-ratio chi-square and share, its odds ratio per SD, and the AUC that is lost
without it; and the share of bootstrap resamples in which the order by chi-square holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.resampling import percentile_interval, resampling
from analytics.stats.errors import InputError
from analytics.stats.regression import _irls
from analytics.stats.regression._irls_many import Patterns
from analytics.stats.regression._refits import Refits, refit
from analytics.stats.regression.design import Term, build_design, columns_without
from analytics.stats.regression.logistic import LogisticResult, describe_fit
from analytics.stats.regression.logistic_fit import LogisticFit, fit_design
from analytics.stats.results import (
    Estimate,
    FloatArray,
    HypothesisTest,
    IntervalEstimate,
    NotEstimable,
    Resampling,
    Sample,
)


@dataclass(frozen=True, slots=True)
class TermStrength:
    """One term's strength. `auc_lost` is the model's AUC minus that without the term.

    Its interval comes from resamples; DeLong's test would not do for nested models.
    `odds_ratio_per_sd` is None for a term of several columns.
    """

    term: str
    test: HypothesisTest
    share: Estimate
    odds_ratio_per_sd: Estimate | None
    auc_lost: Estimate
    auc_lost_interval: IntervalEstimate


@dataclass(frozen=True, slots=True)
class Dominance:
    """Terms from the strongest to the weakest by chi-square.

    `order_held` is the share of resamples with the same order of all terms, `first_held` with
    the same strongest term.
    """

    terms: tuple[TermStrength, ...]
    auc: Estimate
    order_held: Estimate
    first_held: Estimate
    resampling: Resampling
    sample: Sample


@checked
def dominance(
    event: ArrayLike,
    terms: Sequence[Term],
    *,
    resamples: int = 2000,
    seed: int,
    level: float = 0.95,
) -> Dominance | NotEstimable:
    """Compare the terms of a logistic model by strength.

    Resamples are of rows, not stratified; those in which a fit does not converge are left out
    and counted (`resampling.not_converged`).
    Separated data have no order by chi-square and give the reason. Raises InputError for
    fewer than two terms.
    """
    level, resamples = _validation.level(level), _validation.resamples(resamples)
    if len(terms) < 2:
        raise InputError("An order of strength needs at least two terms.")
    design = build_design(_validation.as_binary(event, "event"), terms, response_name="event")
    fit = fit_design(design, level=level, profile=False)
    if isinstance(fit, NotEstimable):
        return fit
    problem = unordered(fit)
    if problem is not None:
        return problem
    tally = StrengthTally(fit)
    refit(design, fit.beta, [tally], resamples, seed)
    return tally.summary(level, resamples, seed)


@checked
def unordered(fit: LogisticFit) -> NotEstimable | None:
    """Return why the terms of a model have no order of strength, or None."""
    if fit.separation.kind != "none":
        return NotEstimable("The data are separated, so the terms have no order of strength.")
    if len(fit.design.terms) < 2:
        return NotEstimable("A model with one term has no order of strength.")
    return None


class StrengthTally:
    """Collects the strength of each term in each resample; `fit` must not be `unordered`.

    Each smaller model groups the rows by its own columns: one of a yes/no variable has two
    patterns only.
    """

    def __init__(self, fit: LogisticFit) -> None:
        self.fit = fit
        design = fit.design
        self.without: list[tuple[Patterns, FloatArray]] = []
        for index in range(len(design.terms)):
            matrix = design.matrix[:, columns_without(design, index)]
            start = _irls.fit(matrix, design.response).beta
            self.without.append((Patterns.of(matrix, design.response), start))
        self.drawn: list[_Strengths] = []

    def add(self, drawn: Refits) -> None:
        """Take a batch of resamples."""
        self.drawn.append(self._strengths(drawn))

    def summary(self, level: float, resamples: int, seed: int) -> Dominance:
        """The terms in the order of the sample, and how often resamples have the same."""
        design = self.fit.design
        everybody = np.ones((1, design.response.size))
        patterns = Patterns.of(design.matrix, design.response)
        apparent = self._strengths(Refits.of(patterns, everybody, self.fit.beta))
        drawn = _joined(self.drawn)
        result = describe_fit(self.fit, level=level)
        order = np.argsort(-apparent.chi_square[0], kind="stable")
        held = np.argsort(-drawn.chi_square, axis=1, kind="stable") == order
        used = drawn.chi_square.shape[0]
        nothing = NotEstimable("No resample could be fitted.")
        return Dominance(
            terms=tuple(_strength(result, int(index), apparent, drawn, level) for index in order),
            auc=float(apparent.auc[0]),
            order_held=float(held.all(axis=1).mean()) if used else nothing,
            first_held=float(held[:, 0].mean()) if used else nothing,
            resampling=resampling(
                resamples, used, seed, stratified=False, not_converged=drawn.not_converged
            ),
            sample=design.sample,
        )

    def _strengths(self, full: Refits) -> _Strengths:
        converged, chi_square, auc_lost = full.converged, [], []
        for patterns, start in self.without:
            reduced = Refits.of(patterns, full.weights, start)
            converged = converged & reduced.converged
            chi_square.append(2 * (full.log_likelihood - reduced.log_likelihood))
            auc_lost.append(full.areas - reduced.areas)
        usable = converged & np.isfinite(full.areas)
        return _Strengths(
            np.column_stack(chi_square)[usable],
            np.column_stack(auc_lost)[usable],
            full.areas[usable],
            int(np.count_nonzero(~converged)),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Strengths:
    """(resamples, terms) chi-squares and AUC losses, and the model's AUC in each resample.

    `not_converged` counts the resamples that are left out because a fit did not converge.
    """

    chi_square: FloatArray
    auc_lost: FloatArray
    auc: FloatArray
    not_converged: int


def _strength(
    result: LogisticResult, index: int, apparent: _Strengths, drawn: _Strengths, level: float
) -> TermStrength:
    test = result.terms[index]
    own = [c for c in result.coefficients if c.term == test.term]
    return TermStrength(
        term=test.term,
        test=test.test,
        share=test.share,
        odds_ratio_per_sd=own[0].odds_ratio_per_sd if len(own) == 1 else None,
        auc_lost=float(apparent.auc_lost[0, index]),
        auc_lost_interval=percentile_interval(drawn.auc_lost[:, index], level),
    )


def _joined(parts: Sequence[_Strengths]) -> _Strengths:
    return _Strengths(
        np.concatenate([part.chi_square for part in parts]),
        np.concatenate([part.auc_lost for part in parts]),
        np.concatenate([part.auc for part in parts]),
        sum(part.not_converged for part in parts),
    )
