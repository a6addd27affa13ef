"""A study in which reading goes on: a calibration, a pool with re-reads, adjudicated cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from ra_registry.accounts.confirming import confirm
from ra_registry.accounts.models import User
from ra_registry.cohort.models import Study
from ra_registry.demo.building.patients import Enrolled, enrol
from ra_registry.demo.building.people import Setting, set_up
from ra_registry.demo.building.reads import entries_of
from ra_registry.demo.cast import PASSWORD, DemoStudy
from ra_registry.demo.recipe import FeatureScores, generate
from scoring.acts import SUBMIT_READING
from scoring.models import Assignment, Campaign
from scoring.models.assignment import AssignmentKind
from scoring.models.protocol import Adjudication, CampaignKind, CampaignState, Strategy
from scoring.services import (
    Mark,
    Protocol,
    Subset,
    add_cases,
    choose_readers,
    create_campaign,
    fingerprint_of,
    open_campaign,
    save_scores,
    start_reading,
    submit_reading,
)
from scoring.services.charters import CharterDocument, store_charter

CALIBRATION, POOL = "calibration", "pool"
CALIBRATION_CASES = 10
# How far they have come: of the calibration's ten cases, and of each reader's cases in the pool.
SECOND_CALIBRATED = 6
READ_IN_THE_POOL = 5

CHARTER = CharterDocument(
    version="1",
    text=(
        "Erosion is scored on coronal T1 images; the break of the cortex is confirmed in the axial "
        "plane. What can't be assessed gets its reason, never 0.\n\n"
        "Cases are read alone, in the order of the worklist, not more than two hours a day."
    ),
)
INSTRUMENT, FEATURES = "ramris-2016", ("erosion",)


@dataclass(frozen=True)
class Room:
    """What every step needs: who is there, and what they would score."""

    setting: Setting
    enrolled: Enrolled
    features: dict[str, FeatureScores]

    @cached_property
    def places(self) -> dict[int, int]:
        """Where the recipe has each patient."""
        return {patient.pk: place for place, patient in enumerate(self.enrolled.patients)}

    @property
    def readers(self) -> list[User]:
        return self.setting.team["reader"]

    @property
    def manager(self) -> User:
        return self.setting.one("data_manager")


def room_is_there(demo: DemoStudy) -> bool:
    """Tell whether the study was built completely: its pool is read last."""
    found = Campaign.objects.filter(study__code=demo.code, code=POOL, state=CampaignState.OPEN)
    return found.exists()


def build_room(demo: DemoStudy, *, say: Callable[[str], None]) -> Study:
    """Build the study through the services that its people would use, signatures included."""
    a, b, c = demo.seeds
    cohort = generate(
        demo.patients, seed_a=a, seed_b=b, seed_c=c, prefix=demo.prefix, centre_shares=(1.0,)
    )
    setting = set_up(demo)
    say(f"{demo.code}: {cohort.n} patients, a calibration and a pool of readers")
    enrolled = enrol(setting, cohort, demo.opened_on)
    room = Room(setting, enrolled, {"erosion": cohort.ramris["erosion"]})
    _calibrate(room)
    _read_in_a_pool(room)
    return setting.study


def _calibrate(room: Room) -> None:
    first, second, expert = room.readers
    protocol = Protocol(
        title="Calibration for erosion",
        kind=CampaignKind.CALIBRATION,
        instrument=INSTRUMENT,
        features=FEATURES,
    )
    campaign = _campaign(room, CALIBRATION, protocol, seed=4, sample=CALIBRATION_CASES)
    choose_readers(
        campaign=campaign,
        readers=[first, second],
        expert=expert,
        strategy=Strategy.ALL,
        by=room.manager,
    )
    open_campaign(campaign=campaign, by=room.manager)
    for reader, n, like in ((expert, None, 0), (first, None, 1), (second, SECOND_CALIBRATED, 1)):
        for assignment in _worklist(campaign, reader)[:n]:
            _read(room, assignment, like=like)


def _read_in_a_pool(room: Room) -> None:
    protocol = Protocol(
        title="MRI erosion, read by a pool",
        re_read_percent=20,
        re_read_days=14,
        adjudication=Adjudication.TWO_CLOSEST,
        adjudication_measure="erosion.total",
        adjudication_threshold=Decimal(2),
        instrument=INSTRUMENT,
        features=FEATURES,
    )
    campaign = _campaign(room, POOL, protocol, seed=5)
    store_charter(campaign=campaign, document=CHARTER, by=room.manager)
    choose_readers(
        campaign=campaign,
        readers=room.readers,
        adjudicators=room.readers,
        strategy=Strategy.POOL,
        by=room.manager,
    )
    open_campaign(campaign=campaign, by=room.manager)
    for place, reader in enumerate(room.readers):
        firsts = _worklist(campaign, reader).filter(kind=AssignmentKind.READ)
        for assignment in firsts[:READ_IN_THE_POOL]:
            _read(room, assignment, like=place % 2)
    for assignment in Assignment.objects.filter(
        case__campaign=campaign, kind=AssignmentKind.ADJUDICATION
    )[:1]:
        _read(room, assignment, like=0)


def _campaign(
    room: Room, code: str, protocol: Protocol, *, seed: int, sample: int | None = None
) -> Campaign:
    setting = room.setting
    campaign = create_campaign(
        study=setting.study, code=code, protocol=protocol, by=room.manager, seed=seed
    )
    add_cases(
        campaign=campaign,
        planned_visits=[setting.baseline, setting.year_one],
        subset=Subset(sample=sample),
        by=room.manager,
    )
    return campaign


def _worklist(campaign: Campaign, reader: User) -> QuerySet[Assignment]:
    own = Assignment.objects.filter(case__campaign=campaign, reader=reader)
    return own.select_related("case", "reader").order_by("sequence")


def _read(room: Room, assignment: Assignment, *, like: int) -> None:
    """Read a case as one of the recipe's two readers would, and sign it."""
    reader = assignment.reader
    reading = start_reading(assignment=assignment, by=reader)
    save_scores(
        reading=reading,
        marks=_marks(room, assignment, like),
        revision=reading.revision,
        by=reader,
    )
    proof = confirm(
        user=reader,
        act=SUBMIT_READING,
        content_hash=fingerprint_of(reading),
        password=PASSWORD,
    )
    submit_reading(reading=reading, by=reader, proof=proof)


def _marks(room: Room, assignment: Assignment, like: int) -> list[Mark]:
    patient = room.places[assignment.case.patient_id]
    return [
        Mark(position, item, entry)
        for position in assignment.order
        for item, entry in entries_of(
            room.features, reader=like, visit=position - 1, patient=patient
        ).items()
    ]
