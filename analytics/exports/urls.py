"""Addresses of exports."""

from __future__ import annotations

from django.urls import path

from analytics.exports import views

app_name = "exports"

urlpatterns = [
    path("studies/<slug:code>/exports/", views.exports, name="list"),
    path("studies/<slug:code>/exports/<uuid:token>/row", views.row, name="row"),
    path("studies/<slug:code>/exports/<uuid:token>/download", views.download, name="download"),
]
