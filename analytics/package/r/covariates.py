"""The columns of a model as R expressions: exposures, covariates in their forms, products."""

from __future__ import annotations

from analytics.design.adjustment import Covariate
from analytics.design.options import LEVELS, YES_NO
from analytics.package.r.columns import Columns, amounts
from analytics.package.r.text import number, text
from analytics.results.stored_run import StoredRun
from analytics.stats.regression.design import group_labels
from analytics.stats.regression.products import TIMES
from analytics.topics.shared.covariates import SEX_CODES

CATEGORY, PART = ": ", ", spline "


def column(report: StoredRun, columns: Columns, name: str) -> str:
    """Return a column of a model by its name, a product of centred ones among them."""
    factors = [_factor(report, columns, factor) for factor in name.split(TIMES)]
    if len(factors) == 1:
        return factors[0]
    return " * ".join(f"centred({factor})" for factor in factors)


def _factor(report: StoredRun, columns: Columns, name: str) -> str:
    """An exposure on the scale of models, or a column of a covariate."""
    if name in report.variables:
        return amounts(report.variables[name], report.plan.below_limit.models)
    mark = CATEGORY if CATEGORY in name else PART
    key, _, rest = name.partition(mark)
    chosen = next(one for one in report.plan.covariates if one.variable == key)
    values = covariate(columns, key)
    if rest:
        return _category(chosen, values, rest) if mark == CATEGORY else _part(chosen, values, rest)
    return f"log2({values})" if chosen.form == "log2" else values


def _category(chosen: Covariate, values: str, label: str) -> str:
    return member(values, chosen.variable, chosen.cuts, label)


def member(values: str, variable: str, cuts: tuple[float, ...], label: str) -> str:
    """Return 1 where a patient is in a category, 0 in another, by its label."""
    if variable in LEVELS:
        return f"of_level({values}, {text(label)})"
    place = group_labels(cuts).index(label)
    ends = ["-Inf", *map(number, cuts), "Inf"]
    return f"between({values}, {ends[place]}, {ends[place + 1]})"


def _part(chosen: Covariate, values: str, place: str) -> str:
    return f"spline_part({values}, {number(chosen.knots or 0)}, {number(int(place))})"


def covariate(columns: Columns, name: str) -> str:
    """Return the values of a covariate: a number, 1 and 0, or texts."""
    if name == "female":
        one, zero = sorted(SEX_CODES, key=SEX_CODES.__getitem__, reverse=True)
        return f'coded({columns.text("sex")}, "{one}", "{zero}")'
    if name in LEVELS:
        return columns.text(name)
    return columns.yes(name) if name in YES_NO else columns.number(name)
