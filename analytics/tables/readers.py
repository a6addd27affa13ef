"""Agreement of readers."""

from __future__ import annotations

from typing import Any

from analytics.report import Report
from analytics.tables.table import Column, Table

OCCASIONS = {"baseline": "Status, first visit", "follow_up": "Status, second visit",
             "change": "Change"}  # fmt: skip


def agreement(report: Report, read_set: str, feature: str) -> Table:
    """Both default coefficients with the readers' agreement, for status and change."""
    rows = []
    for number, team in enumerate(report.agreement(read_set, feature)["teams"], 1):
        for occasion, name in OCCASIONS.items():
            found = team["occasions"][occasion]
            forms = {form["form"]: form for form in found["icc"]["forms"]}
            rows.append(
                [
                    name,
                    number,
                    found["n"],
                    *(
                        (forms[form]["value"], forms[form]["interval"])
                        for form in ("ICC(A,1)", "ICC(A,k)")
                    ),
                    found["icc"]["exact_agreement"],
                    found["icc"]["within_one"],
                    *(
                        found[key]["value"] if key in found else None
                        for key in ("sdc_95", "sdc_80", "sdd")
                    ),
                ]
            )
    return Table(
        f"agreement-{read_set}-{feature}",
        "Agreement of readers",
        [
            Column("Score", "text"),
            Column("Team", "count"),
            Column("Patients", "count"),
            Column(f"ICC(A,1) ({report.ci})", "estimate", places=3),
            Column(f"ICC(A,k) ({report.ci})", "estimate", places=3),
            Column("Exact agreement", "percent"),
            Column("Within 1", "percent"),
            Column("SDC 95 %", "fixed"),
            Column("SDC 80 %", "fixed"),
            Column("SDD", "fixed"),
        ],
        rows,
        note=(
            "ICC: two-way random, absolute agreement, of one reader and of the readers' mean. SDC: "
            "smallest detectable change of the readers' mean; SDD: smallest detectable difference "
            "of single readers. A team is the same persons on the same patients."
        ),
    )


def limits(report: Report, read_set: str, feature: str) -> Table:
    """Bland-Altman figures of each pair of readers."""
    rows: list[list[Any]] = []
    for number, team in enumerate(report.agreement(read_set, feature)["teams"], 1):
        for occasion, name in OCCASIONS.items():
            rows += [
                [
                    name,
                    number,
                    " – ".join(reader_names(team, pair["readers"])),
                    (pair["mean_difference"], pair["mean_interval"]),
                    (pair["lower_limit"], pair["lower_interval"]),
                    (pair["upper_limit"], pair["upper_interval"]),
                ]
                for pair in team["occasions"][occasion].get("bland_altman", [])
            ]
    return Table(
        f"bland-altman-{read_set}-{feature}",
        "Limits of agreement",
        [
            Column("Score", "text"),
            Column("Team", "count"),
            Column("Readers", "text"),
            Column(f"Mean difference ({report.ci})", "estimate", places=2),
            Column(f"Lower limit ({report.ci})", "estimate", places=2),
            Column(f"Upper limit ({report.ci})", "estimate", places=2),
        ],
        rows,
        note="Mean difference ± 1.96 SD, with t intervals (Bland & Altman 1999).",
    )


def kappas(report: Report, read_set: str, feature: str) -> Table:
    """Agreement of single readers on each endpoint."""
    rows = []
    for number, team in enumerate(report.agreement(read_set, feature)["teams"], 1):
        for found in team["occasions"]["change"]["kappas"]:
            kappa = found["result"]
            rows.append(
                [
                    found["label"],
                    number,
                    " – ".join(reader_names(team, found["readers"])),
                    kappa["sample"]["n_used"],
                    (kappa["value"], kappa["interval"]),
                    kappa["observed_agreement"],
                ]
            )
    return Table(
        f"kappas-{read_set}-{feature}",
        "Single readers on each endpoint",
        [
            Column("Endpoint", "text"),
            Column("Team", "count"),
            Column("Readers", "text"),
            Column("Patients", "count"),
            Column(f"Kappa ({report.ci})", "estimate", places=2),
            Column("Agreement", "percent"),
        ],
        rows,
        note="Cohen's kappa, unweighted.",
    )


def reader_names(team: dict[str, Any], readers: list[int]) -> list[str]:
    """Return neutral names of readers: their place in the team, never who they are."""
    return [f"Reader {team['readers'].index(reader) + 1}" for reader in readers]
