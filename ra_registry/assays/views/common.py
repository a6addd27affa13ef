"""What the views of the assays share: the way to their pages, and what a form was sent."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.views.pages import Crumbs
from ra_registry.cohort.views.studies import study_crumbs


def assays_crumbs(access: StudyAccess) -> Crumbs:
    """Return the way to the batches."""
    url = reverse("assays:batches", args=[access.study.code])
    return [*study_crumbs(access), {"label": "Assays", "url": url}]


def samples_crumbs(access: StudyAccess) -> Crumbs:
    """Return the way to the samples."""
    url = reverse("assays:samples", args=[access.study.code])
    return [*study_crumbs(access), {"label": "Samples", "url": url}]


def lots_crumbs(access: StudyAccess) -> Crumbs:
    """Return the way to the kit lots."""
    url = reverse("assays:lots", args=[access.study.code])
    return [*assays_crumbs(access), {"label": "Kit lots", "url": url}]


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, even if it is nothing; None while a form is only opened."""
    return request.POST if request.method == "POST" else None
