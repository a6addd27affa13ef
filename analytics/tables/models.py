"""The dose-response table, and what terms and steps of models are called."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.plans.choices import COVARIATES
from analytics.report import Report
from analytics.tables.table import Column, Table


def dose(report: Report, outcome: str) -> Table:
    """Events by quantile group of the primary exposure."""
    found = report.dose(outcome)
    rows = [
        [
            row["label"],
            row["marker"]["minimum"],
            row["marker"]["maximum"],
            row["events"]["n"],
            row["events"]["successes"],
            (row["events"]["value"], row["events"]["wilson"]),
        ]
        for row in found["result"].get("rows", [])
    ]
    unit = report.analytes[found["exposure"]]["unit"] if found["exposure"] else ""
    ends = (_("Lowest, {unit}"), _("Highest, {unit}")) if unit else (_("Lowest"), _("Highest"))
    return Table(
        f"dose-response-{outcome}",
        f"{found['label']} by group of {report.analyte(found['exposure'])}"
        if found["exposure"]
        else "Dose-response",
        [
            Column("Group", "text"),
            *(Column(words.format(unit=unit)) for words in ends),
            Column("Patients", "count"),
            Column("Events", "count"),
            Column(_("Share ({interval})").format(interval=report.ci), "share"),
        ],
        rows,
        note=found["result"].get("groups", {}).get("rule", ""),
    )


def trends(report: Report, outcome: str) -> Table:
    """Tests of trend over the groups."""
    found = report.dose(outcome)
    result = found["result"]
    tests = [result[key] for key in ("armitage", "mantel") if key in result]
    tests += [found["change_trend"]] if "change_trend" in found else []
    return Table(
        f"trends-{outcome}",
        "Tests of trend",
        [
            Column("Test", "text"),
            Column("z"),
            Column("P, two-sided", "p"),
            Column("Patients", "count"),
        ],
        [[test["variant"], test["z"], test["p"], test["sample"]["n_used"]] for test in tests],
        note="Cochran-Armitage and Mantel test the share of events, Jonckheere the change.",
    )


def term_name(report: Report, term: str) -> str:
    """Return a term in words."""
    if term in report.analytes:
        return report.analytes[term]["name"]
    return COVARIATES.get(term, term)


def step(report: Report, words: str, term: str) -> str:
    """Return what one step of a term means, its code replaced by its name."""
    return words.replace(term, term_name(report, term))
