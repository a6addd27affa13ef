"""Is a straight line enough, on the log scale or as it is? Tested against a smooth curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike
from scipy.stats import chi2

from analytics.stats._shared.checked import checked
from analytics.stats.regression.design import KNOT_QUANTILES, Term, continuous, spline
from analytics.stats.regression.logistic_fit import LogisticFit, fit_model
from analytics.stats.results import HypothesisTest, NotEstimable, Sample


@dataclass(frozen=True, slots=True)
class Linearity:
    """Likelihood-ratio test of the line against a restricted cubic spline that contains it.

    A small p says that the odds ratio of a step isn't the same along the scale. The model with
    the lower AIC predicts better.
    """

    test: HypothesisTest
    knots: int
    knot_quantiles: tuple[float, ...]
    aic_line: float
    aic_spline: float
    sample: Sample


@checked
def linearity(
    event: ArrayLike,
    name: str,
    values: ArrayLike,
    others: Sequence[Term],
    *,
    knots: int = 4,
    log2: bool = True,
) -> Linearity | NotEstimable:
    """Test whether the log odds are linear in a variable, the other terms held fixed.

    `values`: (n,), NaN where missing; with `log2` above 0, and the line is one of the logarithm.
    Raises InputError where the variable has too few distinct values for the knots.
    """
    straight = continuous(name, values, scale="doubling" if log2 else "unit")
    line = _usable(fit_model(event, [straight, *others]))
    curve = _usable(fit_model(event, [spline(name, values, knots=knots, log2=log2), *others]))
    if isinstance(line, NotEstimable):
        return line
    if isinstance(curve, NotEstimable):
        return curve
    statistic = max(0.0, 2 * (curve.log_likelihood - line.log_likelihood))
    df = knots - 2
    variant = f"likelihood ratio, line against spline with {knots} knots"
    return Linearity(
        test=HypothesisTest(statistic, float(chi2.sf(statistic, df)), variant, df=df),
        knots=knots,
        knot_quantiles=KNOT_QUANTILES[knots],
        aic_line=2 * line.beta.size - 2 * line.log_likelihood,
        aic_spline=2 * curve.beta.size - 2 * curve.log_likelihood,
        sample=line.design.sample,
    )


def _usable(fit: LogisticFit | NotEstimable) -> LogisticFit | NotEstimable:
    if isinstance(fit, NotEstimable) or fit.separation.kind == "none":
        return fit
    return NotEstimable("The data are separated, so the two models can't be compared.")
