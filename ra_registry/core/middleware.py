"""What happens around every request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory.middleware
import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ra_registry.core.errors import DomainError

GetResponse = Callable[[HttpRequest], HttpResponse]


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
