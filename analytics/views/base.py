"""What every page of the analysis starts with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from analytics import selectors
from analytics.errors import OlderResults, ScoresClosed
from analytics.models import AnalysisRun
from analytics.openness import opened
from analytics.preliminary import sentence
from analytics.results.stored_run import StoredRun
from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.core.errors import DomainError, ValidationFailed
from ra_registry.core.permissions import Permission
from scoring.models import Campaign
from scoring.selectors import campaigns as campaigns_with_progress

logger = structlog.get_logger(__name__)

SECTIONS = (
    ("overview", "Overview"),
    ("report", "Report"),
    ("cohort", "Cohort"),
    ("imaging", _("Imaging")),
    ("roc", "ROC"),
    ("models", "Models"),
    ("sensitivity", "Sensitivity"),
    ("readers", "Readers"),
    ("plan", "Plan"),
    ("endpoints", "Endpoints"),
    ("planning", _("Planning")),
    ("runs", "Runs"),
)
# Sections with a view of their own; every other one is put together of what topics show on it.
OWN_VIEWS = frozenset({"overview", "report", "plan", "endpoints", "planning", "runs"})
# Pages below a section's own.
SECTION_OF = {"run": "runs", "compare-runs": "runs"}


@dataclass(frozen=True)
class Room:
    """The study as one person may analyse it, and the results it shows.

    ``closed``: why there are none for this person, where a campaign's scores are not theirs to see.
    """

    access: StudyAccess
    freshness: selectors.Freshness
    report: StoredRun | None
    closed: ScoresClosed | None = None

    @property
    def code(self) -> str:
        return self.access.study.code


def enter(request: HttpRequest, code: str) -> StudyAccess:
    """Return the person's access. A statistic is of all centres, so the right must be as well."""
    access = study_access(request.user, code, Permission.VIEW_ANALYSES, whole_study=True)
    request.study_access = access
    return access


def managed(request: HttpRequest, code: str) -> StudyAccess:
    """Return the access of a person who may change definitions and the plan."""
    access = enter(request, code)
    if not access.allows(Permission.MANAGE_STUDY):
        raise PermissionDenied
    return access


def open_room(request: HttpRequest, code: str) -> Room:
    """Return access, freshness and the current results, where the person may see them.

    Six queries.
    """
    access = enter(request, code)
    run = selectors.current_run(access)
    freshness = selectors.freshness(access.study.pk)
    try:
        return Room(access, freshness, opened(run, access.user) if run else None)
    except ScoresClosed as error:
        return Room(access, freshness, None, error)


def show(
    request: HttpRequest,
    room: Room,
    section: str,
    context: dict[str, Any] | None = None,
    *,
    page: str = "",
    without_results: bool = False,
) -> HttpResponse:
    """Render a section, or say why there is nothing to show yet.

    Results that are closed to the person are answered with 403 and a page that says when they
    open.

    ``page``: the template's name where it isn't the section's.
    ``without_results``: the section has something to show besides results.
    """
    ready = bool(room.report or without_results)
    closed = room.closed is not None and not ready
    template = page or section if ready else "closed" if closed else "nothing"
    return render(
        request,
        f"analytics/{template}.html",
        {
            "sections": section_tabs(room.code, section),
            "section": section,
            "section_title": dict(SECTIONS)[section],
            "freshness": room.freshness,
            "report": room.report,
            "run": room.report.run if room.report else None,
            "preliminary": sentence(room.report.preliminary) if room.report else "",
            "is_closed": room.closed is not None,
            "closed": _with_progress(room),
            "may_run": room.access.allows(Permission.RUN_ANALYSES) and room.closed is None,
            "may_define": room.access.allows(Permission.MANAGE_STUDY),
            "may_export": room.access.whole_study(Permission.EXPORT_DATA),
            "may_open_patients": room.access.whole_study(Permission.VIEW_PATIENTS),
            **(context or {}),
        },
        status=HTTPStatus.FORBIDDEN if closed else HTTPStatus.OK,
    )


def _with_progress(room: Room) -> Sequence[Campaign]:
    """The campaigns that results wait for, with how many of their readings are submitted."""
    if room.closed is None:
        return ()
    waiting = [one.pk for one in room.closed.campaigns]
    return list(campaigns_with_progress(room.access).filter(pk__in=waiting))


def chosen_report(request: HttpRequest, access: StudyAccess) -> StoredRun:
    """Return the run named by ``?run=``, or the current one.

    Raises Http404 where there is none, ScoresClosed where it isn't the person's to see.
    """
    wanted = request.GET.get("run", "")
    run: AnalysisRun | None
    if wanted:
        run = selectors.run(access, int(wanted)) if wanted.isdecimal() else None
    else:
        run = selectors.current_run(access)
    if run is None:
        raise Http404
    return opened(run, access.user)


def explained(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say that results of an earlier release can't be read, or that they are closed to the person.

    A page keeps its place among the sections; a file is refused.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ScoresClosed as error:
            section = _section_of(request)
            if not section:
                raise
            access: StudyAccess = request.study_access
            room = Room(access, selectors.freshness(access.study.pk), None, error)
            return show(request, room, section)
        except OlderResults as error:
            section = _section_of(request)
            if not section:
                raise
            access = request.study_access
            logger.warning("older_results", study=access.study.code, view=view.__name__)
            room = Room(access, selectors.freshness(access.study.pk), None)
            return show(
                request,
                room,
                section,
                {"older": error.message},
                page="older",
                without_results=True,
            )

    return wrapped


def _section_of(request: HttpRequest) -> str:
    """The section that a page belongs to; empty for a file or a part of a page."""
    name = getattr(request.resolver_match, "url_name", "")
    section = SECTION_OF.get(name, name)
    return section if section in dict(SECTIONS) else ""


def show_errors(
    form: Any, error: DomainError, place: Callable[[str], str | None] | None = None
) -> None:
    """Put a refusal beside the fields it names, or above the form.

    ``place`` returns the form's field for a name in the refusal; without it they are the same.
    """
    fields = error.field_errors if isinstance(error, ValidationFailed) else {}
    for name, sentences in fields.items():
        field = place(name) if place else name
        for said in sentences:
            form.add_error(field if field in form.fields else None, said)
    if not fields:
        form.add_error(None, error.message)


def section_tabs(code: str, current: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": reverse(f"analytics:{key}", args=[code]),
            "active": key == current,
            "count": None,
        }
        for key, label in SECTIONS
    ]
