"""Patients whose value no statistic takes: who, of what, why, and the way to their page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analytics.report import Report
from analytics.tables import formats

REASONS = {
    "too_large": gettext_lazy("{found} is too large to be a measurement"),
    "too_small": gettext_lazy("{found} is too close to 0 to be a measurement"),
    "infinite": gettext_lazy("the value is infinite"),
}
PARTS = {
    "llod": gettext_lazy("the lower limit of {name}"),
    "lloq": gettext_lazy("the lower limit of {name}"),
    "uloq": gettext_lazy("the upper limit of {name}"),
}


def sentences(report: Report) -> list[str]:
    """Return a sentence for each variable: how many patients are left out, who and why."""
    by_column: dict[str, list[dict[str, Any]]] = {}
    for entry in report.results.get("set_aside", []):
        by_column.setdefault(entry["column"], []).append(entry)
    return [_sentence(report, column, entries) for column, entries in by_column.items()]


def links(report: Report, code: str, *, may_open: bool) -> list[dict[str, str]]:
    """Return each patient with the reason and, for those who may open it, the page's address."""
    return [
        {
            "patient": entry["patient"],
            "url": reverse("cohort:patient", args=[code, entry["patient"]]) if may_open else "",
            "words": f"{_variable(report, entry['column'])}: {_reason(entry)}",
        }
        for entry in report.results.get("set_aside", [])
    ]


def _sentence(report: Report, column: str, entries: list[dict[str, Any]]) -> str:
    who = "; ".join(f"{entry['patient']}: {_reason(entry)}" for entry in entries)
    return ngettext(
        "{count} patient is left out of {variable}: {who}.",
        "{count} patients are left out of {variable}: {who}.",
        len(entries),
    ).format(count=len(entries), variable=_variable(report, column), who=who)


def _reason(entry: dict[str, Any]) -> str:
    return str(REASONS[entry["code"]]).format(found=formats.number(float(entry["found"])))


def _variable(report: Report, column: str) -> str:
    """The variable of a column of the data set in words."""
    key, _slash, part = column.rpartition("/")
    if key in report.analytes:
        name = report.analytes[key]["name"]
        return str(PARTS[part]).format(name=name) if part in PARTS else name
    rows = {row["key"]: row["label"] for row in report.results["cohort"]["rows"]}
    endpoints = {endpoint["key"]: endpoint["label"] for endpoint in report.plan["endpoints"]}
    return rows.get(column) or endpoints.get(key) or _("a score")
