"""Sensitivity analyses: the main results beside what other decisions would have given."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from analytics.report import Report
from analytics.tables import formats
from analytics.tables.models import term_name
from analytics.tables.table import Column, Table

GROUPS: dict[str, Any] = {
    "main": "Main analysis",
    "threshold": "Threshold of change",
    "detectable": "Smallest detectable change",
    "reader": "One reader alone",
    "film": "Missing follow-up film",
    "surgery": "Operated sites",
    "below-limit": "Below the limit",
    "replicates": _("Replicates that disagree"),
    "missing": "Missing values",
}
OLDER_RUN = "This run was computed before sensitivity analyses existed; recompute to see them."
CONCLUSION_RULE = (
    "A conclusion changes when the interval lies otherwise relative to no effect (AUC 0.5, odds "
    "ratio 1, difference 0), or when P crosses {limit:g}. Several comparisons are made; a single "
    "changed row is a hint, not a test."
)


def outcomes(report: Report, outcome: str) -> Table:
    """One row for each alternative to an outcome's main analysis."""
    name = f"sensitivity-{outcome}"
    found = report.sensitivity("outcomes", "endpoint", outcome)
    title = f"Sensitivity of {report.endpoint(outcome)['label']}"
    if found is None:
        return _older(name, title)
    percent = f"{100 * report.plan['level']:g} % CI"
    exposure, covariate = terms(report, found)
    rows = [
        [
            GROUPS[row["group"]],
            row["label"],
            row["n"],
            row["events"],
            (row["auc"]["value"], row["auc"]["interval"]),
            row["auc"]["p"],
            row["cutoff"].get("value", row["cutoff"]),
            *_odds_ratio(row["exposure"]),
            *_odds_ratio(row["covariate"]),
            conclusion(report, found, row),
            remark(row),
        ]
        for row in found["rows"]
    ]
    return Table(
        name,
        title,
        [
            Column("Decision", "text"),
            Column("Analysis", "text"),
            Column("Patients", "count"),
            Column("Events", "count"),
            Column(f"AUC ({percent})", "estimate", places=3),
            Column("P, AUC", "p"),
            Column("Cut-off"),
            Column(f"Odds ratio, {exposure} ({percent})", "estimate"),
            Column(f"P, {exposure}", "p"),
            Column(f"Odds ratio, {covariate} ({percent})", "estimate"),
            Column(f"P, {covariate}", "p"),
            Column("Conclusion", "text"),
            Column("Remark", "text"),
        ],
        rows,
        note=_note(report, found),
    )


def comparisons(report: Report, key: str) -> Table:
    """One row for each alternative to a comparison of MRI and radiograph."""
    first, second = report.comparison(key)["labels"]
    name, title = f"sensitivity-comparison-{key}", f"Sensitivity of {first} against {second}"
    found = report.sensitivity("comparisons", "key", key)
    if found is None:
        return _older(name, title)
    percent = f"{100 * report.plan['level']:g} % CI"
    rows = [
        [
            GROUPS[row["group"]],
            row["label"],
            row["n"],
            row["first"]["successes"],
            row["first"]["value"],
            row["second"]["successes"],
            row["second"]["value"],
            tuple(formats.in_points(row["difference"][part]) for part in ("value", "interval")),
            row["difference"]["p"],
            conclusion(report, found, row),
            remark(row),
        ]
        for row in found["rows"]
    ]
    return Table(
        name,
        title,
        [
            Column("Decision", "text"),
            Column("Analysis", "text"),
            Column("Patients", "count"),
            Column("First, events", "count"),
            Column("First, share", "percent"),
            Column("Second, events", "count"),
            Column("Second, share", "percent"),
            Column(
                _("Difference in percentage points ({interval}, Tango)").format(interval=percent),
                "estimate",
                places=1,
            ),
            Column("P", "p"),
            Column("Conclusion", "text"),
            Column("Remark", "text"),
        ],
        rows,
        note=_note(report, found),
    )


def terms(report: Report, found: dict[str, Any]) -> tuple[str, str]:
    """Return the names of the exposure and of the covariate."""
    exposure, covariate = found["exposure"], found["covariate"]
    return (
        term_name(report, exposure) if exposure else "the exposure",
        term_name(report, covariate).lower() if covariate else "the covariate",
    )


