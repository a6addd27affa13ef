"""Two ROC curves of the same patients compared by resampling them together.

DeLong's test (`analytics.stats.roc.compare`) is the default. The bootstrap makes no normal
approximation of the variance and serves as its check where patients are few.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import one_class
from analytics.stats._shared.ordering import DIRECTIONS, tie_blocks
from analytics.stats._shared.resampling import (
    batches,
    draw_weights,
    generator,
    percentile_interval,
    resampling,
)
from analytics.stats.errors import InputError
from analytics.stats.results import (
    BoolArray,
    Estimate,
    FloatArray,
    HypothesisTest,
    IntArray,
    IntervalEstimate,
    NotEstimable,
    Resampling,
    Sample,
)
from analytics.stats.roc._weights import areas, by_block
from analytics.stats.roc.compare import Marker

VARIANT = "bootstrap, difference over the SD of resampled differences, normal"


@dataclass(frozen=True, slots=True)
class BootstrapComparison:
    """Two areas on the same patients (those with both markers). First minus second.

    The statistic is D = difference / SD of the resampled differences, against the normal
    distribution; `interval` is the percentile interval of the difference.
    """

    first: str
    second: str
    auc_first: Estimate
    auc_second: Estimate
    difference: Estimate
    interval: IntervalEstimate
    test: HypothesisTest
    resampling: Resampling
    sample: Sample


@checked
def bootstrap_compare(
    event: ArrayLike,
    first: Marker,
    second: Marker,
    *,
    names: tuple[str, str] = ("first", "second"),
    resamples: int = 2000,
    seed: int,
    level: float = 0.95,
) -> BootstrapComparison:
    """Compare two paired areas by stratified resamples of whole patients (Hanley & McNeil 1983).

    `event`: (n,) of 0, 1 or missing. Events and non-events are drawn separately, each patient
    with both markers. Raises InputError for unequal lengths, wrong codes or directions.
    """
    level, resamples = _validation.level(level), _validation.resamples(resamples)
    outcome = _validation.as_binary(event, "event")
    if len({"event", *names}) < 3:
        raise InputError("Two markers to compare need names of their own, other than 'event'.")
    values = {}
    for name, marker in zip(names, (first, second), strict=True):
        _validation.one_of(marker.direction, DIRECTIONS, f"direction of {name}")
        values[name] = _validation.as_floats(marker.values, name)
    keep, sample = _validation.complete_cases({"event": outcome} | values)
    is_event = outcome[keep] == 1
    n_events = int(np.count_nonzero(is_event))
    problem = one_class(n_events, int(is_event.size) - n_events)
    if problem is not None:
        nothing = HypothesisTest(problem, problem, VARIANT)
        record = resampling(resamples, 0, seed, stratified=True)
        return BootstrapComparison(
            *names, problem, problem, problem, problem, nothing, record, sample
        )
    ordered = [
        _Ordered.of(is_event, values[name][keep], marker)
        for name, marker in zip(names, (first, second), strict=True)
    ]
    one, two = (float(each.areas(*_everybody(is_event))[0]) for each in ordered)
    differences = _resampled_differences(ordered, is_event, resamples, seed)
    return BootstrapComparison(
        *names,
        auc_first=one,
        auc_second=two,
        difference=one - two,
        interval=percentile_interval(differences, level),
        test=_test(one - two, differences),
        resampling=resampling(resamples, resamples, seed, stratified=True),
        sample=sample,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Ordered:
    """Where the events and the non-events of one marker stand among its distinct values."""

    event_order: IntArray
    event_block: IntArray
    other_order: IntArray
    other_block: IntArray
    blocks: int

    @classmethod
    def of(cls, is_event: BoolArray, values: FloatArray, marker: Marker) -> _Ordered:
        sign = -1.0 if marker.direction == "high" else 1.0
        distinct = tie_blocks(is_event, values, marker.direction).values
        block = np.searchsorted(sign * distinct, sign * values)
        of_events, of_others = block[is_event], block[~is_event]
        event_order = np.argsort(of_events, kind="stable")
        other_order = np.argsort(of_others, kind="stable")
        return cls(
            event_order, of_events[event_order], other_order, of_others[other_order], distinct.size
        )

    def areas(self, event_weights: IntArray, other_weights: IntArray) -> FloatArray:
        """The area of each resample; weights are (resamples, rows of the class)."""
        return areas(
            by_block(event_weights[:, self.event_order], self.event_block, self.blocks),
            by_block(other_weights[:, self.other_order], self.other_block, self.blocks),
        )


def _everybody(is_event: BoolArray) -> tuple[IntArray, IntArray]:
    """Each patient once."""
    n_events = int(np.count_nonzero(is_event))
    return (
        np.ones((1, n_events), dtype=np.int64),
        np.ones((1, is_event.size - n_events), dtype=np.int64),
    )


def _resampled_differences(
    ordered: list[_Ordered], is_event: BoolArray, resamples: int, seed: int
) -> FloatArray:
    random = generator(seed)
    n_events = int(np.count_nonzero(is_event))
    parts = []
    for size in batches(resamples, is_event.size):
        event_weights = draw_weights(random, size, n_events)
        other_weights = draw_weights(random, size, is_event.size - n_events)
        one, two = (each.areas(event_weights, other_weights) for each in ordered)
        parts.append(one - two)
    return np.concatenate(parts)


def _test(difference: float, differences: FloatArray) -> HypothesisTest:
    spread = float(np.std(differences, ddof=1))
    # Areas are fractions of whole counts: a smaller spread is rounding alone.
    if spread < 1e-12:
        same = NotEstimable("The difference is the same in every resample; it can't be tested.")
        return HypothesisTest(same, same, VARIANT)
    statistic = difference / spread
    return HypothesisTest(statistic, 2 * float(ndtr(-abs(statistic))), VARIANT)
