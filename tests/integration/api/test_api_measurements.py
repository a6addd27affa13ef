"""Samples, panels, batches and measurements."""

from __future__ import annotations

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from ra_registry.assays.models import Batch, Sample
from tests.factories.clinical import SampleFactory
from tests.factories.small_plates import accepted_batch
from tests.factories.world import World

ALPHA = "/api/v1/studies/alpha/"


@pytest.fixture
def samples(world: World) -> list[Sample]:
    return list(Sample.objects.filter(study=world.one.study).order_by("code"))


@pytest.fixture
def batch(world: World, samples: list[Sample]) -> Batch:
    codes = [sample.code for sample in samples]
    return accepted_batch(world.one.study, codes, by=world.one.people["coordinator"])


@pytest.fixture
def client(world: World, api) -> APIClient:
    return api(world.one.people["investigator"])


def test_a_measurement_keeps_the_files_text_beside_the_numbers(
    client: APIClient, batch: Batch, samples: list[Sample]
) -> None:
    code = samples[0].code
    (shown,) = client.get(f"{ALPHA}measurements/?sample={code}").json()["results"]
    assert shown["batch"] == str(batch.token)
    assert (shown["plate"], shown["well"]) == ("2AB0CD1234", "A01")
    assert (shown["analyte"], shown["unit"]) == ("il-6", "pg/ml")
    assert (shown["vendor_text"], shown["concentration"], shown["source"]) == (
        "7.25",
        7.25,
        "vendor",
    )
    assert (shown["signal_text"], shown["signal"]) == ("1512", 1512.0)
    assert (shown["patient"], shown["visit"]) == (samples[0].visit.patient.pseudonym, "bl")
    assert shown["llod"] == 0.5
    assert client.get(f"{ALPHA}measurements/{shown['id']}/").json() == shown


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("", 4),
        ("?analyte=il-6", 4),
        ("?analyte=il-8", 0),
        ("?visit=bl", 4),
        ("?visit=m12", 0),
        ("?censor=in_range", 4),
        ("?censor=below_llod", 0),
        ("?excluded=false", 4),
        ("?excluded=true", 0),
    ],
)
def test_measurements_are_filtered(client: APIClient, batch: Batch, query: str, n: int) -> None:
    assert len(client.get(f"{ALPHA}measurements/{query}").json()["results"]) == n


def test_a_role_for_one_centre_sees_its_patients_measurements(
    world: World, api, batch: Batch
) -> None:
    local = api(world.one.local["coordinator"])
    shown = local.get(f"{ALPHA}measurements/").json()["results"]
    north = {patient.pseudonym for patient in world.one.patients[:2]}
    assert {row["patient"] for row in shown} == north
    assert local.get(f"{ALPHA}samples/").json()["count"] == 2
    south = world.one.patients[2].pseudonym
    assert local.get(f"{ALPHA}measurements/?patient={south}").status_code == 400
    assert local.get(f"{ALPHA}batches/").status_code == 403


def test_voided_samples_take_their_measurements_along(
    world: World, client: APIClient, batch: Batch, samples: list[Sample]
) -> None:
    sample = samples[0]
    sample.voided_at, sample.voided_by = timezone.now(), world.one.people["data_manager"]
    sample.void_reason = "labels swapped"
    sample.save()
    assert len(client.get(f"{ALPHA}measurements/").json()["results"]) == 3
    assert client.get(f"{ALPHA}samples/").json()["count"] == 3
    assert client.get(f"{ALPHA}samples/{sample.code}/").status_code == 404


def test_a_sample_code_may_hold_slashes_and_dots(world: World, client: APIClient) -> None:
    visit = world.one.visit(world.one.patients[0], world.one.year_one)
    SampleFactory(visit=visit, code="RA/17.2_b-c", material="serum")
    shown = client.get(f"{ALPHA}samples/RA/17.2_b-c/").json()
    assert (shown["code"], shown["visit"], shown["material"]) == ("RA/17.2_b-c", "m12", "serum")
    assert client.get(f"{ALPHA}samples/?material=serum").json()["count"] == 1
    assert client.get(f"{ALPHA}samples/?code=17.2").json()["count"] == 1


def test_a_batch_comes_with_its_plates(client: APIClient, batch: Batch) -> None:
    shown = client.get(f"{ALPHA}batches/{batch.token}/").json()
    assert (shown["file_name"], shown["panel"]) == (
        "plate.csv",
        "v-plex-proinflammatory-1-human",
    )
    (plate,) = shown["plates"]
    assert (plate["barcode"], plate["rows"], plate["columns"]) == ("2AB0CD1234", 8, 12)


def test_a_panel_has_analytes_by_spot_and_limits_by_lot(client: APIClient, batch: Batch) -> None:
    (panel,) = client.get(f"{ALPHA}panels/").json()["results"]
    assert [analyte["spot"] for analyte in panel["analytes"]] == list(range(1, 11))
    (lot,) = panel["lots"]
    assert len(lot["limits"]) == 10


@pytest.mark.parametrize(
    ("path", "queries"), [("samples/", 5), ("measurements/", 6), ("panels/", 9)]
)
def test_a_list_costs_the_same_for_one_page_however_long(
    client: APIClient, batch: Batch, django_assert_num_queries, path: str, queries: int
) -> None:
    """Token, study, roles, page, a count where there is one, and what panels consist of."""
    client.get(ALPHA)
    for page_size in (1, 500):
        with django_assert_num_queries(queries):
            assert client.get(f"{ALPHA}{path}?page_size={page_size}").status_code == 200
