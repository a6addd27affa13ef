"""All readings of one case on one page, for those who may see scores."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ra_registry.cohort.access import study_access
from ra_registry.core.permissions import Permission
from scoring import selectors
from scoring.instruments import get_instrument
from scoring.instruments.same_bones import partners_of
from scoring.models.protocol import CampaignKind
from scoring.selectors.side_by_side import side_by_side
from scoring.views.campaigns import breadcrumbs
from scoring.views.opening import question_before


@require_safe
@login_required
def case_page(request: HttpRequest, code: str, campaign_code: str, number: str) -> HttpResponse:
    """Show a case's readings beside each other; ``?order=form`` lists sites as the form does.

    Before the campaign is locked a reason is asked for, once a session.
    """
    access = study_access(request.user, code, Permission.VIEW_READINGS)
    request.study_access = access
    campaign = selectors.campaign(access, campaign_code)
    cases = selectors.cases(access, campaign)
    case = cases.filter(number=number).first()
    if case is None:
        raise Http404
    readings = list(
        selectors.readings(access)
        .current()
        .filter(assignment__case=case, assignment__ended_at__isnull=True)
        .exclude(assignment__kind="re-read")
        .select_related("assignment__reader", "assignment__case__campaign__study")
    )
    question = question_before(request, readings[0]) if readings else None
    if question is not None:
        return question
    in_form_order = request.GET.get("order") == "form"
    context = {
        "campaign": campaign,
        "instrument": get_instrument(campaign.instrument),
        "breadcrumbs": breadcrumbs(
            access, campaign, last=_("Case %(number)s") % {"number": case.number}
        ),
        "page": side_by_side(campaign, case, readings, cases=cases, in_form_order=in_form_order),
        "has_bones": campaign.kind == CampaignKind.STUDY and bool(partners_of(campaign.instrument)),
        "in_form_order": in_form_order,
        "sees_patients": access.allows(Permission.VIEW_PATIENTS),
    }
    return render(request, "scoring/case.html", context)
