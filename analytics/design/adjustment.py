"""What a plan adjusts for and looks into: covariates with their forms, interactions, subgroups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CovariateForm = Literal["linear", "log2", "categories", "spline"]
# How an interaction names the plan's primary exposure, whichever that is.
PRIMARY = "primary-exposure"


@dataclass(frozen=True)
class Covariate:
    """A variable of the data set beside the primary exposure, and the form that models take it in.

    ``cuts``: ascending, where categories of a number are cut, in its unit. ``knots``: of a
    restricted cubic spline. A yes/no variable is entered as 1 and 0, form ``linear``.
    """

    variable: str
    form: CovariateForm
    cuts: tuple[float, ...]
    knots: int | None


@dataclass(frozen=True)
class Interaction:
    """Two terms of the model whose product it holds as well: covariates, or ``PRIMARY``."""

    first: str
    second: str


@dataclass(frozen=True)
class Subgroup:
    """A variable that divides the patients, a number at ``cuts`` in its unit."""

    variable: str
    cuts: tuple[float, ...]
