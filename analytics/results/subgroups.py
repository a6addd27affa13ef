"""The primary exposure's odds ratio in declared subgroups, and whether it differs between them."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.stats.comparison.multiplicity import Family
from analytics.stats.regression.logistic import LogisticResult
from analytics.stats.results import (
    Estimate,
    HypothesisTest,
    IntervalEstimate,
    NotEstimable,
)


@dataclass(frozen=True)
class SubgroupEffect:
    """One subgroup: patients and events among those in the model, and the odds ratio in it."""

    label: str
    n: int
    events: int
    odds_ratio: Estimate
    wald: IntervalEstimate
    profile: IntervalEstimate


@dataclass(frozen=True)
class SubgroupModel:
    """One model of all patients with a slope of the exposure in each subgroup.

    ``result``: that model. ``interaction``: whether the slopes differ, by the likelihood ratio
    against one slope for all, on the same patients.
    """

    groups: tuple[SubgroupEffect, ...]
    interaction: HypothesisTest
    result: LogisticResult


@dataclass(frozen=True)
class SubgroupVariable:
    """What a declared variable, by key, divides; ``covariates`` are those beside it, by key."""

    variable: str
    covariates: tuple[str, ...]
    model: SubgroupModel | NotEstimable


@dataclass(frozen=True)
class OutcomeSubgroups:
    """The declared subgroups of one outcome. ``family``: the interaction tests of its variables."""

    endpoint: str
    label: str
    variables: tuple[SubgroupVariable, ...]
    family: Family
