"""The flow of patients and Table 1."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.plans.choices import MODEL_POLICIES
from analytics.report import Report
from analytics.tables import formats, laboratory, set_aside
from analytics.tables.names import flow_reasons, flow_step
from analytics.tables.replicates import with_mixed
from analytics.tables.table import Column, Table

GROUP_NAMES = {"all": "All patients", "event": "With the outcome", "no_event": "Without it"}


def flow(report: Report) -> Table:
    """How many patients there are, how many are left out at each step, and why."""
    rows = []
    for step in report.results["flow"]:
        left_out = sum(entry["count"] for entry in step["excluded"])
        rows.append([flow_step(step["label"]), step["n"], left_out, flow_reasons(step) or None])
    voided = ", ".join(
        f"{count} {name}" for name, count in report.results["left_out"].items() if count
    )
    return Table(
        "flow",
        "Flow of patients",
        [
            Column("Step", "text"),
            Column("Patients", "count"),
            Column("Left out", "count"),
            Column("Reason", "text"),
        ],
        rows,
        note=" ".join(
            [
                f"Voided records are left out: {voided}." if voided else "No record is voided.",
                *set_aside.sentences(report),
            ]
        ),
    )


def cohort(report: Report) -> Table:
    """Table 1: numbers as median with quartiles, categories as counts and shares."""
    table = report.results["cohort"]
    groups = [group for group in GROUP_NAMES if group in table["sizes"]]
    columns = [Column("Baseline", "text")]
    columns += [Column(f"{GROUP_NAMES[g]} (n = {table['sizes'][g]})", "text") for g in groups]
    columns.append(Column("Missing", "count"))
    if len(groups) > 1:
        columns.append(Column("SMD", "fixed"))
    rows: list[list[Any]] = []
    for row in table["rows"]:
        rows += _number(report, row, groups) if row["kind"] == "number" else _category(row, groups)
    grouping = report.endpoint(table["grouping"])["label"] if table["grouping"] else ""
    return Table(
        "cohort",
        f"Baseline by {grouping}" if grouping else "Baseline",
        columns,
        rows,
        note=with_mixed(report, " ".join([_note(report), *laboratory.sentences(report)])),
    )


def _note(report: Report) -> str:
    return _(
        "Median [quartiles], type {type}; number (per cent of those known). Missing values are "
        "counted beside, never as a category. SMD: standardised mean difference; of "
        "concentrations on the {scale} scale with {policy} for a value below the limit. A "
        "figure that lies below the limit prints as that limit (<0.02); how many values do "
        "stands in brackets."
    ).format(
        type=report.plan["quantile_type"],
        scale=report.plan["transformation"],
        policy=MODEL_POLICIES[report.plan["below_limit"]["models"]],
    )


def _number(report: Report, row: dict[str, Any], groups: list[str]) -> list[list[Any]]:
    label = f"{row['label']}, {row['unit']}" if row["unit"] else row["label"]
    beyond = {
        _("{n} below limit"): row.get("below") or {},
        _("{n} above limit"): row.get("above") or {},
    }
    cells = [
        _median(
            report.quartiles(row["groups"][g]),
            [words.format(n=counts[g]) for words, counts in beyond.items() if counts.get(g)],
        )
        for g in groups
    ]
    missing = row.get("missing", row["groups"]["all"]["missing"])
    return [[label, *cells, missing, *_smd(row, groups)]]


def _median(quartiles: dict[str, Any], beyond: list[str]) -> str:
    if formats.reason(quartiles):
        text = formats.DASH
    else:
        low, middle, high = (formats.number(quartiles[key]) for key in ("lower", "median", "upper"))
        text = f"{middle} [{low} to {high}]"
    return f"{text} ({', '.join(beyond)})" if beyond else text


def _category(row: dict[str, Any], groups: list[str]) -> list[list[Any]]:
    """One row a category; of two categories the first says it all."""
    names = row["names"]
    shown = names[:1] if len(names) == 2 else names
    rows = []
    for position, name in enumerate(shown):
        cells = [_share(row["groups"][g]["categories"][position]["share"]) for g in groups]
        first = position == 0
        rows.append(
            [
                f"{row['label']}: {name.lower()}",
                *cells,
                row["groups"]["all"]["missing"] if first else None,
                *(_smd(row, groups) if first else _smd({}, groups)),
            ]
        )
    return rows


def _share(share: dict[str, Any]) -> str:
    return f"{share['successes']} ({formats.percent(share['value'], 0)})"


def _smd(row: dict[str, Any], groups: list[str]) -> list[Any]:
    return [row.get("smd")] if len(groups) > 1 else []
