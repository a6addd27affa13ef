"""A study's samples, whether they are measured, and their results."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ra_registry.assays.models import PanelAnalyte, Result, Sample
from ra_registry.assays.models.result import Side
from ra_registry.assays.selectors.results import IS_RESULT, results_in_force
from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.models import Patient
from ra_registry.core.models import in_force
from ra_registry.core.permissions import Permission

MEASURED = {"yes": "Measured", "no": "Not measured", "voided": "Voided"}


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
    """How many current samples there are, and how many of them have a result."""

    samples: int
    measured: int


@dataclass(frozen=True)
class SampleResult:
    """A sample's result of one analyte in the batch that was accepted last, as analyses take it."""

    analyte: str
    unit: str
    value: float | None
    place: str
    mixed: bool

    @property
    def is_result(self) -> bool:
        """Whether there is a concentration or a side; replicates that disagree may leave none."""
        return self.value is not None or self.place in {Side.BELOW, Side.ABOVE}

    @property
    def text(self) -> str:
        """The result as it is read aloud: a number with its sign, or why there is none."""
        number = _("no number") if self.value is None else f"{self.value:.3g} {self.unit}"
        marks: dict[str, str] = {Side.BELOW: _("below LLOD"), Side.ABOVE: _("above range")}
        mark = marks.get(self.place, "")
        mixed = _("mixed") if self.mixed else ""
        return " ".join(part for part in (self.analyte, number, mark, mixed) if part)


def samples(access: StudyAccess, filters: SampleFilters) -> QuerySet[Sample]:
    """Return the samples the person may see, by code, with ``is_measured``. One query."""
    found = Sample.objects.visible_to(access.user).filter(study=access.study)
    counting = in_force(Sample)
    found = found.filter(~counting if filters.measured == "voided" else counting)
    found = found.annotate(is_measured=Exists(_results()))
    if filters.q:
        named = Q(code__icontains=filters.q) | Q(visit__patient__pseudonym__icontains=filters.q)
        found = found.filter(named)
    if filters.visit:
        found = found.filter(visit__planned__code=filters.visit)
    if filters.measured in {"yes", "no"}:
        found = found.filter(is_measured=filters.measured == "yes")
    return found.select_related("visit__patient", "visit__planned", "voided_by")


def _results() -> QuerySet[Result]:
    """A sample is measured when a result exists; signals alone are none."""
    return results_in_force().filter(IS_RESULT, sample=OuterRef("pk"))


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
    return SampleCounts(current.count(), current.filter(Exists(_results())).count())


def results_of(patient: Patient) -> dict[int, list[SampleResult]]:
    """Return the results of a patient's samples, by sample, in panel order. One query.

    Of several batches the one accepted last counts.
    """
    last: dict[tuple[int, int], Any] = {}
    rows = (
        results_in_force()
        .filter(sample__visit__patient=patient)
        .exclude(place=Side.UNKNOWN)
        .select_related("analyte")
        .annotate(spot=_spot())
        .order_by("batch__accepted_at", "batch_id")
    )
    for row in rows:
        last[row.sample_id, row.analyte_id] = row
    found: dict[int, list[SampleResult]] = defaultdict(list)
    for row in sorted(last.values(), key=lambda one: (one.spot or 0, one.analyte.name)):
        found[row.sample_id].append(
            SampleResult(
                row.analyte.name, row.analyte.unit, row.concentration, row.place, row.mixed
            )
        )
    return found


def _spot() -> Subquery:
    """The place of a result's analyte on its panel."""
    spots = PanelAnalyte.objects.filter(panel=OuterRef("batch__panel"), analyte=OuterRef("analyte"))
    return Subquery(spots.values("spot")[:1])
