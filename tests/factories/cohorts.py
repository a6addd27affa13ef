"""Whole cohorts with readings and plates in a few statements: what statistics are tested on.

Readings go through the same database promises as everybody's: drafted, filled, then submitted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from types import MappingProxyType

import numpy as np
from django.utils import timezone

from analytics.design.endpoints.presets import apply_preset
from ra_registry.accounts.models import User
from ra_registry.assays.models import (
    Analyte,
    AssayFile,
    Batch,
    KitLot,
    KitLotLimit,
    Measurement,
    Panel,
    Plate,
    Sample,
    Well,
)
from ra_registry.assays.models.result import Cause
from ra_registry.assays.services.evaluation import evaluate
from ra_registry.assays.services.results import current_policy
from ra_registry.cohort.models import Patient, PlannedVisit, Study, Visit
from ra_registry.demo.recipe import ANALYTES, generate
from ra_registry.imaging.models import ImagingExamination
from scoring.models import (
    Assignment,
    Campaign,
    Case,
    CaseTimePoint,
    InstrumentItem,
    Reading,
    SiteScore,
)
from tests.factories.clinical import AssessmentFactory, PatientFactory, SampleFactory, VisitFactory
from tests.factories.people import (
    CentreFactory,
    MembershipFactory,
    PlannedVisitFactory,
    StudyFactory,
    UserFactory,
)

# Half units, or the key of a reason why the site has no score.
SiteEntry = int | str
numbers = count(1)
RANGE_TEXTS = {
    "below_curve": "Below Fit Curve Range",
    "below_llod": "Below Detection Range",
    "above_range": "Above Detection Range",
    "above_curve": "Above Fit Curve Range",
    "mixed": "In Detection Range/Below Detection Range",
}
# Limits of detection, of quantification below and above.
Limits = tuple[float, float, float]
RECIPE_LIMITS: dict[str, Limits] = {a.code: (a.llod, a.lloq, a.uloq) for a in ANALYTES}


def make_study(
    code: str = "omega", *, visits: Sequence[tuple[str, int]] = (("bl", 0), ("m12", 365))
) -> Study:
    """Return a study with planned visits and a data manager of that study."""
    study = StudyFactory(code=code)
    for visit, day in visits:
        PlannedVisitFactory(study=study, code=visit, name=visit.upper(), day=day)
    manager = UserFactory(email=f"manager@{code}.example.org", full_name=f"Manager {code}")
    MembershipFactory(study=study, user=manager, role="data_manager")
    return study


def manager_of(study: Study) -> User:
    return User.objects.get(memberships__study=study, memberships__role="data_manager")


def make_campaign(study: Study, code: str, instrument: str, **protocol: object) -> Campaign:
    """Return an open campaign; ``protocol`` overrides features, readers, step or surgery policy."""
    by = manager_of(study)
    settings = {
        "title": f"Campaign {code}",
        "features": ["erosion"],
        "seed": 1,
        "state": "open",
        "opened_at": timezone.now(),
        "opened_by": by,
        "results_access": "investigators",
        **protocol,
    }
    return Campaign.objects.create(
        study=study, code=code, instrument=instrument, created_by=by, **settings
    )


def make_case(
    campaign: Campaign,
    patient: Patient,
    visits: Sequence[Visit],
    examinations: Mapping[int, ImagingExamination] = MappingProxyType({}),
) -> Case:
    """Return a case with a time point for each visit, in the order given.

    ``examinations`` are those that are read, by visit.
    """
    case = Case.objects.create(campaign=campaign, patient=patient, number=f"C{next(numbers):06d}")
    CaseTimePoint.objects.bulk_create(
        CaseTimePoint(
            case=case, visit=visit, position=place, examination=examinations.get(visit.pk)
        )
        for place, visit in enumerate(visits, 1)
    )
    return case


def make_reading(
    case: Case,
    reader: User,
    visits: Sequence[Mapping[str, SiteEntry]],
    *,
    number: int = 1,
    kind: str = "read",
    submit: bool = True,
) -> Reading:
    """Store one reader's reading: for each time point an entry for every site of the campaign."""
    points = list(case.time_points.order_by("position"))
    items = {
        item.code: item
        for item in InstrumentItem.objects.filter(
            instrument=case.campaign.instrument, feature__in=case.campaign.features
        )
    }
    now = timezone.now()
    assignment = Assignment.objects.create(
        case=case,
        reader=reader,
        number=f"R{next(numbers):06d}",
        kind=kind,
        reader_number=number,
        sequence=case.pk,
        order=[point.position for point in points],
        status="submitted" if submit else "started",
    )
    reading = Reading.objects.create(
        assignment=assignment, charter_version="1", started_at=now, started_by=reader
    )
    SiteScore.objects.bulk_create(
        SiteScore(
            reading=reading,
            time_point=point,
            item=items[code],
            half_units=entry if isinstance(entry, int) else None,
            reason=None if isinstance(entry, int) else entry,
            entered_at=now,
        )
        for point, entries in zip(points, visits, strict=True)
        for code, entry in entries.items()
    )
    if submit:
        _submit([reading], reader)
    return reading


