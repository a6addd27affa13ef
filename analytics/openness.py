"""Whether a person may see what was computed from readers' scores: by the campaigns of a run.

A run holds scores of campaigns, and each campaign says who sees its scores before it is locked
(`Campaign.objects.results_visible_to`). A run is closed to whoever may not see one of them. Pages,
files and answers open a stored run by `opened` and by nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import BooleanField, ExpressionWrapper, Q

from analytics.errors import ScoresClosed
from analytics.models import AnalysisRun
from analytics.results.stored_run import StoredRun
from ra_registry.accounts.models import User
from scoring.models import Campaign


def opened(run: AnalysisRun, user: User) -> StoredRun:
    """Return a run to be shown to a person. One query where it holds scores.

    Raises ScoresClosed where one of its campaigns has scores that the person may not see.
    """
    campaigns = required_open(run.campaigns, user)
    report = StoredRun(run)
    report.campaigns = campaigns
    return report


def is_open(run: AnalysisRun, user: User) -> bool:
    """Return whether a person may see what a run says."""
    try:
        required_open(run.campaigns, user)
    except ScoresClosed:
        return False
    return True


def required_open(ids: Collection[int], user: User) -> Sequence[Campaign]:
    """Return campaigns by code whose scores the person may see. At most one query.

    Raises ScoresClosed where one of them isn't open to the person.
    """
    if not ids:
        return []
    visible = Campaign.objects.results_visible_to(user).values("pk")
    seen = ExpressionWrapper(Q(pk__in=visible), output_field=BooleanField())
    found = list(Campaign.objects.filter(pk__in=ids).annotate(seen=seen).order_by("code"))
    closed = [one for one in found if not one.seen]
    # An id without a campaign can't be answered for.
    if closed or len(found) < len(set(ids)):
        raise ScoresClosed(closed)
    return found
