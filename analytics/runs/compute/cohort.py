"""Table 1: the patients, overall and by the primary outcome."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analytics.datasets.dataset import DataSet
from analytics.plan import Plan
from analytics.runs.compute.laboratory import limit_sides
from analytics.runs.compute.markers import marker, outcome
from analytics.stats.describe import (
    describe_categories,
    describe_numbers,
    smd_categories,
    smd_numbers,
)
from analytics.stats.limited import describe_limited
from analytics.stats.results import to_json

NUMBERS = [
    ("age", "Age at enrolment", "years"),
    ("symptom_months", "Duration of symptoms", "months"),
    ("tjc28", "Tender joints (28)", ""),
    ("sjc28", "Swollen joints (28)", ""),
    ("ptga_mm", "Patient global", "mm"),
    ("phga_mm", "Physician global", "mm"),
    ("esr", "ESR", "mm/h"),
    ("crp_mg_l", "CRP", "mg/L"),
    ("haq_di", "HAQ-DI", ""),
    ("das28_esr", "DAS28-ESR", ""),
    ("das28_crp", "DAS28-CRP", ""),
    ("sdai", "SDAI", ""),
    ("cdai", "CDAI", ""),
]
# The order of the categories is part of the result, and the database keeps none inside an object:
# hence pairs.
CATEGORIES = [
    ("sex", "Sex", (("F", "Female"), ("M", "Male"))),
    ("rf_positive", "Rheumatoid factor", (("1", "Positive"), ("0", "Negative"))),
    ("acpa_positive", "ACPA", (("1", "Positive"), ("0", "Negative"))),
    ("seropositive", "Serostatus", (("1", "Seropositive"), ("0", "Seronegative"))),
]


def cohort_table(data: DataSet, plan: Plan) -> dict[str, Any]:
    """Return the rows of Table 1 for all patients and for those with and without the outcome.

    Groups are described, not tested: in one cohort the differences are what the models estimate.
    """
    grouping = plan["outcomes"][0]["endpoint"] if plan["outcomes"] else None
    groups = {"all": np.ones(data.n, dtype=bool)}
    if grouping:
        events = outcome(data, grouping)
        groups |= {"event": events == 1, "no_event": events == 0}
    rows = [_category_row(data, groups, *spec) for spec in CATEGORIES]
    rows += [_number_row(data, groups, key, *words) for key, *words in NUMBERS]
    rows += [_analyte_row(data, plan, groups, analyte) for analyte in data.meta["analytes"]]
    return {
        "grouping": grouping,
        "sizes": {name: int(np.count_nonzero(inside)) for name, inside in groups.items()},
        "rows": rows,
    }


def _number_row(
    data: DataSet, groups: dict[str, np.ndarray], key: str, label: str, unit: str
) -> dict[str, Any]:
    """Numbers; where some are known only as a limit, their figures are too.

    The standardised difference takes the limit as the value.
    """
    values = data.frame[key].to_numpy(dtype=np.float64)
    row: dict[str, Any] = {"kind": "number", "key": key, "label": label, "unit": unit}
    sides = limit_sides(data, key)
    if sides.any():
        limited = {
            name: describe_limited(values[inside], sides[inside], name=label)
            for name, inside in groups.items()
        }
        row["groups"] = {name: to_json(summary) for name, summary in limited.items()}
        row["below"] = {name: summary.below for name, summary in limited.items()}
        row["above"] = {name: summary.above for name, summary in limited.items()}
    else:
        row["groups"] = {
            name: to_json(describe_numbers(values[inside], name=label))
            for name, inside in groups.items()
        }
    if "event" in groups:
        row["smd"] = _plain(smd_numbers(values[groups["event"]], values[groups["no_event"]]))
    return row


def _analyte_row(
    data: DataSet, plan: Plan, groups: dict[str, np.ndarray], analyte: dict[str, Any]
) -> dict[str, Any]:
    """Concentrations; one beyond a limit is described by that limit, never by a stand-in.

    The standardised difference is of the values as the models take them: on the plan's scale, with
    the plan's amount in the place of a value below the limit.
    """
    found = marker(data, analyte["code"], plan)
    described = {name: found.summary(inside) for name, inside in groups.items()}
    row = {
        "kind": "number",
        "key": f"analyte-{analyte['code']}",
        "label": analyte["name"],
        "unit": analyte["unit"],
        "groups": {name: to_json(summary) for name, summary in described.items()},
        "below": {name: summary.below for name, summary in described.items()},
        "above": {name: summary.above for name, summary in described.items()},
        "smd_scale": plan["transformation"],
        "mixed": found.n_mixed,
    }
    if "event" in groups:
        logs = found.logs
        row["smd"] = _plain(smd_numbers(logs[groups["event"]], logs[groups["no_event"]]))
    return row


def _category_row(
    data: DataSet,
    groups: dict[str, np.ndarray],
    key: str,
    label: str,
    names: tuple[tuple[str, str], ...],
) -> dict[str, Any]:
    column = data.frame[key]
    codes = np.array([_code(value) for value in column], dtype=object)
    described = {
        name: describe_categories(codes[inside].tolist(), [code for code, _ in names])
        for name, inside in groups.items()
    }
    row = {
        "kind": "category",
        "key": key,
        "label": label,
        "names": [name for _, name in names],
        "groups": {name: to_json(summary) for name, summary in described.items()},
    }
    if "event" in groups:
        counts = [
            [category.share.successes for category in described[name].categories]
            for name in ("event", "no_event")
        ]
        row["smd"] = _plain(smd_categories(*counts))
    return row


def _code(value: Any) -> str | None:
    if pd.isna(value):
        return None
    return value if isinstance(value, str) else f"{value:g}"


def _plain(estimate: Any) -> Any:
    """An estimate on its own, as `to_json` writes it inside a result."""
    return to_json(estimate) if not isinstance(estimate, float) else estimate
