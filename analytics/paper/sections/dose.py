"""Dose-response: events by group of the primary exposure, and tests of trend."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from analytics.paper import words
from analytics.paper.document import FigurePart, Paragraph, Part, Section, TablePart
from analytics.report import Report
from analytics.tables import build_table, formats
from analytics.tables.names import inside

NOTHING = "A dose-response needs an endpoint and a measured exposure."
SIGNIFICANT = 0.05


def dose(report: Report) -> Section:
    """Return the dose-response of the first outcome."""
    outcomes = report.outcomes()
    parts = outcome_parts(report, outcomes[0]["endpoint"]) if outcomes else []
    return Section("dose", "Dose-response", tuple(parts or [Paragraph(NOTHING, remark=True)]))


def outcome_parts(report: Report, outcome: str) -> list[Part]:
    """Return groups, trends and figure for one outcome."""
    found = report.dose(outcome)
    why = formats.reason(found["result"])
    if found["exposure"] is None or why:
        return [Paragraph(why or NOTHING, remark=True)]
    options = {"outcome": outcome}
    table, trends = (build_table(report, key, options) for key in ("dose", "trends"))
    name = report.analytes[found["exposure"]]["name"]
    figure = FigurePart(
        "dose-response",
        f"{found['label']} by group of {name}",
        f"Bars: share of patients with the outcome; whiskers: {report.ci} (Wilson).",
        options,
    )
    return [
        Paragraph(dose_sentence(report, found), (table.name, trends.name, figure.name)),
        figure,
        TablePart(table, "dose", options),
        TablePart(trends, "trends", options),
    ]


def dose_sentence(report: Report, found: dict[str, Any]) -> str:
    """Say the events of each group from lowest to highest, and the tests of trend."""
    result, name = found["result"], report.analytes[found["exposure"]]["name"]
    rows = result.get("rows", [])
    if not rows:
        return f"No patient has both {name} and {inside(found['label'])}."
    counts = words.listed([f"{row['events']['successes']} of {row['events']['n']}" for row in rows])
    tests = [result[key] for key in ("armitage", "mantel") if key in result]
    said = "; ".join(f"{test['variant'].split(' (')[0]}: {words.p(test['p'])}" for test in tests)
    change = found.get("change_trend")
    jonckheere = (
        f" Change itself over the groups, {change['variant'].split(' (')[0]}: "
        f"{words.p(change['p'])}."
        if change
        else ""
    )
    facts = {
        "n": len(rows),
        "exposure": name,
        "outcome": inside(found["label"]),
        "counts": counts,
        "direction": _direction(tests),
        "tests": f" ({said})" if said else "",
        "change": jonckheere,
    }
    return (
        ngettext(
            "In the only group of %(exposure)s, %(outcome)s was seen in %(counts)s"
            "%(direction)s%(tests)s.%(change)s",
            "From the lowest to the highest of %(n)d groups of %(exposure)s, %(outcome)s was seen "
            "in %(counts)s%(direction)s%(tests)s.%(change)s",
            len(rows),
        )
        % facts
    )


def _direction(tests: list[dict[str, Any]]) -> str:
    """Name a trend only where the first test bears it."""
    if not tests or any(formats.reason(tests[0][key]) for key in ("p", "z")):
        return ""
    if tests[0]["p"] >= SIGNIFICANT:
        return ", without a trend that the test shows"
    return ", an increasing trend" if tests[0]["z"] > 0 else ", a decreasing trend"
