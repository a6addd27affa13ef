"""The main results again, with one decision changed at a time.

What a row changes is a code with its particulars; its words are made where it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.results.decisions import Decision, DecisionKind, EndpointDecision
from analytics.stats.results import Estimate, IntervalEstimate, NotEstimable

# What a row says of each: ``auc``, ``exposure``, ``difference``, or a covariate by its key.
Figure = str
RemarkCode = Literal[
    "fewer-than-two-readers",
    "no-film-missing",
    "no-baseline-to-impute-from",
    "nothing-below-limit",
    "nothing-missing",
    "adjudicated",
]


@dataclass(frozen=True)
class Effect:
    """An area, an odds ratio or a difference of shares, with its interval and two-sided p."""

    value: Estimate
    interval: IntervalEstimate
    p: Estimate


@dataclass(frozen=True)
class BestCutoff:
    """The first best cut-off by the plan's criterion, in the exposure's unit, of ``optima``.

    Of imputed data sets the median over resamples of all of them, with their ``interval``.
    """

    value: float
    optima: int
    interval: IntervalEstimate | None


@dataclass(frozen=True)
class Remark:
    """Why a kind of alternative is missing; ``patients`` only where the sentence counts them."""

    code: RemarkCode
    patients: int | None = None


@dataclass(frozen=True)
class CurveFigures:
    """The exposure's curve over ``n`` patients; of imputed data sets ``events`` is the mean."""

    n: int | None
    events: int | float | None
    auc: Effect
    cutoff: BestCutoff | NotEstimable


@dataclass(frozen=True)
class CovariateEffect:
    """What a model says of one covariate, by key; a term of several coefficients has no ratio.

    Then ``effect`` is None, and ``p`` is that of the test of all of them, over imputed data sets
    the pooled one. It is None in runs from before that was pooled.
    """

    term: str
    effect: Effect | None
    p: Estimate | None


@dataclass(frozen=True)
class ModelFigures:
    """What the main model says: the exposure's odds ratio per doubling, and of each covariate."""

    exposure: Effect
    covariates: tuple[CovariateEffect, ...]
    method: str | None
    n: int | None


@dataclass(frozen=True)
class OutcomeRow:
    """One outcome's main results under one decision.

    ``same``: the decision is the main analysis' own. ``imputed``: patients whose outcome rests on a
    value that nobody read. ``changed``: the figures that lead to another conclusion.
    """

    decision: Decision
    same: bool
    imputed: int
    curve: CurveFigures
    model: ModelFigures
    changed: tuple[Figure, ...]

    @property
    def kind(self) -> DecisionKind:
        """Which decision the row changes."""
        return self.decision.kind

    @property
    def effects(self) -> dict[Figure, Effect | None]:
        """The main results by what they are called, None where a term has no odds ratio."""
        return {
            "auc": self.curve.auc,
            "exposure": self.model.exposure,
            **{one.term: one.effect for one in self.model.covariates},
        }


@dataclass(frozen=True)
class OutcomeSensitivity:
    """The alternatives to an outcome, by the key of its endpoint; the main analysis is first."""

    endpoint: str
    rows: tuple[OutcomeRow, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Share:
    """Patients with an endpoint among ``n``; ``successes`` of imputed data sets are their mean."""

    successes: int | float | None
    n: int | None
    value: Estimate


@dataclass(frozen=True)
class ComparisonRow:
    """Two shares of the same ``n`` patients and their difference, under one decision a side.

    Where a decision concerns one endpoint only, the other side is its main analysis.
    """

    first_decision: EndpointDecision
    second_decision: EndpointDecision
    same: bool
    imputed: int
    n: int | None
    first: Share
    second: Share
    difference: Effect
    changed: tuple[Figure, ...]

    @property
    def kind(self) -> DecisionKind:
        """Which decision the row changes, on either side."""
        if self.first_decision.kind == "main":
            return self.second_decision.kind
        return self.first_decision.kind

    @property
    def effects(self) -> dict[Figure, Effect | None]:
        """The main result, by what it is called."""
        return {"difference": self.difference}


@dataclass(frozen=True)
class ComparisonSensitivity:
    """The alternatives to a comparison of two endpoints, by key; the main analysis is first."""

    key: str
    first: str
    second: str
    rows: tuple[ComparisonRow, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Sensitivity:
    """The sensitivity analyses of each outcome and of each comparison of the plan."""

    outcomes: tuple[OutcomeSensitivity, ...]
    comparisons: tuple[ComparisonSensitivity, ...]
