"""MRI and radiographs of the same bones of a patient, for those who may see scores after lock."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.core.permissions import Permission
from scoring import selectors
from scoring.instruments import get_instrument
from scoring.instruments.same_bones import partners_of
from scoring.models import Case
from scoring.models.assignment import AssignmentKind
from scoring.models.protocol import CampaignKind
from scoring.selectors.same_bones import bones_of, partner_cases
from scoring.selectors.side_by_side import neighbours
from scoring.views.campaigns import breadcrumbs


@require_safe
@login_required
def bones_page(request: HttpRequest, code: str, campaign_code: str, number: str) -> HttpResponse:
    """Show a case beside the patient's case of the other modality, bone by bone.

    ``?with=`` names the other campaign, the first locked one otherwise; ``?readers=each`` lists
    every reading under the mean. Nothing is shown, and no reason asked for, before both are locked.
    """
    access = study_access(request.user, code, Permission.VIEW_READINGS)
    request.study_access = access
    campaign = selectors.campaign(access, campaign_code)
    seen = selectors.cases(access, campaign)
    case = seen.filter(number=number).first()
    if case is None or campaign.kind != CampaignKind.STUDY or not partners_of(campaign.instrument):
        raise Http404
    case.campaign = campaign
    partners = partner_cases(access.user, case)
    other = _chosen(partners, request.GET.get("with", ""))
    previous, following = neighbours(seen, case)
    each = request.GET.get("readers") == "each"
    waiting = [
        one.campaign for one in (case, other) if one is not None and one.campaign.is_preliminary
    ]
    context = {
        "campaign": campaign,
        "case": case,
        "breadcrumbs": breadcrumbs(
            access, campaign, last=_("Bones of case %(number)s") % {"number": case.number}
        ),
        "other": other,
        "waiting": waiting,
        "bones": None if other is None or waiting else _bones(access, case, other),
        "mri": _of_modality("MR", case, other),
        "film": _of_modality("XR", case, other),
        "partners": [(one, _query(one, each=each)) for one in partners],
        "each": each,
        "query": _query(other, each=each),
        "toggled": _query(other, each=not each),
        "previous": previous,
        "next": following,
        "sees_patients": access.allows(Permission.VIEW_PATIENTS),
    }
    return render(request, "scoring/bones.html", context)


def _chosen(partners: list[Case], code: str) -> Case | None:
    """Return the case of the campaign with this code, else the first that can be shown.

    Raises `Http404` for a campaign that isn't among them.
    """
    if not code:
        locked = (one for one in partners if not one.campaign.is_preliminary)
        return next(locked, partners[0] if partners else None)
    found = next((one for one in partners if one.campaign.code == code), None)
    if found is None:
        raise Http404
    return found


def _bones(access: StudyAccess, case: Case, other: Case) -> Any:
    readings = (
        selectors.readings(access)
        .current()
        .filter(assignment__case__in=[case, other], assignment__ended_at__isnull=True)
        .exclude(assignment__kind=AssignmentKind.RE_READ)
        .select_related("assignment__reader")
    )
    return bones_of(case, other, list(readings))


def _of_modality(code: str, *cases: Case | None) -> Case | None:
    """Return the case whose instrument reads images of this modality."""
    for case in cases:
        if case is not None and get_instrument(case.campaign.instrument).modality.code == code:
            return case
    return None


def _query(other: Case | None, *, each: bool) -> str:
    """Return the choices of this page for an address; empty where none was made."""
    chosen = {
        **({} if other is None else {"with": other.campaign.code}),
        **({"readers": "each"} if each else {}),
    }
    return f"?{urlencode(chosen)}" if chosen else "?"
