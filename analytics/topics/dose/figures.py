"""Events by quantile group of the primary exposure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.figures.spec import (
    Figure,
    Link,
    Spec,
    empty,
    figure,
    layer,
    nominal,
    quantitative,
    tooltip,
)
from analytics.results.dose import DoseGroup
from analytics.results.stored_run import StoredRun
from analytics.stats.results import NotEstimable
from analytics.tables import formats


def dose_response(stored: StoredRun, link: Link, outcome: str) -> Figure:
    """Share of patients with the outcome in each quantile group of the primary exposure."""
    found = stored.dose(outcome)
    name = f"dose-response-{outcome}"
    title = _("%(outcome)s by group") % {"outcome": found.label}
    groups = () if isinstance(found.result, NotEstimable) else found.result.groups
    rows = [row for group in groups if (row := _row(group))]
    if found.exposure is None or not rows:
        return empty(name, title, _("No patient has both a value and the outcome."))
    x = nominal("group", stored.variable(found.exposure), axis={"labelAngle": 0})
    hundred = {"domain": [0, 100]}
    share = quantitative("share", _("Patients with the outcome, %"), scale=hundred)
    return figure(
        name,
        title,
        [
            layer(rows, {"type": "bar", "style": "area-2", "width": {"band": 0.6}}, x=x, y=share,
                  tooltip=tooltip(group=_("Group"), count=_("Events"))),
            layer(rows, {"type": "rule", "style": "whisker"}, x=x,
                  y=quantitative("low", share["title"], scale=hundred), y2={"field": "high"}),
            layer(rows, {"type": "text", "style": "note", "dy": -6, "dx": 28}, x=x, y=share,
                  text={"field": "count"}),
        ],
        description="; ".join(f"{row['group']}: {row['count']}" for row in rows),
        height=300,
    )  # fmt: skip


def _row(group: DoseGroup) -> Spec | None:
    """A bar; None where the share can't be estimated."""
    share = group.events
    if isinstance(share.value, NotEstimable) or isinstance(share.wilson, NotEstimable):
        return None
    low, high = formats.number(group.marker.minimum), formats.number(group.marker.maximum)
    between = low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}
    return {
        "group": f"{group.label}: {between}",
        "share": 100 * share.value,
        "low": 100 * share.wilson.low,
        "high": 100 * share.wilson.high,
        "count": _("%(k)d of %(n)d") % {"k": share.successes, "n": share.n},
    }
