"""Single sites: the heat map of disagreement, agreement beyond chance, cases that differ most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from scoring.instruments import Item
from scoring.reliability import sentences
from scoring.reliability.compute.reads import Occasion
from scoring.reliability.compute.sites import (
    CaseDifference,
    SiteDifferences,
    largest_differences,
    pooled_kappas,
    site_differences,
    site_kappas,
)
from scoring.reliability.report import Report
from scoring.reliability.table import DASH, Column, Table, fixed, percent

# A colour step a tenth of a point, so that colours mean the same on every page and day.
STEPS_A_POINT, DARKEST = 10, 9
CASES_SHOWN = 50


@dataclass(frozen=True)
class HeatCell:
    """One site at one occasion: its colour step from 0 to 9, None without a pair of scores."""

    level: int | None
    mean: str
    exact: str
    n: int
    occasion: str


@dataclass(frozen=True)
class HeatRow:
    """One site; ``region`` names a region where its first site stands."""

    item: Item
    region: str
    cells: list[HeatCell]


@dataclass(frozen=True)
class HeatMap:
    """Sites in form order by occasion, and what the last occasion says in words."""

    columns: list[str]
    rows: list[HeatRow]
    sentence: str


def heat_map(report: Report) -> HeatMap:
    """Return the mean absolute difference and the share of equal scores of every site."""
    found = [(one, site_differences(report.sites(report.chosen, one))) for one in report.occasions]
    regions = {region.key: region.label for region in report.instrument.regions}
    rows, before = [], ""
    for place, item in enumerate(report.measure.items):
        heading = regions[item.region] if item.region != before else ""
        before = item.region
        cells = [_heat_cell(differences, place, occasion) for occasion, differences in found]
        rows.append(HeatRow(item, heading, cells))
    return HeatMap(
        columns=[report.occasion_name(one) for one in report.occasions],
        rows=rows,
        sentence=sentences.worst_site(found[0][1]),
    )


def pooled(report: Report) -> Table:
    """Agreement of two readings over all sites of the chosen sum, beyond chance."""
    rows = []
    for occasion in report.occasions:
        for one in report.pairs_of(report.chosen):
            scores = report.sites(one, occasion)
            n, mean, exact, close = site_differences(scores).pooled()
            kappas = pooled_kappas(scores)
            rows.append(
                [
                    report.comparison_name(one),
                    report.occasion_name(occasion),
                    n,
                    *(_figure(value) for value in (mean, exact, close)),
                    kappas.linear.value,
                    kappas.quadratic.value,
                    sentences.kappas(kappas, exact),
                ]
            )
    return Table(
        "kappa",
        _("Single sites, pooled"),
        [
            Column(_("Readings")),
            Column(_("Occasion")),
            Column(_("Pairs of scores"), "count"),
            Column(_("Mean absolute difference"), "fixed"),
            Column(_("Exact agreement"), "percent"),
            Column(_("Within 1 point"), "percent"),
            Column(_("Weighted kappa, linear"), "fixed", 3),
            Column(_("Weighted kappa, quadratic"), "fixed", 3),
            Column(_("In words")),
        ],
        rows,
        note=_(
            "Each site of each case counts once. Sites of one patient are not independent, so "
            "these kappas have no interval; those of single sites have."
        ),
    )


def sites(report: Report, occasions: Sequence[Occasion]) -> Table:
    """Every site at some occasions; kappa where the comparison has two columns of one person."""
    rows = []
    for occasion in occasions:
        scores = report.sites(report.chosen, occasion)
        found = site_differences(scores)
        kappas = site_kappas(scores) if report.chosen.two_columns else None
        for place, item in enumerate(found.items):
            rows.append(
                [
                    item.full_label,
                    item.code,
                    report.occasion_name(occasion),
                    int(found.n[place]),
                    *(_figure(values[place]) for values in (found.mean, found.exact, found.close)),
                    *_kappa_cells(kappas[place] if kappas else None),
                ]
            )
    return Table(
        "sites",
        _("Every site"),
        [
            Column(_("Site")),
            Column(_("Code")),
            Column(_("Occasion")),
            Column(_("Pairs of scores"), "count"),
            Column(_("Mean absolute difference"), "fixed"),
            Column(_("Exact agreement"), "percent"),
            Column(_("Within 1 point"), "percent"),
            Column(_("Weighted kappa, linear (95 % interval)"), "estimate"),
            Column(_("Weighted kappa, quadratic (95 % interval)"), "estimate"),
        ],
        rows,
        note=""
        if report.chosen.two_columns
        else _("Kappa compares two readings: choose a pair of readers to see it by site."),
    )


def differing_cases(report: Report, item: Item) -> tuple[tuple[CaseDifference, ...], int]:
    """Return the cases that differ most at a site, and how many differ."""
    scores = report.sites(report.chosen, report.occasion, (item,))
    return largest_differences(report.reads, scores, at_most=CASES_SHOWN)


def level_of(mean: float) -> int:
    """Return the colour step of a mean absolute difference in points."""
    return min(DARKEST, int(round(mean * STEPS_A_POINT, 6)))


def _heat_cell(found: SiteDifferences, place: int, occasion: Occasion) -> HeatCell:
    n, mean = int(found.n[place]), float(found.mean[place])
    if n == 0:
        return HeatCell(None, DASH, DASH, 0, occasion.key)
    exact = percent(float(found.exact[place]), 0)
    return HeatCell(level_of(mean), fixed(mean), exact, n, occasion.key)


def _kappa_cells(found: Any) -> list[tuple[Any, Any]]:
    if found is None:
        return [(None, None), (None, None)]
    return [(one.value, one.interval) for one in (found.linear, found.quadratic)]


def _figure(value: float) -> float | None:
    """A figure, or None where no pair of scores is there to make it of."""
    return float(value) if np.isfinite(value) else None
