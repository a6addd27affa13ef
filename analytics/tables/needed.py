"""Why a study has no curve, model or trend: what they need that its plan doesn't have."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.results.stored_run import StoredRun


def needed(stored: StoredRun, what: str) -> str:
    """Say what is missing for ``what``, which opens the sentence: ``A model``."""
    plan, said = stored.plan, {"what": what}
    if not plan.endpoints:
        return _("%(what)s needs an endpoint and a measured exposure.") % said
    if plan.outcomes:
        return _("%(what)s needs a measured exposure.") % said
    if any(endpoint.limit for endpoint in plan.endpoints):
        return _("%(what)s needs an outcome, and the plan makes none of its endpoints one.") % said
    return (
        ngettext(
            "%(what)s needs an endpoint that patients reach or don't reach; the plan's only "
            "endpoint is a number.",
            "%(what)s needs an endpoint that patients reach or don't reach; the plan's endpoints "
            "are numbers.",
            len(plan.endpoints),
        )
        % said
    )
