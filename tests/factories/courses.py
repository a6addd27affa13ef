"""A study over four visits: two readers, gaps, dropouts, and a radiograph read at two visits."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from analytics.design.endpoints.presets import apply_preset
from ra_registry.cohort.models import PlannedVisit, Study, Visit
from scoring.models import Campaign, InstrumentItem
from tests.factories.clinical import AssessmentFactory, PatientFactory, VisitFactory
from tests.factories.cohorts import (
    make_campaign,
    make_case,
    make_reading,
    make_study,
    manager_of,
)
from tests.factories.people import CentreFactory, MembershipFactory, UserFactory

SCHEDULE = (("bl", 0), ("m6", 182), ("m12", 365), ("m24", 730))
# After how many visits each patient of ten leaves, and which visit one misses in between.
STAYS = (4, 4, 4, 4, 4, 4, 4, 3, 2, 1)
MISSED = {3: 1, 13: 2}


def make_course_study(n: int = 20, *, code: str = "course", seed: int = 7) -> Study:
    """Return a study of four visits with MRI at each, and radiographs at baseline and month 12.

    Erosion rises and activity falls over the visits. Of ten patients three leave early; patients 3
    and 13 miss a visit; patient 5 has no ESR at month 6.
    """
    random = np.random.default_rng(seed)
    study = make_study(code, visits=SCHEDULE)
    planned = list(PlannedVisit.objects.filter(study=study).order_by("day"))
    centre = CentreFactory(study=study)
    readers = [UserFactory(), UserFactory()]
    for reader in readers:
        MembershipFactory(study=study, user=reader, role="reader")
    visits = [_visits(PatientFactory(centre=centre), planned, i) for i in range(n)]
    for i, of_patient in enumerate(visits):
        _assess(random, of_patient, i)
    mri = make_campaign(study, "mri", "ramris-2016", title="MRI")
    radiograph = make_campaign(study, "xr", "svdh", title="Radiograph")
    _read(mri, visits, readers, random)
    _read(
        radiograph,
        [[v for v in each if v.planned.code in {"bl", "m12"}] for each in visits],
        readers,
        random,
    )
    apply_preset(
        "paper",
        study=study,
        mri=mri,
        radiograph=radiograph,
        baseline=planned[0],
        follow_up=planned[2],
        by=manager_of(study),
    )
    return study


def _visits(patient, planned: list[PlannedVisit], i: int) -> list[Visit]:
    attended = [one for place, one in enumerate(planned) if place < STAYS[i % 10]]
    return [
        VisitFactory(patient=patient, planned=one)
        for one in attended
        if MISSED.get(i) != planned.index(one)
    ]


def _assess(random: np.random.Generator, visits: list[Visit], i: int) -> None:
    level = random.normal()
    for visit in visits:
        left = 0.75 ** (visit.planned.day / 182)
        esr = None if (i, visit.planned.code) == (5, "m6") else int(8 + 30 * left + 4 * abs(level))
        joints = int(max(0, round(left * (9 + 3 * level) + random.normal())))
        AssessmentFactory(
            visit=visit,
            tjc28=min(joints, 28),
            sjc28=min(max(joints - 1, 0), 28),
            ptga_mm=int(np.clip(left * 60 + 8 * level + 5 * random.normal(), 0, 100)),
            phga_mm=int(np.clip(left * 55 + 8 * level + 5 * random.normal(), 0, 100)),
            esr=esr,
            crp_value=Decimal(f"{3 + 15 * left + abs(random.normal()):.3f}"),
            haq_di=Decimal(int(np.clip(8 * left * (1 + 0.2 * level), 0, 24))) / 8,
        )


def _read(
    campaign: Campaign,
    visits: list[list[Visit]],
    readers: list,
    random: np.random.Generator,
) -> None:
    """Both readers read every case; the second is a little more severe."""
    codes = list(
        InstrumentItem.objects.filter(
            instrument=campaign.instrument, feature__in=campaign.features
        ).values_list("code", flat=True)
    )
    cases = [make_case(campaign, each[0].patient, each) for each in visits]
    severity = np.abs(random.normal(size=len(cases)))
    for number, reader in enumerate(readers, 1):
        for of_patient, case, how in zip(visits, cases, severity, strict=True):
            entries = []
            for visit in of_patient:
                expected = 0.05 + how * (0.15 + 0.12 * visit.planned.day / 365) + 0.02 * number
                scores = np.clip(random.poisson(expected, size=len(codes)), 0, 5)
                entries.append({c: 2 * int(s) for c, s in zip(codes, scores, strict=True)})
            make_reading(case, reader, entries, number=number)
