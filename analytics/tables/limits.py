"""Cut-offs and single values at the limit of detection: no stand-in is shown as if measured.

For ranks every value below the highest limit is one tie, whose place is a stand-in. A cut-off there
is said by the limit itself.
"""

from __future__ import annotations

from math import isnan
from typing import Any

from django.utils.translation import gettext as _

from analytics.datasets.placed import Placed
from analytics.tables import formats


def cutoff(marker: dict[str, Any], value: Any) -> Any:
    """Return a cut-off to show: the limit where the number lies below what was measured."""
    limit = marker["values"]["limit"]
    if limit is None or not isinstance(value, int | float) or value >= limit:
        return value
    return {"sign": "<", "limit": limit}


def best(marker: dict[str, Any]) -> Any:
    """Return the first optimal cut-off to show, or why there is none."""
    optima = marker["youden"].get("optima", [])
    if not optima:
        return marker["youden"]
    first = optima[0]
    place = first["midpoint"] if first["midpoint"] is not None else first["observed"]
    return cutoff(marker, place)


def positive_when(marker: dict[str, Any], observed: float) -> str:
    """Write when a value is positive: ``≥ 7.6``, or what that means below the limit."""
    direction = marker["auc"]["direction"]
    shown = cutoff(marker, observed)
    if not formats.is_limit(shown):
        return f"{formats.SIGNS[direction]} {observed:g}"
    return formats.limit(shown) if direction == "low" else _("any value")


def tried(marker: dict[str, Any], value: float, positive: int, n: int) -> str:
    """Write when a value is positive at a cut-off that a person tries below the limit.

    Nothing where the cut-off lies among measured values. All values below the limit are one tie, so
    such a cut-off calls everybody positive, nobody, or those on one side of the limit.
    """
    shown = cutoff(marker, value)
    if not formats.is_limit(shown):
        return ""
    if positive in {0, n}:
        return _("has any value") if positive else _("has no value")
    limit = formats.limit(shown)
    return limit if marker["auc"]["direction"] == "low" else limit.replace("<", "≥ ")


def interval(marker: dict[str, Any], found: Any) -> Any:
    """Return an interval of cut-offs whose ends are shown as `cutoff` shows them."""
    if not isinstance(found, dict) or "low" not in found:
        return found
    return {**found, **{end: cutoff(marker, found[end]) for end in ("low", "high")}}


def measured(found: Placed, row: int) -> Any:
    """Return one patient's value to show: a number, or the limit that it lies beyond."""
    if found.below[row]:
        return {"sign": "<", "limit": float(found.lower[row])}
    if found.above[row]:
        return {"sign": ">", "limit": float(found.upper[row])}
    value = float(found.value[row])
    return None if isnan(value) else value
