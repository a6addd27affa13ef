"""Table 1: the patients, overall and by the primary outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analytics.datasets.dataset import DataSet
from analytics.design.plan import Plan
from analytics.results.cohort import (
    ALL,
    EVENT,
    NO_EVENT,
    BaselineCategory,
    BaselineExposure,
    BaselineNumber,
    BaselineTable,
)
from analytics.stats.descriptive.limited import describe_limited
from analytics.stats.descriptive.summaries import (
    CategorySummary,
    describe_categories,
    smd_categories,
    smd_numbers,
)
from analytics.stats.results import BoolArray, Estimate, FloatArray
from analytics.topics.shared.limits import limit_sides
from analytics.topics.shared.markers import marker, outcome

# Columns of the data set with their unit.
NUMBERS = {
    "age": "years",
    "symptom_months": "months",
    "tjc28": "",
    "sjc28": "",
    "ptga_mm": "mm",
    "phga_mm": "mm",
    "esr": "mm/h",
    "crp_mg_l": "mg/L",
    "haq_di": "",
    "das28_esr": "",
    "das28_crp": "",
    "sdai": "",
    "cdai": "",
}
# Columns of the data set with their codes.
CATEGORIES = {
    "sex": ("F", "M"),
    "rf_positive": ("1", "0"),
    "acpa_positive": ("1", "0"),
    "seropositive": ("1", "0"),
}
Groups = Mapping[str, BoolArray]


def cohort_table(data: DataSet, plan: Plan) -> BaselineTable:
    """Return Table 1 for all patients and for those with and without the first outcome.

    Groups are described, not tested: in one cohort the differences are what the models estimate.
    """
    grouping = plan.outcomes[0].endpoint if plan.outcomes else None
    groups = {ALL: np.ones(data.n, dtype=np.bool_)}
    if grouping:
        events = outcome(data, grouping)
        groups |= {EVENT: events == 1, NO_EVENT: events == 0}
    return BaselineTable(
        grouping=grouping,
        sizes={name: int(np.count_nonzero(inside)) for name, inside in groups.items()},
        categories=tuple(_category(data, groups, key, codes) for key, codes in CATEGORIES.items()),
        numbers=tuple(_number(data, groups, key, unit) for key, unit in NUMBERS.items()),
        exposures=tuple(_exposure(data, plan, groups, code) for code in _not_in_rows(data, plan)),
    )


def _number(data: DataSet, groups: Groups, key: str, unit: str) -> BaselineNumber:
    """Numbers; where some are known only as a limit, their figures are too."""
    values = data.frame[key].to_numpy(dtype=np.float64)
    sides = limit_sides(data, key)
    return BaselineNumber(
        key=key,
        unit=unit,
        groups={
            name: describe_limited(values[inside], sides[inside], name=key)
            for name, inside in groups.items()
        },
        smd=_smd(values, groups),
    )


def _not_in_rows(data: DataSet, plan: Plan) -> list[str]:
    """The analytes, and exposures that are no column of the patients, which has its own row."""
    columns = {one.variable.code for one in plan.further if one.column in NUMBERS}
    return [one.code for one in data.meta.variables if one.code not in columns]


def _exposure(data: DataSet, plan: Plan, groups: Groups, code: str) -> BaselineExposure:
    """An exposure; a value beyond a limit is described by that limit, never by a stand-in."""
    found = marker(data, code, plan)
    return BaselineExposure(
        code=code,
        groups={name: found.summary(inside) for name, inside in groups.items()},
        smd=_smd(found.scaled, groups),
        mixed=found.n_mixed,
    )


def _smd(values: FloatArray, groups: Groups) -> Estimate | None:
    return smd_numbers(values[groups[EVENT]], values[groups[NO_EVENT]]) if EVENT in groups else None


def _category(
    data: DataSet, groups: Groups, key: str, categories: tuple[str, ...]
) -> BaselineCategory:
    codes = np.array([_code(value) for value in data.frame[key]], dtype=object)
    described = {
        name: describe_categories(codes[inside].tolist(), categories)
        for name, inside in groups.items()
    }
    smd = None
    if EVENT in groups:
        smd = smd_categories(_counts(described[EVENT]), _counts(described[NO_EVENT]))
    return BaselineCategory(key, described, smd)


def _counts(described: CategorySummary) -> list[int]:
    return [category.share.successes for category in described.categories]


def _code(value: Any) -> str | None:
    if pd.isna(value):
        return None
    return value if isinstance(value, str) else f"{value:g}"
