"""Examinations as they are voided and restored, and which of them hang on another record."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.providers import Hanging, VoidableKind
from ra_registry.core.models import ClinicalModel, below
from ra_registry.core.permissions import Permission
from ra_registry.imaging.modalities import modality_of
from ra_registry.imaging.models import ImagingExamination
from ra_registry.imaging.words import noun


def _name(examination: ImagingExamination) -> str:
    visit = examination.visit
    words = {
        "what": noun(modality_of(examination.modality)),
        "visit": visit.planned.name,
        "patient": visit.patient.pseudonym,
    }
    return _("%(what)s at %(visit)s of %(patient)s") % words


KIND = VoidableKind(
    key="examination",
    model=ImagingExamination,
    permission=Permission.EDIT_PATIENTS,
    related=("visit__patient__study", "visit__planned"),
    name=_name,
    audit=lambda one: {
        "patient": one.visit.patient.pseudonym,
        "visit": one.visit.planned.code,
        "modality": one.modality,
    },
    rivals=lambda one: ImagingExamination.objects.kept().filter(
        visit=one.visit_id, modality=one.modality
    ),
)


def hanging(record: ClinicalModel, access: StudyAccess | None) -> Iterator[Hanging]:
    """Examinations of a patient or a visit."""
    condition = below(ImagingExamination, record)
    if condition is not None:
        n = ImagingExamination.objects.filter(condition).count()
        yield Hanging("examinations", ngettext("examination", "examinations", n), n)
