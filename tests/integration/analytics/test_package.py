"""The package of a run: the same bytes each time, for those who may export, and R agrees."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from base64 import b64encode

import pytest
from django.urls import reverse

from analytics.codec import encode
from analytics.package.build import build_package
from analytics.results.stored import store
from analytics.results.stored_run import StoredRun
from ra_registry.core.models import AuditEvent
from tests.factories.cohorts import make_study, manager_of
from tests.factories.r_scripts import check_package
from tests.factories.stored_runs import stored_run

pytestmark = pytest.mark.django_db
# What the script of the paper's study says at least, by a part of the line.
AGREEING = {
    "Age at enrolment, all patients: mean": 1,
    "McNemar": 10,
    ": area |": 20,
    "cut-off 1, sensitivity": 20,
    ": U |": 20,
    "exact P": 20,
    "odds ratio |": 24,
    "profile, upper": 24,
    "rho": 100,
    "ICC(A,1)": 60,
    "SDC 95 %": 7,
    "kappa": 4,
    "Adjusted P": 100,
}


@pytest.fixture
def run(db):
    return stored_run(make_study(), "format-1")


def package_of(run, code="early"):
    return build_package(StoredRun(run), code)


def files_of(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}


def address_of(run):
    return reverse("analytics:package", args=[run.study.code])


def test_a_package_holds_data_plan_results_tables_and_script(run):
    files = files_of(package_of(run).content)
    assert {"README.txt", "analysis_set.csv", "codebook.csv", "check.R"} <= files.keys()
    report = StoredRun(run)
    assert json.loads(files["plan.json"]) == encode(report.plan)
    assert json.loads(files["results.json"]) == json.loads(json.dumps(store(report.results)))
    rows = list(csv.DictReader(io.StringIO(files["analysis_set.csv"].decode(), newline="")))
    described = csv.DictReader(io.StringIO(files["codebook.csv"].decode(), newline=""))
    assert len(rows) == run.n_patients
    assert list(rows[0]) == list(dict.fromkeys(line["column"] for line in described))
    for name in (
        "cohort",
        "roc-mri-progression",
        "comparison-progression",
        "values-mri-repair-il-6",
    ):
        assert files[f"tables/{name}.csv"], name
    listed = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert listed.pop("README.txt") == hashlib.sha256(files["README.txt"]).hexdigest()
    assert listed.keys() == files.keys() - {"README.txt", "SHA256SUMS"}


def test_it_is_the_same_bytes_whoever_makes_it(run, sign_in):
    first, manager = package_of(run, run.study.code), manager_of(run.study)
    answer = sign_in(manager).get(address_of(run))
    assert answer.content == first.content
    assert manager.email.encode() not in answer.content


def test_r_agrees_with_every_figure_of_the_papers_study(run, tmp_path):
    checked = check_package(package_of(run).content, tmp_path)
    assert checked.differs == []
    assert checked.status == 0
    assert len(checked.agrees) >= 3000
    for part, least in AGREEING.items():
        found = [line for line in checked.agrees if part in line]
        assert len(found) >= least, part
    assert checked.count == (
        f"{len(checked.agrees)} agree, 0 differ, {len(checked.not_checked)} not checked"
    )


@pytest.mark.parametrize("by", [1e-5, -1e-5])
def test_a_stored_figure_that_was_altered_differs(run, tmp_path, by):
    run.results["roc"][0]["markers"][0]["auc"]["value"] *= 1 + by
    checked = check_package(package_of(run).content, tmp_path)
    assert checked.status == 1
    assert checked.differs
    assert all(": area |" in line for line in checked.differs)
    assert f", {len(checked.differs)} differ, " in checked.count


def test_a_download_is_logged_with_its_hash(run, sign_in):
    answer = sign_in(manager_of(run.study)).get(address_of(run), {"run": run.pk})
    digest = hashlib.sha256(answer.content)
    assert answer.headers["Repr-Digest"] == f"sha-256=:{b64encode(digest.digest()).decode()}:"
    assert answer.headers["Content-Disposition"].endswith(f'run{run.pk}-package.zip"')
    event = AuditEvent.objects.get(kind="table_downloaded")
    assert event.data == {"package": "zip", "sha256": digest.hexdigest(), "run": run.pk}
    assert event.study_code == run.study.code


def test_the_api_sends_the_same_file(run, sign_in):
    client = sign_in(manager_of(run.study))
    answer = client.get(f"/api/v1/studies/{run.study.code}/analyses/{run.pk}/package/")
    assert answer.status_code == 200
    assert answer.content == client.get(address_of(run)).content
    assert AuditEvent.objects.filter(kind="table_downloaded").count() == 2


def test_a_run_of_older_code_that_cant_be_read_has_no_package(sign_in):
    run = stored_run(make_study(), "without-formats")
    client = sign_in(manager_of(run.study))
    assert client.get(address_of(run)).status_code == 409
    api = client.get(f"/api/v1/studies/{run.study.code}/analyses/{run.pk}/package/")
    assert api.status_code == 409
    assert not AuditEvent.objects.filter(kind="table_downloaded").exists()


def test_runs_report_and_overview_lead_to_it(run, sign_in):
    client = sign_in(manager_of(run.study))
    link = f"{address_of(run)}?run={run.pk}"
    for page in ("overview", "report"):
        shown = client.get(reverse(f"analytics:{page}", args=[run.study.code]))
        assert link in shown.content.decode(), page
    shown = client.get(reverse("analytics:run", args=[run.study.code, run.pk]))
    assert link in shown.content.decode()


@pytest.mark.parametrize("role", ["coordinator", "monitor", "reader"])
def test_other_roles_are_refused(world, sign_in, role):
    run = stored_run(world.one.study, "format-1")
    client = sign_in(world.one.people[role])
    assert client.get(address_of(run)).status_code == 403
    address = f"/api/v1/studies/{run.study.code}/analyses/{run.pk}/package/"
    assert client.get(address).status_code == 403
