"""The fixed cast with everything that a study can hold, so that every address has an object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.utils import timezone

from analytics.codec import encode
from analytics.design.choices import DEFAULT
from analytics.design.endpoints.presets import apply_preset
from analytics.design.plan import campaigns_of
from analytics.design.versions import store_plan
from analytics.models import AnalysisRun, AnalysisState, Export
from analytics.results.stored import store
from analytics.runs.code import code_version
from analytics.runs.compute import compute
from analytics.runs.fingerprint import fingerprint, package_versions
from analytics.runs.services import read_inputs
from ra_registry.accounts.models import ApiToken, User
from ra_registry.accounts.services import create_token
from ra_registry.assays.models import (
    AssayFile,
    Batch,
    Measurement,
    MeasurementStatus,
    Result,
    ResultPolicy,
    Sample,
)
from ra_registry.cohort.freshness import data_version
from ra_registry.cohort.models import (
    Centre,
    ClinicalAssessment,
    Membership,
    Patient,
    Question,
    Study,
    Treatment,
    Visit,
)
from ra_registry.core.models import RefusedStepUp
from ra_registry.core.roles import ROLES
from ra_registry.imaging.models import ImagingExamination
from scoring.models import (
    AdjudicationOutcome,
    AdjudicationReferral,
    Assignment,
    Campaign,
    CaseReport,
    Certificate,
    Reading,
    ReadingQuery,
    RestNormalAct,
    TimeOnTask,
)
from scoring.services import report_case
from scoring.services.charters import CharterDocument, store_charter
from tests.factories.assays import accepted_batch, codes_of, export_of, staged_file
from tests.factories.clinical import TreatmentFactory
from tests.factories.people import UserFactory
from tests.factories.questions import kept_question, own_limits
from tests.factories.scoring import (
    EROSION,
    draft_campaign,
    lock,
    open_for_reading,
    submitted_reading,
)
from tests.factories.signing import proof_by
from tests.factories.voiding import act
from tests.factories.world import StudyWorld, World, build_world

SECRET_SCOPES = [
    "read",
    "scores:write",
    "records:write",
    "assays:write",
    "analyses:write",
    "exports:write",
]


@dataclass(frozen=True)
class CentreThings:
    """One centre and what belongs to its first patient's first visit."""

    centre: Centre
    patient: Patient
    visit: Visit
    assessment: ClinicalAssessment
    treatment: Treatment
    question: Question
    """Kept: an unusual ESR of the assessment."""
    examination: ImagingExamination
    sample: Sample
    reading: Reading
    """Submitted by the first reader, of the patient's case."""

    @property
    def score_id(self) -> int:
        return self.reading.scores.earliest("pk").pk

    @property
    def measurement_id(self) -> int:
        return Measurement.objects.filter(well__sample=self.sample).earliest("pk").pk

    @property
    def result_id(self) -> int:
        return Result.objects.filter(sample=self.sample).earliest("pk").pk


@dataclass(frozen=True)
class StudyThings:
    """One study and what belongs to it as a whole."""

    world: StudyWorld
    campaign: Campaign
    """Locked, so that its scores are everybody's who may view readings."""
    draft: Campaign
    north: CentreThings
    south: CentreThings
    waiting: Assignment
    """Not started by the first reader, in a second campaign that shows totals."""
    report: CaseReport
    """Of the first reader's case that waits, unanswered."""
    others_reading: Reading
    """Submitted by the second reader, of the north patient's case."""
    batch: Batch
    staged: AssayFile
    run: AnalysisRun
    export: Export
    membership: Membership
    """A role whose end leaves everybody else of the cast what they were."""

    @property
    def study(self) -> Study:
        return self.world.study

    @property
    def reader(self) -> User:
        return self.world.people["reader"]


@dataclass(frozen=True)
class Furnished:
    """Both studies, and a token of every person by the person's primary key."""

    world: World
    one: StudyThings
    two: StudyThings
    secrets: dict[int, str]

    def token_of(self, user: User) -> ApiToken:
        return ApiToken.objects.get(user=user)


def furnish() -> Furnished:
    """Return the world with reads, assays, analyses and exports in both studies.

    Everybody has a second factor, recovery codes and a token.
    """
    world = build_world()
    one, two = furnish_study(world.one), furnish_study(world.two)
    people = User.objects.order_by("pk")
    proof_by(world.stranger)
    RefusedStepUp.objects.create(user=world.stranger)
    for person in people:
        TOTP.activate(person, generate_totp_secret())
        RecoveryCodes.activate(person)
    secrets = {
        person.pk: create_token(
            name=f"Token of {person}", scopes=SECRET_SCOPES, days=30, by=person
        ).secret
        for person in people
    }
    return Furnished(world=world, one=one, two=two, secrets=secrets)


