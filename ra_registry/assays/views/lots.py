"""Kit lots: master data of all studies, entered by those who import assays."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ra_registry.assays import selectors
from ra_registry.assays.forms import LotByHandForm, LotForm
from ra_registry.assays.models import Panel
from ra_registry.assays.parsers import Answers
from ra_registry.assays.selectors.lots import expiry
from ra_registry.assays.services.lots import EnteredLot, create_lot, create_lot_from_certificate
from ra_registry.assays.services.uploads import Upload
from ra_registry.assays.views.common import assays_crumbs, lots_crumbs, posted
from ra_registry.cohort import clock
from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.core.errors import DomainError
from ra_registry.core.permissions import Permission
from ra_registry.core.uploads import ReceivedFile

EXPIRY_TAGS = {
    "expired": ("danger", "Expired"),
    "soon": ("warning", "Expires soon"),
    "valid": ("success", "Valid"),
    "": ("plain", "No expiry stated"),
}


@login_required
@require_safe
def lot_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show every kit lot by panel."""
    access = _viewing(request, code)
    today = clock.today(access.study)
    context = {
        "lots": [(lot, *EXPIRY_TAGS[expiry(lot, today=today)]) for lot in selectors.kit_lots()],
        "imports": access.whole_study(Permission.IMPORT_ASSAYS),
        "breadcrumbs": [*assays_crumbs(access), {"label": "Kit lots"}],
    }
    return render(request, "assays/lots.html", context)


@login_required
@require_safe
def lot_page(request: HttpRequest, code: str, lot_id: int) -> HttpResponse:
    """Show a lot's limits and calibrators."""
    access = _viewing(request, code)
    lot = selectors.find_lot(lot_id)
    context = {
        "lot": lot,
        "table": selectors.lot_table(lot),
        "expiry": EXPIRY_TAGS[expiry(lot, today=clock.today(access.study))],
        "breadcrumbs": [*lots_crumbs(access), {"label": lot.number}],
    }
    return render(request, "assays/lot.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a lot: number and certificate file, or the numbers of the certificate by hand."""
    access = study_access(request.user, code, Permission.IMPORT_ASSAYS, whole_study=True)
    request.study_access = access
    by_hand = _by_hand(request)
    start = {"panel": by_hand.panel} if by_hand else {}
    form = LotForm(posted(request), request.FILES or None, initial=start)
    error: DomainError | None = None
    entered: EnteredLot | None = None
    if request.method == "POST":
        try:
            entered = _created(access, form, by_hand)
        except DomainError as problem:
            error = problem
    if entered is not None:
        lot = entered.lot
        done = _("Lot %(number)s of %(panel)s is recorded.")
        messages.success(request, done % {"number": lot.number, "panel": lot.panel})
        for warning in entered.warnings:
            messages.warning(request, warning)
        return redirect("assays:lot", code, lot.pk)
    context = {
        "form": form,
        "by_hand": by_hand,
        "panels": Panel.objects.all(),
        "error": error,
        "breadcrumbs": [*lots_crumbs(access), {"label": "New kit lot"}],
    }
    status = (error.status if error else 400) if request.method == "POST" else 200
    return render(request, "assays/lot_form.html", context, status=status)


def _created(
    access: StudyAccess, form: LotForm, by_hand: LotByHandForm | None
) -> EnteredLot | None:
    """Return the stored lot, or None where a form holds the problems."""
    if not form.is_valid():
        return None
    sent = dict(form.cleaned_data)
    certificate: ReceivedFile | None = sent.pop("certificate")
    answers = Answers(sent.pop("encoding"), sent.pop("decimal_mark"))
    common: dict[str, Any] = {"by": access.user, "study": access.study, **sent}
    if certificate is not None:
        upload = Upload.received(certificate)
        return create_lot_from_certificate(certificate=upload, answers=answers, **common)
    if by_hand is not None and by_hand.is_bound:
        if not by_hand.is_valid():
            return None
        return EnteredLot(create_lot(rows=by_hand.rows(), **common), [])
    form.add_error("certificate", "Choose the certificate's table, or type its numbers below.")
    return None


def _by_hand(request: HttpRequest) -> LotByHandForm | None:
    """Return the form of typed numbers when its panel is chosen in the address."""
    chosen = request.GET.get("panel", "")
    if not chosen:
        return None
    panel = get_object_or_404(Panel, code=chosen)
    # With a certificate the typed numbers don't count, so they are not judged either.
    sent = request.method == "POST" and not request.FILES
    return LotByHandForm(request.POST if sent else None, panel=panel)


def _viewing(request: HttpRequest, code: str) -> StudyAccess:
    access = study_access(request.user, code, Permission.VIEW_ASSAYS, whole_study=True)
    request.study_access = access
    return access
