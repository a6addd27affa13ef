"""Data managers set up a second factor before they see anything, where the site demands it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from ra_registry.accounts.rules import lacks_second_factor

OPEN_PATHS = ("/accounts/", "/static/", "/health/")
SENTENCE = "Your role needs a second factor. Set it up to go on."


class RequireMultiFactorMiddleware:
    """Send a person who needs a second factor and has none to the page that sets it up.

    A part of a page makes the whole page go there; the API answers 403 in its own words. Tokens
    are checked where they are read (``api.TokenAuthentication``).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            request.path.startswith(OPEN_PATHS)
            or not request.user.is_authenticated
            or not lacks_second_factor(request.user)
        ):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            error = {"code": "second_factor_needed", "message": SENTENCE}
            return JsonResponse({"error": {**error, "details": [], "fields": {}}}, status=403)
        messages.warning(request, SENTENCE)
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(reverse("mfa_activate_totp"))
        return redirect("mfa_activate_totp")
