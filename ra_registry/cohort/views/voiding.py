"""The pages that void and restore a record: what hangs on it first, then the reason."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ra_registry.cohort import providers, selectors, services
from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.cohort.forms.records import VoidForm
from ra_registry.cohort.providers import kind_of
from ra_registry.cohort.views.pages import Crumbs
from ra_registry.cohort.views.patients import patients_crumbs
from ra_registry.cohort.voidable import patient_of
from ra_registry.core.errors import DomainError
from ra_registry.core.models import ClinicalModel

MOST_ACTS = 10


def voiding_page(
    request: HttpRequest,
    access: StudyAccess,
    record: ClinicalModel,
    *,
    title: str,
    text: str,
    crumbs: Crumbs,
    done: str,
) -> HttpResponse:
    """Void a record after showing what hangs on it; ``done`` is said afterwards.

    A second click, or a tab that was left open, finds it voided and changes nothing.
    """
    back = crumbs[-1]["url"]
    form = VoidForm(request.POST if request.method == "POST" else None)
    if record.voided_at is not None:
        messages.info(request, _("The record is voided already."))
        return redirect(back)
    if form.is_valid():
        try:
            services.void_record(by=request.user, record=record, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, done)
            return redirect(back)
    context = {
        "page_title": title,
        "text": text,
        "action": _("Void"),
        "is_void": True,
        "breadcrumbs": [*crumbs, {"label": title}],
        "cancel_url": back,
    }
    return _page(request, access, record, form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, code: str, kind: str, key: str) -> HttpResponse:
    """Restore a voided record, with all that hung on it."""
    of = selectors.kind_named(kind)
    access = study_access(request.user, code, of.permission)
    request.study_access = access
    record = selectors.find_record(access, of, key, of.permission)
    patient = patient_of(record)
    back, name = patient.get_absolute_url(), of.name(record)
    form = VoidForm(request.POST if request.method == "POST" else None)
    if record.voided_at is None:
        messages.info(request, _("%(name)s is in force already.") % {"name": name})
        return redirect(back)
    if form.is_valid():
        try:
            services.restore_record(
                by=request.user, record=record, reason=form.cleaned_data["reason"]
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("%(name)s is restored.") % {"name": name})
            return redirect(back)
    title = _("Restore %(name)s") % {"name": name}
    crumbs: Crumbs = [*patients_crumbs(access), {"label": patient.pseudonym, "url": back}]
    context = {
        "page_title": title,
        "text": _(
            "The record comes back into every list, count and analysis, with all that hung on it. "
            "What was voided by itself stays voided."
        ),
        "action": _("Restore"),
        "is_void": False,
        "breadcrumbs": [*crumbs, {"label": title}],
        "cancel_url": back,
    }
    return _page(request, access, record, form, context)


def _page(
    request: HttpRequest,
    access: StudyAccess,
    record: ClinicalModel,
    form: VoidForm,
    context: dict[str, object],
) -> HttpResponse:
    parts = providers.hanging(record, access)
    allowed = services.may_void(request.user, record, parts)
    context |= {
        "form": form,
        "record_name": kind_of(record).name(record),
        "parts": parts,
        "allowed": allowed,
        "why_not": "" if allowed else services.why_not(record, parts),
        "acts": selectors.acts_of(record)[:MOST_ACTS],
    }
    return render(
        request, "cohort/voiding.html", context, status=form.status if form.errors else 200
    )
