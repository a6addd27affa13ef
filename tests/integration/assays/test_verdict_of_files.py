"""Files that contradict themselves, through page, command and API; and what becomes of results."""

from __future__ import annotations

import csv
import io
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction
from django.urls import reverse
from rest_framework.test import APIClient

from ra_registry.assays.errors import NotAcceptable
from ra_registry.assays.models import (
    Batch,
    Measurement,
    MeasurementStatus,
    Result,
    ResultPolicy,
)
from ra_registry.assays.services.acceptance import accept_file
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.preview import build_preview
from ra_registry.assays.services.results import evaluate_study, set_policy
from ra_registry.assays.services.uploads import Upload
from ra_registry.cohort.freshness import data_version
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.models import AuditEvent
from tests.factories.assays import staged_file
from tests.factories.clinical import PatientFactory, SampleFactory, VisitFactory
from tests.paths import trap

WHY = "the vendor was asked"


def staged(study, name: str):
    """Return a trap that waits, with every sample that it names registered."""
    content = trap(name)
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    codes = dict.fromkeys(r["Sample"] for r in rows if r.get("Sample Group") == "Unknowns")
    for code in codes:
        patient = PatientFactory(centre=study.north)
        SampleFactory(visit=VisitFactory(patient=patient, planned=study.baseline), code=code)
    return staged_file(study, Upload(name, content))


def keys(file) -> list[str]:
    return [one.key for one in build_preview(file).missing_reasons]


def results(batch: Batch, code: str, analyte: str = "il-6") -> list[Result]:
    found = Result.objects.filter(batch=batch, sample__code=code, analyte__code=analyte)
    return list(found.order_by("version"))


def test_a_vendor_number_against_our_curve_stops_at_every_door(
    study, lot, coordinator, sign_in, tmp_path
):
    file = staged(study, "vendor_1000x.csv")
    plate = build_preview(file).parsed.plates[0].key
    assert keys(file) == [f"vendor_ratio:il-6:{plate}", "beyond_limits:il-6"]

    page = sign_in(coordinator).get(reverse("assays:file", args=["alpha", file.token]))
    assert "To be accepted with reasons" in page.content.decode()
    assert 'name="reason:beyond_limits:il-6"' in page.content.decode()
    sent = sign_in(coordinator).post(reverse("assays:accept-file", args=["alpha", file.token]))
    assert sent.status_code == 400
    path = tmp_path / "vendor_1000x.csv"
    path.write_bytes(trap("vendor_1000x.csv"))
    with pytest.raises(CommandError, match="Needs a reason"):
        call_command("import_assay", path, study="alpha", accept=True, stdout=StringIO())
    client = APIClient()
    client.force_authenticate(coordinator)
    answer = client.post(f"/api/v1/studies/alpha/assay-files/{file.token}/accept/", {})
    assert answer.status_code == 400
    assert not Batch.objects.exists()

    call_command("import_assay", path, study="alpha", accept=True, reason=[WHY], stdout=StringIO())
    batch = Batch.objects.get()
    assert {one["reason"] for one in batch.findings if one["severity"] == "reason"} == {WHY}
    event = AuditEvent.objects.get(kind="assay_accepted")
    assert event.data["findings"] == batch.findings
    called_in = Measurement.objects.filter(
        well__plate__batch=batch, analyte__code="il-6", well__role="sample",
        vendor_concentration__gt=488,
    )  # fmt: skip
    assert called_in.count() == called_in.filter(censor="above_range").count() > 0


def test_a_lost_decimal_refuses_whatever_the_reason_and_names_the_wells(study, lot, coordinator):
    file = staged(study, "lost_decimal.csv")
    with pytest.raises(NotAcceptable) as refused:
        accept_file(file=file, choices=Choices(reason=WHY), by=coordinator)
    [detail] = refused.value.details
    assert "found 7812.5, expected 7.8125 (wells D01, D02)" in detail


def test_without_calibrators_the_lots_limits_classify_and_nothing_stays_unknown(
    study, lot, coordinator
):
    file = staged(study, "unknowns_only.csv")
    assert keys(file) == ["no_calibrators"]
    batch = accept_file(file=file, choices=Choices(reason=WHY), by=coordinator)
    found = Measurement.objects.filter(well__plate__batch=batch, concentration__isnull=False)
    for one in found:
        assert one.censor == ("below_llod" if one.concentration < one.llod else "in_range")
    assert not found.filter(censor="unknown").exists()


