"""Studies built otherwise than the demo: another panel, more readers, gaps, ties and extremes.

Synthetic throughout. A patient is described by what is known of them; the readings, plates and
visits that say so are stored as real ones are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from analytics.design.endpoints.presets import apply_preset
from ra_registry.accounts.models import User
from ra_registry.assays.models import Analyte, Panel, PanelAnalyte
from ra_registry.cohort.models import PlannedVisit, Study, Visit
from scoring.instruments import get_instrument
from scoring.models import Campaign
from tests.factories.clinical import AssessmentFactory, PatientFactory, SampleFactory, VisitFactory
from tests.factories.cohorts import (
    Limits,
    make_batch,
    make_campaign,
    make_case,
    make_measurement,
    make_reading,
    make_study,
    manager_of,
)
from tests.factories.people import CentreFactory, MembershipFactory, UserFactory

PANEL = "destruction-panel"
# Other analytes, limits and units than the demo's; the first one leads.
LIMITS: dict[str, Limits] = {
    "mmp-3": (0.5, 1.0, 500.0),
    "opg": (10.0, 20.0, 900.0),
    "gm-csf": (0.2, 0.4, 100.0),
}
NAMES = {"mmp-3": ("MMP-3", "ng/ml"), "opg": ("OPG", "pg/ml"), "gm-csf": ("GM-CSF", "pg/ml")}
BASELINE_SCORE = 2
BELOW = "below"


@dataclass(frozen=True)
class Described:
    """One patient.

    ``mri`` and ``xr``: each reader's change in points, None where that reader did not read; an
    empty tuple: no case. ``visits``: how many of baseline and follow-up took place. ``measured``:
    concentration by analyte, ``BELOW`` for a value below the limit. ``seropositive``: None where
    serology is unknown.
    """

    mri: tuple[int | None, ...] = ()
    xr: tuple[int | None, ...] = ()
    visits: int = 2
    measured: Mapping[str, float | str] = field(default_factory=dict)
    seropositive: bool | None = True


def make_described_study(
    code: str, patients: Sequence[Described], *, readers: int = 2, **protocol: object
) -> Study:
    """Return a study of these patients with its four endpoints; ``protocol`` is the campaigns'."""
    study = make_study(code, visits=(("v0", 0), ("w48", 336)))
    planned = list(PlannedVisit.objects.filter(study=study).order_by("day"))
    team = [UserFactory() for _ in range(readers)]
    for reader in team:
        MembershipFactory(study=study, user=reader, role="reader")
    campaigns = {
        name: make_campaign(study, name, instrument, **{"readers_per_case": readers, **protocol})
        for name, instrument in (("mri", "ramris-2016"), ("xr", "svdh"))
    }
    centre = CentreFactory(study=study)
    _make_panel()
    plate = make_batch(study, panel_code=PANEL, limits=LIMITS)
    analytes = {analyte.code: analyte for analyte in Analyte.objects.filter(code__in=LIMITS)}
    for described in patients:
        patient = PatientFactory(
            centre=centre,
            rf_value=_titre(described.seropositive, "48.00", "5.00"),
            acpa_value=_titre(described.seropositive, "120.00", "1.00"),
        )
        taken = [VisitFactory(patient=patient, planned=p) for p in planned[: described.visits]]
        for campaign, changes in (
            (campaigns["mri"], described.mri),
            (campaigns["xr"], described.xr),
        ):
            _read(campaign, taken, team, changes)
        if taken:
            AssessmentFactory(visit=taken[0])
        if described.measured and taken:
            sample = SampleFactory(visit=taken[0])
            for name, value in described.measured.items():
                below = value == BELOW
                make_measurement(
                    plate,
                    sample,
                    analytes[name],
                    None if below else float(value),
                    censor="below_curve" if below else "in_range",
                    llod=LIMITS[name][0],
                )
    apply_preset(
        "paper",
        study=study,
        mri=campaigns["mri"],
        radiograph=campaigns["xr"],
        baseline=planned[0],
        follow_up=planned[1],
        by=manager_of(study),
    )
    return study


def make_unlike_study(code: str = "unlike") -> Study:
    """Return a study of 24 patients, read by three, with every kind of gap.

    Progression on MRI is separated completely by MMP-3; repair occurs in seropositive patients
    only, so its model is quasi-separated. OPG takes four values, GM-CSF is below its limit in
    everybody. Patients lack the follow-up visit, a reader, a case, a concentration, serology.
    """
    return make_described_study(code, _unlike_patients(), readers=3, surgery_policy="maximum")


def _unlike_patients() -> list[Described]:
    patients = []
    for i in range(24):
        progresses = i % 3 == 0
        repairs = i % 6 == 1
        level = (60.0 + i % 5 if progresses else 5.0 + i % 4) if i % 12 != 8 else BELOW
        spread = (0, 1, -1)[i % 3]
        mri = (4, 4 + spread, 3) if progresses else (-2, -2, -1) if repairs else (0, spread, 0)
        xr = (2, 1, 2) if i % 4 == 0 else (-1, -2, 0) if i % 9 == 1 else (0, 0, spread)
        measured: dict[str, float | str] = {
            "mmp-3": level,
            "opg": float(2 ** (4 + i % 4)),
            "gm-csf": BELOW,
        }
        patients.append(
            Described(
                mri=(mri[0], mri[1], None) if i in {5, 17} else mri,
                xr=() if i in {2, 20} else xr,
                visits=1 if i in {10, 14, 22} else 2,
                measured={} if i in {11, 18} else measured,
                seropositive=None if i in {4, 16} else repairs or i % 2 == 0,
            )
        )
    return patients


def _titre(positive: bool | None, high: str, low: str) -> Decimal | None:
    return None if positive is None else Decimal(high if positive else low)


def _make_panel() -> None:
    panel, made = Panel.objects.get_or_create(code=PANEL, defaults={"name": "Joint destruction"})
    if not made:
        return
    for spot, (code, (name, unit)) in enumerate(NAMES.items(), 1):
        analyte = Analyte.objects.create(code=code, name=name, unit=unit)
        PanelAnalyte.objects.create(panel=panel, analyte=analyte, spot=spot)


def _read(
    campaign: Campaign,
    taken: Sequence[Visit],
    team: Sequence[User],
    changes: Sequence[int | None],
) -> None:
    """A case with the visits that took place, read by those who gave a change."""
    if not changes or not taken:
        return
    case = make_case(campaign, taken[0].patient, taken)
    for number, (reader, change) in enumerate(zip(team, changes, strict=True), 1):
        if change is not None:
            entries = [_scores(campaign, 0), _scores(campaign, change)][: len(taken)]
            make_reading(case, reader, entries, number=number)


def _scores(campaign: Campaign, change: int) -> dict[str, int]:
    """Every erosion site at the same score, as many sites as the change has points one off."""
    items = get_instrument(campaign.instrument).items
    sites = [item.code for item in items if item.feature == "erosion"]
    step = 1 if change > 0 else -1
    return {
        code: 2 * (BASELINE_SCORE + (step if place < abs(change) else 0))
        for place, code in enumerate(sites)
    }
