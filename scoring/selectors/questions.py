"""Reports of readers and queries to readers, of one campaign."""

from __future__ import annotations

from django.db.models import F, QuerySet

from scoring.models import Campaign, CaseReport, ReadingQuery


def reports_of(campaign: Campaign) -> QuerySet[CaseReport]:
    """Return every report, open ones first, newest first."""
    return (
        CaseReport.objects.filter(assignment__case__campaign=campaign)
        .select_related(
            "assignment__case__patient", "assignment__case__campaign", "reported_by", "answered_by"
        )
        .order_by(F("answered_at").desc(nulls_first=True), "-reported_at")
    )


def queries_of(campaign: Campaign) -> QuerySet[ReadingQuery]:
    """Return every query, open ones first, newest first."""
    return (
        ReadingQuery.objects.filter(reading__assignment__case__campaign=campaign)
        .select_related("reading__assignment__case", "reading__assignment__reader", "asked_by")
        .order_by(F("answered_at").desc(nulls_first=True), "-asked_at")
    )


def n_open_reports(campaign: Campaign) -> int:
    """Return how many reports wait for an answer. One query."""
    return reports_of(campaign).filter(answered_at__isnull=True).count()
