"""MRI against radiograph: tests, changes, and every point of the probability plot."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.datasets.dataset import endpoint_column
from analytics.report import Report
from analytics.runs.compute.imaging import change_endpoints
from analytics.stats.change import probability_plot
from analytics.tables import formats
from analytics.tables.names import feature_name
from analytics.tables.table import Column, Table

TESTS = ("mid_p", "exact", "chi_square", "corrected")
CHI_SQUARE = {"chi_square", "corrected"}


def comparison(report: Report, key: str) -> Table:
    """The paired 2 x 2 table in one row a cell, as the download has it."""
    found = report.comparison(key)
    first, second = found["labels"]
    cells = found["result"]["table"]
    return Table(
        f"comparison-{key}",
        f"{first} against {second}",
        [Column(first, "text"), Column(second, "text"), Column("Patients", "count")],
        [
            ["yes", "yes", cells["both"]],
            ["yes", "no", cells["only_first"]],
            ["no", "yes", cells["only_second"]],
            ["no", "no", cells["neither"]],
        ],
    )


def crosstab(report: Report, key: str) -> Table:
    """The paired 2 x 2 table as a square with its totals, as a paper prints it."""
    found = report.comparison(key)
    first, second = found["labels"]
    cells, result = found["result"]["table"], found["result"]
    return Table(
        f"crosstab-{key}",
        f"{first} against {second}",
        [
            Column("Patients", "text"),
            Column(f"{second}: yes", "count"),
            Column("no", "count"),
            Column("Total", "count"),
        ],
        [
            [f"{first}: yes", cells["both"], cells["only_first"], result["first"]["successes"]],
            ["no", cells["only_second"], cells["neither"],
             cells["only_second"] + cells["neither"]],
            ["Total", result["second"]["successes"], cells["only_first"] + cells["neither"],
             result["first"]["n"]],
        ],
    )  # fmt: skip


def comparison_tests(report: Report, key: str) -> Table:
    """Every variant of the paired test, named."""
    found = report.comparison(key)
    cells = found["result"]["table"]
    return Table(
        f"tests-{key}",
        f"Paired tests of {key}",
        [Column("Test", "text"), Column(_("Chi-square, 1 df")), Column("P", "p")],
        [
            [
                found["result"][test]["variant"],
                found["result"][test]["statistic"] if test in CHI_SQUARE else None,
                found["result"][test]["p"],
            ]
            for test in TESTS
        ],
        note=_(
            "The exact tests count the patients with one result only: %(first)d with the first, "
            "%(second)d with the second. Mid-p is the recommended variant (Fagerland, Lydersen & "
            "Laake 2013)."
        )
        % {"first": cells["only_first"], "second": cells["only_second"]},
    )


def changes(report: Report) -> Table:
    """Mean of the readers' change for each modality."""
    rows: list[list[Any]] = []
    rules: list[str] = []
    for found in report.results["imaging"]["changes"]:
        shares = [*found["result"]["above"], *found["result"]["below"]]
        if "relevant" in found["result"]:
            shares.append(found["result"]["relevant"])
        rules = [formats.rule(share["rule"].removeprefix("change ")) for share in shares]
        numbers = found["result"]["numbers"]
        quartiles = report.quartiles(numbers)
        known = quartiles if "median" in quartiles else None
        limits = known and {"low": known["lower"], "high": known["upper"]}
        rows.append(
            [
                f"{found['title']}, {feature_name(found['feature'])}",
                numbers["n"],
                numbers["mean"],
                numbers["sd"],
                (known["median"] if known else quartiles, limits),
                found["result"]["srm"],
                *(share["share"]["value"] for share in shares),
            ]
        )
    return Table(
        "changes",
        "Change of the readers' mean",
        [
            Column("Reads", "text"),
            Column("Patients", "count"),
            Column(_("Mean, points"), "fixed"),
            Column(_("SD, points"), "fixed"),
            Column(_("Median (quartiles), points"), "estimate", places=2),
            Column("SRM", "fixed"),
            *(
                Column(
                    _("Change {rule}").format(rule=formats.rule(rule.removeprefix("change "))),
                    "percent",
                )
                for rule in rules
            ),
        ],
        rows,
        note=_("SRM: mean change over its standard deviation. Quartiles of type {type}.").format(
            type=report.plan["quantile_type"]
        ),
    )


def cumulative(report: Report) -> Table:
    """Every point of the cumulative probability plot."""
    endpoints = change_endpoints(report.plan)
    data = report.data(["pseudonym", *(endpoint_column(e["key"], "change") for e in endpoints)])
    rows: list[list[Any]] = []
    for endpoint in endpoints:
        plot = probability_plot(data.frame[endpoint_column(endpoint["key"], "change")])
        name = endpoint["campaign"]["title"]
        rows += [
            [data.frame["pseudonym"].iloc[row], name, float(change), float(share)]
            for row, change, share in zip(plot.order, plot.change, plot.cumulative, strict=True)
        ]
    return Table(
        "cumulative-probability",
        "Points of the cumulative probability plot",
        [
            Column("Patient", "text"),
            Column("Reads", "text"),
            Column(_("Change, points"), "fixed"),
            Column("Cumulative share", "percent"),
        ],
        rows,
        note="Plotting position (i - 0.5) / n.",
    )
