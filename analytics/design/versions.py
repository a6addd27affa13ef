"""Storing a version of the plan, and finding the one in force."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from analytics.design.choices import DEFAULT, Choices, check, completed
from analytics.design.endpoints.store import endpoints_in_force
from analytics.design.exposures.registry import offered_exposures
from analytics.errors import PlanRefused, PlanSuperseded
from analytics.models import AnalysisPlan
from ra_registry.accounts.models import User
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import Study
from ra_registry.core import audit
from ra_registry.core.events import EventKind


def plan_versions(study_id: int) -> list[AnalysisPlan]:
    """Return the stored versions, newest first. One query."""
    return list(
        AnalysisPlan.objects.filter(study_id=study_id)
        .select_related("created_by")
        .order_by("-version")
    )


def choices_in_force(study_id: int) -> tuple[int, Choices]:
    """Return the number and the choices of the version in force; 0 and the default without one."""
    latest = AnalysisPlan.objects.filter(study_id=study_id).order_by("-version").first()
    return (latest.version, choices_of(latest)) if latest else (0, DEFAULT)


def choices_of(stored: AnalysisPlan) -> Choices:
    """Return what a version chose; a choice that there was not at its time is the default."""
    return completed(stored.choices)


@transaction.atomic
def store_plan(
    *, study: Study, based_on: int, choices: Choices, reason: str, by: User
) -> AnalysisPlan:
    """Store the next version of the study's plan; a new computation follows by itself.

    Args:
        based_on: the version that the form started from; 0 is the default.
        choices: all choices, shaped as ``analytics.design.choices.DEFAULT``.
        reason: why; version 1 needs none where it only stores the default.

    Raises:
        PlanSuperseded: a newer version was stored meanwhile.
        PlanRefused: by field, what can't be computed; nothing changes; or no reason is given.
    """
    # Two requests at once: the second waits here and then finds what the first stored.
    Study.objects.select_for_update().get(pk=study.pk)
    version, in_force = choices_in_force(study.pk)
    if version != based_on:
        raise PlanSuperseded(version)
    endpoints = endpoints_in_force(study.pk)
    problems = check(
        choices,
        endpoints=[one.key for one in endpoints if one.side],
        offered=offered_exposures(study.pk, endpoints),
    )
    reason = reason.strip()
    changed = [key for key in DEFAULT if choices.get(key) != in_force[key]]
    if changed and not reason:
        problems["reason"] = ["Say why the plan changes."]
    if problems:
        raise PlanRefused("The plan can't be stored.", field_errors=problems)
    if version and not changed:
        raise PlanRefused("Nothing was changed, so no new version was stored.")
    made = AnalysisPlan.objects.create(
        study=study, version=version + 1, choices=choices, reason=reason, created_by=by
    )
    _record(made, changed, by)
    return made


def _record(plan: AnalysisPlan, changed: list[str], by: User) -> None:
    mark_study_changed(plan.study_id)
    said: dict[str, Any] = {"version": plan.version, "changed": changed, "reason": plan.reason}
    audit.record(
        EventKind.PLAN_CHANGED,
        by=by,
        study_code=plan.study.code,
        target=plan,
        data={"plan": said},
    )
