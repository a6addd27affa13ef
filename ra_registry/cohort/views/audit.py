"""The audit trail of a study."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.cohort.forms.studies import PeriodForm
from ra_registry.cohort.selectors.audit_trail import AuditFilters, audit_events, audit_line
from ra_registry.cohort.views.studies import study_crumbs
from ra_registry.core import verification
from ra_registry.core.events import EventKind
from ra_registry.core.permissions import Permission

PAGE_SIZE = 50


def _reviewed(request: HttpRequest, code: str) -> StudyAccess:
    access = study_access(request.user, code, Permission.VIEW_AUDIT, whole_study=True)
    request.study_access = access
    return access


@login_required
@require_safe
def trail(request: HttpRequest, code: str) -> HttpResponse:
    """Show the study's events, newest first, and whether the chain of all events is intact."""
    access = _reviewed(request, code)
    period = PeriodForm(request.GET)
    period.full_clean()
    filters = AuditFilters(
        kind=request.GET.get("kind", "") if request.GET.get("kind") in EventKind.values else "",
        q=request.GET.get("q", "").replace("\x00", "").strip(),
        since=period.cleaned_data.get("since"),
        until=period.cleaned_data.get("until"),
    )
    page = Paginator(audit_events(access, filters), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [audit_line(event) for event in page.object_list],
        "filters": filters,
        "period": period,
        "kinds": EventKind.choices,
        "check": verification.last_check(),
        "breadcrumbs": [*study_crumbs(access), {"label": "Audit"}],
    }
    status = HTTPStatus.OK if period.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "cohort/audit.html", context, status=status)


@login_required
@require_POST
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Recompute the whole chain now."""
    _reviewed(request, code)
    found = verification.check_now().found
    if found.intact:
        messages.success(request, f"The chain of {found.events} events is intact.")
    else:
        messages.error(request, f"Event {found.broken_at}: {found.reason}.")
    return redirect("cohort:audit", code)
