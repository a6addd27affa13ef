"""The few numbers a study is about, for its overview and for the analysis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.report import Report
from analytics.tables import formats, limits


def key_figures(report: Report, code: str) -> list[dict[str, Any]]:
    """Return label, value, unit, note and address of each key figure of a run."""
    return [*_outcomes(report, code), *_curve(report, code)]


def _outcomes(report: Report, code: str) -> list[dict[str, Any]]:
    """Each endpoint with its own denominator: the patients in whom it is known."""
    url = reverse("analytics:imaging", args=[code])
    return [
        {
            "label": report.endpoint(found["endpoint"])["label"],
            "value": formats.percent(found["share"]["value"], 0),
            "unit": "",
            "note": _of_patients(found["share"]),
            "url": url,
        }
        for found in sorted(report.results.get("occurrences", []), key=_place(report))
    ]


def _place(report: Report) -> Callable[[dict[str, Any]], int]:
    """Endpoints in the order in which they are compared, the others behind."""
    order = [c[side] for c in report.plan["comparisons"] for side in ("first", "second")]
    return lambda found: (*order, found["endpoint"]).index(found["endpoint"])


def _of_patients(share: dict[str, Any]) -> str:
    counts = {"k": share["successes"], "n": share["n"]}
    return ngettext("%(k)d of %(n)d patient", "%(k)d of %(n)d patients", share["n"]) % counts


def _curve(report: Report, code: str) -> list[dict[str, Any]]:
    if not report.plan["outcomes"] or not report.primary:
        return []
    outcome = report.plan["outcomes"][0]["endpoint"]
    marker = report.marker(outcome, report.primary)
    label = report.endpoint(outcome)["label"]
    name, unit = (report.analytes[report.primary][key] for key in ("name", "unit"))
    url = reverse("analytics:roc", args=[code])
    area, optima = marker["auc"], marker["youden"].get("optima", [])
    figures = [
        {
            "label": _("AUC of %(analyte)s") % {"analyte": name},
            "value": formats.fixed(area["value"], 2),
            "unit": "",
            "note": _("for %(outcome)s, %(ci)s %(interval)s")
            % {
                "outcome": label,
                "ci": report.ci,
                "interval": formats.interval(area["interval"], 2),
            },
            "url": url,
        }
    ]
    if optima:
        interval = limits.interval(marker, marker["bootstrap"]["midpoint"])
        figures.append(
            {
                "label": _("Cut-off of %(analyte)s") % {"analyte": name},
                "value": formats.number(limits.best(marker), 2),
                "unit": unit,
                "note": _("for %(outcome)s, bootstrap %(ci)s %(interval)s")
                % {
                    "outcome": label,
                    "ci": report.ci,
                    "interval": formats.interval(interval, 1),
                },
                "url": url,
            }
        )
    return figures
