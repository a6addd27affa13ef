"""The few numbers a study is about, for its overview and for the analysis."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from analytics.report import Report
from analytics.tables import formats, limits


def key_figures(report: Report, code: str) -> list[dict[str, Any]]:
    """Return label, value, unit, note and address of each key figure of a run."""
    return [*_outcomes(report, code), *_curve(report, code)]


def _outcomes(report: Report, code: str) -> list[dict[str, Any]]:
    url = reverse("analytics:imaging", args=[code])
    figures = []
    for comparison in report.results["imaging"]["comparisons"]:
        result = comparison["result"]
        for side, label in zip(("first", "second"), comparison["labels"], strict=True):
            share = result[side]
            figures.append(
                {
                    "label": label,
                    "value": formats.percent(share["value"], 0),
                    "unit": "",
                    "note": f"{share['successes']} of {share['n']} patients",
                    "url": url,
                }
            )
    return figures


def _curve(report: Report, code: str) -> list[dict[str, Any]]:
    if not report.plan["outcomes"] or not report.primary:
        return []
    outcome = report.plan["outcomes"][0]["endpoint"]
    marker = report.marker(outcome, report.primary)
    name, unit = (report.analytes[report.primary][key] for key in ("name", "unit"))
    url = reverse("analytics:roc", args=[code])
    area, optima = marker["auc"], marker["youden"].get("optima", [])
    figures = [
        {
            "label": f"AUC of {name}",
            "value": formats.fixed(area["value"], 2),
            "unit": "",
            "note": f"{report.ci} {formats.interval(area['interval'], 2)}",
            "url": url,
        }
    ]
    if optima:
        interval = limits.interval(marker, marker["bootstrap"]["midpoint"])
        figures.append(
            {
                "label": f"Cut-off of {name}",
                "value": formats.number(limits.best(marker), 2),
                "unit": unit,
                "note": f"bootstrap {report.ci} {formats.interval(interval, 1)}",
                "url": url,
            }
        )
    return figures
