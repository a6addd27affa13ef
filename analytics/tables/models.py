"""Logistic models and the dose-response table."""

from __future__ import annotations

from analytics.plans.choices import COVARIATES
from analytics.report import Report
from analytics.tables.table import Column, Table


def model(report: Report, outcome: str) -> Table:
    """Odds ratios per step and per standard deviation, with the test of each term."""
    found = report.model(outcome)
    result = found["result"]
    tests = {term["term"]: term for term in result.get("terms", [])}
    rows = [
        [
            term_name(report, coefficient["term"]),
            step(report, coefficient["step"], coefficient["term"]),
            (coefficient["odds_ratio"], coefficient["profile"]),
            (coefficient["odds_ratio"], coefficient["wald"]),
            coefficient["p_wald"],
            coefficient["odds_ratio_per_sd"],
            tests[coefficient["term"]]["test"]["statistic"],
            tests[coefficient["term"]]["test"]["p"],
            tests[coefficient["term"]]["share"],
        ]
        for coefficient in result.get("coefficients", [])
    ]
    level = f"{100 * report.plan['level']:g} % CI"
    return Table(
        f"model-{outcome}",
        f"Logistic model of {found['label']}",
        [
            Column("Term", "text"),
            Column("Step", "text"),
            Column(f"Odds ratio (profile {level})", "estimate"),
            Column(f"Odds ratio (Wald {level})", "estimate"),
            Column("P, Wald", "p"),
            Column("Odds ratio per SD"),
            Column("LR chi-square"),
            Column("P, LR", "p"),
            Column("Share of LR", "percent"),
        ],
        rows,
        note=" ".join(result.get("notes", [])),
    )


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
    return Table(
        f"dose-response-{outcome}",
        f"{found['label']} by quarter of {report.analyte(found['exposure'])}"
        if found["exposure"]
        else "Dose-response",
        [
            Column("Group", "text"),
            Column("Lowest"),
            Column("Highest"),
            Column("Patients", "count"),
            Column("Events", "count"),
            Column("Share (95 % CI)", "estimate", places=2),
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
