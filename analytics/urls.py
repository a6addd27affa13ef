"""Addresses of the analysis."""

from __future__ import annotations

from django.urls import path

from analytics.views import (
    compare,
    downloads,
    endpoints,
    package,
    pages,
    plan,
    planning,
    report,
    runs,
)
from analytics.views.base import OWN_VIEWS, SECTIONS, explained

app_name = "analytics"

ROOM = "studies/<slug:code>/analysis/"

PAGES = [
    path(ROOM, pages.overview, name="overview"),
    path(ROOM + "report/", report.page, name="report"),
    *(
        path(ROOM + f"report.{kind}", report.file, {"kind": kind}, name=f"report-{kind}")
        for kind in ("html", "docx", "pdf")
    ),
    *(
        path(ROOM + f"{key}/", pages.section, {"key": key}, name=key)
        for key, _ in SECTIONS
        if key not in OWN_VIEWS
    ),
    path(ROOM + "roc/at/", pages.roc_at, name="roc-at"),
    path(ROOM + "plan/", plan.versions, name="plan"),
    path(ROOM + "plan/new-version/", plan.revise, name="revise-plan"),
    path(ROOM + "endpoints/", endpoints.definitions, name="endpoints"),
    path(ROOM + "endpoints/define/", endpoints.define, name="define-endpoints"),
    path(ROOM + "endpoints/new/", endpoints.create, name="create-endpoint"),
    path(ROOM + "endpoints/<slug:key>/", endpoints.revise, name="revise-endpoint"),
    path(ROOM + "endpoints/<slug:key>/retire/", endpoints.retire, name="retire-endpoint"),
    path(ROOM + "planning/", planning.planning, name="planning"),
    path(ROOM + "runs/", runs.history, name="runs"),
    path(ROOM + "runs/compare/", compare.compare, name="compare-runs"),
    path(ROOM + "runs/<int:run_id>/", runs.detail, name="run"),
    path(ROOM + "package.zip", package.file, name="package"),
    path(ROOM + "recompute/", runs.recompute, name="recompute"),
    path(ROOM + "cancel/", runs.cancel, name="cancel"),
    path(ROOM + "status/", runs.status, name="status"),
    path(ROOM + "tables/<slug:key>.csv", downloads.table, name="table"),
    path(ROOM + "figures/<slug:key>.json", downloads.figure_spec, name="figure-spec"),
    *(
        path(
            ROOM + f"figures/<slug:key>.{kind}",
            downloads.figure_file,
            {"kind": kind},
            name=f"figure-{kind}",
        )
        for kind in ("svg", "pdf", "png")
    ),
]

# Every view, so that none forgets it: stored results may be of older code.
for page in PAGES:
    page.callback = explained(page.callback)

urlpatterns = PAGES
