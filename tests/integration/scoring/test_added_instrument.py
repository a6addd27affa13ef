"""An instrument that is one file, of a modality without an instrument before, at every place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from analytics.models import AnalysisRun, EndpointDefinition
from analytics.runs import services
from ra_registry.accounts.models import User
from ra_registry.assays.models import Analyte
from scoring.instruments import Entry, UnscorableReason, all_instruments
from scoring.models import Campaign, InstrumentItem, Reading
from scoring.selectors.totals import reading_totals
from scoring.services import Mark, save_scores
from tests.factories.clinical import SampleFactory
from tests.factories.cohorts import make_batch, make_measurement
from tests.factories.instruments import PDUS_FOLDER, added_folder
from tests.factories.scoring import (
    all_marks,
    draft_reading,
    fields_of,
    first_assignment,
    sign_form,
    signed,
)
from tests.factories.ultrasound import (
    CAMPAIGN,
    UltrasoundStudy,
    make_ultrasound_study,
    open_campaign,
    record_ultrasound,
)

pytestmark = pytest.mark.django_db

N_SITES = 40
CELL = "RH.synovitis.MCP2@1"
PAGES = (
    "overview", "report", "cohort", "imaging", "roc", "models", "sensitivity", "readers", "plan",
    "endpoints", "runs",
)  # fmt: skip
# Inflammation has no rate since the onset, a probe no field; and seropositivity, which all six
# patients have, leaves no model to resample.
NOT_OF_SYNOVITIS = (
    "yearly progression", "no damage", "field strength", "Optimism by", "Not stratified",
    "0 to 6 patients", "IL-6, Seropositive: Only", "Of 1 variable", "Mann-Whitney; Mann-Whitney",
)  # fmt: skip
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _instrument(db: None) -> Iterator[None]:
    with added_folder(PDUS_FOLDER):
        yield


@pytest.fixture
def made() -> UltrasoundStudy:
    return make_ultrasound_study()


@pytest.fixture
def manager(made: UltrasoundStudy, sign_in: SignIn) -> Client:
    return sign_in(made.manager)


@pytest.fixture
def campaign(made: UltrasoundStudy, manager: Client) -> Campaign:
    record_ultrasound(made, manager)
    return open_campaign(made, manager)


def names_no_other(page: str) -> bool:
    text = strip_tags(page)
    return "MRI" not in text and "adiograph" not in text


def test_its_rows_are_there_after_migrating() -> None:
    assert "pdus" in {one.key for one in all_instruments()}
    assert InstrumentItem.objects.filter(instrument="pdus").count() == N_SITES


def test_visits_ask_for_its_examination(made: UltrasoundStudy, manager: Client) -> None:
    page = manager.get(made.patients[0].get_absolute_url()).content.decode()
    assert "/examinations/ultrasound/" in page
    record_ultrasound(made, manager)
    page = manager.get(made.patients[0].get_absolute_url()).content.decode()
    assert "Ultrasound" in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"side": "R"}, "side_rule"),
        ({"side": "B", "side_rule": "dominant"}, "side_rule"),
        ({"side": ""}, "side"),
    ],
)
def test_an_examination_says_its_side(
    made: UltrasoundStudy, manager: Client, typed: dict[str, str], field: str
) -> None:
    url = f"{made.patients[0].get_absolute_url()}visits/bl/examinations/ultrasound/"
    response = manager.post(url, {"acquired_on": "2024-03-11", **typed})
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]


def test_who_has_one_hand_only_is_no_candidate(made: UltrasoundStudy, manager: Client) -> None:
    record_ultrasound(made, manager)
    examination = made.patients[0].visits.first().examinations.get()
    type(examination).objects.filter(pk=examination.pk).update(side="R", side_rule="dominant")
    manager.post(f"{made.base}campaigns/new/", CAMPAIGN)
    page = manager.get(
        f"{made.base}campaigns/sono/cases/", {"visits": [visit.pk for visit in made.visits]}
    )
    assert "5 of 6 patients can be added" in page.content.decode()
    assert "one side was examined, and both are read" in page.content.decode()


def test_the_wizard_offers_it_by_name(made: UltrasoundStudy, manager: Client) -> None:
    page = manager.get(f"{made.base}campaigns/new/").content.decode()
    assert "EULAR-OMERACT PDUS scores Grey-scale synovitis, Power Doppler." in page
    assert "Grey-scale synovitis (EULAR-OMERACT PDUS)" in page


def test_its_form_is_read_saved_and_submitted(
    made: UltrasoundStudy, campaign: Campaign, sign_in: SignIn
) -> None:
    assignment = first_assignment(campaign, made.readers[0])
    client, url = sign_in(assignment.reader), f"/reading/{assignment.token}/"
    started = client.post(url + "start/", follow=True)
    page = started.content.decode()
    assert started.context["grid"].n_cells == 2 * N_SITES
    assert "Grey-scale synovitis, right hand" in page
    assert names_no_other(page)
    refused = client.post(url, {"revision": "0", CELL: "4"})
    assert "Allowed are 0 to 3 in steps of 1." in refused.content.decode()
    cells = fields_of(page)
    client.post(url, {"revision": "0", **dict.fromkeys(cells, "2")})
    page = client.get(url).content.decode()
    assert set(fields_of(page).values()) == {"2"}
    assert "Power Doppler, both hands" in page
    client.post(url + "submit/", sign_form(Reading.objects.get()))
    assert Reading.objects.get().state == "submitted"


def test_its_form_has_grades_as_text_and_no_diagram(
    made: UltrasoundStudy, campaign: Campaign, sign_in: SignIn
) -> None:
    """No place is known for its sites, nor a drawing for its grades."""
    assignment = first_assignment(campaign, made.readers[0])
    draft_reading(assignment)
    response = sign_in(assignment.reader).get(f"/reading/{assignment.token}/")
    page = response.content.decode()
    assert response.context["drawings"] == ()
    assert "reading-diagrams" not in page
    assert 'class="grade"' not in page
    assert "beyond the joint line, surface convex" in page
    assert "outline__part" in page


def test_totals_follow_its_missing_rules(made: UltrasoundStudy, campaign: Campaign) -> None:
    assignment = first_assignment(campaign, made.readers[0])
    reading = draft_reading(assignment)
    marks = [mark for mark in all_marks(assignment, 2) if mark.item != "LH.doppler.WR"]
    missing = Entry(reason=UnscorableReason.MOTION_ARTEFACT)
    marks += [Mark(position, "LH.doppler.WR", missing) for position in assignment.order]
    save_scores(reading=reading, marks=marks, revision=0, by=assignment.reader)
    submitted = signed(reading)
    totals = {row.key: row.totals[0] for row in reading_totals(submitted)}
    whole, partly = totals["synovitis.total"], totals["doppler.total"]
    assert (whole.strict, whole.maximum, whole.n_sites) == (Decimal(40), 60, 20)
    assert (partly.strict, partly.observed_sum, partly.n_scored) == (None, Decimal(38), 19)
    assert partly.prorated == 40


def _analyse(made: UltrasoundStudy, campaign: Campaign) -> AnalysisRun:
    """Read every case, measure every patient, define an endpoint and recompute."""
    for number, patient in enumerate(made.patients):
        case = campaign.cases.get(patient=patient)
        for assignment in case.assignments.select_related("reader", "case__campaign"):
            reading = draft_reading(assignment)
            marks = [
                Mark(mark.position, mark.item, Entry(value=(mark.position * number) % 4))
                for mark in all_marks(assignment)
            ]
            save_scores(reading=reading, marks=marks, revision=0, by=assignment.reader)
            signed(reading)
    plate, analyte = make_batch(made.study), Analyte.objects.get(code="il-6")
    for number, patient in enumerate(made.patients):
        visit = patient.visits.get(planned=made.visits[0])
        make_measurement(plate, SampleFactory(visit=visit), analyte, 2.0 + number)
    EndpointDefinition.objects.create(
        study=made.study,
        key="sono-worse",
        version=1,
        label="Grey-scale synovitis worse",
        campaign=campaign,
        measure="synovitis",
        baseline=made.visits[0],
        follow_up=made.visits[1],
        side="above",
        limit_by="points",
        threshold=Decimal("0.50"),
        reader_rule="mean",
        missing_rule="pairwise",
        created_by=made.manager,
    )
    services.recompute(made.study.pk)
    return AnalysisRun.objects.get(study=made.study)


def test_its_analysis_is_computed_and_shown(
    made: UltrasoundStudy,
    campaign: Campaign,
    manager: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(services, "consistent_snapshot", nullcontext)
    run = _analyse(made, campaign)
    assert run.plan["endpoints"][0]["modality"] == "US"
    assert "Ultrasound grey-scale synovitis change" in run.results["correlations"]["changes"]
    for name in PAGES:
        response = manager.get(reverse(f"analytics:{name}", args=[made.study.code]))
        assert response.status_code == 200
        assert names_no_other(response.content.decode()), name
    report = manager.get(reverse("analytics:report", args=[made.study.code])).content.decode()
    assert "Hands by ultrasound: Grey-scale synovitis" in report
    said = " ".join(strip_tags(report).split())
    for absent in NOT_OF_SYNOVITIS:
        assert absent not in said, absent
