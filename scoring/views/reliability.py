"""How well a campaign's readers agree: the page, and its tables as files."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.core import audit
from ra_registry.core.events import EventKind
from ra_registry.core.permissions import Permission
from ra_registry.core.spreadsheets import csv_response
from scoring import selectors
from scoring.models import Campaign
from scoring.reliability.access import may_see_reliability
from scoring.views.campaigns import breadcrumbs

# The statistics bring scipy, which a process loads when somebody first asks for them.


@require_safe
@login_required
def reliability_page(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Show agreement, measurement error, disagreement by site, re-reads and drift."""
    from scoring.reliability.page import context

    access, campaign = _enter(request, code, campaign_code)
    sees_patients = access.allows(Permission.VIEW_PATIENTS)
    return render(
        request,
        "scoring/reliability.html",
        {
            "access": access,
            "campaign": campaign,
            "breadcrumbs": breadcrumbs(access, campaign, last=_("Reliability")),
            "sees_patients": sees_patients,
            **context(campaign, request.GET, sees_patients=sees_patients),
        },
    )


@require_safe
@login_required
def reliability_table(
    request: HttpRequest, code: str, campaign_code: str, key: str
) -> StreamingHttpResponse:
    """Send one table of the page in full precision; the download goes to the audit trail."""
    from scoring.reliability.page import table_of

    access, campaign = _enter(request, code, campaign_code)
    table = table_of(campaign, key, request.GET)
    with transaction.atomic():
        audit.record(
            EventKind.TABLE_DOWNLOADED,
            by=access.user,
            study_code=code,
            data={
                "table": f"reliability-{table.key}",
                "rows": len(table.rows),
                "campaign": campaign.code,
                "pair": request.GET.get("pair", ""),
                "feature": request.GET.get("feature", ""),
            },
        )
    response = csv_response(request, table.header(), table.plain())
    name = f"{code}-{campaign.code}-reliability-{table.key}.csv"
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=name
    )
    return response


def _enter(request: HttpRequest, code: str, campaign_code: str) -> tuple[StudyAccess, Campaign]:
    """Let in who may see figures of all readers; everybody else finds the right lacking."""
    access = study_access(request.user, code, Permission.VIEW_CAMPAIGNS)
    request.study_access = access
    campaign = selectors.campaign(access, campaign_code)
    if not may_see_reliability(access, campaign):
        raise PermissionDenied
    return access, campaign
