"""An export is of one data version, its analysis set included, and says so."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from rest_framework.test import APIClient

from analytics.exports import build as build_module
from analytics.exports import services
from analytics.models import AnalysisRun, AnalysisState, Export
from analytics.runs import services as run_services
from ra_registry.accounts.models import User
from ra_registry.cohort.freshness import data_version, mark_study_changed
from ra_registry.cohort.models import Centre, Study
from tests.factories.clinical import PatientFactory
from tests.factories.cohorts import manager_of
from tests.unit.analytics.test_export_columns import LEGAL

pytestmark = pytest.mark.django_db
ENROLLED = 5


@pytest.fixture(autouse=True)
def _inside_the_tests_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_module, "consistent_snapshot", contextlib.nullcontext)
    monkeypatch.setattr(run_services, "consistent_snapshot", contextlib.nullcontext)
    monkeypatch.setattr(services, "send", lambda _id: None)


def enrol_more(study: Study, by: User) -> None:
    """Five patients, as a coordinator enrols them."""
    centre = Centre.objects.filter(study=study).first()
    for _ in range(ENROLLED):
        PatientFactory(centre=centre)
    mark_study_changed(study.pk)


def by_page(study: Study, by: User, _folder: Path) -> zipfile.ZipFile:
    client = Client()
    client.force_login(by)
    assert client.post(f"/studies/{study.code}/exports/", {"purpose": "x"}).status_code == 302
    return made()


def by_api(study: Study, by: User, _folder: Path) -> zipfile.ZipFile:
    client = APIClient()
    client.force_login(by)
    answer = client.post(f"/api/v1/studies/{study.code}/exports/", {"purpose": "x"}, format="json")
    assert answer.status_code == 202, answer.content
    return made()


def by_command(study: Study, by: User, folder: Path) -> zipfile.ZipFile:
    target = folder / "out.zip"
    silent = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    call_command("export", study.code, output=target, purpose="x", **silent)
    return zipfile.ZipFile(target)


def made() -> zipfile.ZipFile:
    export = Export.objects.get()
    services.make_export(export_id=export.pk)
    export.refresh_from_db()
    assert export.state == "ready", export.error
    return zipfile.ZipFile(services.path_of(export))


def table(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    text = archive.read(f"csv/{name}.csv").decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


WAYS: list[Callable[[Study, User, Path], zipfile.ZipFile]] = [by_page, by_api, by_command]


@pytest.mark.parametrize("way", WAYS)
def test_patients_enrolled_a_moment_ago_are_in_every_table(
    computed_study: Study, tmp_path: Path, way: Callable[..., zipfile.ZipFile]
) -> None:
    by = manager_of(computed_study)
    enrol_more(computed_study, by)
    archive = way(computed_study, by, tmp_path)
    patients = [row["patient"] for row in table(archive, "patients")]
    assert sorted(row["patient"] for row in table(archive, "analysis_set")) == sorted(patients)
    manifest = json.loads(archive.read("manifest.json"))
    run = AnalysisRun.objects.get(pk=manifest["analysis_set"]["run"])
    assert run.n_patients == len(patients)
    assert manifest["analysis_set"]["data_version"] == manifest["data_version"]
    assert manifest["data_version"] == data_version(computed_study.pk)
    assert f"run {run.pk}" in archive.read("README.txt").decode()


@pytest.mark.parametrize("way", WAYS)
def test_without_results_of_these_data_the_analysis_set_is_left_out_with_a_sentence(
    computed_study: Study,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: Callable[..., zipfile.ZipFile],
) -> None:
    """Another worker is at it, a person cancelled it, it failed: never older data in silence."""
    monkeypatch.setattr(run_services, "take", lambda _study: None)
    by = manager_of(computed_study)
    enrol_more(computed_study, by)
    archive = way(computed_study, by, tmp_path)
    assert "csv/analysis_set.csv" not in archive.namelist()
    reason = json.loads(archive.read("manifest.json"))["analysis_set"]["left_out"]
    state = AnalysisState.objects.get(study=computed_study)
    assert f"data version {state.computed_version}" in reason
    assert f"data version {data_version(computed_study.pk)}" in reason
    assert reason in archive.read("README.txt").decode()


def test_the_analysis_set_has_points_words_and_names_of_its_own(
    computed_study: Study, tmp_path: Path
) -> None:
    archive = by_command(computed_study, manager_of(computed_study), tmp_path)
    rows = table(archive, "analysis_set")
    codebook = {
        row["column"]: row
        for row in csv.DictReader(io.StringIO(archive.read("codebook.csv").decode(), newline=""))
        if row["table"] == "analysis_set"
    }
    assert set(rows[0]) == set(codebook)
    assert "patient" in codebook
    assert "patient_id" not in codebook
    for name, row in codebook.items():
        assert LEGAL.fullmatch(name), name
        assert "half" not in name
        assert row["label"], name
        assert row["label"] != name.replace("_", " "), f"{name} has no label of its own"
        assert not row["label"].startswith("As in run"), name
        if row["kind"] == "decimal number":
            assert row["unit"], name
    for name, row in codebook.items():
        found = {line[name] for line in rows} - {""}
        if row["kind"] == "yes/no":
            assert found <= {"yes", "no"}, name
        elif row["kind"] == "whole number":
            assert all(value.lstrip("-").isdigit() for value in found), name
    coded = {row["column"] for row in codebook.values() if row["code"]}
    assert {"sex", "diagnosis", "dominant_hand", "il_6_censor"} <= coded


def test_the_readers_sums_are_the_points_of_the_site_scores(
    computed_study: Study, tmp_path: Path
) -> None:
    """One patient of the export, added up by hand from its site scores."""
    archive = by_command(computed_study, manager_of(computed_study), tmp_path)
    rows = {row["patient"]: row for row in table(archive, "analysis_set")}
    columns = [c for c in next(iter(rows.values())) if c.endswith("_base") and "erosion" in c]
    scores = table(archive, "site_scores")
    campaign = {c: c.split("_")[0] for c in columns}
    one = next(p for p, row in rows.items() if all(row[c] for c in columns))
    visits = sorted({s["visit"] for s in scores})
    by_hand: dict[str, list[float]] = {}
    for key in set(campaign.values()):
        readers = {s["reader"] for s in scores if s["campaign"] == key and s["patient"] == one}
        by_hand[key] = sorted(
            sum(
                float(s["score"] or 0)
                for s in scores
                if (s["campaign"], s["patient"], s["reader"], s["feature"])
                == (key, one, reader, "erosion")
                and s["visit"] == visits[0]
            )
            for reader in readers
        )
    for key, expected in by_hand.items():
        found = sorted(float(rows[one][c]) for c in columns if campaign[c] == key)
        assert found == expected


@pytest.mark.parametrize("wanted", [True, False])
def test_a_byte_order_mark_is_a_choice_that_is_said(
    computed_study: Study, tmp_path: Path, wanted: bool
) -> None:
    target = tmp_path / "out.zip"
    silent: dict[str, Any] = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    call_command(
        "export",
        computed_study.code,
        output=target,
        purpose="x",
        byte_order_mark=wanted,
        **silent,
    )
    archive = zipfile.ZipFile(target)
    tables = [name for name in archive.namelist() if name.endswith(".csv")]
    assert len(tables) > 10
    for name in tables:
        assert archive.read(name).startswith(b"\xef\xbb\xbf") is wanted, name
    assert json.loads(archive.read("manifest.json"))["csv_byte_order_mark"] is wanted
    said = "with a byte order mark" if wanted else "without a byte order mark"
    assert said in archive.read("README.txt").decode()


def test_the_page_and_the_api_pass_the_choice_on(computed_study: Study) -> None:
    client, page = APIClient(), Client()
    client.force_login(manager_of(computed_study))
    page.force_login(manager_of(computed_study))
    base = f"/studies/{computed_study.code}/exports/"
    assert page.post(base, {"purpose": "x", "byte_order_mark": "on"}).status_code == 302
    assert made().read("csv/patients.csv").startswith(b"\xef\xbb\xbf")
    sent = {"purpose": "y", "byte_order_mark": True}
    answer = client.post(f"/api/v1{base}", sent, format="json")
    assert answer.json()["byte_order_mark"] is True
    assert client.post(f"/api/v1{base}", {"purpose": "z"}, format="json").status_code == 202


@pytest.mark.parametrize(("query", "begins"), [("", True), ("?bom=yes", True), ("?bom=no", False)])
def test_tables_for_people_begin_with_a_byte_order_mark(
    computed_study: Study, sign_in: Callable, query: str, begins: bool
) -> None:
    client = sign_in(manager_of(computed_study))
    for path in ("patients/download/", "analysis/tables/flow.csv"):
        answer = client.get(f"/studies/{computed_study.code}/{path}{query}")
        content = b"".join(answer.streaming_content)
        assert content.startswith(b"\xef\xbb\xbf") is begins, path
    odd = client.get(f"/studies/{computed_study.code}/patients/download/?bom=perhaps")
    assert odd.status_code == 400
