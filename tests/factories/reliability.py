"""A campaign whose readers are drawn from a pool of three, with re-reads and what doesn't count."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from ra_registry.accounts.models import User
from ra_registry.cohort.models import PlannedVisit, Study, Visit
from scoring.instruments import get_instrument
from scoring.models import Campaign, Case
from tests.factories.clinical import PatientFactory, VisitFactory
from tests.factories.cohorts import (
    make_campaign,
    make_case,
    make_reading,
    make_study,
    manager_of,
)
from tests.factories.people import CentreFactory, UserFactory
from tests.factories.voiding import act

FEATURES = ["synovitis", "erosion"]
REASONS = ["motion_artefact", "outside_fov"]
TEAMS = [(0, 1), (0, 2), (1, 2)]

# Half units or a reason by item code, for each visit.
Given = list[dict[str, int | str]]


@dataclass
class ReadCampaign:
    """A campaign with what each reader gave each case, in the order of submission."""

    study: Study
    campaign: Campaign
    readers: list[User]
    cases: list[Case]
    first: dict[tuple[int, int], Given] = field(default_factory=dict)
    """By case and reader id."""
    again: dict[tuple[int, int], Given] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"/studies/{self.study.code}/campaigns/{self.campaign.code}/reliability/"


class Scores:
    """Draws what readers see: a case has true scores, each reader errs a little."""

    def __init__(self, seed: int, features: list[str]) -> None:
        self.random = random.Random(seed)
        items = get_instrument("ramris-2016").items_of(features)
        self.maxima = {item.code: 2 * item.maximum for item in items}

    def truth(self) -> Given:
        """Patients differ in how ill they are and in how fast they become worse."""
        ill, worse = self.random.random(), self.random.random()
        before = {
            code: 2 * min(self.random.choice([1, 2, 3]), top // 2)
            if self.random.random() < ill
            else 0
            for code, top in self.maxima.items()
        }
        return [before, {code: self._near(code, value, worse) for code, value in before.items()}]

    def reading(self, truth: Given, *, gaps: float = 0.04) -> Given:
        return [
            {
                code: self.random.choice(REASONS)
                if self.random.random() < gaps
                else self._near(code, value, 0.2)
                for code, value in visit.items()
            }
            for visit in truth
        ]

    def _near(self, code: str, value: int | str, share: float) -> int:
        if self.random.random() < share:
            value = int(value) + self.random.choice([-2, 2, 2])
        return min(max(int(value), 0), self.maxima[code])


def pool_campaign(*, patients: int = 24, seed: int = 5, code: str = "omega") -> ReadCampaign:
    """Return a campaign in which two of three readers read each case, and two read some again.

    Beside these there are an adjudication, a draft, a case with one reading and a voided case.
    """
    made = _empty(code, patients + 2, readers=3, planned=2)
    scores = Scores(seed, FEATURES)
    truths = {}
    for place, case in enumerate(made.cases):
        truths[case.pk] = scores.truth()
        for number, who in enumerate(TEAMS[place % 3], 1):
            if place == patients and number == 2:
                make_reading(case, made.readers[who], scores.reading(truths[case.pk]),
                             number=number, submit=False)  # fmt: skip
                continue
            _read(made, case, made.readers[who], scores.reading(truths[case.pk]), number=number)
    for place, case in enumerate(made.cases[:patients]):
        for who in set(TEAMS[place % 3]) & {0, 1}:
            if place % 2 == 0:
                _read_again(made, case, made.readers[who], scores.reading(truths[case.pk]), who + 1)
    outsider = UserFactory(full_name="Zoe Adjudicator")
    make_reading(made.cases[0], outsider, scores.reading(truths[made.cases[0].pk]),
                 kind="adjudication")  # fmt: skip
    _void(made, made.cases[-1])
    return made


def pair_campaign(
    *, patients: int = 8, seed: int = 3, code: str = "omega", offset: int = 0
) -> ReadCampaign:
    """Return a campaign of two readers; the second gives every site ``offset`` half units more."""
    made = _empty(code, patients, readers=2, planned=2)
    scores = Scores(seed, FEATURES)
    for case in made.cases:
        truth = scores.truth()
        first = [
            {code: min(int(value), scores.maxima[code] - offset) for code, value in visit.items()}
            for visit in scores.reading(truth, gaps=0)
        ]
        shifted = [{code: int(value) + offset for code, value in visit.items()} for visit in first]
        _read(made, case, made.readers[0], first, number=1)
        second = shifted if offset else scores.reading(truth, gaps=0)
        _read(made, case, made.readers[1], second, number=2)
    return made


def _empty(code: str, cases: int, *, readers: int, planned: int) -> ReadCampaign:
    study = make_study(code)
    visits = list(PlannedVisit.objects.filter(study=study).order_by("day"))
    centre = CentreFactory(study=study)
    campaign = make_campaign(
        study, "mri", "ramris-2016", features=FEATURES, readers_per_case=planned
    )
    people = [UserFactory(full_name=f"Reader {name}") for name in "ABC"[:readers]]
    made = []
    for _ in range(cases):
        patient = PatientFactory(centre=centre)
        taken = [VisitFactory(patient=patient, planned=one) for one in visits]
        made.append(make_case(campaign, patient, taken))
    return ReadCampaign(study, campaign, people, made)


def _read(made: ReadCampaign, case: Case, reader: User, given: Given, *, number: int) -> None:
    make_reading(case, reader, given, number=number)
    made.first[case.pk, reader.pk] = given


def _read_again(made: ReadCampaign, case: Case, reader: User, given: Given, number: int) -> None:
    make_reading(case, reader, given, number=number, kind="re-read")
    made.again[case.pk, reader.pk] = given


def _void(made: ReadCampaign, case: Case) -> None:
    """What was read of a case that is taken back counts no more."""
    act(Visit.objects.filter(patient=case.patient).first(), "void", by=manager_of(made.study))
    for key in [key for key in made.first if key[0] == case.pk]:
        del made.first[key]
