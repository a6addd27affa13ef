"""Who can become a case: patients with the needed examinations at the chosen visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from ra_registry.cohort.models import Patient, PlannedVisit
from ra_registry.imaging.modalities import BOTH
from ra_registry.imaging.models import ImagingExamination
from scoring.instruments import get_instrument
from scoring.models import Campaign, Case
from scoring.models.protocol import CampaignKind


@dataclass(frozen=True)
class Candidate:
    """A patient who is no case yet: ``examinations`` (visit, examination) in true order.

    ``problem`` says why there can be no case, and is empty where there can.
    """

    patient_id: int
    pseudonym: str
    examinations: tuple[tuple[int, int], ...]
    problem: str = ""

    @property
    def complete(self) -> bool:
        return not self.problem


def case_candidates(campaign: Campaign, visits: Sequence[PlannedVisit]) -> list[Candidate]:
    """Return every active patient of the study who is no case of the campaign. Three queries.

    A patient has one case in a campaign. Where it is withdrawn because something is voided, its
    readings wait for the restoring: there is no second case that could be taken for the first.
    """
    instrument = get_instrument(campaign.instrument)
    one_side = instrument.one_side
    patients = (
        Patient.objects.active()
        .filter(study=campaign.study)
        .exclude(cases__in=Case.objects.active().filter(campaign=campaign))
        .order_by("pseudonym")
        .values_list("pk", "pseudonym")
    )
    found: dict[tuple[int, int], tuple[int, int, str]] = {}
    rows = (
        ImagingExamination.objects.active()
        .filter(
            visit__study=campaign.study,
            visit__planned__in=[visit.pk for visit in visits],
            modality=instrument.modality.code,
        )
        .values_list("visit__patient", "visit__planned", "visit", "pk", "side")
    )
    for patient, planned, visit, examination, side in rows:
        found[patient, planned] = (visit, examination, side)
    elsewhere = _kept_apart(campaign)
    withdrawn = set(Case.objects.filter(campaign=campaign).values_list("patient", flat=True))
    return [
        _candidate(
            pk,
            pseudonym,
            [found.get((pk, visit.pk)) for visit in visits],
            visits,
            one_side=one_side,
        )
        if pk not in withdrawn and pk not in elsewhere
        else Candidate(
            pk,
            pseudonym,
            (),
            gettext("something that its case is made of is voided")
            if pk in withdrawn
            else elsewhere[pk],
        )
        for pk, pseudonym in patients
    ]


def _kept_apart(campaign: Campaign) -> dict[int, str]:
    """Return why patients can't be read here: readers calibrate on none of the study's cases.

    Between campaigns of the same modality only; a calibration can be repeated. One query.
    """
    modality = get_instrument(campaign.instrument).modality
    rows = (
        Case.objects.filter(campaign__study=campaign.study)
        .exclude(campaign__kind=campaign.kind)
        .values_list("patient", "campaign__title", "campaign__instrument")
    )
    text = (
        gettext("a case of “%(campaign)s”, so not one to calibrate on")
        if campaign.kind == CampaignKind.CALIBRATION
        else gettext("a calibration case of “%(campaign)s”")
    )
    return {
        patient: text % {"campaign": title}
        for patient, title, instrument in rows
        if get_instrument(instrument).modality == modality
    }


def visits_of_cases(campaign: Campaign) -> list[PlannedVisit]:
    """Return the planned visits that the campaign's cases are made of, in order; none yet: []."""
    case = campaign.cases.first()
    if case is None:
        return []
    points = case.time_points.select_related("visit__planned").order_by("position")
    return [point.visit.planned for point in points]


def _candidate(
    pk: int,
    pseudonym: str,
    found: list[tuple[int, int, str] | None],
    visits: Sequence[PlannedVisit],
    *,
    one_side: bool,
) -> Candidate:
    missing = [visit.name for visit, row in zip(visits, found, strict=True) if row is None]
    present = [row for row in found if row is not None]
    problem = ""
    if missing:
        problem = f"no examination at {', '.join(missing)}"
    elif any((side == BOTH) is one_side for _, _, side in present):
        problem = (
            gettext("both sides were examined, and one is read")
            if one_side
            else gettext("one side was examined, and both are read")
        )
    elif len({side for _, _, side in present}) > 1:
        # A change between two different hands would be no change of anything.
        problem = "the other hand was examined at another visit"
    return Candidate(
        patient_id=pk,
        pseudonym=pseudonym,
        examinations=tuple((visit, examination) for visit, examination, _ in present),
        problem=problem,
    )
