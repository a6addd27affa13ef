"""ROC curves and cut-offs of every exposure for every outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.results.measured import MeasuredValues
from analytics.stats._shared.ordering import Direction
from analytics.stats.comparison.multiplicity import Family
from analytics.stats.results import NotEstimable
from analytics.stats.roc.accuracy import Accuracy
from analytics.stats.roc.accuracy_bootstrap import AccuracyBootstrap
from analytics.stats.roc.band import RocBand
from analytics.stats.roc.bootstrap import CutoffBootstrap
from analytics.stats.roc.compare import CurveSet
from analytics.stats.roc.curve import Auc
from analytics.stats.roc.cutoffs import Cutoff, CutoffChoice, FixedCutoff
from analytics.stats.roc.diagnostic_odds import DiagnosticOddsRatio
from analytics.stats.roc.paired_bootstrap import BootstrapComparison
from analytics.stats.roc.partial_area import PartialAuc
from analytics.stats.roc.smooth_cutoffs import SmoothCutoffs

CutoffCriterion = Literal[
    "youden", "closest-topleft", "weighted-youden", "sensitivity", "specificity"
]


@dataclass(frozen=True)
class AlternativeCutoff:
    """The cut-off of another criterion than the plan's.

    Of ``tied`` cut-offs the first, most suspicious one, in the analyte's unit. ``accuracy`` there
    is None without a cut-off.
    """

    criterion: CutoffCriterion
    cutoff: Cutoff | NotEstimable
    tied: int
    accuracy: Accuracy | None


@dataclass(frozen=True)
class ResampledAccuracy:
    """Accuracy over resamples: the first best cut-off held, chosen anew, and the published one.

    ``held`` is None without a best cut-off, ``published`` where the plan names none.
    """

    held: AccuracyBootstrap | None
    rechosen: AccuracyBootstrap
    published: AccuracyBootstrap | None


@dataclass(frozen=True)
class MarkerRoc:
    """The curve of one exposure; cut-offs are in the analyte's unit.

    ``best``: the cut-offs by the plan's criterion, with ``accuracy`` and ``odds`` of each of them
    in order. ``partial``: the area where a test is of use. ``published``: a cut-off from the
    literature, None where the plan names none of this analyte. ``resampled`` is None unless the
    plan asks for it. ``resamples_reduced``: fewer for a large study. Runs of format 1 have no odds.
    """

    analyte: str
    auc: Auc
    best: CutoffChoice | NotEstimable
    accuracy: tuple[FixedCutoff, ...]
    odds: tuple[DiagnosticOddsRatio, ...]
    bootstrap: CutoffBootstrap
    alternatives: tuple[AlternativeCutoff, ...]
    band: RocBand | NotEstimable
    partial: PartialAuc | NotEstimable
    smooth: SmoothCutoffs | NotEstimable
    published: FixedCutoff | None
    published_odds: DiagnosticOddsRatio | None
    resampled: ResampledAccuracy | None
    resamples_reduced: bool
    values: MeasuredValues

    @property
    def optima(self) -> tuple[Cutoff, ...]:
        """The best cut-offs; none where there is no choice."""
        return () if isinstance(self.best, NotEstimable) else self.best.optima


@dataclass(frozen=True)
class OutcomeRoc:
    """Every exposure's curve for one outcome, in panel order.

    ``direction``: which values speak for the outcome. ``family``: P of each area against 0.5,
    adjusted. ``comparisons``: every pair of curves; None where there are not two. ``resampled``:
    the same pairs by bootstrap, none unless the plan asks for it.
    """

    endpoint: str
    label: str
    direction: Direction
    markers: tuple[MarkerRoc, ...]
    family: Family
    comparisons: CurveSet | None
    resampled: tuple[BootstrapComparison, ...]

    def marker(self, analyte: str) -> MarkerRoc:
        """Return the curve of one exposure."""
        return next(marker for marker in self.markers if marker.analyte == analyte)

    def adjusted(self, analyte: str) -> float | NotEstimable:
        """Return the adjusted P of an exposure's area."""
        return next(test.adjusted for test in self.family.tests if test.name == analyte)
