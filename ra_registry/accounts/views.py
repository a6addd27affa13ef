"""Pages about one's own account that the sign-in library does not have."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ra_registry.accounts import services
from ra_registry.accounts.api import Scope
from ra_registry.accounts.forms import SCOPE_LABELS, TokenForm
from ra_registry.accounts.models import ApiToken


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's API tokens and make a new one, whose secret this one answer shows."""
    form = TokenForm(request.POST or None)
    created = None
    if request.method == "POST" and form.is_valid():
        created = services.create_token(by=request.user, **form.cleaned_data)
        form = TokenForm()
    context = {
        "form": form,
        "created": created,
        "tokens": _with_labels(ApiToken.objects.filter(user=request.user)),
    }
    return render(request, "people/tokens.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """End one of one's own tokens."""
    try:
        token = services.revoke_token(token_id=token_id, by=request.user)
    except ApiToken.DoesNotExist:
        raise Http404 from None
    messages.success(request, f"The token “{token.name}” no longer works.")
    return redirect("people:tokens")


def _with_labels(tokens: Iterable[ApiToken]) -> list[ApiToken]:
    listed = list(tokens)
    for token in listed:
        token.scope_labels = [SCOPE_LABELS[Scope(scope)] for scope in token.scopes]
    return listed
