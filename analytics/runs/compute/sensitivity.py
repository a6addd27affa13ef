"""Sensitivity analyses: the main results again, with one decision changed at a time.

Every row is made by the functions of the main analysis; the first row is the main analysis. Nothing
is resampled: the intervals are DeLong's and the model's own.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.plan import Plan, endpoint_of
from analytics.runs.compute.alternatives import (
    FILM,
    SURGERY,
    Alternative,
    alternatives,
)
from analytics.runs.compute.covariates import covariate_terms
from analytics.runs.compute.imputation import Completed, complete, pooled_outcome, pooled_pair
from analytics.runs.compute.markers import Marker, amounts_by, marker, outcome
from analytics.runs.compute.odds import no_exposure
from analytics.runs.compute.sensitivity_rows import (
    Exposure,
    changed,
    outcome_figures,
    paired_figures,
)
from analytics.stats.results import FloatArray, NotEstimable

BELOW_LIMIT, MISSING, REPLICATES = "below-limit", "missing", "replicates"
BELOW_LABELS = {
    "half-limit": "Below the limit: LLOD / 2",
    "root-two": "Below the limit: LLOD / √2",
    "ros": "Below the limit: regression on order statistics",
    "exclude": "Below the limit: left out",
}
NOTHING_BELOW = (
    "No concentration of the primary exposure lies below its limit, so no policy for such values "
    "is compared."
)
NOTHING_MISSING = "Nothing is missing, so multiple imputation would repeat the main analysis."


def sensitivity(data: DataSet, plan: Plan, readers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the rows of each outcome and of each comparison of MRI and radiograph.

    Args:
        data: the data set.
        plan: with ``sensitivity``, which says what is varied.
        readers: the results of the readers' agreement, for the smallest detectable change.
    """
    return _Sensitivity(data, plan, readers).results()


