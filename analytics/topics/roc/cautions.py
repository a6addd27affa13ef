"""What a reader must know before believing a curve, said wherever the curve stands."""

from __future__ import annotations

from math import comb

from django.utils.translation import gettext as _

from analytics.paper import words
from analytics.results.roc import MarkerRoc
from analytics.results.stored_run import StoredRun
from analytics.stats.results import NotEstimable
from analytics.tables import formats

# A curve below chance is remarkable only where chance doesn't explain it.
REMARKABLE = 0.05


def against(marker: MarkerRoc) -> bool:
    """Tell whether a curve points against its declared direction: AUC < 0.5 with P < 0.05.

    An area of 0 has no variance and so no P by DeLong: there the exact rank test's P counts, twice
    one of all orders of the patients.
    """
    area, p = marker.auc, marker.auc.p
    if area.value == 0:
        return 2 / comb(area.n_events + area.n_non_events, area.n_events) < REMARKABLE
    return below_chance(marker) and not isinstance(p, NotEstimable) and p < REMARKABLE


def below_chance(marker: MarkerRoc) -> bool:
    """Tell whether an area lies below 0.5."""
    area = marker.auc.value
    return not isinstance(area, NotEstimable) and area < 0.5


def direction(stored: StoredRun, marker: MarkerRoc) -> str:
    """Say that one curve points against its declared direction, or nothing."""
    if not against(marker):
        return ""
    turned = (
        _("{analyte}: high values were declared to speak for the outcome, but here low ones do")
        if marker.auc.direction == "high"
        else _(
            "{analyte}: low values were declared to speak for the outcome, but here high ones do"
        )
    )
    said = turned.format(analyte=stored.variables[marker.analyte].name)
    p = "" if isinstance(marker.auc.p, NotEstimable) else f", {words.p(marker.auc.p)}"
    return _("{said} (AUC {area}{p}). Check the plan's direction before using this curve.").format(
        said=said, area=formats.fixed(marker.auc.value, 2), p=p
    )


def directions(stored: StoredRun, outcome: str) -> str:
    """Say which of an outcome's curves point against the declared direction, or nothing."""
    return " ".join(filter(None, (direction(stored, m) for m in stored.roc(outcome).markers)))


def beside(stored: StoredRun, marker: MarkerRoc) -> str:
    """Say on a curve's own page that it points against its direction, or is below chance."""
    said = direction(stored, marker)
    if said or not below_chance(marker):
        return said
    return _("The area is below 0.5: in this sample the marker points against its direction.")
