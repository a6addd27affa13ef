"""What every page of the analysis starts with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from analytics import selectors
from analytics.errors import UNREADABLE, OlderResults
from analytics.models import AnalysisRun
from analytics.report import Report
from analytics.runs.claims import by_older_code
from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.core.errors import DomainError, ValidationFailed
from ra_registry.core.permissions import Permission

logger = structlog.get_logger(__name__)

SECTIONS = (
    ("overview", "Overview"),
    ("report", "Report"),
    ("cohort", "Cohort"),
    ("imaging", "MRI and radiograph"),
    ("roc", "ROC"),
    ("models", "Models"),
    ("sensitivity", "Sensitivity"),
    ("readers", "Readers"),
    ("plan", "Plan"),
    ("endpoints", "Endpoints"),
    ("runs", "Runs"),
)
# Pages below a section's own.
SECTION_OF = {"run": "runs", "compare-runs": "runs"}


@dataclass(frozen=True)
class Room:
    """The study as one person may analyse it, and the results it shows."""

    access: StudyAccess
    freshness: selectors.Freshness
    report: Report | None

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
    """Return access, freshness and the current results. Five queries."""
    access = enter(request, code)
    run = selectors.current_run(access)
    return Room(access, selectors.freshness(access.study.pk), Report(run) if run else None)


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

    ``page``: the template's name where it isn't the section's.
    ``without_results``: the section has something to show before anything is computed.
    """
    ready = room.report or without_results
    return render(
        request,
        f"analytics/{page or section}.html" if ready else "analytics/nothing.html",
        {
            "sections": section_tabs(room.code, section),
            "section": section,
            "section_title": dict(SECTIONS)[section],
            "freshness": room.freshness,
            "report": room.report,
            "run": room.report.run if room.report else None,
            "may_run": room.access.allows(Permission.RUN_ANALYSES),
            "may_define": room.access.allows(Permission.MANAGE_STUDY),
            **(context or {}),
        },
    )


def chosen_report(request: HttpRequest, access: StudyAccess) -> Report:
    """Return the run named by ``?run=``, or the current one. Raises Http404 where there is none."""
    wanted = request.GET.get("run", "")
    run: AnalysisRun | None
    if wanted:
        run = selectors.run(access, int(wanted)) if wanted.isdecimal() else None
    else:
        run = selectors.current_run(access)
    if run is None:
        raise Http404
    return Report(run)


def explained(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say that a run of older code can't be read, where a view stumbles over its shape.

    A page keeps its place and offers the button; a file is refused. Any other fault stays one.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except UNREADABLE as error:
            access: StudyAccess | None = getattr(request, "study_access", None)
            if access is None or not _reads_older(request, access, kwargs.get("run_id")):
                raise
            logger.warning("older_results", study=access.study.code, view=view.__name__)
            name = getattr(request.resolver_match, "url_name", "")
            section = SECTION_OF.get(name, name)
            if section not in dict(SECTIONS):
                raise OlderResults from error
            room = Room(access, selectors.freshness(access.study.pk), None)
            context = {"older": OlderResults().message}
            return show(request, room, section, context, page="older", without_results=True)

    return wrapped


def _reads_older(request: HttpRequest, access: StudyAccess, run_id: int | None) -> bool:
    """Whether older code computed the run that is shown or one that the request names."""
    named = [request.GET.get(name, "") for name in ("run", "a", "b")]
    ids = [int(number) for number in named if number.isdecimal()]
    found = selectors.runs(access).filter(pk__in=[*ids, run_id] if run_id else ids)
    return any(by_older_code(run) for run in [selectors.current_run(access), *found])


def show_errors(
    form: Any, error: DomainError, place: Callable[[str], str | None] | None = None
) -> None:
    """Put a refusal beside the fields it names, or above the form.

    ``place`` returns the form's field for a name in the refusal; without it they are the same.
    """
    fields = error.field_errors if isinstance(error, ValidationFailed) else {}
    for name, sentences in fields.items():
        field = place(name) if place else name
        for sentence in sentences:
            form.add_error(field if field in form.fields else None, sentence)
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
