"""What the study's records say against the samples of a waiting file. Stores nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ra_registry.assays.models import Sample
from ra_registry.assays.models.measurement import WellRole
from ra_registry.assays.parsers import ParsedFile, fold_code
from ra_registry.assays.services.remarks import listed
from ra_registry.assays.services.wells import Resolved, StagedWell
from ra_registry.cohort.models import Study
from ra_registry.cohort.providers import kind_of
from ra_registry.core.models import ClinicalModel

UNSETTLED = {None, WellRole.IGNORED}


@dataclass(frozen=True)
class VoidedSample:
    """A sample that a file names and that counts no longer.

    ``record`` is what was voided: the sample, its visit or its patient.
    """

    code: str
    record: ClinicalModel

    @property
    def kind(self) -> str:
        return kind_of(self.record).key

    @property
    def key(self) -> str:
        """What the page that restores the record looks it up by."""
        return str(getattr(self.record, kind_of(self.record).lookup))

    @property
    def name(self) -> str:
        """The sample's code; with what is voided above it, where it isn't the sample itself."""
        if isinstance(self.record, Sample):
            return self.code
        return f"{self.code} ({kind_of(self.record).name(self.record)})"


def voided_among(study: Study, wells: Iterable[StagedWell]) -> list[VoidedSample]:
    """Return the voided samples that wells without a sample name, by code. One query at most.

    A code may have been voided more than once; the last one is the one to restore.
    """
    labels = {
        fold_code(well.label)
        for well in wells
        if well.label and well.sample_id is None and (well.unknown_sample or well.role in UNSETTLED)
    }
    if not labels:
        return []
    named: QuerySet[Any] = Sample.objects.filter(study=study).annotate(folded=Lower("code"))
    related = named.filter(folded__in=labels).select_related(
        "visit__patient__study", "visit__planned", "visit__study"
    )
    found: dict[str, VoidedSample] = {}
    # Last comes the row that is not voided itself, if one holds the code.
    for sample in related.order_by(F("voided_at").asc(nulls_last=True), "pk"):
        above = sample.voided_above()
        if above is not None:
            found[sample.folded] = VoidedSample(sample.code, above)
    return sorted(found.values(), key=lambda one: one.code)


def voided_sentence(voided: Collection[VoidedSample]) -> str:
    """Say which samples of the file are voided."""
    return ngettext(
        "This sample of the file is voided: %(names)s. Restore it, or leave its wells out.",
        "These samples of the file are voided: %(names)s. Restore them, or leave their wells out.",
        len(voided),
    ) % {"names": listed([one.name for one in voided])}


def left_out_sentence(voided: Collection[VoidedSample]) -> str:
    """Say which wells are left out because their samples are voided."""
    return ngettext(
        "The wells of a voided sample are left out: %(names)s.",
        "The wells of voided samples are left out: %(names)s.",
        len(voided),
    ) % {"names": listed([one.name for one in voided])}


def read_too_early(parsed: ParsedFile, resolved: Resolved, samples: Iterable[Sample]) -> list[str]:
    """Return a sentence for each plate that was read before its samples were taken.

    A plate whose read time can mean two days says nothing.
    """
    read_on = {plate.key: plate.read_time.day for plate in parsed.plates if plate.read_time.day}
    held = {sample.pk: sample for sample in samples}
    found: dict[str, dict[str, date]] = defaultdict(dict)
    for well in resolved.wells:
        sample, day = held.get(well.sample_id or 0), read_on.get(well.plate)
        if sample is not None and day is not None and day < sample.taken_on:
            found[well.plate][sample.code] = sample.taken_on
    return [
        _too_early(plate.barcode or plate.name or plate.key, read_on[plate.key], found[plate.key])
        for plate in parsed.plates
        if plate.key in found
    ]


def _too_early(plate: str, day: date, samples: dict[str, date]) -> str:
    names = [
        _("%(code)s, taken on %(day)s") % {"code": code, "day": taken}
        for code, taken in sorted(samples.items())
    ]
    return ngettext(
        "Plate %(plate)s was read on %(day)s, before its sample was taken: %(names)s.",
        "Plate %(plate)s was read on %(day)s, before %(n)d of its samples were taken: %(names)s.",
        len(names),
    ) % {"plate": plate, "day": day, "n": len(names), "names": listed(names)}
