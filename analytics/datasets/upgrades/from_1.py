"""Format 1: descriptions without a number; steps and reasons of the flow in words or as codes."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

KINDS = {
    "registered": "registered",
    "Registered": "registered",
    "analysed": "analysed",
    "In the analysis": "analysed",
    "primary_exposure": "primary_exposure",
    "Baseline concentration of the primary exposure": "primary_exposure",
}
CODES = {
    "record voided": "record_voided",
    "no baseline visit": "no_baseline_visit",
    "no follow-up visit": "no_follow_up_visit",
    "not in the reading campaign": "not_in_campaign",
    "no site scored at both visits": "no_site_scored_twice",
    "readings missing": "readings_missing",
    "no baseline sample": "no_sample",
    "sample not measured": "not_measured",
    "replicates disagree": "replicates_disagree",
}
EXCLUDED = "/excluded"
# An endpoint's value was always a change.
CHANGE, VALUE = "/change", "/value"
RECORDS = ("patients", "visits", "assessments", "examinations", "samples", "batches")
# What code of its time may not have kept. Only a run says these, and it keeps them itself.
UNKEPT: dict[str, Any] = {
    "materials": {},
    "set_aside": [],
    "assays": {"policies": [], "reasons": []},
}


def upgrade(stored: dict[str, Any]) -> dict[str, Any]:
    """Return a description of format 1 as format 2."""
    parts = UNKEPT | stored
    variables = [analyte(one) for one in parts.pop("analytes")]
    counted = dict.fromkeys(RECORDS, 0) | parts["left_out"]
    return parts | {
        "variables": variables,
        "flow": flow(parts["flow"]),
        "left_out": counted,
        "detectable": [],
        "courses": {"scores": [], "clinical": []},
        "assays": assays(parts["assays"]),
    }


def analyte(stored: dict[str, Any]) -> dict[str, Any]:
    """An exposure was always an analyte, and models took its logarithm."""
    return stored | {"scale": "log2", "source": "assay"}


def columns(table: pa.Table) -> pa.Table:
    """Return the columns of format 1 by today's names, and why there is no result as codes.

    Raises LookupError for words that no release wrote.
    """
    for place, name in enumerate(table.column_names):
        if name.endswith(EXCLUDED):
            said = table.column(place).to_pylist()
            codes = pa.array([None if one is None else CODES[one] for one in said], pa.string())
            table = table.set_column(place, name, codes)
    return table.rename_columns([renamed(name) for name in table.column_names])


def renamed(name: str) -> str:
    """Return what a column of format 1 is called in format 2."""
    return name.removesuffix(CHANGE) + VALUE if name.endswith(CHANGE) else name


def flow(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Steps and reasons as codes; the first two and the last are known by what they are called."""
    return [_step(place, step) for place, step in enumerate(steps)]


def _step(place: int, step: dict[str, Any]) -> dict[str, Any]:
    kind = KINDS.get(step["label"], "endpoint")
    if (kind in {"registered", "analysed"}) != (place < 2):
        kind = "endpoint"
    return {
        "kind": kind,
        "endpoint": step["label"] if kind == "endpoint" else None,
        "n": step["n"],
        "excluded": [
            {"code": CODES.get(one["reason"], one["reason"]), "count": one["count"]}
            for one in step["excluded"]
        ],
    }


def assays(account: dict[str, Any]) -> dict[str, Any]:
    """A finding apart from why it was accepted, without what its code says already."""
    return {
        "policies": account["policies"],
        "accepted": [
            {
                "file": one["file"],
                "finding": {
                    name: one["finding"][name]
                    for name in ("code", "plate", "analyte", "wells", "found", "expected")
                },
                "justification": one["finding"]["reason"],
            }
            for one in account["reasons"]
        ],
    }
