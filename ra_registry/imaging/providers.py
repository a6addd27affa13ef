"""What imaging shows on the patient page: examinations, and what is still to be recorded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from django.urls import reverse

from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.history import Change, changes
from ra_registry.cohort.models import Patient, Visit
from ra_registry.cohort.providers import TimelineEntry, VisitAction
from ra_registry.cohort.rules import Record
from ra_registry.core.permissions import Permission
from ra_registry.imaging.modalities import BOTH, MODALITIES, Modality, modality_of
from ra_registry.imaging.models import ImagingExamination
from ra_registry.imaging.words import heading

# Parts of the registry that read images say which modalities they read: only those are asked for.
reading: list[Callable[[], Collection[Modality]]] = []
SERIES = {
    "has_t1": "T1",
    "has_t1_contrast": "T1 after contrast",
    "has_t2_fs_or_stir": "T2 FS or STIR",
}


def timeline(access: StudyAccess, patient: Patient) -> Iterator[TimelineEntry]:
    """The examinations of a patient's visits. One query."""
    if not access.allows(Permission.VIEW_PATIENTS):
        return
    edits = _edits(access, patient)
    examinations = ImagingExamination.objects.kept().filter(visit__patient=patient)
    for one in examinations.select_related("visit__planned"):
        yield TimelineEntry(
            visit_id=one.visit_id,
            kind="Examination",
            label=heading(modality_of(one.modality)),
            detail=_detail(one),
            url=_url(access, patient, one.visit, modality_of(one.modality)) if edits else "",
            on=one.acquired_on,
        )


def visit_actions(access: StudyAccess, patient: Patient) -> Iterator[VisitAction]:
    """What can still be recorded at each visit. Two queries."""
    if not _edits(access, patient):
        return
    examinations = ImagingExamination.objects.active().filter(visit__patient=patient)
    recorded = set(examinations.values_list("visit_id", "modality"))
    read = {modality for provider in reading for modality in provider()}
    for visit in Visit.objects.active().filter(patient=patient).select_related("planned"):
        for modality in MODALITIES:
            if modality in read and (visit.pk, modality.code) not in recorded:
                url = _url(access, patient, visit, modality)
                yield VisitAction(visit.pk, heading(modality), url)


def records(visits: Mapping[int, Record]) -> Iterator[tuple[int, Record]]:
    """Examinations as the rules see them. One query."""
    for one in ImagingExamination.objects.active().filter(visit__in=visits).select_related("visit"):
        visit = visits[one.visit_id]
        values = {
            "acquired_on": one.acquired_on,
            "side": one.side,
            "modality": one.modality,
            "one_hand": one.side != BOTH,
        }
        name = f"{heading(modality_of(one.modality))}, {visit.name}"
        record = Record("examination", one.pk, name, values, visit, visit.order)
        yield one.visit.patient_id, record


def record_urls(keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Where examinations are corrected. One query, none without an examination."""
    wanted = [pk for kind, pk in keys if kind == "examination"]
    if not wanted:
        return {}
    examinations = ImagingExamination.objects.filter(pk__in=wanted)
    related = examinations.select_related("visit__patient__study", "visit__planned")
    return {
        ("examination", one.pk): reverse(
            "imaging:examination",
            args=[
                one.visit.patient.study.code,
                one.visit.patient.pseudonym,
                one.visit.planned.code,
                modality_of(one.modality).slug,
            ],
        )
        for one in related
    }


def history(access: StudyAccess, patient: Patient) -> list[Change]:
    """Every change of the patient's examinations."""
    if not access.allows(Permission.VIEW_PATIENTS):
        return []
    examinations = ImagingExamination.objects.filter(visit__patient=patient)
    return changes(
        ImagingExamination,
        examinations.select_related("visit__planned"),
        called=lambda one: f"{heading(modality_of(one.modality))}, {one.visit.planned}",
    )


def _edits(access: StudyAccess, patient: Patient) -> bool:
    centres = access.centre_ids(Permission.EDIT_PATIENTS)
    allowed = access.allows(Permission.EDIT_PATIENTS) and patient.voided_at is None
    return allowed and (centres is None or patient.centre_id in centres)


def _detail(examination: ImagingExamination) -> str:
    if examination.side == BOTH:
        return examination.note
    series = [name for field, name in SERIES.items() if getattr(examination, field)]
    hand = f"{examination.get_side_display().lower()} hand"
    rule = f"({examination.get_side_rule_display().lower()})" if examination.side_rule else ""
    return ", ".join([f"{hand} {rule}".strip(), *series])


def _url(access: StudyAccess, patient: Patient, visit: Visit, modality: Modality) -> str:
    return reverse(
        "imaging:examination",
        args=[access.study.code, patient.pseudonym, visit.planned.code, modality.slug],
    )
