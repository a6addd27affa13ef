"""A study with readings that are also kept in memory, as their reader gave them."""

from __future__ import annotations

import random
from collections import defaultdict

from analytics.design.endpoints.presets import apply_preset
from analytics.runs.services import read_inputs
from ra_registry.cohort.models import PlannedVisit
from scoring.instruments import Entry, from_half_units, get_instrument, parse_reason
from tests.factories.clinical import PatientFactory, VisitFactory
from tests.factories.cohorts import (
    make_campaign,
    make_case,
    make_reading,
    make_study,
    manager_of,
)
from tests.factories.people import CentreFactory, UserFactory

REASONS = ["motion_artefact", "outside_fov", "surgery_prosthesis", "amputation"]
INSTRUMENTS = {"mri": "ramris-2016", "xr": "svdh"}


class Scene:
    """A study with readings that are also kept in memory, as their reader gave them."""

    def __init__(self, seed: int, *, patients: int, readers: int, visits, **protocol) -> None:
        self.random = random.Random(seed)
        self.study = make_study(visits=visits)
        self.planned = list(PlannedVisit.objects.filter(study=self.study).order_by("day"))
        centre = CentreFactory(study=self.study)
        self.readers = [UserFactory() for _ in range(readers)]
        self.given = defaultdict(dict)
        self.campaigns = {
            code: make_campaign(self.study, code, key, readers_per_case=readers, **protocol)
            for code, key in INSTRUMENTS.items()
        }
        step = protocol.get("step_half_units", 2)
        for _ in range(patients):
            patient = PatientFactory(centre=centre)
            taken = [VisitFactory(patient=patient, planned=p) for p in self.planned]
            for code, campaign in self.campaigns.items():
                case = make_case(campaign, patient, taken)
                for number, reader in enumerate(self.readers, 1):
                    entries = self._reading(INSTRUMENTS[code], len(taken), step)
                    make_reading(case, reader, entries, number=number)
                    self.given[code, patient.pk][reader.pk] = entries
        apply_preset(
            "paper",
            study=self.study,
            mri=self.campaigns["mri"],
            radiograph=self.campaigns["xr"],
            baseline=self.planned[0],
            follow_up=self.planned[-1],
            by=manager_of(self.study),
        )

    def _reading(self, key, visits, step):
        """Entries per visit; few sites change, so that mean changes lie around the thresholds."""
        items = [i for i in get_instrument(key).items if i.feature == "erosion"]
        entries = [{} for _ in range(visits)]
        for item in items:
            value = self.random.randrange(0, 2 * item.maximum + 1, step)
            for at in entries:
                if self.random.random() < 0.1:
                    value = min(max(value + self.random.choice([-step, step]), 0), 2 * item.maximum)
                gap = self.random.random() < 0.06
                at[item.code] = self.random.choice(REASONS) if gap else value
        return entries

    def data(self):
        return read_inputs(self.study.pk)


def entries_of(given):
    return {
        code: Entry(value=from_half_units(value))
        if isinstance(value, int)
        else Entry(reason=parse_reason(value))
        for code, value in given.items()
    }
