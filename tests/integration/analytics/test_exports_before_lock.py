"""Exports while a campaign isn't locked: what is left out of whose, and who may download it."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import nullcontext

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from analytics.exports import build as build_module
from analytics.exports import services
from ra_registry.cohort.models import Study
from ra_registry.core.audit import AuditEvent
from scoring.models import Campaign
from tests.factories.scoring import unlock
from tests.integration.analytics.unlocked import lock_all, person, to_see_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(computed_study: Study) -> Study:
    """A study with results, whose campaigns are open and nobody's to see before lock."""
    to_see_by(computed_study, "locked")
    return computed_study


@pytest.fixture
def made(study, inside_a_test, monkeypatch):
    """Return a function that makes a person's export."""
    monkeypatch.setattr(build_module, "consistent_snapshot", nullcontext)
    monkeypatch.setattr(services, "send", lambda _id: None)

    def make(user):
        export = services.request_export(study=study, purpose="a table", by=user)
        services.make_export(export_id=export.pk)
        export.refresh_from_db()
        assert export.state == "ready", export.error
        return export, zipfile.ZipFile(services.path_of(export))

    return make


def downloaded(client, path: str) -> int:
    """Return the status of a download, whose file is let go once it is read."""
    answer = client.get(path)
    assert b"".join(answer.streaming_content)
    return answer.status_code


def test_an_export_leaves_out_what_is_closed(study, made, sign_in) -> None:
    investigator, manager = person(study, "investigator"), person(study, "data_manager")
    form = sign_in(investigator).get(f"/studies/{study.code}/exports/").text
    assert "are left out: they open when each campaign is locked" in form
    _own, archive = made(investigator)
    for name in ("readings", "site_scores"):
        assert archive.read(f"csv/{name}.csv").decode().count("\n") == 1, name
    assert "csv/analysis_set.csv" not in archive.namelist()
    manifest = json.loads(archive.read("manifest.json"))
    assert len(manifest["scores"]["left_out"]) == Campaign.objects.filter(study=study).count()
    assert "are left out" in archive.read("README.txt").decode()

    whole, archive = made(manager)
    assert archive.read("csv/site_scores.csv").decode().count("\n") > 100
    assert "csv/analysis_set.csv" in archive.namelist()
    assert "Preliminary: " in archive.read("README.txt").decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(archive.read("tables.xlsx")))
    assert book.get_sheet_by_index(0).to_python()[1][0].startswith("Preliminary: ")
    # The file of somebody who may see more stays closed, until lock and after an unlock.
    path = reverse("exports:download", args=[study.code, whole.token])
    api = reverse("v1:export-download", args=[study.code, whole.token])
    client = sign_in(investigator)
    for closed in (path, api):
        assert client.get(closed).status_code == 403
    assert path not in client.get(f"/studies/{study.code}/exports/").text
    assert downloaded(sign_in(manager), path) == 200
    assert AuditEvent.objects.filter(kind="export_downloaded").get().data["preliminary"]
    lock_all(study)
    for opened in (path, api):
        assert downloaded(client, opened) == 200
    unlock(Campaign.objects.filter(study=study).earliest("pk"))
    assert client.get(path).status_code == 403
