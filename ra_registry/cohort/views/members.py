"""Who holds which role in a study."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ra_registry.cohort import services
from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.cohort.forms.records import VoidForm
from ra_registry.cohort.forms.studies import GrantForm, InviteForm
from ra_registry.cohort.views.pages import Crumbs, form_page, saved, void_page
from ra_registry.cohort.views.studies import study_crumbs
from ra_registry.core.errors import DomainError
from ra_registry.core.permissions import Permission
from ra_registry.core.roles import ROLES


def _managed(request: HttpRequest, code: str) -> StudyAccess:
    access = study_access(request.user, code, Permission.MANAGE_MEMBERS, whole_study=True)
    request.study_access = access
    return access


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, code: str) -> HttpResponse:
    """List current and ended roles, and grant one to somebody who has an account."""
    access = _managed(request, code)
    form = GrantForm(request.POST or None, centres=access.study.centres.all())
    granted = saved(
        form, lambda: services.grant_role(by=request.user, study=access.study, **form.values())
    )
    if granted is not None:
        role = ROLES[granted.role].name.lower()
        messages.success(request, f"{granted.user} is {role} of the study.")
        return redirect("cohort:members", code)
    roles = access.study.memberships.select_related("user", "centre", "ended_by")
    context = {
        "form": form,
        "current": roles.filter(ended_at__isnull=True),
        "ended": roles.filter(ended_at__isnull=False).order_by("-ended_at"),
        "roles": ROLES.values(),
        "breadcrumbs": [*study_crumbs(access), {"label": "Members"}],
    }
    status = form.status if form.is_bound and form.errors else 200
    return render(request, "cohort/members.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """Create an account with a role; this one answer shows the link that sets its password."""
    access = _managed(request, code)
    form = InviteForm(
        request.POST or None,
        centres=access.study.centres.all(),
        initial={"email": request.GET.get("email", "")},
    )
    invitation = saved(
        form, lambda: services.invite(by=request.user, study=access.study, **form.values())
    )
    crumbs = _crumbs(access)
    if invitation is not None:
        context = {
            "person": invitation.membership.user,
            "role": ROLES[invitation.membership.role].name,
            "link": request.build_absolute_uri(invitation.password_path),
            "breadcrumbs": [*crumbs, {"label": "New account"}],
        }
        return render(request, "cohort/invitation.html", context)
    return form_page(request, form, title="New account", action="Create account", crumbs=crumbs)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, code: str, membership_id: int) -> HttpResponse:
    """End a role, with a reason; ending it twice changes nothing."""
    access = _managed(request, code)
    membership = get_object_or_404(
        access.study.memberships.select_related("user", "centre", "study"), pk=membership_id
    )
    form = VoidForm(request.POST or None)
    role = ROLES[membership.role].name.lower()
    if form.is_valid():
        try:
            services.end_role(
                by=request.user, membership=membership, reason=form.cleaned_data["reason"]
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{membership.user} is no longer {role} of the study.")
            return redirect("cohort:members", code)
    text = (
        f"{membership.user} loses what the role {role} allows, from the next click on. "
        "What they entered stays, and the role stays in the list of ended roles."
    )
    return void_page(
        request, form, title="End role", text=text, action="End role", crumbs=_crumbs(access)
    )


def _crumbs(access: StudyAccess) -> Crumbs:
    url = reverse("cohort:members", args=[access.study.code])
    return [*study_crumbs(access), {"label": "Members", "url": url}]
