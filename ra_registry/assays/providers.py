"""What the assays show on the pages of the cohort: tabs, next steps, time line, figures."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ra_registry.assays import selectors
from ra_registry.assays.models import Batch, KitLot, Sample
from ra_registry.assays.selectors.lots import SOON
from ra_registry.cohort import clock
from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.history import Change, changes
from ra_registry.cohort.models import Patient, Visit
from ra_registry.cohort.providers import Figure, NextStep, StudyTab, TimelineEntry, VisitAction
from ra_registry.core.permissions import Permission

TABS = [
    StudyTab("Assays", "assays:batches", Permission.VIEW_ASSAYS, order=40, whole_study=True),
    StudyTab("Samples", "assays:samples", Permission.VIEW_ASSAYS, order=45),
]


def files_waiting(access: StudyAccess) -> Iterator[NextStep]:
    """Plate files that somebody uploaded and nobody decided about. One query."""
    if not access.whole_study(Permission.IMPORT_ASSAYS):
        return
    waiting = list(selectors.waiting_files(access).values_list("token", flat=True)[:100])
    if waiting:
        code = access.study.code
        only = reverse("assays:file", args=[code, waiting[0]])
        yield NextStep(
            "Plate files wait for review",
            "Nothing of them is stored before somebody accepts it.",
            only if len(waiting) == 1 else reverse("assays:batches", args=[code]),
            count=len(waiting),
            order=15,
            urgent=True,
        )


def samples_waiting(access: StudyAccess) -> Iterator[NextStep]:
    """Samples without a result. Two queries."""
    if not access.allows(Permission.IMPORT_ASSAYS):
        return
    counts = selectors.sample_counts(access)
    missing = counts.samples - counts.measured
    if missing:
        yield NextStep(
            "Samples without results",
            _("Registered, but no accepted plate has a result of them."),
            f"{reverse('assays:samples', args=[access.study.code])}?measured=no",
            count=missing,
            order=35,
        )


def replicates_disagree(access: StudyAccess) -> Iterator[NextStep]:
    """Results whose replicates lie on different sides of a limit. One query."""
    if not access.whole_study(Permission.IMPORT_ASSAYS):
        return
    count = selectors.mixed_results(access).count()
    if count:
        yield NextStep(
            _("Replicates that disagree"),
            ngettext(
                "Of %(count)d result one replicate lies beyond a limit and another does not.",
                "Of %(count)d results one replicate lies beyond a limit and another does not.",
                count,
            )
            % {"count": count},
            reverse("assays:replicates", args=[access.study.code]),
            count=count,
            order=40,
        )


def lots_expiring(access: StudyAccess) -> Iterator[NextStep]:
    """Lots that this study has used and that expire within 60 days. One query."""
    if not access.whole_study(Permission.IMPORT_ASSAYS):
        return
    today = clock.today(access.study)
    used = Batch.objects.filter(study=access.study, voided_at__isnull=True).values("lot")
    lots = KitLot.objects.filter(pk__in=used, expires_on__range=(today, today + SOON))
    for lot in lots.select_related("panel").order_by("expires_on"):
        yield NextStep(
            f"Kit lot {lot.number} expires on {lot.expires_on:%-d %b %Y}",
            f"{lot.panel}: plan the bridge to another lot.",
            reverse("assays:lot", args=[access.study.code, lot.pk]),
            order=50,
        )


def figures(access: StudyAccess) -> Iterator[Figure]:
    """Samples measured, files waiting. Three queries."""
    if not access.allows(Permission.VIEW_ASSAYS):
        return
    code = access.study.code
    counts = selectors.sample_counts(access)
    yield Figure(
        "Samples measured",
        str(counts.measured),
        f"of {counts.samples} registered",
        reverse("assays:samples", args=[code]),
        order=50,
    )
    if access.whole_study(Permission.VIEW_ASSAYS):
        yield Figure(
            "Plate files waiting",
            str(selectors.waiting_files(access).count()),
            "uploaded, not reviewed",
            reverse("assays:batches", args=[code]),
            order=51,
        )


def timeline(access: StudyAccess, patient: Patient) -> Iterator[TimelineEntry]:
    """The patient's samples with their results. Two queries."""
    if not _may(access, patient, Permission.VIEW_ASSAYS):
        return
    results = selectors.results_of(patient)
    listed = reverse("assays:samples", args=[access.study.code])
    for sample in Sample.objects.kept().filter(visit__patient=patient).order_by("code"):
        found = results.get(sample.pk, [])
        parts = [sample.get_material_display().lower(), *(result.text for result in found)]
        yield TimelineEntry(
            visit_id=sample.visit_id,
            kind="Sample",
            label=sample.code,
            state="measured" if any(one.is_result for one in found) else "not measured",
            detail=", ".join(parts),
            url=f"{listed}?q={sample.code}",
            on=sample.taken_on,
        )


def visit_actions(access: StudyAccess, patient: Patient) -> Iterator[VisitAction]:
    """Registering a sample of a recorded visit. One query."""
    if patient.voided_at is not None or not _may(access, patient, Permission.IMPORT_ASSAYS):
        return
    register = reverse("assays:register-sample", args=[access.study.code])
    for visit in Visit.objects.active().filter(patient=patient).select_related("planned"):
        query = f"?patient={patient.pseudonym}&visit={visit.planned.code}"
        yield VisitAction(visit.pk, "Sample", register + query)


def history(access: StudyAccess, patient: Patient) -> list[Change]:
    """Every change of the patient's samples."""
    if not _may(access, patient, Permission.VIEW_ASSAYS):
        return []
    samples = Sample.objects.filter(visit__patient=patient)
    return changes(Sample, samples, called=lambda sample: sample.code)


def _may(access: StudyAccess, patient: Patient, permission: Permission) -> bool:
    centres = access.centre_ids(permission)
    return access.allows(permission) and (centres is None or patient.centre_id in centres)
