"""Samples and the plates that measured them, as the cohort's rules see them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from ra_registry.accounts.models import User
from ra_registry.assays.models import Batch, Sample, Well
from ra_registry.cohort.questions.settling import settle
from ra_registry.cohort.rules import Record


def records(visits: Mapping[int, Record]) -> Iterator[tuple[int, Record]]:
    """Yield samples of visits and the plates of batches in force that hold them. Two queries."""
    samples: dict[int, Record] = {}
    patients: dict[int, int] = {}
    for sample in Sample.objects.active().filter(visit__in=visits).select_related("visit"):
        visit = visits[sample.visit_id]
        taken: dict[str, date] = {"taken_on": sample.taken_on}
        samples[sample.pk] = Record("sample", sample.pk, sample.code, taken, visit, visit.order)
        patients[sample.pk] = sample.visit.patient_id
        yield patients[sample.pk], samples[sample.pk]
    wells = Well.objects.filter(sample__in=samples, plate__batch__voided_at__isnull=True)
    columns = ("sample_id", "plate_id", "plate__barcode", "plate__read_on")
    for sample_id, plate_id, barcode, read_on in (
        wells.values_list(*columns).distinct().order_by(*columns)
    ):
        values: dict[str, date | None] = {"read_on": read_on}
        record = Record("plate", plate_id, barcode, values, samples[sample_id])
        yield patients[sample_id], record


def settle_batch(batch: Batch, *, by: User) -> None:
    """Settle the questions about everybody on a batch's plates, after it was stored or voided.

    Raises:
        ValidationFailed: a plate was read before one of its samples was taken.
    """
    held = Well.objects.filter(plate__batch=batch, sample__isnull=False)
    patients = set(held.values_list("sample__visit__patient_id", flat=True))
    plates = batch.plates.values_list("pk", flat=True)
    about = [("plate", pk) for pk in plates]
    settle(by=by, study_id=batch.study_id, patients=patients, about=about)


def record_urls(keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Where samples are looked up: they are voided and registered again. One query at most."""
    wanted = [pk for kind, pk in keys if kind == "sample"]
    if not wanted:
        return {}
    samples = Sample.objects.filter(pk__in=wanted).select_related("study")
    return {
        ("sample", one.pk): f"{reverse('assays:samples', args=[one.study.code])}?"
        + urlencode({"q": one.code})
        for one in samples
    }
