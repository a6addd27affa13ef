"""What the cohort itself says on the home page and on a study's overview."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.models import Membership, Patient
from ra_registry.cohort.providers import Figure, NextStep, StudyTab
from ra_registry.cohort.questions.listing import counted
from ra_registry.cohort.selectors import schedule_counts
from ra_registry.core.permissions import Permission
from ra_registry.core.roles import DATA_MANAGER

TABS = [
    StudyTab("Overview", "cohort:study", Permission.VIEW_STUDY, order=10),
    StudyTab("Patients", "cohort:patients", Permission.VIEW_PATIENTS, order=20),
    StudyTab("Members", "cohort:members", Permission.MANAGE_MEMBERS, order=70, whole_study=True),
    StudyTab("Audit", "cohort:audit", Permission.VIEW_AUDIT, order=80, whole_study=True),
]


def setting_up(access: StudyAccess) -> Iterator[NextStep]:
    """What a study still lacks before the first patient can be enrolled."""
    if not access.whole_study(Permission.MANAGE_STUDY):
        return
    code = access.study.code
    if not access.study.centres.exists():
        yield NextStep(
            "Add a centre",
            "Patients are enrolled at a centre; the study has none yet.",
            reverse("cohort:add-centre", args=[code]),
            order=1,
            urgent=True,
        )
    if not access.study.planned_visits.exists():
        yield NextStep(
            "Plan the visits",
            "Without a schedule no visit is ever due.",
            reverse("cohort:add-planned-visit", args=[code]),
            order=2,
            urgent=True,
        )


def visits_waiting(access: StudyAccess) -> Iterator[NextStep]:
    """Visits to record, for those who record them."""
    if not access.allows(Permission.EDIT_PATIENTS):
        return
    counts = schedule_counts(access)
    if not counts.visits:
        return
    listed = reverse("cohort:patients", args=[access.study.code])
    if counts.overdue:
        yield NextStep(
            "Overdue visits",
            "The window has passed and nothing is recorded.",
            f"{listed}?state=overdue",
            count=counts.overdue,
            order=10,
            urgent=True,
        )
    if counts.due:
        yield NextStep(
            "Visits due now",
            "Their window is open today.",
            f"{listed}?state=due",
            count=counts.due,
            order=20,
        )
    if counts.unassessed:
        yield NextStep(
            "Assessments missing",
            "The visit took place; joint counts and laboratory values are not entered.",
            f"{listed}?state=unassessed",
            count=counts.unassessed,
            order=30,
        )
    if access.study.centres.exists():
        yield NextStep(
            "Enrol a patient",
            "A pseudonym is drawn; the identity list stays at the centre.",
            reverse("cohort:enrol", args=[access.study.code]),
            order=60,
        )


def reviewing(access: StudyAccess) -> Iterator[NextStep]:
    """The audit trail, for those who review it and enter nothing."""
    if access.whole_study(Permission.VIEW_AUDIT) and not access.allows(Permission.EDIT_PATIENTS):
        yield NextStep(
            "Review the audit trail",
            "Who changed what, when and why.",
            reverse("cohort:audit", args=[access.study.code]),
            order=40,
        )


def questions_open(access: StudyAccess) -> Iterator[NextStep]:
    """Contradictions and unusual values, for those who may correct or keep them."""
    if not access.allows(Permission.EDIT_PATIENTS):
        return
    hard, soft = counted(access)
    listed = reverse("cohort:questions", args=[access.study.code])
    if hard:
        yield NextStep(
            _("Contradictions between records"),
            _("Both values can't be true: correct one of them."),
            f"{listed}?severity=hard",
            count=hard,
            order=11,
            urgent=True,
        )
    if soft:
        yield NextStep(
            _("Unusual values to look at"),
            _("Keep the value and say why, or correct it."),
            f"{listed}?severity=soft",
            count=soft,
            order=31,
        )


def figures(access: StudyAccess) -> Iterator[Figure]:
    """Patients and visits in numbers."""
    if not access.allows(Permission.VIEW_PATIENTS):
        return
    listed = reverse("cohort:patients", args=[access.study.code])
    patients = Patient.objects.visible_to(access.user).filter(study=access.study).active()
    yield Figure("Patients enrolled", str(patients.count()), url=listed, order=10)
    counts = schedule_counts(access)
    shown = [
        ("Visits due", counts.due, "window open today", "due"),
        ("Visits overdue", counts.overdue, "window passed, nothing recorded", "overdue"),
        ("Done out of window", counts.out_of_window, "recorded, but too early or late", ""),
        ("Assessments missing", counts.unassessed, "visit recorded without", "unassessed"),
    ]
    for place, (label, number, text, state) in enumerate(shown):
        url = f"{listed}?state={state}" if state and number else ""
        yield Figure(label, str(number), text, url, order=11 + place)


def questions_figure(access: StudyAccess) -> Iterator[Figure]:
    """How many questions about records are open, for everybody who sees patients."""
    if access.allows(Permission.VIEW_PATIENTS):
        hard, soft = counted(access)
        yield Figure(
            _("Open questions"),
            str(hard + soft),
            _("contradictions: %(hard)d, unusual values: %(soft)d") % {"hard": hard, "soft": soft},
            reverse("cohort:questions", args=[access.study.code]),
            order=16,
        )


def manages_data(user: User) -> bool:
    """Tell whether the person is a data manager anywhere, and so needs a second factor."""
    return Membership.objects.held_by(user).filter(role=DATA_MANAGER.key).exists()