def _submit(readings: list[Reading], by: User) -> None:
    Reading.objects.filter(pk__in=[reading.pk for reading in readings]).update(
        state="submitted",
        is_current=True,
        submitted_at=timezone.now(),
        submitted_by=by,
        signed_as=str(by),
        signature_meaning="transcription",
        content_hash="0" * 64,
    )


def make_batch(
    study: Study,
    *,
    barcode: str = "",
    accepted_at: datetime | None = None,
    panel_code: str = "v-plex-proinflammatory-1-human",
    limits: Mapping[str, Limits] = RECIPE_LIMITS,
    lot_number: str = "Z0042",
) -> Plate:
    """Return the one plate of an accepted batch, on a kit lot with these limits by analyte."""
    by = manager_of(study)
    panel = Panel.objects.get(code=panel_code)
    lot, made = KitLot.objects.get_or_create(panel=panel, number=lot_number)
    if made:
        KitLotLimit.objects.bulk_create(
            KitLotLimit(
                lot=lot, analyte=Analyte.objects.get(code=code), llod=llod, lloq=lloq, uloq=uloq
            )
            for code, (llod, lloq, uloq) in limits.items()
        )
    at = accepted_at or timezone.now()
    name = f"plate-{next(numbers)}.txt"
    file = AssayFile.objects.create(
        study=study, name=name, sha256=hashlib.sha256(name.encode()).hexdigest(), size=1,
        content=b"x", format="test", state="accepted", panel=panel, lot=lot,
        uploaded_at=at, uploaded_by=by, decided_at=at, decided_by=by,
    )  # fmt: skip
    batch = Batch.objects.create(
        study=study, file=file, panel=panel, lot=lot, rows_in_file=1, rows_stored=1,
        accepted_at=at, accepted_by=by,
    )  # fmt: skip
    return Plate.objects.create(
        batch=batch, position=1, barcode=barcode or f"P{batch.pk}", rows=8, columns=12
    )


def make_measurement(
    plate: Plate,
    sample: Sample,
    analyte: Analyte,
    value: float | None,
    *,
    censor: str = "in_range",
    **fields: object,
) -> Measurement:
    """Measure one analyte of a sample in a new well of the plate."""
    well = Well.objects.create(
        plate=plate, name=f"{next(numbers) % 10_000}", role="sample", label=sample.code,
        sample=sample,
    )  # fmt: skip
    measurement = Measurement.objects.create(
        well=well, analyte=analyte, spot=1, concentration=value, censor=censor,
        source="none" if value is None else "vendor",
        vendor_range_text=RANGE_TEXTS.get(censor, ""), **fields,
    )  # fmt: skip
    evaluated(plate.batch)
    return measurement


def evaluated(batch: Batch) -> None:
    """Give a batch whose measurements were stored directly its results."""
    evaluate(current_policy(batch.study, batch.panel), cause=Cause.ACCEPTED, batches=[batch])


