"""How much each term of a model overlaps with the others: generalised variance inflation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.stats._shared.checked import checked
from analytics.stats.regression.logistic_fit import LogisticFit
from analytics.stats.results import NotEstimable


@dataclass(frozen=True, slots=True)
class TermInflation:
    """GVIF of one term; `per_column` is GVIF^(1 / (2 df)), comparable between terms."""

    term: str
    df: int
    gvif: float
    per_column: float


@checked
def variance_inflation(fit: LogisticFit) -> tuple[TermInflation, ...] | NotEstimable:
    """Generalised variance inflation (Fox & Monette 1992) from the coefficients' covariance.

    Being of the fitted logistic model it differs from the linear VIF of the columns.
    """
    if len(fit.design.terms) < 2:
        return NotEstimable("A model with one term has no overlap between terms.")
    spread = np.sqrt(np.diag(fit.covariance)[1:])
    correlation = fit.covariance[1:, 1:] / np.outer(spread, spread)
    owner = np.array(fit.design.term_of_column)
    whole = float(np.linalg.det(correlation))
    result = []
    for index, term in enumerate(fit.design.terms):
        own, rest = owner == index, owner != index
        df = int(np.count_nonzero(own))
        parts = [np.linalg.det(correlation[np.ix_(rows, rows)]) for rows in (own, rest)]
        gvif = float(parts[0] * parts[1]) / whole
        result.append(TermInflation(term.name, df, gvif, gvif ** (1 / (2 * df))))
    return tuple(result)
