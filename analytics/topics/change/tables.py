"""Change of the readers' mean: summary, every point of the probability plot, and of the slopes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.datasets.dataset import endpoint_column
from analytics.design.described import ScoreEndpoint
from analytics.results.imaging import EndpointChange
from analytics.results.stored_run import StoredRun
from analytics.stats.descriptive.change import probability_plot
from analytics.tables import formats
from analytics.tables.endpoints import reads_name
from analytics.tables.table import Column, Table
from analytics.topics.change.names import (
    beyond_and_relevant,
    change_title,
    group_names,
    short_names,
)
from analytics.topics.change.points import change_endpoint, slopes


def changes(stored: StoredRun) -> Table:
    """The change of each feature between two visits, over the patients."""
    found = stored.results.imaging.changes
    # The thresholds are the same for each change.
    rules = [rule for rule, _share in beyond_and_relevant(found[0].result)] if found else []
    return Table(
        "changes",
        change_title(stored.plan.distinct_changes()),
        [
            Column(_("Reads"), "text"),
            Column(_("Patients"), "count"),
            Column(_("Mean, points"), "fixed"),
            Column(_("SD, points"), "fixed"),
            Column(_("Median (quartiles), points"), "estimate", places=2),
            Column(_("SRM"), "fixed"),
            *(Column(_("Change %(rule)s") % {"rule": rule}, "percent") for rule in rules),
        ],
        [_row(stored, one) for one in found],
        note=_("SRM: mean change over its standard deviation. Quartiles of type %(type)d.")
        % {"type": stored.plan.quantile_type},
    )


def _row(stored: StoredRun, found: EndpointChange) -> list[Any]:
    numbers = found.result.numbers
    return [
        reads_name(stored.score_endpoint(found.endpoint)),
        numbers.n,
        numbers.mean,
        numbers.sd,
        formats.middle(stored.quartiles(numbers)),
        found.result.srm,
        *(share.value for _rule, share in beyond_and_relevant(found.result)),
    ]


def cumulative(stored: StoredRun) -> Table:
    """Every point of the cumulative probability plot."""
    endpoints = stored.plan.distinct_changes()
    data = stored.data(["pseudonym", *(endpoint_column(e.key, "value") for e in endpoints)])
    named = short_names(endpoints)
    rows: list[list[Any]] = []
    for endpoint in endpoints:
        plot = probability_plot(data.frame[endpoint_column(endpoint.key, "value")])
        name = named[endpoint.key]
        rows += [
            [data.frame["pseudonym"].iloc[row], name, float(change), float(share)]
            for row, change, share in zip(plot.order, plot.change, plot.cumulative, strict=True)
        ]
    return Table(
        "cumulative-probability",
        _("Points of the cumulative probability plot"),
        [
            Column(_("Patient"), "text"),
            Column(_("Reads"), "text"),
            Column(_("Change, points"), "fixed"),
            Column(_("Cumulative share"), "percent"),
        ],
        rows,
        note=_("Plotting position (i − 0.5) / n."),
    )


def slope_points(stored: StoredRun, key: str) -> Table:
    """Each patient's status at both visits and what the change is called."""
    endpoint = change_endpoint(stored, key)
    if endpoint is None:
        title, rows = _("Status at both visits"), []
        visits: tuple[str, ...] = (_("First visit"), _("Second visit"))
    else:
        title, rows = _slopes_title(endpoint), _slopes(stored, endpoint)
        visits = tuple(visit.name for visit in endpoint.visits)
    return Table(
        f"slopes-{endpoint.key if endpoint else 'none'}",
        title,
        [
            Column(_("Patient"), "text"),
            *(Column(_("%(visit)s, points") % {"visit": visit}, "fixed") for visit in visits),
            Column(_("Change"), "text"),
        ],
        rows,
        note=_("Mean of the readers over all scored sites; the change counts sites scored twice."),
    )


def _slopes_title(endpoint: ScoreEndpoint) -> str:
    return _("%(reads)s, at both visits") % {"reads": reads_name(endpoint)}


def _slopes(stored: StoredRun, endpoint: ScoreEndpoint) -> list[list[Any]]:
    found, names = slopes(stored, endpoint), group_names()
    return [
        [patient, float(first), float(second), names[group]]
        for patient, first, second, group in zip(
            found.patients, found.first, found.second, found.group, strict=True
        )
    ]
