"""Who saw a campaign's scores before it was locked: what a reader of the paper must know of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.results.stored_run import StoredRun
from ra_registry.core.permissions import Permission
from ra_registry.core.roles import ROLES, roles_with
from scoring.models.protocol import ResultsAccess


def seen_before_lock(stored: StoredRun, code: str) -> tuple[tuple[str, str], ...]:
    """Return term and words on the campaign ``code``; nothing where the run doesn't name it."""
    campaign = next((one for one in stored.campaigns if one.code == code), None)
    if campaign is None:
        return ()
    words = {
        ResultsAccess.LOCKED: _(
            "Nobody but each reader their own and data managers of the whole study."
        ),
        ResultsAccess.INVESTIGATORS: _(
            "The charter lets those who may view readings see scores before the campaign is "
            "locked: %(roles)s."
        ),
        ResultsAccess.AS_BEFORE: _(
            "The campaign began before campaigns could be locked; until its first lock those who "
            "may view readings see scores: %(roles)s."
        ),
    }[ResultsAccess(campaign.results_access)]
    return ((_("Scores seen before lock"), words % {"roles": _roles()}),)


def _roles() -> str:
    roles = sorted(ROLES[key].name.lower() for key in roles_with(Permission.VIEW_READINGS))
    return ", ".join(roles)
