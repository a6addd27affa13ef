"""Which lines the probability plot draws, asked by the drawing and by what stands under it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from analytics.figures.spec import POINTS_UP_TO
from analytics.results.stored_run import StoredRun


def thresholds(stored: StoredRun) -> list[float]:
    """Return the limits in points of the changes that are drawn, lowest first."""
    limits = [e.limit for e in stored.plan.score_endpoints() if e.follow_up and e.limit]
    return sorted({float(limit.value or 0) for limit in limits if limit.by == "points"})


def detectable(stored: StoredRun) -> Mapping[str, float]:
    """Return the smallest detectable change of each change that has one, by its endpoint."""
    found = {one.key: stored.sdc_of(one) for one in stored.plan.distinct_changes()}
    return {key: size for key, size in found.items() if size is not None}


def points(stored: StoredRun) -> str:
    """Say what a patient is drawn as; in a large study a line has no points."""
    if stored.run.n_patients > POINTS_UP_TO:
        return _("Each line goes through every patient; plotting position (i − 0.5) / n.")
    return _("Each point is a patient; plotting position (i − 0.5) / n.")


def legend(stored: StoredRun) -> str:
    """Say what the lines mark; nothing of lines that aren't there."""
    dashed = _("Dashed lines: thresholds of the endpoints.") if thresholds(stored) else ""
    dotted = _("Dotted lines: ± SDC (95 %) of each campaign.") if detectable(stored) else ""
    return " ".join(said for said in (dashed, dotted) if said)
