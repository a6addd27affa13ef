"""Health, and the page for a stale form token."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ra_registry.core import health


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Answer that the process serves requests; touches nothing else."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, Redis and a worker respond, else 503 with what does not."""
    checks = health.check_all()
    ok = all(check.ok for check in checks)
    body = {
        "status": "ok" if ok else "unavailable",
        "checks": {check.name: "ok" if check.ok else check.problem for check in checks},
    }
    return JsonResponse(body, status=200 if ok else 503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain that the form was open for too long; nothing was changed."""
    return render(request, "403_csrf.html", status=403)
