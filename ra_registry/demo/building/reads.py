"""Reading campaigns, with both readers' complete readings."""

from __future__ import annotations

from collections.abc import Iterator

from ra_registry.accounts.confirming import confirm
from ra_registry.demo.building.patients import Enrolled
from ra_registry.demo.building.people import Setting
from ra_registry.demo.cast import PASSWORD
from ra_registry.demo.recipe import NOT_SCORED, FeatureScores, SyntheticCohort
from scoring.acts import LOCK_CAMPAIGN
from scoring.instruments import Entry, UnscorableReason
from scoring.models import Assignment, Campaign
from scoring.models.protocol import Strategy
from scoring.services import (
    ImportedReading,
    Protocol,
    add_cases,
    choose_readers,
    close_campaign,
    create_campaign,
    import_readings,
    lock_scores,
    open_campaign,
)
from scoring.services.lock import campaign_fingerprint

VALUES = {value: Entry(value=value) for value in range(11)}


def read_everything(
    setting: Setting, enrolled: Enrolled, cohort: SyntheticCohort
) -> tuple[Campaign, Campaign]:
    """Open both campaigns and store every reading; return MRI and radiograph campaign."""
    mri = open_for_reading(
        setting,
        code="mri",
        title="MRI of the dominant hand",
        instrument="ramris-2016",
        features=cohort.ramris,
        seed=1,
    )
    _store(setting, mri, enrolled, cohort.ramris)
    films = open_for_reading(
        setting,
        code="radiographs",
        title="Radiographs of hands and feet",
        instrument="svdh",
        features=cohort.svdh,
        seed=2,
    )
    _store(setting, films, enrolled, cohort.svdh)
    return mri, films


def open_for_reading(
    setting: Setting,
    *,
    code: str,
    title: str,
    instrument: str,
    features: Iterator[str] | dict[str, FeatureScores] | list[str],
    seed: int,
    readers: int = 2,
) -> Campaign:
    """Create, fill, assign and open a campaign, as a data manager does."""
    by = setting.one("data_manager")
    protocol = Protocol(
        title=title,
        instrument=instrument,
        features=list(features),
        readers_per_case=readers,
    )
    campaign = create_campaign(study=setting.study, code=code, protocol=protocol, by=by, seed=seed)
    add_cases(campaign=campaign, planned_visits=[setting.baseline, setting.year_one], by=by)
    choose_readers(
        campaign=campaign,
        readers=setting.team["reader"][:readers],
        strategy=Strategy.FIXED,
        by=by,
    )
    return open_campaign(campaign=campaign, by=by)


def lock(setting: Setting, campaign: Campaign) -> None:
    """Close and lock a campaign that is read, as a data manager does."""
    by = setting.one("data_manager")
    close_campaign(campaign=campaign, by=by)
    proof = confirm(
        user=by,
        act=LOCK_CAMPAIGN,
        content_hash=campaign_fingerprint(campaign),
        password=PASSWORD,
    )
    lock_scores(campaign=campaign, by=by, proof=proof)


def _store(
    setting: Setting, campaign: Campaign, enrolled: Enrolled, features: dict[str, FeatureScores]
) -> None:
    import_readings(
        campaign=campaign,
        readings=_readings(campaign, enrolled, features),
        by=setting.one("data_manager"),
    )


def _readings(
    campaign: Campaign, enrolled: Enrolled, features: dict[str, FeatureScores]
) -> Iterator[ImportedReading]:
    places = {patient.pk: place for place, patient in enumerate(enrolled.patients)}
    assignments = Assignment.objects.filter(case__campaign=campaign).select_related("case")
    for assignment in assignments.order_by("pk").iterator(chunk_size=1000):
        patient = places[assignment.case.patient_id]
        reader = assignment.reader_number - 1
        yield ImportedReading(
            assignment=assignment,
            entries={
                visit + 1: entries_of(features, reader=reader, visit=visit, patient=patient)
                for visit in (0, 1)
            },
        )


def entries_of(
    features: dict[str, FeatureScores], *, reader: int, visit: int, patient: int
) -> dict[str, Entry]:
    """Return what one of the recipe's readers says of a patient's sites at a visit."""
    entries: dict[str, Entry] = {}
    for scores in features.values():
        values = scores.read[reader, visit, patient].tolist()
        reasons = scores.reason[reader, visit, patient].tolist()
        for item, value, reason in zip(scores.items, values, reasons, strict=True):
            if value == NOT_SCORED:
                entries[item] = Entry(reason=UnscorableReason(scores.reasons[reason - 1]))
            else:
                entries[item] = VALUES[value]
    return entries
