"""Every patient's change: cumulative probability plot and summary."""

from __future__ import annotations

from typing import Any

from analytics.paper import words
from analytics.paper.document import FigurePart, Paragraph, Part, Section, TablePart
from analytics.report import Report
from analytics.tables import build_table, formats
from analytics.tables.names import feature_name


def probability(report: Report) -> Section:
    """Return the probability plot with mean, median and the shares beyond each threshold."""
    changes = report.results["imaging"]["changes"]
    if not changes:
        text = "No endpoint is defined, so there is no change to describe."
        return Section("change", "Change", (Paragraph(text, remark=True),))
    table = build_table(report, "changes", {})
    figure = FigurePart(
        "cumulative-probability",
        "Cumulative probability of change",
        "Each point is a patient; plotting position (i − 0.5) / n. Lines mark the thresholds of "
        "the endpoints.",
    )
    parts: list[Part] = [
        Paragraph(_sentence(report, found), (table.name, figure.name)) for found in changes
    ]
    return Section("change", "Change", (*parts, figure, TablePart(table, "changes")))


def _sentence(report: Report, found: dict[str, Any]) -> str:
    numbers, where = (
        found["result"]["numbers"],
        f"{found['title']}, {feature_name(found['feature'])}",
    )
    quartiles = report.quartiles(numbers)
    if formats.reason(quartiles):
        return f"{where}: no patient has a change score."
    median, low, high = (formats.fixed(quartiles[key], 2) for key in ("median", "lower", "upper"))
    spread = numbers["sd"]
    sd = "" if formats.reason(spread) else f" (SD {formats.fixed(spread, 2)})"
    shares = "; ".join(
        f"{formats.rule(entry['rule'])}: {entry['share']['successes']} "
        f"({formats.percent(entry['share']['value'], 0)})"
        for entry in (*found["result"]["above"], *found["result"]["below"])
    )
    return (
        f"{where}: the readers' mean change was {formats.fixed(numbers['mean'], 2)}{sd} and its "
        f"median {median} (quartiles {low} and {high}) in {words.patients(numbers['n'])}; {shares}."
    )
