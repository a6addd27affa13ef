"""A submitted reading, for those who may see scores."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ra_registry.cohort.access import study_access
from ra_registry.core.permissions import Permission
from scoring import selectors, services
from scoring.cells import column_letter
from scoring.entries import entries_of
from scoring.forms import AskForCorrectionForm
from scoring.grid import build_grid
from scoring.instruments import get_instrument
from scoring.models import Assignment, CaseTimePoint
from scoring.models.protocol import CampaignState
from scoring.models.reading import ReadingState
from scoring.views.campaigns import breadcrumbs
from scoring.views.opening import question_before


@require_safe
@login_required
def reading_page(request: HttpRequest, code: str, reading_id: int) -> HttpResponse:
    """Show a submitted reading in true order: totals, change, scores, signature, versions.

    Before the campaign is locked a reason is asked for, once a session.
    """
    access = study_access(request.user, code, Permission.VIEW_READINGS)
    request.study_access = access
    reading = selectors.reading(access, reading_id)
    assignment = reading.assignment
    campaign, case = assignment.case.campaign, assignment.case
    question = question_before(request, reading)
    if question is not None:
        return question
    entries = entries_of(reading)
    order = sorted(assignment.order)
    changes = selectors.changes_of(campaign, entries)
    may_correct = (
        access.whole_study(Permission.MANAGE_CAMPAIGNS)
        and reading.is_current
        and campaign.state == CampaignState.OPEN
        and not assignment.readings.filter(state=ReadingState.DRAFT).exists()
    )
    return render(
        request,
        "scoring/reading.html",
        {
            "reading": reading,
            "assignment": assignment,
            "case": case,
            "campaign": campaign,
            "instrument": get_instrument(campaign.instrument),
            "breadcrumbs": breadcrumbs(access, campaign, last=f"Case {case.number}"),
            "points": case.time_points.select_related("visit__planned").order_by("position"),
            "grid": build_grid(campaign, order=order, entries=entries, drawn=assignment.order),
            "time_points": _time_points(assignment),
            "asked": selectors.correction_of(assignment, reading),
            "totals": [
                (row, changes.get(row.key))
                for row in selectors.totals_of(campaign, entries, order=order)
            ],
            "has_change": bool(changes),
            "versions": [
                (version, selectors.signer_of(version))
                for version in selectors.versions(access, reading)
            ],
            "signature": selectors.printed_signature(reading),
            "intact": services.fingerprint_of(reading) == reading.content_hash
            and selectors.signature_agrees(reading),
            "sees_patients": access.allows(Permission.VIEW_PATIENTS),
            "may_correct": may_correct,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def correct(request: HttpRequest, code: str, reading_id: int) -> HttpResponse:
    """Ask the reader to look again: why, by a code, and where, by ticking sites.

    The form shows the scores, so it asks for the reason of looking as the reading's page does.
    """
    access = study_access(request.user, code, Permission.MANAGE_CAMPAIGNS, whole_study=True)
    request.study_access = access
    reading = selectors.reading(access, reading_id)
    question = question_before(request, reading)
    if question is not None:
        return question
    form = AskForCorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.ask_for_correction(
            reading=reading,
            asked_for=form.cleaned_data["asked_for"],
            cells=request.POST.getlist("sites"),
            by=request.user,
        )
        messages.success(request, _("The reader finds the case in the worklist again."))
        return redirect("scoring:reading", code, reading_id)
    assignment = reading.assignment
    campaign, case = assignment.case.campaign, assignment.case
    context = {
        "form": form,
        "reading": reading,
        "assignment": assignment,
        "case": case,
        "campaign": campaign,
        "breadcrumbs": breadcrumbs(access, campaign, last=f"Case {case.number}"),
        "time_points": _time_points(assignment),
        "grid": build_grid(campaign, order=assignment.order, entries=entries_of(reading)),
        "chosen": request.POST.getlist("sites"),
    }
    status = 400 if form.errors else 200
    return render(request, "scoring/correction_form.html", context, status=status)


def _time_points(assignment: Assignment) -> list[tuple[str, CaseTimePoint]]:
    """Return the time points as the reader calls them, A first."""
    points = {
        point.position: point
        for point in assignment.case.time_points.select_related("visit__planned")
    }
    return [
        (column_letter(column), points[position])
        for column, position in enumerate(assignment.order, start=1)
    ]
