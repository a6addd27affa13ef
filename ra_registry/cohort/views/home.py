"""The first page: one's studies, and what waits in each."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ra_registry.accounts.models import User
from ra_registry.cohort import providers
from ra_registry.cohort.access import studies_of
from ra_registry.core.permissions import Permission


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show each of the person's studies with their roles and the next steps, urgent first."""
    studies = [
        {
            "study": access.study,
            "roles": access.role_names,
            "opens": access.allows(Permission.VIEW_STUDY),
            "steps": providers.next_steps(access),
        }
        for access in studies_of(request.user)
    ]
    administrators = [] if studies else User.objects.filter(is_administrator=True, is_active=True)
    context = {"my_studies": studies, "administrators": administrators}
    return render(request, "cohort/home.html", context)
