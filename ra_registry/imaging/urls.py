"""Addresses of examinations."""

from __future__ import annotations

from django.urls import path

from ra_registry.imaging import views

app_name = "imaging"

EXAMINATION = (
    "studies/<slug:code>/patients/<str:pseudonym>/visits/<slug:planned_code>/examinations/"
    "<slug:kind>/"
)

urlpatterns = [
    path(EXAMINATION, views.examination, name="examination"),
    path(EXAMINATION + "void/", views.void, name="void-examination"),
]
