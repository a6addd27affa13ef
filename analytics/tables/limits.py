"""Cut-offs and single values at the limit of detection: no stand-in is shown as if measured.

For ranks every value below the highest limit is one tie, whose place is a stand-in. A cut-off there
is said by the limit itself.
"""

from __future__ import annotations

from math import isnan

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.datasets.placed import Placed
from analytics.results.measured import MeasuredValues
from analytics.results.roc import MarkerRoc
from analytics.stats.descriptive.limited import Bounded, Limit
from analytics.stats.results import Interval, IntervalEstimate, NotEstimable
from analytics.tables import formats
from analytics.tables.formats import Ends


def cutoff(marker: MarkerRoc, value: float) -> float | Limit:
    """Return a cut-off to show: the limit where the number lies below what was measured."""
    limit = marker.values.limit
    return value if limit is None or value >= limit else Limit("<", limit)


def best(marker: MarkerRoc) -> Bounded:
    """Return the first optimal cut-off to show, or why there is none."""
    if isinstance(marker.best, NotEstimable):
        return marker.best
    return cutoff(marker, marker.best.optima[0].value)


def positive_when(marker: MarkerRoc, observed: float) -> str:
    """Write when a value is positive: ``≥ 7.6``, or what that means below the limit."""
    direction = marker.auc.direction
    shown = cutoff(marker, observed)
    if not isinstance(shown, Limit):
        return f"{formats.SIGNS[direction]} {observed:g}"
    return formats.limit(shown) if direction == "low" else _("any value")


def tried(marker: MarkerRoc, value: float, positive: int, n: int) -> str:
    """Write when a value is positive at a cut-off that a person tries below the limit.

    Nothing where the cut-off lies among measured values. All values below the limit are one tie, so
    such a cut-off calls everybody positive, nobody, or those on one side of the limit.
    """
    shown = cutoff(marker, value)
    if not isinstance(shown, Limit):
        return ""
    if positive in {0, n}:
        return _("has any value") if positive else _("has no value")
    limit = formats.limit(shown)
    return limit if marker.auc.direction == "low" else limit.replace("<", "≥ ")


def tied(values: MeasuredValues) -> str:
    """Say what ranks take values below the limit as, and of how many."""
    words = (
        _("nothing below a limit")
        if values.limit is None
        else _("all below the common limit %(limit)s tied") % {"limit": f"{values.limit:g}"}
    )
    counted = ngettext("%(count)d value", "%(count)d values", values.tied)
    return f"{words} ({counted % {'count': values.tied}})"


def interval(marker: MarkerRoc, found: IntervalEstimate) -> Ends | NotEstimable:
    """Return an interval of cut-offs whose ends are shown as `cutoff` shows them."""
    if isinstance(found, Interval):
        low, high = (cutoff(marker, end) for end in (found.low, found.high))
        return Ends(low, high, found.level, found.method)
    return found


def measured(found: Placed, row: int) -> float | Limit | None:
    """Return one patient's value to show: a number, or the limit that it lies beyond."""
    if found.below[row]:
        return Limit("<", float(found.lower[row]))
    if found.above[row]:
        return Limit(">", float(found.upper[row]))
    value = float(found.value[row])
    return None if isnan(value) else value
