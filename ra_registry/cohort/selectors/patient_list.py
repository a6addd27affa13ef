"""The list of a study's patients: filtered and sorted by the database, shown row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from itertools import islice
from operator import or_

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from ra_registry.cohort import activity, clock
from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.models import ClinicalAssessment, Patient, PlannedVisit, Visit
from ra_registry.cohort.schedule import VisitState, Window, state, window
from ra_registry.cohort.selectors.laboratory_sql import serostatus

SEROSTATUS = {
    "positive": "Seropositive",
    "negative": "Seronegative",
    "unknown": "Not known",
}
PROGRESS = {
    "overdue": "Visit overdue",
    "due": "Visit due",
    "waiting": "Next visit later",
    "complete": "All visits done",
}
PROGRESS_IN_SHORT = {
    "overdue": "Overdue",
    "due": "Due",
    "waiting": "Later",
    "complete": "Complete",
}
RECORD_FILTERS = {**PROGRESS, "unassessed": "Assessment missing", "voided": "Voided"}
SORTS = {
    "pseudonym": ("pseudonym",),
    "centre": ("centre__code",),
    "sex": ("sex",),
    "birth_year": ("birth_year",),
    "enrolled_on": ("enrolled_on",),
    "serostatus": ("serostatus",),
    "visits": ("visits_done",),
    "state": ("progress_order",),
}
CHUNK = 500


@dataclass(frozen=True)
class PatientFilters:
    """What the list is narrowed to; empty means everything. ``sort`` starts with - to go down."""

    q: str = ""
    centre: str = ""
    sex: str = ""
    serostatus: str = ""
    state: str = ""
    sort: str = "pseudonym"

    @property
    def active(self) -> dict[str, str]:
        """The filters that narrow the list."""
        return {
            name: value
            for name, value in vars(self).items()
            if value and not (name == "sort" and value == "pseudonym")
        }


@dataclass(frozen=True)
class PatientRow:
    """A patient with where their visits stand. ``latest`` is the newest DAS28-ESR."""

    patient: Patient
    serostatus: str
    states: list[tuple[PlannedVisit, VisitState]]
    progress: str
    next_visit: PlannedVisit | None
    next_window: Window | None
    latest: activity.Result | None

    @property
    def done(self) -> int:
        return sum(s in (VisitState.DONE, VisitState.OUT_OF_WINDOW) for _, s in self.states)

    @property
    def progress_label(self) -> str:
        return PROGRESS_IN_SHORT[self.progress]

    @property
    def progress_tag(self) -> str:
        """The kind of tag that shows the progress."""
        return {"waiting": "draft", "complete": "success"}.get(self.progress, self.progress)

    @property
    def serostatus_label(self) -> str:
        return SEROSTATUS[self.serostatus]


def patient_rows(
    access: StudyAccess, filters: PatientFilters, *, today: date | None = None
) -> QuerySet[Patient]:
    """Return the patients that the person may see and the filters let through, sorted.

    Annotated with ``serostatus``. One query for the study's schedule, and one for its centres' days
    where the state of visits is asked for; the rows themselves are one query, whatever the filters.
    """
    planned = list(access.study.planned_visits.all())
    patients = Patient.objects.visible_to(access.user).filter(study=access.study)
    patients = patients.filter(voided_at__isnull=filters.state != "voided")
    annotated = patients.select_related("centre").annotate(serostatus=serostatus())
    by_state = filters.state in PROGRESS or filters.sort.removeprefix("-") == "state"
    states = _progress(planned, clock.days_of(access, fixed=today)) if by_state else {}
    return _sorted(_narrow(annotated, filters, states), filters.sort, states)


def with_schedule(
    access: StudyAccess, patients: Iterable[Patient], *, today: date | None = None
) -> Iterator[PatientRow]:
    """Yield rows with visit states and the newest DAS28-ESR, reading in chunks of 500 patients.

    Two queries a chunk, one for the schedule.
    """
    planned = list(access.study.planned_visits.all())
    remaining = iter(patients)
    while chunk := list(islice(remaining, CHUNK)):
        visits: dict[int, dict[int, Visit]] = defaultdict(dict)
        for visit in Visit.objects.active().filter(patient__in=chunk):
            visits[visit.patient_id][visit.planned_id] = visit
        latest = _latest_assessments(chunk)
        for patient in chunk:
            today_there = today or clock.today(access.study, patient.centre)
            yield _row(patient, planned, visits[patient.pk], latest.get(patient.pk), today_there)


def _latest_assessments(patients: list[Patient]) -> dict[int, ClinicalAssessment]:
    """Return each patient's newest assessment."""
    assessments = (
        ClinicalAssessment.objects.active()
        .filter(visit__patient__in=patients)
        .order_by("visit__took_place_on")
        .annotate(patient_id=F("visit__patient_id"))
    )
    return {assessment.patient_id: assessment for assessment in assessments}


