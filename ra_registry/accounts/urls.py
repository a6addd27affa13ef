"""Addresses of one's own account."""

from __future__ import annotations

from django.urls import path

from ra_registry.accounts import views

app_name = "people"

urlpatterns = [
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<int:token_id>/revoke", views.revoke_token, name="revoke-token"),
]
