"""A study's overview; creating a study and changing its texts."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ra_registry.cohort import providers, selectors, services
from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.cohort.forms.studies import NewStudyForm, StudyForm
from ra_registry.cohort.models import Membership
from ra_registry.cohort.selectors.audit_trail import recent_activity
from ra_registry.cohort.views.pages import Crumbs, form_page, saved
from ra_registry.core.permissions import Permission


@login_required
@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Show where the study stands: figures, next steps, schedule, centres, recent activity."""
    access = study_access(request.user, code, Permission.VIEW_STUDY)
    request.study_access = access
    sees_patients = access.allows(Permission.VIEW_PATIENTS)
    context = {
        "figures": providers.figures(access),
        "steps": providers.next_steps(access),
        "schedule": selectors.schedule_counts(access).visits if sees_patients else [],
        "centres": access.study.centres.all(),
        "recent": recent_activity(access),
        "sees_patients": sees_patients,
        "manages": access.whole_study(Permission.MANAGE_STUDY),
    }
    return render(request, "cohort/study.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Create a study (administrators). A second sending leads to the study that exists."""
    if not request.user.is_administrator:
        raise PermissionDenied
    initial = {"data_manager": request.user.email}
    form = NewStudyForm(request.POST or None, initial=initial)
    study = saved(form, lambda: services.create_study(by=request.user, **form.values()))
    if study is not None:
        messages.success(request, f"{study.title} exists. Its data manager can set it up now.")
        manages = Membership.objects.held_by(request.user, Permission.VIEW_STUDY)
        return redirect(study if manages.filter(study=study).exists() else "home")
    crumbs = [{"label": "Home", "url": reverse("home")}]
    return form_page(request, form, title="New study", action="Create study", crumbs=crumbs)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the study's title, description, time zone and synthetic mark."""
    access = study_access(request.user, code, Permission.MANAGE_STUDY, whole_study=True)
    request.study_access = access
    form = StudyForm(request.POST or None, record=access.study)
    study = saved(
        form,
        lambda: services.change_study(
            by=request.user, study=access.study, **form.correction(), **form.values()
        ),
    )
    if study is not None:
        messages.success(request, "The study is saved.")
        return redirect(study)
    return form_page(request, form, title="Edit study", action="Save", crumbs=study_crumbs(access))


def study_crumbs(access: StudyAccess) -> Crumbs:
    """Return the way to a study's page."""
    return [{"label": access.study.code, "url": access.study.get_absolute_url()}]