def test_mixed_replicates_are_marked_and_follow_the_policy_as_versions(study, lot, coordinator):
    file = staged(study, "replicates.csv")
    batch = accept_file(file=file, choices=Choices(reason=WHY), by=coordinator)
    [first] = results(batch, "KB-33DD-BL")
    assert (first.concentration, first.place, first.mixed) == (4.23, "mixed", True)
    assert (first.other_concentration, first.used, first.replicates) == (8.4, 2, 2)
    [high] = results(batch, "KB-7X9Y-BL")
    assert (high.concentration, high.mixed) == ((488.0 + 450.0) / 2, True)

    before = data_version(study.study.pk)
    with pytest.raises(ValidationFailed):
        set_policy(study=study.study, panel=lot.panel, replicates="drop", reason=" ",
                   by=coordinator)  # fmt: skip
    policy = set_policy(study=study.study, panel=lot.panel, replicates="drop", reason="protocol 3",
                        by=coordinator)  # fmt: skip
    old, new = results(batch, "KB-33DD-BL")
    assert old == first
    assert (new.concentration, new.mixed, new.predecessor, new.policy) == (8.4, True, old, policy)
    assert new.cause == "policy"
    assert data_version(study.study.pk) > before
    set_policy(study=study.study, panel=lot.panel, replicates="all-or-none", reason="again",
               by=coordinator)  # fmt: skip
    assert results(batch, "KB-33DD-BL")[-1].concentration is None
    assert ResultPolicy.objects.count() == 3
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE assays_result SET concentration = 1")


def test_the_page_lists_mixed_replicates_and_stores_the_rule(study, lot, coordinator, sign_in):
    accept_file(file=staged(study, "replicates.csv"), choices=Choices(reason=WHY), by=coordinator)
    client = sign_in(coordinator)
    page = client.get(reverse("assays:replicates", args=["alpha"])).content.decode()
    assert "KB-33DD-BL" in page
    assert "4.23" in page
    url = reverse("assays:replicate-policy", args=["alpha", lot.panel.code])
    sent = {f"{lot.panel.code}-replicates": "drop", f"{lot.panel.code}-reason": "protocol 3"}
    assert client.post(url, sent | {f"{lot.panel.code}-reason": ""}).status_code == 400
    assert client.post(url, sent).status_code == 302
    assert ResultPolicy.objects.latest("version").replicates == "drop"


def test_the_api_sets_the_rule_and_shows_results_in_force(study, lot, coordinator):
    accept_file(file=staged(study, "replicates.csv"), choices=Choices(reason=WHY), by=coordinator)
    client = APIClient()
    client.force_authenticate(coordinator)
    url = "/api/v1/studies/alpha/"
    sent = {"panel": lot.panel.code, "replicates": "drop", "reason": "protocol 3"}
    assert client.post(f"{url}result-policies/", sent).status_code == 201
    rows = client.get(f"{url}results/?mixed=true&sample=KB-33DD-BL&analyte=il-6").json()["results"]
    assert [(row["concentration"], row["version"], row["rule"]) for row in rows] == [
        (8.4, 2, "drop")
    ]


def test_stored_unknown_rows_get_a_version_by_the_command_once(study, lot, coordinator):
    batch = accept_file(
        file=staged(study, "unknowns_only.csv"), choices=Choices(reason=WHY), by=coordinator
    )
    assert not evaluate_study(study=study.study), "what was just accepted is up to date"
    as_older_code_left_it(batch)
    out = StringIO()
    call_command("evaluate_results", stdout=out)
    below = MeasurementStatus.objects.filter(censor="below_llod", cause="rules")
    assert below.count() > 100
    assert set(below.values_list("basis", "version")) == {("lot", 2)}
    assert (
        Measurement.objects.filter(well__plate__batch=batch).exclude(censor="unknown").count() == 0
    )
    assert AuditEvent.objects.filter(kind="results_evaluated").count() == 1
    versions = MeasurementStatus.objects.count(), Result.objects.count()
    call_command("evaluate_results", stdout=out)
    assert (MeasurementStatus.objects.count(), Result.objects.count()) == versions
    assert AuditEvent.objects.filter(kind="results_evaluated").count() == 1


def as_older_code_left_it(batch: Batch) -> None:
    """Make the rows of a batch what the first version stored: no status, no result."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may wait when a table is altered
        for table in ("assays_measurement", "assays_result"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("UPDATE assays_measurement SET censor = 'unknown'")
        cursor.execute("DELETE FROM assays_result")
        for table in ("assays_measurement", "assays_result"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_signals_with_neither_number_nor_side_are_no_results(study, lot, coordinator, sign_in):
    file = staged_file(study, Upload("signals.csv", signals_only(study)))
    batch = accept_file(file=file, choices=Choices(reason=WHY), by=coordinator)
    assert set(Result.objects.filter(batch=batch).values_list("place", flat=True)) == {"unknown"}
    listed = sign_in(coordinator).get(reverse("assays:samples", args=["alpha"]) + "?measured=yes")
    assert listed.context["page"].paginator.count == 0


def signals_only(study) -> bytes:
    visit = study.visit(study.patients[0], study.baseline)
    code = visit.samples.get().code
    header = "Plate Name,Sample,Sample Group,Assay,Well,Spot,Dilution,Signal,Calc. Concentration"
    return f"{header}\nPlate_2BO40AW777,{code},Unknowns,IL-6,A03,5,2,512,\n".encode()
