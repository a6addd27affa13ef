"""What other decisions would have given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analytics.paper.document import FigurePart, Heading, Paragraph, Part, Section, TablePart
from analytics.report import Report
from analytics.tables import Table, build_table
from analytics.tables import sensitivity as tables

# On paper the columns that fit; the CSV has all of them.
OUTCOME_COLUMNS = (1, 2, 3, 4, 6, 7, 9, 11)
COMPARISON_COLUMNS = (1, 2, 3, 5, 7, 8, 9)
NOTHING = "Sensitivity analyses need an endpoint."


def sensitivity(report: Report) -> Section:
    """Return for each outcome and comparison the sentences and the table of its alternatives."""
    parts: list[Part] = []
    if report.results.get("sensitivity") is None:
        parts = [Paragraph(tables.OLDER_RUN, remark=True)]
    else:
        for outcome in report.outcomes():
            parts += _outcome(report, outcome["endpoint"], outcome["label"])
        for pair in report.plan["comparisons"]:
            parts += _comparison(report, pair["key"])
    return Section(
        "sensitivity", "Sensitivity analyses", tuple(parts or [Paragraph(NOTHING, remark=True)])
    )


def _outcome(report: Report, key: str, label: str) -> list[Part]:
    found = report.sensitivity("outcomes", "endpoint", key)
    if found is None:
        return []
    options = {"outcome": key}
    table = build_table(report, "sensitivity", options)
    figure = FigurePart(
        "sensitivity",
        f"Sensitivity of {label}",
        f"Each row is the main result under one other decision, with its {report.ci}.",
        options,
    )
    sentences = " ".join(tables.sentences(report, found))
    return [
        Heading(label),
        Paragraph(sentences, (table.name, figure.name)),
        TablePart(_narrow(table, OUTCOME_COLUMNS), "sensitivity", options),
        figure,
    ]


def _comparison(report: Report, key: str) -> list[Part]:
    found = report.sensitivity("comparisons", "key", key)
    if found is None:
        return []
    options = {"comparison": key}
    table = build_table(report, "sensitivity-comparison", options)
    return [
        Heading(" against ".join(found["labels"])),
        Paragraph(" ".join(tables.sentences(report, found)), (table.name,)),
        TablePart(_narrow(table, COMPARISON_COLUMNS), "sensitivity-comparison", options),
    ]


def _narrow(table: Table, columns: Sequence[int]) -> Table:
    """Keep some columns, where the table has them."""
    kept = [column for column in columns if column < len(table.columns)]
    return replace(
        table,
        columns=[table.columns[column] for column in kept],
        rows=[[row[column] for column in kept] for row in table.rows],
        note=f"{table.note} The CSV has further columns.",
    )
