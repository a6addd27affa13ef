"""Replicates that disagree, and what the study makes of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ra_registry.assays import selectors
from ra_registry.assays.forms import ReplicatesForm
from ra_registry.assays.models.result import Replicates
from ra_registry.assays.services.results import set_policy
from ra_registry.assays.views.common import assays_crumbs
from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.permissions import Permission

RESULTS_PER_PAGE = 50


@login_required
@require_safe
def replicates(request: HttpRequest, code: str) -> HttpResponse:
    """List the results whose replicates disagree, with what each rule would make of them."""
    access = study_access(request.user, code, Permission.VIEW_ASSAYS, whole_study=True)
    request.study_access = access
    return _page(request, access)


@login_required
@require_POST
def policy(request: HttpRequest, code: str, panel_code: str) -> HttpResponse:
    """Choose the rule of one panel, with a reason."""
    access = study_access(request.user, code, Permission.IMPORT_ASSAYS, whole_study=True)
    request.study_access = access
    panel = selectors.find_measured_panel(access, panel_code)
    form = ReplicatesForm(request.POST, prefix=panel.code)
    if form.is_valid():
        try:
            stored = set_policy(
                study=access.study, panel=panel, by=request.user, **form.cleaned_data
            )
        except ValidationFailed as error:
            for field, problems in error.field_errors.items():
                form.add_error(field, problems)
        else:
            messages.success(
                request,
                _("%(panel)s: version %(version)d of the rule is in force.")
                % {"panel": panel, "version": stored.version},
            )
            return redirect("assays:replicates", code)
    return _page(request, access, refused={panel.pk: form})


def _page(
    request: HttpRequest, access: StudyAccess, *, refused: dict[int, ReplicatesForm] | None = None
) -> HttpResponse:
    refused = refused or {}
    panels: list[dict[str, Any]] = [
        {
            "found": one,
            "form": refused.get(one.panel.pk)
            or ReplicatesForm(
                prefix=one.panel.code,
                initial={
                    "replicates": one.policy.replicates if one.policy else Replicates.LIMIT_AWARE
                },
            ),
        }
        for one in selectors.panel_policies(access)
    ]
    page = Paginator(
        selectors.mixed_results(access).select_related("policy"), RESULTS_PER_PAGE
    ).get_page(request.GET.get("page"))
    context = {
        "panels": panels,
        "page": page,
        "mixed": selectors.with_wells(page.object_list),
        "rules": Replicates.choices,
        "imports": access.whole_study(Permission.IMPORT_ASSAYS),
        "breadcrumbs": [*assays_crumbs(access), {"label": _("Replicates")}],
    }
    return render(request, "assays/replicates.html", context, status=400 if refused else 200)
