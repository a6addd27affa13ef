"""Every exposure of an outcome: the panel of areas and cut-offs, and the corners of the curves."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.design.options import ADJUSTMENT_NAMES, AUC_INTERVALS, CRITERIA
from analytics.results.roc import MarkerRoc, OutcomeRoc
from analytics.results.stored_run import StoredRun
from analytics.stats.results import NotEstimable
from analytics.stats.roc.curve import roc_points
from analytics.tables import formats, limits
from analytics.tables.exposures import changes_note, counted_exposures
from analytics.tables.replicates import with_mixed
from analytics.tables.table import Column, Table
from analytics.topics.roc import cautions
from analytics.topics.roc.curves import curve_of, needed


def panel(stored: StoredRun, outcome: str) -> Table:
    """Every exposure with its area, adjusted p and cut-off."""
    found = stored.roc(outcome)
    said = [_note(stored, found), changes_note(stored), cautions.directions(stored, outcome)]
    return Table(
        f"roc-{outcome}",
        _("ROC of every exposure for %(outcome)s") % {"outcome": found.label},
        [
            Column(_("Exposure"), "text"),
            Column(_("Patients"), "count"),
            Column(f"AUC ({stored.ci})", "estimate", places=3),
            Column(_("Partial AUC"), "estimate", places=2),
            Column("P", "p"),
            Column(_("P, adjusted"), "p"),
            Column(_("Cut-off")),
            Column(_("Tied optima"), "count"),
            Column(_("Below limit"), "count"),
        ],
        [_row(stored, found, marker) for marker in found.markers],
        note=with_mixed(stored, " ".join(filter(None, said))),
    )


def curves(stored: StoredRun, outcome: str) -> Table:
    """The corners of every exposure's curve."""
    codes = stored.plan.exposures
    data = stored.data(needed(outcome, *codes))
    rows: list[list[Any]] = []
    for code in codes:
        points = roc_points(curve_of(data, stored.plan, outcome, code))
        rows += [
            [stored.variable(code), observed, float(sensitivity), float(specificity)]
            for observed, sensitivity, specificity in zip(
                points.observed, points.sensitivity, points.specificity, strict=True
            )
        ]
    return Table(
        f"curves-{outcome}",
        _("Corners of every curve"),
        [
            Column(_("Exposure"), "text"),
            Column(_("Cut-off")),
            Column(_("Sensitivity"), "percent"),
            Column(_("Specificity"), "percent"),
        ],
        rows,
    )


def _row(stored: StoredRun, found: OutcomeRoc, marker: MarkerRoc) -> list[Any]:
    area = marker.auc
    return [
        stored.variable(marker.analyte),
        area.sample.n_used,
        (area.value, area.interval),
        _partial_area(marker),
        area.p,
        found.adjusted(marker.analyte),
        limits.best(marker),
        len(marker.optima),
        marker.values.below,
    ]


def _note(stored: StoredRun, found: OutcomeRoc) -> str:
    return (
        _(
            "Positive class: %(outcome)s; %(direction)s values speak for it, stated in the plan "
            "and never chosen from the data. Intervals: %(interval)s; P against AUC = 0.5"
            "%(adjusted)s. Cut-off: %(criterion)s, midpoint between observed values. %(partial)s"
        )
        % {
            "outcome": found.label,
            "direction": _("high") if found.direction == "high" else _("low"),
            "interval": AUC_INTERVALS[stored.plan.auc_interval],
            "adjusted": _adjusted(found),
            "criterion": CRITERIA[stored.plan.cutoff_criterion],
            "partial": _partial_words(found),
        }
    ).strip()


def _adjusted(found: OutcomeRoc) -> str:
    """How P is adjusted; nothing where no area can be tested."""
    if not found.family.size:
        return ""
    return _(", adjusted by %(method)s over %(exposures)s") % {
        "method": ADJUSTMENT_NAMES[found.family.method],
        "exposures": counted_exposures(found.family.size),
    }


def _partial_area(marker: MarkerRoc) -> tuple[Any, Any]:
    """A marker's standardised partial area with its interval."""
    found = marker.partial
    if isinstance(found, NotEstimable):
        return found, None
    return found.standardised, found.standardised_interval


def _partial_words(found: OutcomeRoc) -> str:
    """Over which range the partial areas of an outcome are."""
    for marker in found.markers:
        if not isinstance(marker.partial, NotEstimable):
            return _(
                "Partial AUC: specificity %(low)s to %(high)s, standardised so that chance is 0.5 "
                "and the largest area 1 (McClish 1989), bootstrap interval."
            ) % {
                "low": formats.percent(marker.partial.low, 0),
                "high": formats.percent(marker.partial.high, 0),
            }
    return ""
