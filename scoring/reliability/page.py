"""The page of a campaign's reliability as a context, and its tables by the keys of their files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.http import Http404
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from scoring.instruments import Item
from scoring.models import Campaign
from scoring.reliability import drift_page, site_tables, summary, tables
from scoring.reliability.access import is_final
from scoring.reliability.chart import Drawing, differences_plot
from scoring.reliability.drawn_sites import drawn_map
from scoring.reliability.links import case_readings_url
from scoring.reliability.reasons import pool_sentence
from scoring.reliability.report import Report, build_report
from scoring.reliability.selectors import cases_by_id
from scoring.reliability.table import Linked, Table, written

TABLES: dict[str, Callable[[Report], Table]] = {
    "summary": lambda report: summary.summary(report, _nowhere),
    "coefficients": tables.coefficients,
    "measurement-error": tables.measurement_error,
    "limits": tables.limits,
    "kappa": site_tables.pooled,
    "sites": lambda report: site_tables.sites(report, report.occasions),
    "re-reads": tables.rereads,
    "drift": drift_page.drift_table,
}


@dataclass(frozen=True)
class Choice:
    """A link that chooses what the page shows."""

    label: str
    url: str
    chosen: bool


def table_of(campaign: Campaign, key: str, query: Mapping[str, str]) -> Table:
    """Return one table by its key, of the readers and feature in the address.

    Raises `Http404` for an unknown key, pair or feature, and where nothing is compared yet.
    """
    report = _asked(campaign, query)
    if key not in TABLES or not report.compared.all:
        raise Http404
    return TABLES[key](report)


def context(campaign: Campaign, query: Mapping[str, str], *, sees_patients: bool) -> dict[str, Any]:
    """Return what the page shows. ``query``: pair, feature; site and occasion for its cases.

    Raises `Http404` for a pair, feature, site or occasion that isn't there.
    """
    report = _asked(campaign, query)
    shared = {
        "preliminary": not is_final(campaign),
        "counts": _counts(report),
        "planned": campaign.readers_per_case,
    }
    if not report.compared.all:
        return {**shared, "nothing": _nothing(campaign)}
    return {
        **shared,
        "choices": _choices(report),
        "features": _features(report),
        "pool": pool_sentence() if report.chosen.kind == "pool" else "",
        "comparison": report.comparison_name(report.chosen),
        "feature": report.measure,
        "query": _query(report, at=""),
        "summary": summary.summary(report, lambda key: f"{_query(report, feature=key)}#feature"),
        "tables": [
            tables.coefficients(report),
            tables.measurement_error(report),
            tables.limits(report),
        ],
        "plot": _plot(report),
        "heat": site_tables.heat_map(report),
        "drawn": drawn_map(report, _query(report, at="")),
        "drawn_at": _occasions(report, "drawn-sites"),
        "pooled": site_tables.pooled(report),
        "sites": site_tables.sites(report, [report.occasion]),
        "occasions": _occasions(report, "every-site"),
        "occasion": report.occasion_name(report.occasion),
        "cases": _cases(report, query, sees_patients=sees_patients),
        "rereads": tables.rereads(report) if report.compared.within else None,
        "drifts": drift_page.reader_drifts(report),
        "rules": list(drift_page.rule_words().values()),
    }


def _asked(campaign: Campaign, query: Mapping[str, str]) -> Report:
    return build_report(
        campaign,
        pair=query.get("pair", ""),
        feature=query.get("feature", ""),
        at=query.get("occasion", ""),
    )


def _counts(report: Report) -> list[dict[str, Any]]:
    """How many cases have all their readings: what every figure rests on."""
    compared, cases = report.compared, report.data.cases
    planned = report.campaign.readers_per_case
    again = sum(one.cases for one in compared.within)
    both = {1: _("Cases with a reading"), 2: _("Cases with both readings")}
    return [
        {
            "label": both.get(planned)
            or _("Cases with all %(count)d readings") % {"count": planned},
            "value": compared.complete,
            "note": _("of %(count)d cases") % {"count": cases},
        },
        {"label": _("Cases read in part"), "value": compared.begun, "note": ""},
        {
            "label": _("Cases without a reading"),
            "value": cases - compared.complete - compared.begun,
            "note": "",
        },
        {"label": _("Repeated readings"), "value": again, "note": _("compared with the first")},
    ]


def _nothing(campaign: Campaign) -> str:
    if campaign.readers_per_case < 2:
        return _(
            "This campaign has one reader a case. Agreement needs two readings of a case by "
            "different readers, or a repeated reading."
        )
    return _(
        "Figures appear as soon as two readers have submitted their readings of the same case."
    )


def _choices(report: Report) -> list[Choice]:
    chosen = report.chosen.key
    return [
        Choice(
            _("%(names)s (%(count)d)") % {"names": report.comparison_name(one), "count": one.cases},
            _query(report, pair=one.key),
            one.key == chosen,
        )
        for one in report.compared.all
    ]


def _features(report: Report) -> list[Choice]:
    chosen = report.measure.key
    return [
        Choice(one.label, f"{_query(report, feature=one.key)}#feature", one.key == chosen)
        for one in report.lines()
    ]


def _occasions(report: Report, place: str) -> list[Choice]:
    """What chooses an occasion and stays at a place of the page."""
    chosen = report.occasion.key
    return [
        Choice(
            report.occasion_name(one), f"{_query(report, at=one.key)}#{place}", one.key == chosen
        )
        for one in report.occasions
    ]


def _plot(report: Report) -> Drawing | None:
    """Differences against means: of the change where there is one, of two columns of persons."""
    comparison = report.chosen
    if not comparison.two_columns:
        return None
    occasion = report.occasions[-1]
    found = report.agreement(comparison, report.measure, occasion)
    if found.n == 0:
        return None
    table = report.totals.of(report.measure.key, occasion.key)[comparison.rows]
    complete = table[np.isfinite(table).all(axis=1)]
    title = _("Differences against means: %(occasion)s, %(names)s") % {
        "occasion": report.occasion_name(occasion),
        "names": " – ".join(report.column_names(comparison)),
    }
    return differences_plot(complete[:, 0], complete[:, 1], found.limits[0], title)


def _cases(
    report: Report, query: Mapping[str, str], *, sees_patients: bool
) -> dict[str, Any] | None:
    """The cases whose readings differ most at the site in the address."""
    if not query.get("site"):
        return None
    item = _site(report, query["site"])
    found, differing = site_tables.differing_cases(report, item)
    cases = cases_by_id({one.case for one in found})
    rows = []
    for one in found:
        case = cases[one.case]
        rows.append(
            {
                "case": Linked(case.number, case_readings_url(report.campaign, case)),
                "patient": case.patient.pseudonym if sees_patients else "",
                "scores": [
                    {"reader": report.names[reader], "points": _points(points)}
                    for reader, points in zip(one.readers, one.points, strict=True)
                ],
                "difference": written(one.difference),
            }
        )
    return {
        "site": item.full_label,
        "occasion": report.occasion_name(report.occasion),
        "rows": rows,
        "differing": differing,
        "back": f"{_query(report)}#sites",
    }


def _points(value: float) -> str:
    return written(value) if np.isfinite(value) else _("not scorable")


def _site(report: Report, code: str) -> Item:
    found = next((item for item in report.measure.items if item.code == code), None)
    if found is None:
        raise Http404
    return found


def _query(
    report: Report, *, pair: str | None = None, feature: str | None = None, at: str | None = None
) -> str:
    """Return the address of this page with something else chosen."""
    asked = {
        "pair": report.pair if pair is None else pair,
        "feature": report.feature if feature is None else feature,
        "occasion": report.at if at is None else at,
    }
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"


def _nowhere(_key: str) -> str:
    """A download leads nowhere."""
    return ""