def make_demo_cohort(n: int = 88, *, code: str = "omega", endpoints: bool = True) -> Study:
    """Return a study made by the demo's recipe: erosion by two readers on both modalities, IL-6.

    Concentrations are stored directly, with what lies below its limit marked as such.
    """
    cohort = generate(n)
    study = make_study(code)
    planned = list(PlannedVisit.objects.filter(study=study).order_by("day"))
    centre = CentreFactory(study=study)
    readers = [UserFactory(), UserFactory()]
    for reader in readers:
        MembershipFactory(study=study, user=reader, role="reader")
    patients = [
        PatientFactory(
            centre=centre,
            pseudonym=cohort.people.pseudonym[i],
            sex=cohort.people.sex[i],
            rf_value=Decimal(f"{cohort.serology.rf[i]:.2f}"),
            acpa_value=Decimal(f"{cohort.serology.acpa[i]:.2f}"),
        )
        for i in range(n)
    ]
    visits = [[VisitFactory(patient=p, planned=v) for v in planned] for p in patients]
    for i, (baseline, _) in enumerate(visits):
        parts = cohort.clinical.assessment(0, i)
        AssessmentFactory(
            visit=baseline, tjc28=parts.tjc28, sjc28=parts.sjc28, ptga_mm=parts.ptga_mm,
            phga_mm=parts.phga_mm, esr=parts.esr, crp_value=parts.crp_mg_l, haq_di=parts.haq_di,
        )  # fmt: skip
    campaigns = []
    for name, instrument, features in (
        ("mri", "ramris-2016", cohort.ramris),
        ("xr", "svdh", cohort.svdh),
    ):
        campaign = make_campaign(study, name, instrument)
        _store_recipe(campaign, features["erosion"], readers, visits)
        campaigns.append(campaign)
    measure_recipe(study, cohort.drivers.concentration, [pair[0] for pair in visits])
    if endpoints:
        mri, radiograph = campaigns
        apply_preset(
        "paper",
            study=study, mri=mri, radiograph=radiograph, baseline=planned[0],
            follow_up=planned[1], by=manager_of(study),
        )  # fmt: skip
    return study


def _store_recipe(campaign, scores, readers, visits) -> None:
    items = {i.code: i for i in InstrumentItem.objects.filter(instrument=campaign.instrument)}
    cases = [make_case(campaign, pair[0].patient, pair) for pair in visits]
    now = timezone.now()
    for r, reader in enumerate(readers):
        assignments = Assignment.objects.bulk_create(
            Assignment(
                case=case, reader=reader, number=f"R{next(numbers):06d}", reader_number=r + 1,
                sequence=i, order=[1, 2], status="submitted",
            )
            for i, case in enumerate(cases)
        )  # fmt: skip
        readings = Reading.objects.bulk_create(
            Reading(assignment=a, charter_version="1", started_at=now, started_by=reader)
            for a in assignments
        )
        SiteScore.objects.bulk_create(
            SiteScore(
                reading=reading, time_point=point, item=items[code],
                half_units=2 * int(scores.read[r, v, i, s]), entered_at=now,
            )
            for i, (case, reading) in enumerate(zip(cases, readings, strict=True))
            for v, point in enumerate(case.time_points.order_by("position"))
            for s, code in enumerate(scores.items)
        )  # fmt: skip
        _submit(readings, reader)


def measure_recipe(study: Study, concentration: np.ndarray, visits: list[Visit]) -> None:
    """Measure the recipe's analytes on one plate: concentrations by visit and analyte."""
    plate = make_batch(study, accepted_at=timezone.now() - timedelta(days=1))
    analytes = [Analyte.objects.get(code=a.code) for a in ANALYTES]
    wells = Well.objects.bulk_create(
        Well(
            plate=plate, name=f"{i + 1}", role="sample",
            sample=SampleFactory(
                visit=visit, code=f"{visit.patient.pseudonym}-{visit.planned.code}"
            ),
        )
        for i, visit in enumerate(visits)
    )  # fmt: skip
    rows = []
    for i, well in enumerate(wells):
        for j, (analyte, recipe) in enumerate(zip(analytes, ANALYTES, strict=True)):
            value = float(concentration[i, j])
            below = value < recipe.llod
            rows.append(
                Measurement(
                    well=well, analyte=analyte, spot=j + 1,
                    concentration=None if below else value,
                    source="none" if below else "vendor",
                    censor="below_curve" if below else "in_range",
                    llod=recipe.llod, lloq=recipe.lloq, uloq=recipe.uloq,
                )
            )  # fmt: skip
    Measurement.objects.bulk_create(rows)
    evaluated(plate.batch)