def conclusion(report: Report, found: dict[str, Any], row: dict[str, Any]) -> str:
    """Return in words whether a row leads to another conclusion than the main analysis."""
    if row["group"] == "main":
        return "reference"
    if row["same"]:
        return "the main analysis"
    if row["changed"]:
        names = figure_names(report, found)
        return "changed: " + ", ".join(names[figure] for figure in row["changed"])
    if not estimable(row):
        return formats.NOT_ESTIMABLE
    return "unchanged"


def figure_names(report: Report, found: dict[str, Any]) -> dict[str, str]:
    """Return the main results of an outcome or of a comparison, by key, in words."""
    if "exposure" not in found:
        return {"difference": gettext("Difference in percentage points")}
    exposure, covariate = terms(report, found)
    return {
        "auc": "AUC",
        "exposure": f"Odds ratio ({exposure})",
        "covariate": f"Odds ratio ({covariate})",
    }


def estimable(row: dict[str, Any]) -> bool:
    """Whether any figure of the row could be estimated."""
    return any(
        row.get(figure) and not formats.reason(row[figure]["value"])
        for figure in ("auc", "exposure", "covariate", "difference")
    )


def remark(row: dict[str, Any]) -> str | None:
    """Return how the row was made, and why a figure is missing."""
    parts = [row["note"]] if row["note"] else []
    if row["imputed"]:
        parts.append(f"{row['imputed']} imputed")
    figures = [row.get(name) for name in ("auc", "exposure", "covariate", "difference")]
    parts += [why for figure in figures if figure and (why := formats.reason(figure["value"]))]
    if (row.get("method") or "").startswith("Firth"):
        parts.append("separated data: Firth's penalised likelihood")
    return "; ".join(dict.fromkeys(part.rstrip(".") for part in parts)) or None


def _odds_ratio(found: dict[str, Any] | None) -> list[Any]:
    """Estimate with interval, and p; nothing where the plan has no such term."""
    return (
        [(None, None), None] if found is None else [(found["value"], found["interval"]), found["p"]]
    )


def _note(report: Report, found: dict[str, Any]) -> str:
    rule = CONCLUSION_RULE.format(limit=round(1 - report.plan["level"], 10))
    opening = (
        "Odds ratios per doubling of the exposure. "
        if "exposure" in found
        else f"First: {found['labels'][0]}; second: {found['labels'][1]}. P is mid-p, in imputed "
        "rows by Rubin's rules. "
    )
    return opening + " ".join([rule, *found["remarks"]])


def _older(name: str, title: str) -> Table:
    return Table(name, title, [Column("Remark", "text")], [[OLDER_RUN]])


def sentences(report: Report, found: dict[str, Any]) -> list[str]:
    """Return a short sentence for each main result: what moved it, how far, and what did not."""
    main, others = found["rows"][0], [row for row in found["rows"][1:] if not row["same"]]
    names = figure_names(report, found)
    words = [
        _sentence(name, figure, main, others)
        for figure, name in names.items()
        if main.get(figure) is not None
    ]
    lost = [row["label"] for row in others if not estimable(row)]
    if estimable(main) and lost:
        words.append(f"Not estimable: {'; '.join(lost)}.")
    return words


def _sentence(name: str, figure: str, main: dict[str, Any], others: list[dict[str, Any]]) -> str:
    why = formats.reason(main[figure]["value"])
    if why:
        return f"{name}: not estimable in the main analysis. {why}"
    known = [row for row in others if not formats.reason(row[figure]["value"])]
    if not known:
        return f"{name}: there is no alternative to compare with."
    moved = [row["label"] for row in known if figure in row["changed"]]
    values = [row[figure]["value"] for row in known]
    shown = (min(values), max(values), main[figure]["value"])
    if figure == "difference":
        low, high, middle = (formats.fixed(formats.in_points(value), 1) for value in shown)
    else:
        low, high, middle = map(formats.number, shown)
    span = f"between {low} and {high}; in the main analysis {middle}."
    if not moved:
        return f"{name}: the same conclusion in all {len(known)} alternatives, {span}"
    return (
        f"{name}: another conclusion in {len(moved)} of {len(known)} alternatives "
        f"({'; '.join(moved)}), {span}"
    )
