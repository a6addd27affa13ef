"""The sheet that a reader looks over and signs: a page, and a part in the form's dialog."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from ra_registry.accounts.signing_form import SigningForm
from ra_registry.core.errors import Conflict
from scoring import selectors, services
from scoring.acts import SUBMIT_READING
from scoring.entries import entries_of
from scoring.errors import IncompleteReading
from scoring.models import Assignment, Reading
from scoring.models.reading import ReadingState
from scoring.views.reading_form import form_page, protocol_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def submit(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show what will be signed (GET), or sign it (POST).

    A wrong password or code comes back at its field. What makes the sheet itself wrong, such as a
    score that another tab changed, leads back to the form, which shows the scores as they are.
    """
    assignment = selectors.own_assignment(request.user, token)
    reading = selectors.version_shown(assignment)
    if reading is None:
        return redirect("scoring:reading-form", token)
    if request.method != "POST":
        return _sheet(request, assignment, reading, _empty(request, reading))
    if reading.state == ReadingState.SUBMITTED:
        return _submitted(request, assignment)
    form = SigningForm(request.POST, signer=request.user, act=SUBMIT_READING)
    try:
        signed = _sign(request, assignment, reading, form)
    except (IncompleteReading, Conflict) as error:
        return _back_to_form(request, assignment, error)
    if signed:
        return _submitted(request, assignment)
    return _sheet(request, assignment, reading, form, status=422)


def _empty(request: HttpRequest, reading: Reading) -> SigningForm:
    seen = {"content_hash": services.fingerprint_of(reading)}
    return SigningForm(initial=seen, signer=request.user, act=SUBMIT_READING)


def _sign(
    request: HttpRequest, assignment: Assignment, reading: Reading, form: SigningForm
) -> bool:
    """Sign and submit; False: the form says what is wrong.

    The scores are looked at before the code, which counts once, and again by the service.
    """
    services.require_complete(reading)
    if not form.is_valid():
        return False
    services.require_seen(services.fingerprint_of(reading), form.seen)
    proof = form.proof(subject=reading, study_code=assignment.case.campaign.study.code)
    if proof is None:
        return False
    services.submit_reading(reading=reading, by=request.user, proof=proof)
    return True


def _submitted(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    number = assignment.number
    messages.success(request, _("Case %(number)s is submitted and locked.") % {"number": number})
    return _to_form(request, assignment)


def _to_form(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Go to the form; a part of a page makes the whole page go there."""
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(resolve_url("scoring:reading-form", assignment.token))
    return redirect("scoring:reading-form", assignment.token)


def _back_to_form(
    request: HttpRequest, assignment: Assignment, error: IncompleteReading | Conflict
) -> HttpResponse:
    if getattr(request, "htmx", False):
        messages.error(request, error.message)
        return _to_form(request, assignment)
    shown = selectors.version_shown(assignment)
    if shown is None:
        return redirect("scoring:reading-form", assignment.token)
    return form_page(request, assignment, shown, error=error)


def _sheet(
    request: HttpRequest,
    assignment: Assignment,
    reading: Reading,
    form: SigningForm,
    *,
    status: int = 200,
) -> HttpResponse:
    is_part = bool(getattr(request, "htmx", False))
    context: dict[str, Any] = {
        **protocol_of(assignment),
        "reading": reading,
        "submitted": reading.state == ReadingState.SUBMITTED,
        "sheet": selectors.review_sheet(assignment, reading, entries_of(reading)),
        "form": form,
        "is_part": is_part,
    }
    template = "scoring/_sign.html" if is_part else "scoring/sign.html"
    return render(request, template, context, status=status)
