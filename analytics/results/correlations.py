"""Rank correlations of exposures, changes and the clinical baseline."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.stats.comparison.correlation import CorrelationMatrix, PartialCorrelation
from analytics.stats.comparison.kendall import KendallTau
from analytics.stats.comparison.multiplicity import Family


@dataclass(frozen=True)
class PartialCorrelations:
    """Each variable with each change, with one covariate, by key, held fixed."""

    given: str
    pairs: tuple[PartialCorrelation, ...]
    adjusted: Family


@dataclass(frozen=True)
class Correlations:
    """Spearman's rho of every pair, and given a covariate those with a change.

    ``exposures``, ``clinical`` and ``changes`` are the names under which the pairs have them.
    ``kendall``: tau-b of the same pairs in their order; none in runs of format 1.
    """

    exposures: tuple[str, ...]
    clinical: tuple[str, ...]
    changes: tuple[str, ...]
    matrix: CorrelationMatrix
    kendall: tuple[KendallTau, ...]
    partial: tuple[PartialCorrelations, ...]
