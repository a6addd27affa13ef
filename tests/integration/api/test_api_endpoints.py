"""Endpoints through the API: made once, revised on top of what is seen, retired with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from analytics.models import EndpointDefinition
from ra_registry.accounts.api import Scope
from tests.factories.world import World

ALPHA = "/api/v1/studies/alpha/endpoints/"


@pytest.fixture
def client(world: World, api) -> APIClient:
    return api(world.one.people["data_manager"])


@pytest.fixture
def remission(world: World) -> dict[str, Any]:
    return {
        "label": "DAS28-CRP remission",
        "variable": "das28_crp",
        "baseline": world.one.baseline.code,
        "side": "below",
        "limit_by": "points",
        "threshold": 2.6,
    }


def test_an_endpoint_is_made_revised_and_retired(client: APIClient, remission) -> None:
    made = client.post(ALPHA, remission, format="json")
    assert made.status_code == 201
    assert client.post(ALPHA, remission, format="json").json() == made.json()
    one = f"{ALPHA}das28-crp-remission/"
    stricter = {**remission, "threshold": 2.4, "based_on": 1, "reason": "as in the protocol"}
    assert client.post(f"{one}versions/", stricter, format="json").json()["version"] == 2
    assert client.post(f"{one}versions/", stricter, format="json").status_code == 409
    gone = client.post(f"{one}retire/", {"based_on": 2, "reason": "not asked for"}, format="json")
    assert gone.json()["retired"] is True
    assert client.get(one).json()["version"] == 3
    listed = {row["key"]: row["version"] for row in client.get(ALPHA).json()["results"]}
    assert listed["das28-crp-remission"] == 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"baseline": "NOWHERE"}, "baseline"),
        ({"campaign": "nothing", "measure": "erosion", "variable": ""}, "campaign"),
        ({"threshold": 2.601}, "threshold"),
        ({"threshold": 1e9}, "threshold"),
        ({"variable": "height"}, "variable"),
        ({"side": "beside"}, "side"),
        ({"limit_by": "sdc-95", "threshold": None}, "limit_by"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_field(
    client: APIClient, remission, change: dict[str, Any], field: str
) -> None:
    answer = client.post(ALPHA, {**remission, **change}, format="json")
    assert answer.status_code == 400
    assert field in answer.json()["error"]["fields"]
    assert not EndpointDefinition.objects.exists()


def test_an_investigator_reads_and_a_token_needs_its_scope(world: World, api, remission) -> None:
    investigator = api(world.one.people["investigator"])
    assert investigator.get(ALPHA).status_code == 200
    assert investigator.post(ALPHA, remission, format="json").status_code == 403
    reader = api(world.one.people["data_manager"], scopes=[Scope.READ])
    assert reader.post(ALPHA, remission, format="json").status_code == 403
