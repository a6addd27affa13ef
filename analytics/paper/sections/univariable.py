"""Each variable alone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from analytics.paper import words
from analytics.paper.document import Paragraph, Part, Section, TablePart
from analytics.plans.choices import ADJUSTMENT_NAMES
from analytics.report import Report
from analytics.tables import build_table, formats
from analytics.tables.model_words import EARLIER
from analytics.tables.models import term_name
from analytics.tables.names import inside
from analytics.tables.univariable import few_events

NOTHING = "A model needs an endpoint and a measured exposure."
SIGNIFICANT = 0.05


def univariable(report: Report) -> Section:
    """Return the models of one variable each, for the first outcome."""
    outcomes = report.outcomes()
    parts = outcome_parts(report, outcomes[0]["endpoint"]) if outcomes else []
    return Section(
        "univariable", "Univariable models", tuple(parts or [Paragraph(NOTHING, remark=True)])
    )


def outcome_parts(report: Report, outcome: str) -> list[Part]:
    """Return the univariable sentences and tables of one outcome."""
    found = report.univariable(outcome)
    if found is None:
        return [Paragraph(EARLIER.format("univariable models"), remark=True)]
    if not found["rows"]:
        return [Paragraph(NOTHING, remark=True)]
    options = {"outcome": outcome}
    table, groups = (build_table(report, key, options) for key in ("univariable", "groups"))
    scarce = few_events(report, found)
    parts: list[Part] = [
        Paragraph(univariable_sentence(report, found), (table.name,)),
        *([Paragraph(scarce, remark=True)] if scarce else []),
        TablePart(table, "univariable", options),
    ]
    return [*parts, TablePart(groups, "groups", options)] if groups.rows else parts


def univariable_sentence(report: Report, found: dict[str, Any]) -> str:
    """Name the variables that go with the outcome alone, with their odds ratios."""
    adjusted = {test["name"]: test["adjusted"] for test in found["family"]["tests"]}
    fitted = [row for row in found["rows"] if row["result"].get("coefficients")]
    outcome, family = inside(found["label"]), found["family"]
    if not fitted:
        return f"No variable alone gave a model of {outcome}."
    said = []
    for row in fitted:
        p = adjusted.get(row["term"], row["result"]["terms"][0]["test"]["p"])
        if not formats.reason(p) and p < SIGNIFICANT:
            said.append(_row(report, found, row, p, corrected=row["term"] in adjusted))
    opening = ngettext(
        "Of %(n)d variable, alone in a logistic model of %(outcome)s, ",
        "Of %(n)d variables, each alone in a logistic model of %(outcome)s, ",
        len(fitted),
    ) % {"n": len(fitted), "outcome": outcome}
    rule = ngettext(
        "P of the only analyte needs no adjustment; %(limit)s was the limit.",
        "P of the %(n)d analytes are adjusted by %(method)s; %(limit)s was the limit.",
        family["size"],
    ) % {
        "n": family["size"],
        "method": ADJUSTMENT_NAMES[family["method"]],
        "limit": f"{SIGNIFICANT:g}",
    }
    if not said:
        return f"{opening}none went with it. {rule}"
    verb = "this went" if len(said) == 1 else "these went"
    return f"{opening}{verb} with it: {'; '.join(said)}. {rule}"


def _row(
    report: Report, found: dict[str, Any], row: dict[str, Any], p: float, *, corrected: bool
) -> str:
    (coefficient,) = row["result"]["coefficients"]
    limits = coefficient[found["interval"]]
    if formats.reason(limits):
        limits = coefficient["wald"]
    step = "per doubling" if row["kind"] == "exposure" else coefficient["step"]
    return (
        f"{term_name(report, row['term'])} (odds ratio {step} "
        f"{words.estimate(coefficient['odds_ratio'], limits)}, {words.p(p)}"
        f"{' adjusted' if corrected else ''})"
    )
