"""Patients whose value no statistic takes: who, of what and why."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analytics.datasets.meta import SetAside, UnusableCode
from analytics.results.stored_run import StoredRun
from analytics.tables import formats
from analytics.tables.variables import VARIABLES

REASONS: dict[UnusableCode, str | Promise] = {
    "too_large": gettext_lazy("{found} is too large to be a measurement"),
    "too_small": gettext_lazy("{found} is too close to 0 to be a measurement"),
    "infinite": gettext_lazy("the value is infinite"),
}
PARTS = {
    "llod": gettext_lazy("the lower limit of {name}"),
    "lloq": gettext_lazy("the lower limit of {name}"),
    "uloq": gettext_lazy("the upper limit of {name}"),
}


def sentences(stored: StoredRun) -> list[str]:
    """Return a sentence for each variable: how many patients are left out, who and why."""
    by_column: dict[str, list[SetAside]] = {}
    for entry in stored.results.set_aside:
        by_column.setdefault(entry.column, []).append(entry)
    return [_sentence(stored, column, entries) for column, entries in by_column.items()]


def patients(stored: StoredRun) -> list[dict[str, str]]:
    """Return each patient by pseudonym, with the variable and the reason in words."""
    return [
        {
            "patient": entry.patient,
            "words": f"{_variable(stored, entry.column)}: {_reason(entry)}",
        }
        for entry in stored.results.set_aside
    ]


def _sentence(stored: StoredRun, column: str, entries: Sequence[SetAside]) -> str:
    who = "; ".join(f"{entry.patient}: {_reason(entry)}" for entry in entries)
    return ngettext(
        "{count} patient is left out of {variable}: {who}.",
        "{count} patients are left out of {variable}: {who}.",
        len(entries),
    ).format(count=len(entries), variable=_variable(stored, column), who=who)


def _reason(entry: SetAside) -> str:
    return str(REASONS[entry.code]).format(found=formats.number(float(entry.found)))


def _variable(stored: StoredRun, column: str) -> str:
    """The variable of a column of the data set in words."""
    key, _slash, part = column.rpartition("/")
    if key in stored.variables:
        name = stored.variables[key].name
        return str(PARTS[part]).format(name=name) if part in PARTS else name
    endpoints = {endpoint.key: endpoint.label for endpoint in stored.plan.endpoints}
    return str(VARIABLES.get(column) or endpoints.get(key) or _("a score"))
