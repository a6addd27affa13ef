"""A study of ultrasound alone, set up by hand as its people would: through the pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Patient, PlannedVisit, Study
from scoring.models import Campaign
from tests.factories.clinical import AssessmentFactory, PatientFactory, VisitFactory
from tests.factories.cohorts import make_study, manager_of
from tests.factories.people import CentreFactory, MembershipFactory, UserFactory

N_PATIENTS = 6
CAMPAIGN = {
    "code": "sono",
    "title": "Hands by ultrasound",
    "instrument": "pdus",
    "features": ["synovitis", "doppler"],
    "step_half_units": "2",
    "readers_per_case": "2",
    "reading_mode": "set",
    "totals_visible": "on",
    "surgery_policy": "exclude",
    "charter_version": "1",
}


@dataclass
class UltrasoundStudy:
    """Six patients with two visits, a manager and two readers; nothing is imaged yet."""

    study: Study
    manager: User
    readers: list[User]
    patients: list[Patient]
    visits: list[PlannedVisit]

    @property
    def base(self) -> str:
        return f"/studies/{self.study.code}/"


def make_ultrasound_study() -> UltrasoundStudy:
    study = make_study("sono")
    centre = CentreFactory(study=study)
    readers = [UserFactory(), UserFactory()]
    for reader in readers:
        MembershipFactory(study=study, user=reader, role="reader")
    visits = list(PlannedVisit.objects.filter(study=study).order_by("day"))
    patients = [PatientFactory(centre=centre) for _ in range(N_PATIENTS)]
    for patient in patients:
        for planned in visits:
            AssessmentFactory(visit=VisitFactory(patient=patient, planned=planned))
    manager = manager_of(study)
    MembershipFactory(study=study, user=manager, role="coordinator")
    return UltrasoundStudy(study, manager, readers, patients, visits)


def record_ultrasound(made: UltrasoundStudy, client: Client) -> None:
    """Record an examination of both hands at every visit, on its form."""
    for patient in made.patients:
        for planned in made.visits:
            visit = patient.visits.get(planned=planned)
            url = f"{patient.get_absolute_url()}visits/{planned.code}/examinations/ultrasound/"
            typed = {"acquired_on": visit.took_place_on.isoformat(), "side": "B", "side_rule": ""}
            response = client.post(url, typed)
            assert response.status_code == 302, response.content.decode()


def open_campaign(made: UltrasoundStudy, client: Client) -> Campaign:
    """Set the campaign up, add cases and readers, and open it: each step on its page."""
    campaigns = f"{made.base}campaigns/"
    steps: list[tuple[str, dict[str, object]]] = [
        ("new/", dict(CAMPAIGN)),
        ("sono/cases/", {"visits": [visit.pk for visit in made.visits]}),
        ("sono/readers/", {"readers": [one.pk for one in made.readers], "strategy": "fixed"}),
        ("sono/open/", {}),
    ]
    for path, data in steps:
        response = client.post(campaigns + path, data)
        assert response.status_code == 302, response.content.decode()
    return Campaign.objects.get(study=made.study)
