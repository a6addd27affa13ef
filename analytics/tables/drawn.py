"""The rows that a figure draws, where no other table holds them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.datasets.dataset import ANALYTE_PARTS, analyte_column, endpoint_column
from analytics.points import change_endpoint, reader_pairs, slopes
from analytics.report import Report
from analytics.runs.compute.roc import curve_of
from analytics.stats.roc import roc_points
from analytics.tables import multivariable
from analytics.tables.names import feature_name
from analytics.tables.readers import OCCASIONS
from analytics.tables.table import Column, Table


def slope_points(report: Report, endpoint: str) -> Table:
    """Each patient's status at both visits and what the change is called."""
    chosen = change_endpoint(report, endpoint)
    rows: list[list[Any]] = []
    title, visits = "Status at both visits", ("First visit", "Second visit")
    if chosen is not None:
        found = slopes(report, chosen)
        rows = [
            [patient, float(first), float(second), group]
            for patient, first, second, group in zip(
                found.patients, found.first, found.second, found.group, strict=True
            )
        ]
        title = f"{chosen['campaign']['title']}, {feature_name(chosen['feature'])}, at both visits"
        visits = (chosen["baseline"]["name"], chosen["follow_up"]["name"])
    return Table(
        f"slopes-{chosen['key'] if chosen else 'none'}",
        title,
        [
            Column("Patient", "text"),
            *(Column(_("%(visit)s, points") % {"visit": visit}, "fixed") for visit in visits),
            Column("Change", "text"),
        ],
        rows,
        note="Mean of the readers over all scored sites; the change counts sites scored twice.",
    )


def reader_differences(report: Report, read_set: str, feature: str, occasion: str) -> Table:
    """Two readers' scores of each patient, as the Bland-Altman plot draws them."""
    chosen = occasion if occasion in OCCASIONS else "change"
    found = reader_pairs(report, read_set, feature, chosen)
    return Table(
        f"reader-pairs-{read_set}-{feature}-{chosen}",
        f"Two readers: {OCCASIONS[chosen].lower()}",
        [
            Column("Patient", "text"),
            Column(_("Reader 1, points"), "fixed"),
            Column(_("Reader 2, points"), "fixed"),
            Column(_("Mean, points"), "fixed"),
            Column(_("Difference, points"), "fixed"),
        ],
        [
            [patient, float(one), float(two), float(one + two) / 2, float(one - two)]
            for patient, one, two in zip(found.patients, found.first, found.second, strict=True)
        ],
    )


def curves(report: Report, outcome: str) -> Table:
    """The corners of every analyte's curve."""
    codes = report.plan["exposures"]
    columns = [analyte_column(code, part) for code in codes for part in ANALYTE_PARTS]
    data = report.data([endpoint_column(outcome, "event"), *columns])
    rows: list[list[Any]] = []
    for code in codes:
        points = roc_points(curve_of(data, report.plan, outcome, code))
        rows += [
            [report.analyte(code), observed, float(sensitivity), float(specificity)]
            for observed, sensitivity, specificity in zip(
                points.observed, points.sensitivity, points.specificity, strict=True
            )
        ]
    return Table(
        f"curves-{outcome}",
        "Corners of every curve",
        [
            Column("Analyte", "text"),
            Column("Cut-off"),
            Column("Sensitivity", "percent"),
            Column("Specificity", "percent"),
        ],
        rows,
    )


def odds_ratios(report: Report) -> Table:
    """The odds ratios of every outcome's model, as the forest plot draws them."""
    built = [(found["label"], multivariable.model(report, found["endpoint"])) for found in
             report.results["models"]]  # fmt: skip
    columns = built[0][1].columns if built else [Column("Term", "text")]
    return Table(
        "odds-ratios",
        "Odds ratios of every model",
        [Column("Outcome", "text"), *columns],
        [[label, *row] for label, table in built for row in table.rows],
    )
