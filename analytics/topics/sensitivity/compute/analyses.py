"""Sensitivity analyses: the main results again, with one decision changed at a time.

Every row is made by the functions of the main analysis; the first row is the main analysis. Nothing
is resampled: the intervals are DeLong's and the model's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.design.plan import Comparison, Outcome, Plan
from analytics.results.decisions import (
    BelowLimitBy,
    BelowLimitPolicy,
    Decision,
    MultipleImputation,
    OtherReplicateRule,
)
from analytics.results.readers import ReaderAgreement
from analytics.results.sensitivity import (
    ComparisonRow,
    ComparisonSensitivity,
    OutcomeRow,
    OutcomeSensitivity,
    Remark,
    Sensitivity,
)
from analytics.stats._shared.ordering import Direction
from analytics.stats.results import FloatArray, NotEstimable
from analytics.topics.sensitivity.compute.alternatives import (
    Alternative,
    OfEndpoint,
    alternatives,
)
from analytics.topics.sensitivity.compute.imputation import (
    Completed,
    complete,
    entered_of,
    pooled_outcome,
    pooled_pair,
)
from analytics.topics.sensitivity.compute.rows import (
    Exposure,
    OutcomeFigures,
    PairFigures,
    compared,
    outcome_figures,
    paired_figures,
)
from analytics.topics.shared.covariates import beside
from analytics.topics.shared.markers import Marker, amounts_by, marker, outcome
from analytics.topics.shared.odds import no_exposure

# The policies by how a plan names them.
BELOW_LIMIT: dict[str, BelowLimitPolicy] = {policy: policy for policy in get_args(BelowLimitPolicy)}


def sensitivity(data: DataSet, plan: Plan, readers: Sequence[ReaderAgreement]) -> Sensitivity:
    """Return the rows of each outcome and of each comparison.

    Args:
        data: the data set.
        plan: with ``sensitivity``, which says what is varied.
        readers: the results of the readers' agreement, for the smallest detectable change.
    """
    return _Sensitivity(data, plan, readers).results()


class _Sensitivity:
    """What the rows of all outcomes share: the exposure, the alternatives, the imputations."""

    def __init__(self, data: DataSet, plan: Plan, readers: Sequence[ReaderAgreement]) -> None:
        self.data, self.plan = data, plan
        code = plan.primary_exposure
        self.marker: Marker | None = marker(data, code, plan) if code else None
        found = self.marker
        self.exposure = Exposure(
            code or "",
            found.scale if found else "linear",
            found.ranks.values if found else no_exposure(plan),
            found.amounts.values if found else no_exposure(plan),
            beside(data, plan),
        )
        keys = [chosen.endpoint for chosen in plan.outcomes]
        keys += [side for pair in plan.comparisons for side in (pair.first, pair.second)]
        self.events = {key: outcome(data, key) for key in dict.fromkeys(keys)}
        self.alternatives = {
            key: alternatives(data, plan, plan.endpoint(key), readers) for key in self.events
        }
        self._completed: Completed | None = None

    def results(self) -> Sensitivity:
        return Sensitivity(
            tuple(self._outcome(chosen) for chosen in self.plan.outcomes),
            tuple(self._comparison(pair) for pair in self.plan.comparisons),
        )

    def _outcome(self, chosen: Outcome) -> OutcomeSensitivity:
        key, direction = chosen.endpoint, chosen.exposure_direction
        found, remarks = self.alternatives[key]
        main = outcome_figures(self.events[key], self.exposure, direction, self.plan)
        rows = [
            _row(
                one,
                main
                if self._repeats(one, key)
                else outcome_figures(one.events, self.exposure, direction, self.plan),
            )
            for one in found
        ]
        rows += self._below_limit(key, direction, main)
        rows += self._mixed_replicates(key, direction)
        remarks = [*remarks, *self._remark_on_limits()]
        covariates = (one.values for one in entered_of(self.exposure))
        if self._missing(self.events[key], self.exposure.amounts, *covariates):
            pooled = pooled_outcome(self.completed(), key, self.exposure, direction, self.plan)
            rows.append(_row(self._imputed(), pooled))
        elif self.data.n:
            remarks.append(Remark("nothing-missing"))
        return OutcomeSensitivity(key, compared(rows, self.plan.level), tuple(remarks))

    def _comparison(self, pair: Comparison) -> ComparisonSensitivity:
        first, second = self.alternatives[pair.first], self.alternatives[pair.second]
        rows = [
            _paired_row(one, two, paired_figures(one.events, two.events, self.plan))
            for one, two in _matched(first[0], second[0])
        ]
        remarks = list(dict.fromkeys([*first[1], *second[1]]))
        if self._missing(self.events[pair.first], self.events[pair.second]):
            pooled = pooled_pair(self.completed(), pair.first, pair.second, self.plan)
            rows.append(_paired_row(self._imputed(), self._imputed(), pooled))
        elif self.data.n:
            remarks.append(Remark("nothing-missing"))
        return ComparisonSensitivity(
            pair.key, pair.first, pair.second, compared(rows, self.plan.level), tuple(remarks)
        )

    def _repeats(self, one: OfEndpoint, key: str) -> bool:
        """Whether an alternative classifies every patient as the main analysis does."""
        return not isinstance(one.events, NotEstimable) and np.array_equal(
            one.events, self.events[key], equal_nan=True
        )

    def _below_limit(
        self, key: str, direction: Direction, main: OutcomeFigures
    ) -> list[OutcomeRow]:
        """Substitutes move the model only: for ranks everything below the common limit is tied.

        A change has no common limit, so that its ranks move as well.
        """
        found = self.marker
        if found is None or found.n_below == 0:
            return []
        rows = []
        for policy in map(BELOW_LIMIT.__getitem__, self.plan.sensitivity.below_limit):
            same = policy == self.plan.below_limit.models
            recoded = amounts_by(found, policy)
            amounts: FloatArray | NotEstimable = (
                recoded if isinstance(recoded, NotEstimable) else recoded.values
            )
            moved = policy == "exclude" or found.twice is not None
            ranks = amounts if moved else self.exposure.ranks
            exposure = Exposure(found.code, found.scale, ranks, amounts, self.exposure.beside)
            figures = (
                main if same else outcome_figures(self.events[key], exposure, direction, self.plan)
            )
            decision = BelowLimitBy(policy, found.n_below)
            rows.append(_row(Alternative(decision, self.events[key], same=same), figures))
        return rows

    def _mixed_replicates(self, key: str, direction: Direction) -> list[OutcomeRow]:
        """The results whose replicates disagree, under the other rule for them."""
        found = self.marker
        if found is None or found.n_mixed == 0:
            return []
        other = marker(self.data, found.code, self.plan, other=True)
        exposure = Exposure(
            found.code,
            found.scale,
            other.ranks.values,
            other.amounts.values,
            self.exposure.beside,
        )
        one = Alternative(OtherReplicateRule(found.n_mixed), self.events[key])
        return [_row(one, outcome_figures(self.events[key], exposure, direction, self.plan))]

    def _remark_on_limits(self) -> list[Remark]:
        """Nothing is said of limits where there can be none, as of a score."""
        found = self.marker
        if found is None or found.n_below:
            return []
        limited = found.scale == "log2" or found.twice is not None
        return [Remark("nothing-below-limit")] if limited else []

    def _missing(self, *parts: FloatArray | NotEstimable) -> bool:
        return any(
            not isinstance(part, NotEstimable) and bool(np.isnan(part).any()) for part in parts
        )

    def _imputed(self) -> Alternative[MultipleImputation]:
        decision = MultipleImputation(self.plan.sensitivity.imputations)
        return Alternative(decision, NotEstimable(""))

    def completed(self) -> Completed:
        """The imputed data sets, made once for all outcomes."""
        if self._completed is None:
            limit = self.marker.highest_limit if self.marker else None
            self._completed = complete(self.data, self.plan, self.events, self.exposure, limit)
        return self._completed


def _row(one: Alternative[Decision], figures: OutcomeFigures) -> OutcomeRow:
    return OutcomeRow(one.decision, one.same, one.imputed, figures.curve, figures.model, ())


def _paired_row(one: OfEndpoint, two: OfEndpoint, figures: PairFigures) -> ComparisonRow:
    return ComparisonRow(
        first_decision=one.decision,
        second_decision=two.decision,
        same=one.same and two.same,
        imputed=one.imputed + two.imputed,
        n=figures.n,
        first=figures.first,
        second=figures.second,
        difference=figures.difference,
        changed=(),
    )


def _matched(
    first: list[OfEndpoint], second: list[OfEndpoint]
) -> list[tuple[OfEndpoint, OfEndpoint]]:
    """Pair what belongs together: the same threshold, the same person, the same policy.

    Where one endpoint has no such alternative (no film is missing, no site was operated) its main
    analysis stands beside the other's; a person who read only one of both is left out.
    """
    mine = {(one.decision.kind, one.match): one for one in first}
    theirs = {(one.decision.kind, one.match): one for one in second}
    return [
        (mine.get(place, first[0]), theirs.get(place, second[0]))
        for place in dict.fromkeys([*mine, *theirs])
        if (place in mine and place in theirs) or place[0] in {"film", "surgery"}
    ]
