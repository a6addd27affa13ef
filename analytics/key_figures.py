"""The few numbers a study is about, for its overview and for the analysis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.results.imaging import Occurrence
from analytics.results.stored_run import StoredRun
from analytics.stats.comparison.proportions import Proportion
from analytics.tables import formats, limits


def key_figures(stored: StoredRun, code: str) -> list[dict[str, Any]]:
    """Return label, value, unit, note and address of each key figure of a run."""
    return [*_outcomes(stored, code), *_curve(stored, code)]


def _outcomes(stored: StoredRun, code: str) -> list[dict[str, Any]]:
    """Each endpoint with its own denominator: the patients in whom it is known."""
    url = reverse("analytics:imaging", args=[code])
    return [
        {
            "label": stored.endpoint(found.endpoint).label,
            "value": formats.percent(found.share.value, 0),
            "unit": "",
            "note": _of_patients(found.share),
            "url": url,
        }
        for found in sorted(stored.results.occurrences, key=_place(stored))
    ]


def _place(stored: StoredRun) -> Callable[[Occurrence], int]:
    """Endpoints in the order in which they are compared, the others behind."""
    order = [side for pair in stored.plan.comparisons for side in (pair.first, pair.second)]
    return lambda found: (*order, found.endpoint).index(found.endpoint)


def _of_patients(share: Proportion) -> str:
    counts = {"k": share.successes, "n": share.n}
    return ngettext("%(k)d of %(n)d patient", "%(k)d of %(n)d patients", share.n) % counts


def _curve(stored: StoredRun, code: str) -> list[dict[str, Any]]:
    if not stored.plan.outcomes or not stored.primary:
        return []
    outcome = stored.plan.outcomes[0].endpoint
    marker = stored.marker(outcome, stored.primary)
    label = stored.endpoint(outcome).label
    known = stored.variables[stored.primary]
    name, unit = known.name, known.unit
    url = reverse("analytics:roc", args=[code])
    area = marker.auc
    figures = [
        {
            "label": _("AUC of %(analyte)s") % {"analyte": name},
            "value": formats.fixed(area.value, 2),
            "unit": "",
            "note": _("for %(outcome)s, %(ci)s %(interval)s")
            % {
                "outcome": label,
                "ci": stored.ci,
                "interval": formats.interval(area.interval, 2),
            },
            "url": url,
        }
    ]
    if marker.optima:
        interval = limits.interval(marker, marker.bootstrap.midpoint)
        figures.append(
            {
                "label": _("Cut-off of %(analyte)s") % {"analyte": name},
                "value": formats.number(limits.best(marker), 2),
                "unit": unit,
                "note": _("for %(outcome)s, bootstrap %(ci)s %(interval)s")
                % {
                    "outcome": label,
                    "ci": stored.ci,
                    "interval": formats.interval(interval, 1),
                },
                "url": url,
            }
        )
    return figures
