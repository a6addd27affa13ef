"""What the two endpoints of a comparison are called."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.design.described import ScoreEndpoint
from analytics.results.imaging import PairedEndpoints
from analytics.results.stored_run import StoredRun
from analytics.tables.endpoints import against
from analytics.tables.names import inside
from ra_registry.imaging.modalities import modality_of


def labels(stored: StoredRun, found: PairedEndpoints) -> tuple[str, str]:
    """Return the labels of both endpoints."""
    return stored.endpoint(found.first).label, stored.endpoint(found.second).label


def title(stored: StoredRun, found: PairedEndpoints) -> str:
    """Return both labels as a heading."""
    return against(stored.endpoint(found.first), stored.endpoint(found.second))


def heading(stored: StoredRun) -> str:
    """Return what is compared: two methods where every pair sets the same two side by side."""
    sides = {
        tuple(modality_of(end.modality).label for end in ends if isinstance(end, ScoreEndpoint))
        for pair in stored.plan.comparisons
        for ends in [(stored.endpoint(pair.first), stored.endpoint(pair.second))]
    }
    if len(sides) == 1:
        (methods,) = sides
        if len(set(methods)) == len(("first", "second")):
            return _("%(first)s against %(second)s") % {
                "first": methods[0],
                "second": inside(methods[1]),
            }
    return _("Endpoints compared")
