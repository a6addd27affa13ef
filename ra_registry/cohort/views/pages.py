"""What every page with a form does: write, or show the form again with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ra_registry.cohort.errors import AlreadyRecorded
from ra_registry.cohort.forms.records import RecordForm, VoidForm
from ra_registry.cohort.questions.asking import asking
from ra_registry.core.errors import DomainError

Crumbs = list[dict[str, str]]


def saved(form: RecordForm, write: Callable[[], Any]) -> Any | None:
    """Return what ``write`` stored, or None after putting its error on the form.

    Unusual values are asked about, and stored once the person has ticked them. A form that was sent
    twice answers like the first time: the record that is in the way holds exactly what was typed,
    so it is returned as saved.
    """
    if not form.is_valid():
        return None
    try:
        with asking(form.kept()):
            return write()
    except AlreadyRecorded as error:
        if form.same_as(error.existing):
            return error.existing
        form.existing = error.existing
        form.show(error)
    except DomainError as error:
        form.show(error)
    return None


def form_page(
    request: HttpRequest,
    form: RecordForm,
    *,
    title: str,
    action: str,
    crumbs: Crumbs,
    template: str = "cohort/form.html",
    **context: Any,
) -> HttpResponse:
    """Return the page of a form; 4xx when it comes back with problems."""
    context |= {
        "form": form,
        "page_title": title,
        "action": action,
        "restore_url": context.get("restore_url", restore_url(request, form)),
        "breadcrumbs": [*crumbs, {"label": title}],
        "cancel_url": context.get("cancel_url") or crumbs[-1]["url"],
    }
    status = form.status if form.is_bound and form.errors else 200
    return render(request, template, context, status=status)


def restore_url(request: HttpRequest, form: RecordForm) -> str:
    """Return where the voided record that is in the form's way is restored; empty without one."""
    if form.voided is None:
        return ""
    code = request.study_access.study.code
    return reverse("cohort:restore", args=[code, form.voided.kind, form.voided.key])


def void_page(
    request: HttpRequest,
    form: VoidForm,
    *,
    title: str,
    text: str,
    crumbs: Crumbs,
    action: str = "Void",
) -> HttpResponse:
    """Return the page that asks why something is ended or taken back, and says what that means."""
    context = {
        "form": form,
        "page_title": title,
        "text": text,
        "action": action,
        "breadcrumbs": [*crumbs, {"label": title}],
        "cancel_url": crumbs[-1]["url"],
    }
    return render(request, "cohort/void.html", context, status=400 if form.errors else 200)
