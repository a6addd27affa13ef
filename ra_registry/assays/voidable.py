"""Samples as they are voided and restored; samples and results that hang on a record."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ra_registry.assays.models import Batch, Measurement, Sample
from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.providers import Hanging, VoidableKind
from ra_registry.core.models import ClinicalModel, below
from ra_registry.core.permissions import Permission

MOST_LINKS = 20


def _name(sample: Sample) -> str:
    visit = sample.visit
    words = {
        "code": sample.code,
        "visit": visit.planned.name,
        "patient": visit.patient.pseudonym,
    }
    return _("sample %(code)s, %(visit)s of %(patient)s") % words


KIND = VoidableKind(
    key="sample",
    model=Sample,
    permission=Permission.IMPORT_ASSAYS,
    related=("study", "visit__patient__study", "visit__planned"),
    name=_name,
    audit=lambda sample: {"patient": sample.visit.patient.pseudonym, "sample": sample.code},
    rivals=lambda sample: Sample.objects.kept().filter(
        study=sample.study_id, code__iexact=sample.code
    ),
)


def hanging(record: ClinicalModel, access: StudyAccess | None) -> Iterator[Hanging]:
    """Samples of a patient or a visit, and the accepted results of samples.

    Results take no right beyond the record's own: whoever may void a sample may take back the whole
    batch that measured it.
    """
    condition: Q | None = Q(pk=record.pk) if isinstance(record, Sample) else below(Sample, record)
    if condition is None:
        return
    sees = access is not None and access.allows(Permission.VIEW_ASSAYS)
    samples = Sample.objects.filter(condition).order_by("code")
    if not isinstance(record, Sample):
        codes = list(samples.values_list("code", flat=True))
        listed = reverse("assays:samples", args=[access.study.code]) if access and sees else ""
        links = [(code, f"{listed}?q={code}") for code in codes[:MOST_LINKS]] if listed else []
        label = ngettext("sample", "samples", len(codes))
        yield Hanging("samples", label, len(codes), tuple(links))
    results = Measurement.objects.filter(
        well__sample__in=samples.order_by().values("pk"),
        well__plate__batch__voided_at__isnull=True,
        excluded=False,
    )
    n = results.count()
    links = []
    if access is not None and access.whole_study(Permission.VIEW_ASSAYS) and n:
        batches = Batch.objects.filter(plates__wells__measurements__in=results).distinct()
        links = [
            (batch.file.name, reverse("assays:batch", args=[access.study.code, batch.token]))
            for batch in batches.select_related("file").defer("file__content")[:MOST_LINKS]
        ]
    yield Hanging("results", ngettext("accepted result", "accepted results", n), n, tuple(links))
