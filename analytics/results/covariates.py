"""How the plan's covariates enter every model."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.design.adjustment import CovariateForm


@dataclass(frozen=True)
class CovariateGroup:
    """A category of a covariate and how many patients are in it; the reference stands first."""

    label: str
    n: int


@dataclass(frozen=True)
class CovariateAccount:
    """One covariate, by key, in the form that models take it in.

    ``known`` and ``missing`` count patients. ``knots``: where those of a spline lie, in the
    variable's unit; they are of all known values, and the same in every model, resample and imputed
    data set. Both are empty in other forms.
    """

    variable: str
    form: CovariateForm
    known: int
    missing: int
    knots: tuple[float, ...]
    groups: tuple[CovariateGroup, ...]
