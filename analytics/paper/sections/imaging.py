"""MRI against radiograph on the same patients."""

from __future__ import annotations

from typing import Any

from analytics.paper import words
from analytics.paper.document import Heading, Paragraph, Part, Section, TablePart
from analytics.report import Report
from analytics.tables import build_table, formats
from analytics.tables.imaging import crosstab
from analytics.tables.names import inside


def imaging(report: Report) -> Section:
    """Return each paired comparison: 2 x 2 table, named tests, difference with interval."""
    parts: list[Part] = []
    for found in report.results["imaging"]["comparisons"]:
        options = {"comparison": found["key"]}
        tests = build_table(report, "comparison-tests", options)
        square = crosstab(report, found["key"])
        parts += [
            Heading(words.opening(found["key"])),
            Paragraph(comparison_sentence(found), (square.name, tests.name)),
            TablePart(square, "comparison", options, csv_name=f"comparison-{found['key']}"),
            TablePart(tests, "comparison-tests", options),
        ]
    if not parts:
        missing = "A comparison needs an endpoint on MRI and one on radiographs in one direction."
        parts = [Paragraph(missing, remark=True)]
    return Section("imaging", "MRI against radiograph", tuple(parts))


def comparison_sentence(found: dict[str, Any]) -> str:
    """Say both shares, their difference with interval, and the P of each named exact test."""
    result = found["result"]
    first, second = result["first"], result["second"]
    one, two = found["labels"]
    if not first["n"]:
        return f"No patient has both results: {inside(one)} and {inside(two)} can't be compared."
    other = f"{second['successes']} ({formats.percent(second['value'], 0)})"
    tests = "; ".join(
        f"{result[test]['variant']}: {words.p(result[test]['p'])}" for test in ("mid_p", "exact")
    )
    return (
        f"{words.opening(one)} was seen in {words.share(first)} and {inside(two)} in {other}"
        f"{words.excluded(result['sample'])}: difference "
        f"{words.points(result['difference'], result['tango'])}. {tests}. "
        f"{result['table']['both']} had both, {result['table']['only_first']} the first alone and "
        f"{result['table']['only_second']} the second alone."
    )
