"""The diagnostic odds ratio: one figure for a yes/no test's discrimination."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

from scipy.special import ndtri

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import one_class
from analytics.stats._shared.zero_cells import NO_CORRECTION, without_zeros
from analytics.stats.results import Estimate, Interval, IntervalEstimate
from analytics.stats.roc.accuracy import Counts


@dataclass(frozen=True, slots=True)
class DiagnosticOddsRatio:
    """Odds of a positive test among events over those among non-events.

    `correction` says whether 0.5 was added to the cells.
    """

    value: Estimate
    interval: IntervalEstimate
    correction: str
    counts: Counts


@checked
def diagnostic_odds_ratio(counts: Counts, *, level: float = 0.95) -> DiagnosticOddsRatio:
    """Diagnostic odds ratio with its log-method interval (Glas et al. 2003; Woolf 1955)."""
    level = _validation.level(level)
    cells = (
        counts.true_positive,
        counts.false_positive,
        counts.false_negative,
        counts.true_negative,
    )
    _validation.counts(cells, "counts")
    n_events = counts.true_positive + counts.false_negative
    problem = one_class(n_events, counts.false_positive + counts.true_negative)
    if problem is not None:
        return DiagnosticOddsRatio(problem, problem, NO_CORRECTION, counts)
    (hits, alarms, misses, rejections), correction = without_zeros(cells)
    centre = log(hits) - log(alarms) - log(misses) + log(rejections)
    half = float(ndtri(0.5 + level / 2)) * sqrt(1 / hits + 1 / alarms + 1 / misses + 1 / rejections)
    interval = Interval(exp(centre - half), exp(centre + half), level, "Woolf, log scale")
    return DiagnosticOddsRatio(exp(centre), interval, correction, counts)
