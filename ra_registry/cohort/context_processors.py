"""What the base layout shows on every page: the person's studies, and the tabs of the open one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from ra_registry.cohort import providers
from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.models import Study
from ra_registry.core.permissions import Permission


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return ``product_name``, ``studies``, ``study`` and ``study_nav``.

    A view puts its ``StudyAccess`` on ``request.study_access``; without it no tabs are shown. One
    query for the study switcher.
    """
    context: dict[str, Any] = {
        "product_name": settings.PRODUCT_NAME,
        "study": None,
        "study_nav": [],
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    # A reader's study isn't in the switcher: the page it leads to would refuse them.
    openable = Study.objects.visible_to(user, Permission.VIEW_STUDY)
    context["studies"] = list(openable.only("code", "title", "is_synthetic"))
    access: StudyAccess | None = getattr(request, "study_access", None)
    if access is not None:
        context["study"] = access.study
        context["study_roles"] = access.role_names
        context["study_nav"] = [_tab(request, access, tab) for tab in providers.tabs(access)]
    return context


def _tab(request: HttpRequest, access: StudyAccess, tab: providers.StudyTab) -> dict[str, Any]:
    url = reverse(tab.url_name, args=[access.study.code])
    home = reverse("cohort:study", args=[access.study.code])
    active = request.path == url or (url != home and request.path.startswith(url))
    return {"label": tab.label, "url": url, "active": active}
