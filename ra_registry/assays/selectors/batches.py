"""Uploaded files and accepted batches of one study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from ra_registry.assays.models import AssayFile, Batch, Measurement, Plate, Well
from ra_registry.assays.models.batch import FileState
from ra_registry.assays.models.measurement import WellRole
from ra_registry.assays.selectors.results import with_status
from ra_registry.cohort.access import StudyAccess

# Every page but the download does without the bytes of the file.
BYTES = ("content", "layout_content")
FILE_BYTES = ("file__content", "file__layout_content")


@dataclass(frozen=True)
class MeasurementFilters:
    """What a batch's measurements are narrowed to; empty means everything."""

    analyte: str = ""
    sample: str = ""
    role: str = ""
    censor: str = ""

    @property
    def active(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class ImportReport:
    """What became of the rows of a file (ICH E6(R3) 4.2: transfers reconcile).

    ``left_out`` rows are stored with their signals, in wells that count for nothing; ``excluded``
    rows are marked so by the file.
    """

    rows_in_file: int
    rows_stored: int
    left_out: int
    excluded: int
    without_number: int
    by_role: dict[str, int]

    @property
    def not_stored(self) -> int:
        return self.rows_in_file - self.rows_stored


def batches(access: StudyAccess) -> QuerySet[Any]:
    """Return the study's batches, newest first, with ``n_plates`` and ``n_samples``. One query."""
    plates = _counted(Plate.objects.filter(batch=OuterRef("pk")), "batch", Count("pk"))
    wells = Well.objects.filter(plate__batch=OuterRef("pk"))
    measured = _counted(wells, "plate__batch", Count("sample", distinct=True))
    return (
        Batch.objects.visible_to(access.user)
        .filter(study=access.study)
        .select_related("file", "panel", "lot", "accepted_by", "voided_by")
        .defer(*FILE_BYTES)
        .annotate(n_plates=plates, n_samples=measured)
    )


def _counted(rows: QuerySet, group: str, count: Count) -> Coalesce:
    counted = rows.order_by().values(group).annotate(n=count).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def waiting_files(access: StudyAccess) -> QuerySet[AssayFile]:
    """Return the files that wait for review, newest first."""
    return _files(access).filter(state=FileState.STAGED)


def decided_without_batch(access: StudyAccess) -> QuerySet[AssayFile]:
    """Return the files that were discarded, newest first."""
    return _files(access).filter(state=FileState.DISCARDED).order_by("-decided_at")


def _files(access: StudyAccess) -> QuerySet[AssayFile]:
    files = AssayFile.objects.visible_to(access.user).filter(study=access.study)
    return files.select_related("panel", "lot", "uploaded_by", "decided_by").defer(*BYTES)


def find_file(access: StudyAccess, token: UUID) -> AssayFile:
    """Return a file with its bytes, or raise ``Http404``."""
    files = AssayFile.objects.visible_to(access.user).filter(study=access.study)
    related = files.select_related("study", "panel", "lot__panel", "uploaded_by", "decided_by")
    return get_object_or_404(related, token=token)


def find_batch(access: StudyAccess, token: UUID) -> Batch:
    """Return a batch without the bytes of its file, or raise ``Http404``."""
    return get_object_or_404(batches(access).select_related("study"), token=token)


def measurements(batch: Batch, filters: MeasurementFilters) -> QuerySet[Measurement]:
    """Return a batch's measurements by plate, well and spot. One query."""
    found = with_status(Measurement.objects.filter(well__plate__batch=batch))
    if filters.analyte:
        found = found.filter(analyte__code=filters.analyte)
    if filters.sample:
        named = Q(well__label__icontains=filters.sample)
        found = found.filter(named | Q(well__sample__code__icontains=filters.sample))
    if filters.role:
        found = found.filter(well__role=filters.role)
    if filters.censor:
        found = found.filter(status=filters.censor)
    return found.select_related(
        "analyte", "well__plate", "well__sample__visit__patient", "well__sample__visit__planned"
    ).order_by("well__plate__position", "well__name", "spot", "pk")


def stored_wells(plate: Plate) -> QuerySet[Well]:
    """Return the wells of a plate with their samples. One query."""
    related = ("sample__visit__patient", "sample__visit__planned")
    return plate.wells.select_related(*related).order_by("name")


def import_report(batch: Batch) -> ImportReport:
    """Return what became of the rows of the batch's file. Two queries."""
    stored = Measurement.objects.filter(well__plate__batch=batch)
    counts = stored.aggregate(
        left_out=Count("pk", filter=Q(well__role=WellRole.IGNORED)),
        excluded=Count("pk", filter=Q(excluded=True)),
        without_number=Count("pk", filter=Q(concentration__isnull=True)),
    )
    roles = stored.order_by().values_list("well__role").annotate(Count("pk"))
    return ImportReport(
        rows_in_file=batch.rows_in_file,
        rows_stored=batch.rows_stored,
        by_role={WellRole(role).label: count for role, count in roles},
        **counts,
    )
