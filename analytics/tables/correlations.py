"""Rank correlations: every pair, and those with a change given other variables."""

from __future__ import annotations

from typing import Any

from analytics.report import Report
from analytics.tables import laboratory
from analytics.tables.model_words import EARLIER, family
from analytics.tables.models import term_name
from analytics.tables.table import Column, Table


def matrix(report: Report) -> Table:
    """Every pair once, on the patients who have both."""
    columns = [
        Column("First", "text"),
        Column("Second", "text"),
        Column("Patients", "count"),
        Column(f"Spearman's rho ({report.ci})", "estimate", places=2),
        Column("P", "p"),
        Column("P, adjusted", "p"),
    ]
    name, title = "correlations", "Rank correlations of every pair"
    found = report.correlations()
    if found is None:
        return Table(name, title, columns, [], note=EARLIER.format("correlations"))
    pairs, tests = found["matrix"]["pairs"], found["matrix"]["adjusted"]
    rows = [
        [
            pair["first"],
            pair["second"],
            pair["sample"]["n_used"],
            (pair["rho"], pair["interval"]),
            pair["test"]["p"],
            test["adjusted"],
        ]
        for pair, test in zip(pairs, tests["tests"], strict=True)
    ]
    variants = dict.fromkeys(pair["test"]["variant"] for pair in pairs)
    note = (
        "Each pair on the patients who have both; every value below an analyte's highest limit is "
        "one tie. Intervals: Fisher's z with the standard error of Bonett & Wright. Test: "
        f"{'; '.join(variants) or 'none'}. Adjusted by {family(tests)}."
    )
    note = " ".join(part for part in (note, laboratory.ranks(report)) if part)
    return Table(name, title, columns, rows, note=note)


def with_change(report: Report) -> Table:
    """Each variable's correlation with a change, as it is and with another variable held fixed."""
    level = report.ci
    found = report.correlations()
    given = found["partial"] if found else []
    columns = [
        Column("Variable", "text"),
        Column("Change", "text"),
        Column("Patients", "count"),
        Column(f"rho ({level})", "estimate", places=2),
        Column("P, adjusted", "p"),
    ]
    for held in given:
        words = _given(report, held)
        columns.append(Column(f"rho given {words}", "estimate", places=2))
        columns.append(Column(f"P given {words}", "p"))
    name, title = "correlations-with-change", "Rank correlations with change"
    if found is None:
        return Table(name, title, columns, [], note=EARLIER.format("correlations"))
    plain = {
        (pair["first"], pair["second"]): (pair, test["adjusted"])
        for pair, test in zip(
            found["matrix"]["pairs"], found["matrix"]["adjusted"]["tests"], strict=True
        )
    }
    rows = [
        _row(changed, other, plain, given)
        for changed in found["changes"]
        for other in [*found["exposures"], *found["clinical"]]
    ]
    families = [f"{family(held['adjusted'])} (given {_given(report, held)})" for held in given]
    note = (
        f"Intervals: {level}, as for every pair. Partial Spearman: what is left of both variables' "
        "ranks after regression on the ranks of the given one, on the patients who have all three; "
        "t approximation. Adjusted by "
        f"{family(found['matrix']['adjusted'])} (all pairs)"
        f"{''.join(f'; {words}' for words in families)}."
    )
    note = " ".join(part for part in (note, laboratory.ranks(report)) if part)
    return Table(name, title, columns, rows, note=note)


def _given(report: Report, held: dict[str, Any]) -> str:
    """The variable held fixed, without its unit."""
    return term_name(report, held["given"]).split(",")[0].lower()


def _row(
    changed: str, other: str, plain: dict[tuple[str, str], Any], given: list[dict[str, Any]]
) -> list[Any]:
    pair, adjusted = plain[other, changed]
    row = [other, changed, pair["sample"]["n_used"], (pair["rho"], pair["interval"]), adjusted]
    for held in given:
        tests = held["adjusted"]["tests"]
        partial, test = next(
            (partial, test)
            for partial, test in zip(held["pairs"], tests, strict=True)
            if (partial["first"], partial["second"]) == (other, changed)
        )
        row += [(partial["rho"], partial["interval"]), test["adjusted"]]
    return row
