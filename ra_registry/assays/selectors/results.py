"""Statuses and results in force, replicates that disagree, and the policies behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from ra_registry.assays.models import (
    Batch,
    Measurement,
    MeasurementStatus,
    Panel,
    Result,
    ResultPolicy,
    Sample,
)
from ra_registry.assays.models.result import Replicates, Side
from ra_registry.assays.verdict import Replicate, ReplicateRule, combine
from ra_registry.cohort.access import StudyAccess
from ra_registry.core.permissions import Permission

IS_RESULT = Q(concentration__isnull=False) | Q(place__in=[Side.BELOW, Side.ABOVE])
"""A result is a concentration, or the side of the range on which it lies."""


@dataclass(frozen=True)
class MixedResult:
    """A result whose replicates disagree, with its wells and what each rule makes of them."""

    result: Result
    wells: list[Measurement]
    by_rule: list[tuple[str, float | None, bool]]


@dataclass(frozen=True)
class PanelPolicy:
    """A panel that the study measures: the policy in force, its history, how many disagree."""

    panel: Panel
    policy: ResultPolicy | None
    versions: list[ResultPolicy]
    results: int
    mixed: int


def with_status(measurements: QuerySet[Measurement]) -> QuerySet[Any]:
    """Annotate ``status``: where each measurement lies, by the version in force."""
    later = MeasurementStatus.objects.filter(
        measurement=OuterRef("pk"), successor__isnull=True
    ).values("censor")[:1]
    return measurements.annotate(status=Coalesce(Subquery(later), F("censor")))


def results_in_force() -> QuerySet[Result]:
    """Return the newest version of each result of batches that are not taken back."""
    return Result.objects.filter(successor__isnull=True, batch__voided_at__isnull=True)


def study_results(access: StudyAccess) -> QuerySet[Result]:
    """Return the results in force of the samples that the person may see."""
    samples = Sample.objects.visible_to(access.user, Permission.VIEW_ASSAYS).active()
    return results_in_force().filter(
        batch__study=access.study,
        sample__in=samples.filter(visit__patient__voided_at__isnull=True),
    )


def mixed_results(access: StudyAccess) -> QuerySet[Result]:
    """Return the results whose replicates disagree, by sample and analyte. One query."""
    return (
        study_results(access)
        .filter(mixed=True)
        .select_related(
            "analyte", "batch__file", "sample__visit__patient", "sample__visit__planned"
        )
        .defer("batch__file__content", "batch__file__layout_content")
        .order_by("sample__code", "analyte__name", "pk")
    )


def with_wells(results: Iterable[Result]) -> list[MixedResult]:
    """Return results with their wells and what each rule makes of them. One query."""
    results = list(results)
    wells: dict[tuple[int, int, int], list[Measurement]] = defaultdict(list)
    found = with_status(
        Measurement.objects.filter(
            well__plate__batch__in={one.batch_id for one in results},
            well__sample__in={one.sample_id for one in results},
            excluded=False,
        )
    )
    for one in found.select_related("well__plate").order_by("well__plate", "well__name"):
        key = (one.well.plate.batch_id, one.well.sample_id, one.analyte_id)
        wells[key].append(one)
    return [
        MixedResult(one, mine := wells[one.batch_id, one.sample_id, one.analyte_id],
                    _by_rule(one, mine))
        for one in results
    ]  # fmt: skip


def _by_rule(result: Result, wells: list[Any]) -> list[tuple[str, float | None, bool]]:
    """Return for each rule its name, its concentration, and whether it is the one in force."""
    replicates = [
        Replicate(one.concentration, one.status, result.llod, result.uloq) for one in wells
    ]
    answers = [(rule, combine(replicates, ReplicateRule(rule))) for rule in Replicates.values]
    in_force = result.policy.replicates
    return [(rule, found.concentration, rule == in_force) for rule, found in answers]


def panel_policies(access: StudyAccess) -> list[PanelPolicy]:
    """Return every panel that the study has measured, with its policy. Four queries."""
    panels = Panel.objects.filter(
        pk__in=Batch.objects.filter(study=access.study).values("panel")
    ).order_by("name")
    versions: dict[int, list[ResultPolicy]] = defaultdict(list)
    policies = ResultPolicy.objects.visible_to(access.user).filter(study=access.study)
    for policy in policies.select_related("made_by").order_by("-version"):
        versions[policy.panel_id].append(policy)
    counts: dict[int, dict[str, Any]] = {
        row["batch__panel"]: row
        for row in study_results(access)
        .order_by()
        .values("batch__panel")
        .annotate(n=Count("pk", filter=IS_RESULT), mixed_n=Count("pk", filter=Q(mixed=True)))
    }
    return [
        PanelPolicy(
            panel=panel,
            policy=versions[panel.pk][0] if versions[panel.pk] else None,
            versions=versions[panel.pk],
            results=counts.get(panel.pk, {}).get("n", 0),
            mixed=counts.get(panel.pk, {}).get("mixed_n", 0),
        )
        for panel in panels
    ]


def find_measured_panel(access: StudyAccess, code: str) -> Panel:
    """Return a panel that the study has measured, or raise ``Http404``."""
    measured = Batch.objects.visible_to(access.user).filter(study=access.study)
    return get_object_or_404(Panel, code=code, pk__in=measured.values("panel"))
