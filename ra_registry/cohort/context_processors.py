"""What the base layout shows on every page: the person's studies, and the tabs of the open one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from ra_registry.cohort import clock, providers
from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.models import Study
from ra_registry.core.permissions import Permission


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return ``product_name``, ``studies``, ``study``, ``study_nav`` and ``time_zone``.

    A view puts its ``StudyAccess`` on ``request.study_access``; without it no tabs are shown. One
    query for the study switcher. From here on the page's moments are told in the study's time
    zone; ``StudyZoneMiddleware`` ends that with the request.
    """
    context: dict[str, Any] = {
        "product_name": settings.PRODUCT_NAME,
        "study": None,
        "study_nav": [],
        "time_zone": timezone.get_current_timezone_name(),
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    # A reader's study isn't in the switcher: the page it leads to would refuse them.
    openable = Study.objects.visible_to(user, Permission.VIEW_STUDY)
    context["studies"] = list(openable.only("code", "title", "is_synthetic"))
    access: StudyAccess | None = getattr(request, "study_access", None)
    if access is not None:
        timezone.activate(clock.zone_of(access.study))
        context["study"] = access.study
        context["time_zone"] = access.study.time_zone
        context["study_roles"] = access.role_names
        context["study_nav"] = [_tab(request, access, tab) for tab in providers.tabs(access)]
    return context


def _tab(request: HttpRequest, access: StudyAccess, tab: providers.StudyTab) -> dict[str, Any]:
    url = reverse(tab.url_name, args=[access.study.code])
    home = reverse("cohort:study", args=[access.study.code])
    below = [url] if url != home else []
    below += [home + tab.also] if tab.also else []
    active = request.path == url or request.path.startswith(tuple(below))
    return {"label": tab.label, "url": url, "active": active}
