"""Analysis runs, recomputing and exports."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from rest_framework.test import APIClient

from analytics.codec import encode
from analytics.design.plan import load_plan
from analytics.models import AnalysisRun, AnalysisState, Export
from analytics.results.stored import RESULTS_FORMAT, load, store
from analytics.runs.code import code_version
from analytics.runs.services import recompute
from ra_registry.cohort.models import StudyVersion
from ra_registry.core.models import AuditEvent
from tests.factories.stored_runs import stored_fields
from tests.factories.world import World

ALPHA = "/api/v1/studies/alpha/"
STORED = stored_fields("format-1")


@pytest.fixture
def client(world: World, api) -> APIClient:
    return api(world.one.people["investigator"])


@pytest.fixture
def run(world: World) -> AnalysisRun:
    """A stored computation; what its numbers are is no matter of the API."""
    run = AnalysisRun.objects.create(
        study=world.one.study,
        data_version=3,
        fingerprint="f" * 64,
        code_version=code_version(),
        package_versions={"numpy": "2.3"},
        plan=STORED["plan"],
        seed=7,
        n_patients=4,
        data_set=b"never sent",
        results=STORED["results"],
        seconds=0.5,
        computed_at=timezone.now(),
    )
    StudyVersion.objects.update_or_create(study=world.one.study, defaults={"number": 3})
    AnalysisState.objects.create(study=world.one.study, current=run, computed_version=3)
    return run


def test_a_run_is_listed_short_and_shown_whole(client: APIClient, run: AnalysisRun) -> None:
    (listed,) = client.get(f"{ALPHA}analyses/").json()["results"]
    assert listed["fingerprint"] == run.fingerprint
    assert "results" not in listed
    shown = client.get(f"{ALPHA}analyses/{run.pk}/").json()
    plan, results = load_plan(STORED["plan"]), shown["results"]
    assert shown == listed | {
        "package_versions": {"numpy": "2.3"},
        "plan": encode(plan),
        "results": store(load(STORED["results"], plan)),
    }
    assert (results["format"], results["variables"][4]["code"]) == (RESULTS_FORMAT, "il-6")


def test_the_state_tells_how_results_stand_against_data(
    world: World, client: APIClient, run: AnalysisRun
) -> None:
    shown = client.get(f"{ALPHA}analyses/state/").json()
    assert (shown["state"], shown["run"], shown["data_version"]) == ("fresh", run.pk, 3)
    StudyVersion.objects.filter(study=world.one.study).update(number=4)
    assert client.get(f"{ALPHA}analyses/state/").json()["state"] == "stale"


def test_a_study_without_results_says_so(client: APIClient) -> None:
    shown = client.get(f"{ALPHA}analyses/state/").json()
    assert (shown["state"], shown["run"], shown["computed_at"]) == ("never", None, None)
    assert client.get(f"{ALPHA}analyses/").json()["results"] == []


def test_a_recompute_is_asked_for_once(client: APIClient, run: AnalysisRun) -> None:
    for _ in range(2):
        answer = client.post(f"{ALPHA}analyses/recompute/")
        assert answer.status_code == 202
        assert answer.json()["state"] == "waiting"
    assert AuditEvent.objects.filter(kind="recompute_requested").count() == 1


def test_what_a_worker_computed_is_shown(world: World, client: APIClient, monkeypatch) -> None:
    # The worker's snapshot must be the outermost transaction, which a test's own one prevents.
    monkeypatch.setattr("analytics.runs.services.consistent_snapshot", nothing_around)
    client.post(f"{ALPHA}analyses/recompute/")
    assert recompute(world.one.study.pk) == 1
    state = client.get(f"{ALPHA}analyses/state/").json()
    assert (state["state"], state["n_patients"]) == ("fresh", 4)
    shown = client.get(f"{ALPHA}analyses/{state['run']}/").json()
    assert shown["n_patients"] == 4
    assert shown["results"] == AnalysisRun.objects.get().results


class nothing_around:  # noqa: N801 - stands in for a context manager function
    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


def test_an_export_is_asked_for_watched_and_downloaded(world: World, client: APIClient) -> None:
    answer = client.post(f"{ALPHA}exports/", {"purpose": "Year-one report"})
    assert answer.status_code == 202
    asked = answer.json()
    assert (asked["state"], asked["download"]) == ("waiting", None)
    assert asked["progress"] == {"percent": 0, "text": ""}
    again = client.post(f"{ALPHA}exports/", {"purpose": "Year-one report"})
    assert again.json()["token"] == asked["token"]
    url = f"{ALPHA}exports/{asked['token']}/"
    early = client.get(f"{url}download/", HTTP_ACCEPT="application/zip")
    assert early.status_code == 409
    assert early.json()["error"]["code"] == "conflict"

    made(Export.objects.get(), b"PK zip")
    shown = client.get(url).json()
    assert shown["state"] == "ready"
    assert shown["download"] == f"http://testserver{url}download/"
    file = client.get(shown["download"], HTTP_ACCEPT="application/zip")
    assert file.status_code == 200
    assert file["Content-Type"] == "application/zip"
    assert 'filename="alpha.zip"' in file["Content-Disposition"]
    assert file.getvalue() == b"PK zip"
    event = AuditEvent.objects.get(kind="export_downloaded")
    assert event.data["purpose"] == "Year-one report"
    assert event.user_id == world.one.people["investigator"].pk


def test_a_removed_file_is_a_conflict(world: World, client: APIClient) -> None:
    token = client.post(f"{ALPHA}exports/", {"purpose": "Report"}).json()["token"]
    export = Export.objects.get()
    made(export, b"zip")
    (Path(settings.EXPORT_DIR) / f"{export.token}.zip").unlink()
    assert client.get(f"{ALPHA}exports/{token}/download/").status_code == 409
    assert not AuditEvent.objects.filter(kind="export_downloaded").exists()


@pytest.mark.parametrize("body", [{}, {"purpose": ""}, {"purpose": "x" * 201}, {"purpose": None}])
def test_an_export_needs_a_purpose(client: APIClient, body: dict[str, object]) -> None:
    answer = client.post(f"{ALPHA}exports/", body)
    assert answer.status_code == 400
    assert "purpose" in answer.json()["error"]["fields"]
    assert not Export.objects.exists()


def made(export: Export, content: bytes) -> None:
    """Do what the worker does: put the file there and say so."""
    folder = Path(settings.EXPORT_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{export.token}.zip").write_bytes(content)
    Export.objects.filter(pk=export.pk).update(
        state="ready",
        finished_at=timezone.now() + timedelta(seconds=1),
        file_name="alpha.zip",
        size=len(content),
        sha256="0" * 64,
    )


@pytest.mark.parametrize("path", ["analyses/", "exports/"])
def test_a_list_costs_the_same_for_one_page_however_long(
    world: World, client: APIClient, run: AnalysisRun, django_assert_num_queries, path: str
) -> None:
    """Token, study, roles, count, page; of runs the campaigns that are not locked as well."""
    client.get(ALPHA)
    for number in range(3):
        made(
            Export.objects.create(
                study=world.one.study,
                purpose=f"Report {number}",
                requested_at=timezone.now(),
                requested_by=world.one.people["investigator"],
            ),
            b"zip",
        )
    for page_size in (1, 500):
        with django_assert_num_queries(6 if path == "analyses/" else 5):
            assert client.get(f"{ALPHA}{path}?page_size={page_size}").status_code == 200