def _row(
    patient: Patient,
    planned: list[PlannedVisit],
    visits: dict[int, Visit],
    newest: ClinicalAssessment | None,
    today: date,
) -> PatientRow:
    windows = [(one, window(one, patient.enrolled_on)) for one in planned]
    states = [(one, state(of, visits.get(one.pk), today=today)) for one, of in windows]
    open_visits = [pair for pair in windows if pair[0].pk not in visits]
    following = open_visits[0] if open_visits else (None, None)
    latest = activity.das28_esr(activity.components(newest)) if newest else None
    return PatientRow(
        patient=patient,
        serostatus=patient.serostatus,
        states=states,
        progress=progress_of([one for _, one in states]),
        next_visit=following[0],
        next_window=following[1],
        latest=activity.as_result(latest) if latest else None,
    )


def progress_of(states: list[VisitState]) -> str:
    """Return a patient's most pressing visit state; the same rule as the filter's SQL."""
    for pressing in (VisitState.OVERDUE, VisitState.DUE):
        if pressing in states:
            return pressing.value
    return "waiting" if VisitState.WAITING in states or not states else "complete"


def _recorded(planned: PlannedVisit) -> Exists:
    return Exists(
        Visit.objects.filter(patient=OuterRef("pk"), planned=planned, voided_at__isnull=True)
    )


def _visits_done() -> Coalesce:
    visits = Visit.objects.filter(patient=OuterRef("pk"), voided_at__isnull=True).order_by()
    counted = visits.values("patient").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _progress(planned: list[PlannedVisit], days: clock.Days) -> dict[str, Q]:
    """Return the SQL of ``progress_of``: windows are compared by shifting today, not each row.

    Like there, a patient is in the first state that holds.
    """
    if not planned:
        return {"waiting": ~Q(pk__in=[])}
    open_visits = [(one, ~Q(_recorded(one))) for one in planned]
    return {
        "overdue": _any(_by_centre(_closed_before, one, days) & free for one, free in open_visits),
        "due": _any(_by_centre(_open_on, one, days) & free for one, free in open_visits),
        "waiting": _any(still_open for _, still_open in open_visits),
        "complete": ~Q(pk__in=[]),
    }


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


def _in_state(states: dict[str, Q], wanted: str) -> Q:
    """Return the condition of being in ``wanted`` and in no state before it."""
    condition = states.get(wanted, Q(pk__in=[]))
    for name, earlier in states.items():
        if name == wanted:
            break
        condition &= ~earlier
    return condition


def _by_centre(
    rule: Callable[[PlannedVisit, date], Q], planned: PlannedVisit, days: clock.Days
) -> Q:
    """Apply a rule about today with the day that each patient's centre has."""
    apart = days.apart()
    if len(apart) == 1:
        return rule(planned, next(iter(apart)))
    return _any(
        [Q(pk__in=[]), *(Q(centre__in=ids) & rule(planned, day) for day, ids in apart.items())]
    )


def _closed_before(planned: PlannedVisit, today: date) -> Q:
    return Q(enrolled_on__lt=today - timedelta(days=planned.day + planned.days_after))


def _open_on(planned: PlannedVisit, today: date) -> Q:
    return Q(
        enrolled_on__gte=today - timedelta(days=planned.day + planned.days_after),
        enrolled_on__lte=today - timedelta(days=planned.day - planned.days_before),
    )


def _narrow(
    patients: QuerySet[Patient], filters: PatientFilters, states: dict[str, Q]
) -> QuerySet[Patient]:
    if filters.q:
        patients = patients.filter(pseudonym__icontains=filters.q.strip())
    if filters.centre:
        patients = patients.filter(centre__code=filters.centre)
    if filters.sex:
        patients = patients.filter(sex=filters.sex)
    if filters.serostatus:
        patients = patients.filter(serostatus=filters.serostatus)
    if filters.state in PROGRESS:
        patients = patients.filter(_in_state(states, filters.state))
    if filters.state == "unassessed":
        assessed = ClinicalAssessment.objects.filter(visit=OuterRef("pk"), voided_at__isnull=True)
        unassessed = Visit.objects.filter(
            ~Exists(assessed), patient=OuterRef("pk"), voided_at__isnull=True
        )
        patients = patients.filter(Exists(unassessed))
    return patients


def _sorted(patients: QuerySet[Patient], sort: str, states: dict[str, Q]) -> QuerySet[Patient]:
    """Sort by a known key; the pseudonym decides between equals, so that pages don't overlap."""
    key = sort.removeprefix("-")
    columns = SORTS.get(key, SORTS["pseudonym"])
    if key == "visits":
        patients = patients.annotate(visits_done=_visits_done())
    if key == "state":
        patients = patients.annotate(
            progress_order=Case(
                *(When(is_so, then=Value(place)) for place, is_so in enumerate(states.values())),
                output_field=IntegerField(),
            )
        )
    direction = "-" if sort.startswith("-") and key in SORTS else ""
    return patients.order_by(*(f"{direction}{column}" for column in columns), "pseudonym")
