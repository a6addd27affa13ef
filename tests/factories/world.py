"""The fixed cast: two studies, two centres each, one person per role, and strangers.

The second study is always there, so that a test notices when something leaks across.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Centre, Patient, PlannedVisit, Study, Visit
from ra_registry.core.roles import ROLES
from tests.factories.clinical import (
    AssessmentFactory,
    ExaminationFactory,
    PatientFactory,
    SampleFactory,
    VisitFactory,
)
from tests.factories.people import (
    CentreFactory,
    MembershipFactory,
    PlannedVisitFactory,
    StudyFactory,
    UserFactory,
)


@dataclass
class StudyWorld:
    """One study: ``people`` by role for all centres, ``local`` by role for the north one only."""

    study: Study
    north: Centre
    south: Centre
    baseline: PlannedVisit
    year_one: PlannedVisit
    people: dict[str, User] = field(default_factory=dict)
    local: dict[str, User] = field(default_factory=dict)
    second_reader: User | None = None
    patients: list[Patient] = field(default_factory=list)
    """Two patients of the north centre, then two of the south."""

    def visit(self, patient: Patient, planned: PlannedVisit) -> Visit:
        return Visit.objects.get(patient=patient, planned=planned)


@dataclass
class World:
    """Study ``one``, study ``two``, a person without any role, and an administrator."""

    one: StudyWorld
    two: StudyWorld
    stranger: User
    administrator: User


def build_study(code: str) -> StudyWorld:
    """Return a study with four patients, two visits each, MRI, radiographs and baseline samples."""
    study = StudyFactory(code=code)
    world = StudyWorld(
        study=study,
        north=CentreFactory(study=study, code="north"),
        south=CentreFactory(study=study, code="south"),
        baseline=PlannedVisitFactory(study=study),
        year_one=PlannedVisitFactory(
            study=study, code="m12", name="One year", day=365, days_before=30, days_after=30
        ),
    )
    for role in ROLES:
        world.people[role] = UserFactory(
            email=f"{role}@{code}.example.org", full_name=f"{role} {code}"
        )
        MembershipFactory(study=study, user=world.people[role], role=role)
        world.local[role] = UserFactory(
            email=f"{role}.north@{code}.example.org", full_name=f"{role} north {code}"
        )
        MembershipFactory(study=study, user=world.local[role], role=role, centre=world.north)
    world.second_reader = UserFactory(
        email=f"reader2@{code}.example.org", full_name=f"second reader {code}"
    )
    MembershipFactory(study=study, user=world.second_reader, role="reader")
    for centre in (world.north, world.north, world.south, world.south):
        patient = PatientFactory(centre=centre)
        world.patients.append(patient)
        for planned in (world.baseline, world.year_one):
            visit = VisitFactory(patient=patient, planned=planned)
            AssessmentFactory(visit=visit)
            ExaminationFactory(visit=visit)
            ExaminationFactory(visit=visit, modality="XR", side="B", side_rule="")
        SampleFactory(visit=world.visit(patient, world.baseline))
    return world


def build_world() -> World:
    return World(
        one=build_study("alpha"),
        two=build_study("beta"),
        stranger=UserFactory(email="stranger@example.org", full_name="Stranger"),
        administrator=UserFactory(
            email="admin@example.org", full_name="Administrator", is_administrator=True
        ),
    )
