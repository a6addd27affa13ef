"""Setting up a study: its texts, its centres, its planned visits."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models, transaction

from ra_registry.accounts.models import User
from ra_registry.cohort.errors import StaleForm
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.history import latest_event
from ra_registry.cohort.models import Centre, PlannedVisit, Study
from ra_registry.cohort.questions.searching import find_questions
from ra_registry.cohort.services.members import grant_role
from ra_registry.cohort.services.patients import refuse_unknown
from ra_registry.cohort.services.records import (
    Changed,
    field_problem,
    insert,
    replace,
    survives_spreadsheets,
)
from ra_registry.core import audit
from ra_registry.core.errors import NotAllowed
from ra_registry.core.events import EventKind
from ra_registry.core.roles import DATA_MANAGER

# Words of the addresses below /studies/.
RESERVED_CODES = frozenset({"new"})
STUDY_FIELDS = frozenset({"title", "description", "is_synthetic", "time_zone"})
FARTHEST_DAY = 40 * 366

SetUp = TypeVar("SetUp", Study, Centre, PlannedVisit)


@transaction.atomic
def create_study(
    *,
    by: User,
    code: str,
    title: str,
    data_manager: User,
    description: str = "",
    is_synthetic: bool = False,
    time_zone: str = "UTC",
) -> Study:
    """Create a study and name its first data manager, who sets up the rest.

    Raises:
        NotAllowed: only administrators create studies.
        AlreadyRecorded: a study has that code.
        ValidationFailed: the code is malformed or reserved, or no time zone has that name.
    """
    if not by.is_administrator:
        raise NotAllowed("Only administrators create studies.")
    if code in RESERVED_CODES:
        raise field_problem("code", f"Found {code}, which the registry uses itself.")
    study = Study(
        code=code,
        title=title,
        description=description,
        is_synthetic=is_synthetic,
        time_zone=time_zone,
    )
    insert(
        study,
        by=by,
        existing=lambda: Study.objects.filter(code=code).first(),
        message=f"A study with the code {code} exists already.",
    )
    grant_role(by=by, study=study, user=data_manager, role=DATA_MANAGER.key)
    mark_study_changed(study.pk)
    audit.record(
        EventKind.STUDY_CREATED, by=by, study_code=code, target=study, data={"title": title}
    )
    return study


@transaction.atomic
def change_study(*, by: User, study: Study, revision: int, **changes: Any) -> Study:
    """Change a study's title, description, synthetic mark or time zone; its code stays for good.

    Raises:
        StaleForm: it was changed meanwhile. ValidationFailed: a field is empty or too long.
    """
    refuse_unknown(changes, allowed=STUDY_FIELDS)
    changed = _replace(study, by=by, revision=revision, changes=changes)
    if changed:
        _record(by, study, study, changed.for_audit(""))
    return study


@transaction.atomic
def add_centre(*, by: User, study: Study, code: str, name: str, time_zone: str = "") -> Centre:
    """Add a hospital or practice. Without a time zone it keeps the study's calendar.

    Raises:
        AlreadyRecorded: the study has a centre with that code.
        ValidationFailed: spreadsheet programs would change the code, or no time zone has that name.
    """
    survives_spreadsheets(code=code)
    centre = insert(
        Centre(study=study, code=code, name=name, time_zone=time_zone),
        by=by,
        existing=lambda: Centre.objects.filter(study=study, code=code).first(),
        message=f"The study has a centre {code} already.",
    )
    _record(by, study, centre, {"centre": code})
    return centre


@transaction.atomic
def change_centre(*, by: User, centre: Centre, revision: int, **changes: Any) -> Centre:
    """Change a centre's name or time zone; its code stays.

    Raises:
        StaleForm: it was changed meanwhile. ValidationFailed: no time zone has that name.
    """
    refuse_unknown(changes, allowed=frozenset({"name", "time_zone"}))
    changed = _replace(centre, by=by, revision=revision, changes=changes)
    if changed:
        _record(by, centre.study, centre, {"centre": centre.code, **changed.for_audit("")})
    return centre


@transaction.atomic
def add_planned_visit(
    *,
    by: User,
    study: Study,
    code: str,
    name: str,
    day: int,
    days_before: int = 0,
    days_after: int = 0,
) -> PlannedVisit:
    """Add a visit to the schedule: a day counted from enrolment and the window around it.

    Raises:
        AlreadyRecorded: the schedule has that code.
        ValidationFailed: another visit is planned for that day, or spreadsheet programs would
            change the code.
    """
    planned = PlannedVisit(
        study=study, code=code, name=name, day=day, days_before=days_before, days_after=days_after
    )
    survives_spreadsheets(code=code)
    _check_planned(planned)
    insert(
        planned,
        by=by,
        existing=lambda: PlannedVisit.objects.filter(study=study, code=code).first(),
        message=f"The schedule has a visit {code} already.",
    )
    mark_study_changed(study.pk)
    _record(by, study, planned, {"visit": code})
    return planned


@transaction.atomic
def change_planned_visit(
    *, by: User, planned: PlannedVisit, revision: int, **changes: Any
) -> PlannedVisit:
    """Change a planned visit's name, day or window; every patient's windows move with it.

    Visits that now lie outside theirs, or in another order, become open questions.

    Raises:
        StaleForm: it was changed meanwhile. ValidationFailed: the day is taken.
    """
    refuse_unknown(changes, allowed=frozenset({"name", "day", "days_before", "days_after"}))
    _check_planned(
        PlannedVisit(pk=planned.pk, study_id=planned.study_id, day=changes.get("day", planned.day))
    )
    changed = _replace(planned, by=by, revision=revision, changes=changes)
    if changed:
        find_questions(study=planned.study, by=by)
        mark_study_changed(planned.study_id)
        _record(by, planned.study, planned, {"visit": planned.code, **changed.for_audit("")})
    return planned


def _check_planned(planned: PlannedVisit) -> None:
    if abs(planned.day) > FARTHEST_DAY:
        raise field_problem("day", f"Found {planned.day}, expected at most {FARTHEST_DAY} days.")
    same_day = PlannedVisit.objects.filter(study_id=planned.study_id, day=planned.day).exclude(
        pk=planned.pk
    )
    other = same_day.first()
    if other is not None:
        raise field_problem("day", f"Found {planned.day}, the day of {other}.")


def _replace(record: SetUp, *, by: User, revision: int, changes: dict[str, Any]) -> Changed:
    """Change a record without a revision column: its newest history row is its revision."""
    stored = type(record).objects.select_for_update().get(pk=record.pk)
    differs = any(getattr(stored, name) != value for name, value in changes.items())
    if differs and latest_event(stored) != revision:
        raise StaleForm(stored)
    changed = replace(stored, by=by, changes=changes)
    record.refresh_from_db()
    return changed


def _record(by: User, study: Study, target: models.Model, data: dict[str, Any]) -> None:
    audit.record(EventKind.STUDY_CHANGED, by=by, study_code=study.code, target=target, data=data)