def furnish_study(world: StudyWorld) -> StudyThings:
    """Return one study of the world with everything that an address can name."""
    campaign = open_for_reading(world, code="mri")
    second = open_for_reading(world, code="totals", totals_visible=True, **EROSION)
    draft = draft_campaign(world, code="draft", instrument="svdh", features=["erosion"])
    own_limits(world.study, crp=("mg/L", [0, 250]))
    apply_preset(
        "paper",
        study=world.study,
        mri=second,
        radiograph=draft,
        baseline=world.baseline,
        follow_up=world.year_one,
        by=world.people["data_manager"],
    )
    batch = accepted_batch(world, series="A")
    _later_status(batch)
    store_plan(
        study=world.study, based_on=0, choices=DEFAULT, reason="", by=world.people["data_manager"]
    )
    north = _centre_things(world, world.patients[0], campaign)
    south = _centre_things(world, world.patients[2], campaign)
    others = Assignment.objects.get(
        case__campaign=campaign, case__patient=north.patient, reader=world.second_reader
    )
    store_charter(
        campaign=campaign,
        document=CharterDocument("2", text="Look twice.", file_name="c.pdf", content=b"%PDF-1.7"),
        reason="The first had no text",
        by=world.people["data_manager"],
    )
    reported = Assignment.objects.filter(case__campaign=campaign, status="assigned").latest("pk")
    report = report_case(assignment=reported, reason="wrong-side", by=reported.reader)
    others_reading = submitted_reading(others, value=2)
    lock(campaign)
    _how_readings_went(world, north.reading, others_reading)
    return StudyThings(
        world=world,
        campaign=campaign,
        draft=draft,
        north=north,
        south=south,
        waiting=Assignment.objects.filter(
            case__campaign=second, reader=world.people["reader"]
        ).earliest("sequence"),
        report=report,
        others_reading=others_reading,
        batch=batch,
        staged=staged_file(world, export_of(codes_of(world.study), series="B", name="second.csv")),
        run=computed_run(world.study),
        export=ready_export(world.study, by=world.people["investigator"]),
        membership=_removable_role(world),
    )


def _how_readings_went(world: StudyWorld, first: Reading, second: Reading) -> None:
    """A row of everything that is kept beside readings: acts, times, queries, decisions."""
    manager, case = world.people["data_manager"], first.assignment.case
    RestNormalAct.objects.create(reading=first, cells=["1:synovitis.RCJ"])
    TimeOnTask.objects.create(reading=first, seconds=60)
    ReadingQuery.objects.create(
        reading=first, asked_for="slip", asked_at=timezone.now(), asked_by=manager
    )
    referral = AdjudicationReferral.objects.create(
        case=case,
        first=first,
        second=second,
        charter_version="1",
        measure="synovitis.total",
        difference=7,
        threshold=5,
    )
    AdjudicationOutcome.objects.create(
        referral=referral,
        third=second,
        assignment=second.assignment,
        policy="replaces",
        rule_version=1,
        values={"status": {}, "change": {"readers": [None] * 3, "outcome": None}},
    )
    Certificate.objects.create(
        user=first.assignment.reader,
        campaign=case.campaign,
        instrument=case.campaign.instrument,
        features=case.campaign.features,
        results=[],
        thresholds={},
        issued_at=timezone.now(),
        valid_until=timezone.now() + timedelta(days=365),
    )


def _later_status(batch: Batch) -> None:
    """A status that newer rules decided, as an upgrade leaves it behind."""
    measurement = Measurement.objects.filter(well__plate__batch=batch).earliest("pk")
    MeasurementStatus.objects.create(
        measurement=measurement, version=2, censor=measurement.censor, basis="lot", cause="rules",
        policy=ResultPolicy.objects.get(study=batch.study), made_at=timezone.now(),
    )  # fmt: skip


def _centre_things(world: StudyWorld, patient: Patient, campaign: Campaign) -> CentreThings:
    visit = world.visit(patient, world.baseline)
    assignment = Assignment.objects.get(
        case__campaign=campaign, case__patient=patient, reader=world.people["reader"]
    )
    treatment = TreatmentFactory(patient=patient)
    for kind in ("void", "restore"):
        act(treatment, kind, by=world.people["data_manager"])
    return CentreThings(
        centre=patient.centre,
        patient=patient,
        visit=visit,
        assessment=visit.assessments.get(),
        treatment=treatment,
        question=kept_question(visit),
        examination=visit.examinations.get(modality="MR"),
        sample=visit.samples.get(),
        reading=submitted_reading(assignment, value=1),
    )


def _removable_role(world: StudyWorld) -> Membership:
    spare = UserFactory(email=f"spare@{world.study.code}.example.org")
    return Membership.objects.create(
        study=world.study, user=spare, role=ROLES["monitor"].key, centre=None
    )


def computed_run(study: Study) -> AnalysisRun:
    """Return the study's statistics, computed by the pipeline's own function and shown."""
    plan, data = read_inputs(study.pk)
    run = AnalysisRun.objects.create(
        study=study,
        data_version=data_version(study.pk),
        fingerprint=fingerprint(data, plan),
        code_version=code_version(),
        package_versions=package_versions(),
        plan=encode(plan),
        campaigns=list(campaigns_of(plan)),
        seed=plan.resampling.seed,
        n_patients=data.n,
        data_set=data.to_parquet(),
        results=store(compute(data, plan, lambda *_: None)),
        seconds=0.1,
        computed_at=timezone.now(),
    )
    AnalysisState.objects.update_or_create(
        study=study, defaults={"current": run, "computed_version": run.data_version}
    )
    return run


def ready_export(study: Study, *, by: User) -> Export:
    """Return an export whose file lies in the export folder."""
    now = timezone.now()
    export = Export.objects.create(
        study=study,
        state="ready",
        purpose="Figure 2",
        requested_at=now - timedelta(minutes=1),
        requested_by=by,
        claimed_at=now,
        finished_at=now,
        file_name=f"{study.code}.zip",
        size=3,
        sha256="0" * 64,
    )
    folder = Path(settings.EXPORT_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{export.token}.zip").write_bytes(b"zip")
    return export
