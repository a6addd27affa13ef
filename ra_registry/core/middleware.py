"""What happens around every request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory.middleware
import structlog
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found

from ra_registry.core.errors import DomainError, ValidationFailed, error_body

GetResponse = Callable[[HttpRequest], HttpResponse]


NUL = "\x00"


class NulMiddleware:
    """Answers what holds a NUL character, which no text here has and no database stores.

    Comes before everything that looks at the address: a file of the disk, a row, a signature.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        in_query = _holds_nul(request.GET)
        if request.path_info.startswith("/api/"):  # its own views say what is no address of it
            return _refused(request.GET) if in_query else self.get_response(request)
        if in_query or NUL in request.path_info:
            return page_not_found(request, Http404())
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse a form with such a text. The API checks the bodies that it reads by itself."""
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return None
        if _holds_nul(request.POST):
            problem = _("The form holds a NUL character, which is part of no text. Remove it.")
            return error_page(request, ValidationFailed(problem))
        return None


def _holds_nul(sent: QueryDict) -> bool:
    return any(NUL in text for name, values in sent.lists() for text in (name, *values))


def _refused(sent: QueryDict) -> JsonResponse:
    problem = _("A parameter holds a NUL character.")
    names = [name for name, values in sent.lists() if any(NUL in t for t in (name, *values))]
    fields = {name.replace(NUL, ""): [problem] for name in names}
    error = ValidationFailed(problem, field_errors=fields)
    return JsonResponse(error_body(error.code, problem, fields=fields), status=error.status)


class NoStoreMiddleware:
    """Keep patients' data out of browser and proxy caches, so the back button asks again."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class HistoryContextMiddleware(pghistory.middleware.HistoryMiddleware):
    """Give row history the user and the request id; triggers write both beside each change."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        request_id = structlog.contextvars.get_contextvars().get("request_id", "")
        return {**super().get_context(request), "request_id": str(request_id)}


class StudyZoneMiddleware:
    """Let no request inherit the time zone in which an earlier one showed its study."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        timezone.deactivate()
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()


class DomainErrorMiddleware:
    """Turn a domain error that no view handled into a page, or a fragment for htmx."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        return error_page(request, exception)


def error_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Return the page that tells a domain error: what, where, and what to do next."""
    partial = getattr(request, "htmx", False)
    template = "core/_error_notice.html" if partial else "core/error.html"
    return render(request, template, {"error": error}, status=error.status)