class _Sensitivity:
    """What the rows of all outcomes share: the exposure, the alternatives, the imputations."""

    def __init__(self, data: DataSet, plan: Plan, readers: list[dict[str, Any]]) -> None:
        self.data, self.plan = data, plan
        code = plan["primary_exposure"]
        self.marker: Marker | None = marker(data, code, plan) if code else None
        found = self.marker
        self.exposure = Exposure(
            code or "",
            found.ranks.values if found else no_exposure(plan),
            found.amounts.values if found else no_exposure(plan),
            tuple(covariate_terms(data, plan)),
        )
        keys = [chosen["endpoint"] for chosen in plan["outcomes"]]
        keys += [pair[side] for pair in plan["comparisons"] for side in ("first", "second")]
        self.events = {key: outcome(data, key) for key in dict.fromkeys(keys)}
        self.alternatives = {
            key: alternatives(data, plan, endpoint_of(plan, key), readers) for key in self.events
        }
        self._completed: Completed | None = None

    def results(self) -> dict[str, Any]:
        return {
            "outcomes": [self._outcome(chosen) for chosen in self.plan["outcomes"]],
            "comparisons": [self._comparison(pair) for pair in self.plan["comparisons"]],
        }

    def _outcome(self, chosen: dict[str, Any]) -> dict[str, Any]:
        key, direction = chosen["endpoint"], chosen["exposure_direction"]
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
        terms = (term.columns for term in self.exposure.covariates)
        if self._missing(self.events[key], self.exposure.amounts, *terms):
            rows.append(
                _row(
                    self._imputed(),
                    pooled_outcome(self.completed(), key, self.exposure, direction, self.plan),
                )
            )
        elif self.data.n:
            remarks.append(NOTHING_MISSING)
        return {
            "endpoint": key,
            "label": endpoint_of(self.plan, key)["label"],
            "exposure": self.plan["primary_exposure"],
            "covariate": self.plan["covariate"],
            "direction": direction,
            "rows": self._compared(rows),
            "remarks": remarks,
        }

    def _comparison(self, pair: dict[str, str]) -> dict[str, Any]:
        first, second = self.alternatives[pair["first"]], self.alternatives[pair["second"]]
        rows = []
        for one, two in _matched(first[0], second[0]):
            own = two.label.rpartition(": ")[2]
            label = one.label if one.label == two.label else f"{one.label} / {own}"
            joined = Alternative(
                key=one.key,
                group=one.group,
                label=label,
                events=one.events,
                match=one.match,
                note="; ".join(dict.fromkeys(note for note in (one.note, two.note) if note)),
                same=one.same and two.same,
                imputed=one.imputed + two.imputed,
            )
            rows.append(_row(joined, paired_figures(one.events, two.events, self.plan)))
        sides = [self.events[pair["first"]], self.events[pair["second"]]]
        remarks = list(dict.fromkeys([*first[1], *second[1]]))
        if self._missing(*sides):
            pooled = pooled_pair(self.completed(), pair["first"], pair["second"], self.plan)
            rows.append(_row(self._imputed(), pooled))
        elif self.data.n:
            remarks.append(NOTHING_MISSING)
        return {
            **pair,
            "labels": [endpoint_of(self.plan, pair[side])["label"] for side in ("first", "second")],
            "rows": self._compared(rows),
            "remarks": remarks,
        }

    def _compared(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        main = rows[0]
        return [{**row, "changed": changed(row, main, self.plan["level"])} for row in rows]

    def _repeats(self, one: Alternative, key: str) -> bool:
        """Whether an alternative classifies every patient as the main analysis does."""
        return not isinstance(one.events, NotEstimable) and np.array_equal(
            one.events, self.events[key], equal_nan=True
        )

    def _below_limit(self, key: str, direction: Any, main: dict[str, Any]) -> list[dict[str, Any]]:
        """Substitutes move the model only: for ranks everything below the common limit is tied."""
        found = self.marker
        if found is None or found.n_below == 0:
            return []
        rows = []
        for policy in self.plan["sensitivity"]["below_limit"]:
            recoded = amounts_by(found, policy)
            left_out = policy == "exclude"
            amounts: FloatArray | NotEstimable = (
                recoded if isinstance(recoded, NotEstimable) else recoded.values
            )
            ranks = amounts if left_out else self.exposure.ranks
            one = Alternative(
                key=f"below-{policy}",
                group=BELOW_LIMIT,
                label=BELOW_LABELS[policy],
                events=self.events[key],
                match=policy,
                note=f"{found.n_below} below their limit"
                + ("" if left_out else "; ranks stay tied at the common limit"),
                same=policy == self.plan["below_limit"]["models"],
            )
            exposure = Exposure(found.code, ranks, amounts, self.exposure.covariates)
            figures = (
                main
                if one.same
                else outcome_figures(self.events[key], exposure, direction, self.plan)
            )
            rows.append(_row(one, figures))
        return rows

    def _mixed_replicates(self, key: str, direction: Any) -> list[dict[str, Any]]:
        """The results whose replicates disagree, under the other rule for them."""
        found = self.marker
        if found is None or found.n_mixed == 0:
            return []
        other = marker(self.data, found.code, self.plan, other=True)
        exposure = Exposure(
            found.code, other.ranks.values, other.amounts.values, self.exposure.covariates
        )
        one = Alternative(
            key="replicates-other",
            group=REPLICATES,
            label=REPLICATES,
            events=self.events[key],
            match=REPLICATES,
            note=str(found.n_mixed),
        )
        return [_row(one, outcome_figures(self.events[key], exposure, direction, self.plan))]

    def _remark_on_limits(self) -> list[str]:
        if self.marker is None or self.marker.n_below:
            return []
        return [NOTHING_BELOW]

    def _missing(self, *parts: FloatArray | NotEstimable) -> bool:
        return any(
            not isinstance(part, NotEstimable) and bool(np.isnan(part).any()) for part in parts
        )

    def _imputed(self) -> Alternative:
        number = self.plan["sensitivity"]["imputations"]
        return Alternative(
            key="imputed",
            group=MISSING,
            label="Missing values: multiple imputation",
            events=NotEstimable(""),
            match=MISSING,
            note=f"{number} data sets by chained equations, pooled by Rubin's rules",
        )

    def completed(self) -> Completed:
        """The imputed data sets, made once for all outcomes."""
        if self._completed is None:
            limit = self.marker.highest_limit if self.marker else None
            self._completed = complete(self.data, self.plan, self.events, self.exposure, limit)
        return self._completed


def _row(one: Alternative, figures: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": one.key,
        "group": one.group,
        "label": one.label,
        "note": one.note,
        "same": one.same,
        "imputed": one.imputed,
        **figures,
    }


def _matched(
    first: list[Alternative], second: list[Alternative]
) -> list[tuple[Alternative, Alternative]]:
    """Pair what belongs together: the same threshold, the same person, the same policy.

    Where one endpoint has no such alternative (no film is missing, no site was operated) its main
    analysis stands beside the other's; a person who read only one of both is left out.
    """
    mine = {(one.group, one.match): one for one in first}
    theirs = {(one.group, one.match): one for one in second}
    return [
        (mine.get(place, first[0]), theirs.get(place, second[0]))
        for place in dict.fromkeys([*mine, *theirs])
        if (place in mine and place in theirs) or place[0] in {FILM, SURGERY}
    ]
