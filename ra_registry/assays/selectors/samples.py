"""A study's samples, whether they are measured, and their results."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from ra_registry.assays.models import Measurement, Sample, Well
from ra_registry.assays.models.measurement import Censor
from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.models import Patient
from ra_registry.core.models import in_force
from ra_registry.core.permissions import Permission

MEASURED = {"yes": "Measured", "no": "Not measured", "voided": "Voided"}
BELOW = {Censor.BELOW_CURVE, Censor.BELOW_LLOD}
ABOVE = {Censor.ABOVE_CURVE, Censor.ABOVE_ULOQ}


@dataclass(frozen=True)
class SampleFilters:
    """What the list is narrowed to; empty means every sample that is not voided."""

    q: str = ""
    visit: str = ""
    measured: str = ""

    @property
    def active(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class SampleCounts:
    """How many current samples there are, and how many an accepted batch has measured."""

    samples: int
    measured: int


@dataclass(frozen=True)
class Result:
    """A sample's mean of one analyte in the batch that was accepted last, as analyses take it."""

    analyte: str
    unit: str
    value: float | None
    censor: str

    @property
    def text(self) -> str:
        """The result as it is read aloud: a number with its sign, or why there is none."""
        number = "no number" if self.value is None else f"{self.value:.3g} {self.unit}"
        mark = {"below": " below LLOD", "above": " above range", "mixed": " mixed"}
        return f"{self.analyte} {number}{mark.get(self.censor, '')}"


def samples(access: StudyAccess, filters: SampleFilters) -> QuerySet[Sample]:
    """Return the samples the person may see, by code, with ``is_measured``. One query."""
    found = Sample.objects.visible_to(access.user).filter(study=access.study)
    counting = in_force(Sample)
    found = found.filter(~counting if filters.measured == "voided" else counting)
    found = found.annotate(is_measured=Exists(_counting_wells()))
    if filters.q:
        named = Q(code__icontains=filters.q) | Q(visit__patient__pseudonym__icontains=filters.q)
        found = found.filter(named)
    if filters.visit:
        found = found.filter(visit__planned__code=filters.visit)
    if filters.measured in {"yes", "no"}:
        found = found.filter(is_measured=filters.measured == "yes")
    return found.select_related("visit__patient", "visit__planned", "voided_by")


def _counting_wells() -> QuerySet[Well]:
    return Well.objects.filter(sample=OuterRef("pk"), plate__batch__voided_at__isnull=True)


def find_sample(access: StudyAccess, sample_id: int, permission: Permission) -> Sample:
    """Return a sample that the person may use ``permission`` on, or raise ``Http404``."""
    found = Sample.objects.visible_to(access.user, permission).filter(study=access.study)
    related = found.select_related("study", "visit__patient__study", "visit__planned")
    return get_object_or_404(related, pk=sample_id)


def sample_counts(access: StudyAccess) -> SampleCounts:
    """Return how many samples of visits that count there are, and are measured. Two queries."""
    current = Sample.objects.visible_to(access.user).active().filter(study=access.study)
    # As a condition of the query the subquery becomes one join; counted by a FILTER it would run
    # once for every sample.
    return SampleCounts(current.count(), current.filter(Exists(_counting_wells())).count())


def results_of(patient: Patient) -> dict[int, list[Result]]:
    """Return the results of a patient's samples, by sample, in panel order. One query.

    Replicates are averaged; of several batches the one accepted last counts.
    """
    groups: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    rows = (
        Measurement.objects.filter(
            well__sample__visit__patient=patient,
            well__plate__batch__voided_at__isnull=True,
            excluded=False,
        )
        .values(
            "well__sample_id",
            "analyte__name",
            "analyte__unit",
            "well__plate__batch__accepted_at",
            "well__plate__batch_id",
            "censor",
        )
        .annotate(mean=Avg("concentration"), n=Count("concentration"))
        .order_by("spot", "analyte__name")
    )
    for row in rows:
        groups[row["well__sample_id"], row["analyte__name"]].append(row)
    found: dict[int, list[Result]] = defaultdict(list)
    for (sample, _), of_analyte in groups.items():
        found[sample].append(_result(of_analyte))
    return found


def _result(rows: list[dict[str, Any]]) -> Result:
    """Return the result of the last batch; its rows are one for each censor code."""

    def batch(row: dict[str, Any]) -> tuple[datetime, int]:
        return row["well__plate__batch__accepted_at"], row["well__plate__batch_id"]

    last = max(batch(row) for row in rows)
    counting = [row for row in rows if batch(row) == last]
    numbers = [row for row in counting if row["n"]]
    n = sum(row["n"] for row in numbers)
    mean = sum(row["mean"] * row["n"] for row in numbers) / n if n else None
    first = counting[0]
    codes = {row["censor"] for row in counting}
    return Result(first["analyte__name"], first["analyte__unit"], mean, joined_censor(codes))


def joined_censor(codes: set[str]) -> str:
    """Return where replicates lie together; the same words as the analysis data set's."""
    for name, group in (("below", BELOW), ("above", ABOVE)):
        if codes <= group:
            return name
    if len(codes) == 1:
        return next(iter(codes))
    return "mixed"
