"""Change scores of a group: summary, cumulative probability plot, standardised response."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import ratio, too_few
from analytics.stats.comparison.proportions import Proportion, proportion
from analytics.stats.descriptive.summaries import NumberSummary, describe_numbers
from analytics.stats.errors import InputError
from analytics.stats.results import Estimate, FloatArray, NotEstimable, Sample

PlottingPosition = Literal["(i-0.5)/n", "i/n"]
POSITIONS: tuple[PlottingPosition, ...] = ("(i-0.5)/n", "i/n")
DAYS_PER_YEAR = 365.25
# Units of the Sharp/van der Heijde score in the first year.
RELEVANT = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class ProbabilityPlot:
    """Every patient's change against its cumulative share.

    `order[i]` is the row (in the input) of point i, so that a point leads to its patient;
    equal changes follow each other and so draw a plateau.
    """

    change: FloatArray
    cumulative: FloatArray
    order: tuple[int, ...]
    position: PlottingPosition
    sample: Sample


@dataclass(frozen=True, slots=True)
class ThresholdShare:
    """Share of patients beyond one threshold of change."""

    rule: str
    threshold: float
    share: Proportion


@dataclass(frozen=True, slots=True)
class ChangeSummary:
    """What a trial reports of a change score. `srm` is mean / SD of the change."""

    numbers: NumberSummary
    srm: Estimate
    above: tuple[ThresholdShare, ...]
    below: tuple[ThresholdShare, ...]
    relevant: ThresholdShare


@checked
def probability_plot(
    change: ArrayLike, *, position: PlottingPosition = "(i-0.5)/n"
) -> ProbabilityPlot:
    """Points of the cumulative probability plot (van der Heijde 2005), sorted by change.

    `position` is the plotting position of the i-th smallest of n changes.
    """
    _validation.one_of(position, POSITIONS, "position")
    values = _validation.as_floats(change, "change")
    keep, sample = _validation.complete_cases({"change": values})
    rows = np.flatnonzero(keep)
    rows = rows[np.argsort(values[rows], kind="stable")]
    offset = 0.5 if position == "(i-0.5)/n" else 0.0
    cumulative = (np.arange(1, rows.size + 1) - offset) / max(rows.size, 1)
    return ProbabilityPlot(
        change=values[rows],
        cumulative=cumulative,
        order=tuple(int(row) for row in rows),
        position=position,
        sample=sample,
    )


@checked
def summarise_change(
    change: ArrayLike, *, thresholds: tuple[float, ...] = (0.0, 0.5), level: float = 0.95
) -> ChangeSummary:
    """Mean, SD, quartiles, SRM, and shares strictly above t and strictly below -t for each t.

    The comparison is of the numbers given; where changes are means of readers, pass values
    whose rounding can't cross a threshold (the endpoint itself is classified exactly by
    `scoring.instruments.change`).
    """
    finite, _ = _validation.finite_values(change, "change")
    return ChangeSummary(
        numbers=describe_numbers(change, name="change"),
        srm=standardised_response_mean(change),
        above=tuple(_share(finite > t, f"change > {t:g}", t, level) for t in thresholds),
        below=tuple(_share(finite < -t, f"change < {0.0 - t:g}", t, level) for t in thresholds),
        relevant=relevant_progression(change, level=level),
    )


@checked
def relevant_progression(
    change: ArrayLike,
    *,
    days: ArrayLike | None = None,
    threshold: float = RELEVANT,
    inclusive: bool = True,
    level: float = 0.95,
) -> ThresholdShare:
    """Share of patients with relevant (rapid) radiographic progression: 5 or more units a year.

    Most sources count 5 itself (van den Broek 2012), one does not: `inclusive`. With `days` between
    the two films the change is annualised first; without, it is taken as given. Missing values are
    left out.
    """
    values = _validation.as_floats(change, "change") if days is None else annualise(change, days)
    finite, _ = _validation.finite_values(values, "change")
    beyond = finite >= threshold if inclusive else finite > threshold
    sign, unit = ">=" if inclusive else ">", "" if days is None else " a year"
    return _share(beyond, f"change {sign} {threshold:g}{unit}", threshold, level)


@checked
def standardised_response_mean(change: ArrayLike) -> Estimate:
    """Mean change over SD of change (divisor n - 1)."""
    finite, _ = _validation.finite_values(change, "change")
    problem = too_few(finite.size, 2, "changes")
    if problem is not None:
        return problem
    if np.ptp(finite) == 0:
        return NotEstimable("All changes are equal.")
    return ratio(float(np.mean(finite)), float(np.std(finite, ddof=1)), "All changes are equal.")


@checked
def annualise(change: ArrayLike, days: ArrayLike) -> FloatArray:
    """Change per year: change * 365.25 / days between the two examinations.

    NaN stays NaN. Raises InputError for 0 or fewer days.
    """
    values = _validation.as_floats(change, "change")
    interval = _validation.as_floats(days, "days")
    _validation.same_length({"change": values, "days": interval})
    if (interval <= 0).any():
        row = int(np.flatnonzero(interval <= 0)[0])
        raise InputError(f"days must be above 0; row {row} holds {interval[row]:g}.")
    return values * DAYS_PER_YEAR / interval


def _share(beyond: ArrayLike, rule: str, threshold: float, level: float) -> ThresholdShare:
    flags = np.asarray(beyond)
    hits = int(np.count_nonzero(flags))
    return ThresholdShare(rule, threshold, proportion(hits, int(flags.size), level=level))
