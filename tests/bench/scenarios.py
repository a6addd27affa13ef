"""What is measured: recomputing, saving a score, pages, imports, exports."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.db import transaction
from django.test import Client
from django.urls import reverse

from analytics.models import AnalysisRun
from analytics.paper.ahead import draw_ahead
from analytics.results.stored_run import StoredRun
from analytics.runs.services import recompute
from ra_registry.accounts.models import User
from ra_registry.assays.models import KitLot, Sample
from ra_registry.assays.services.acceptance import accept_file
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.preview import build_preview
from ra_registry.assays.services.staging import Upload, choose_lot, stage_file
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import ClinicalAssessment, Membership, PlannedVisit, Study
from ra_registry.demo.building.plates import LOT_NUMBER
from ra_registry.demo.recipe import draw_plates, generate, workbench_export
from scoring.models import Assignment
from scoring.models.protocol import Strategy
from scoring.services import (
    Protocol,
    add_cases,
    choose_readers,
    create_campaign,
    open_campaign,
)
from tests.bench.measure import Report

SAMPLES_PER_PLATE = 37


def holder(study: Study, role: str) -> User:
    """Return a person who holds ``role`` in the study."""
    return Membership.objects.current().filter(study=study, role=role).first().user


def signed_in(user: User) -> Client:
    """Return a client in the user's session, under a host name that the settings allow."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    return client


def recomputing(report: Report, study: Study, *, bar: float, repeats: int) -> None:
    """Recompute after one changed value, so that no earlier run can be reused."""
    n = study.patients.count()
    report.time(
        f"recompute, {n} patients", lambda: recompute(study.pk), bar=bar, repeats=repeats,
        before=change_of(study),
    )  # fmt: skip


def change_of(study: Study) -> Callable[[], None]:
    """Return what changes one value of one patient, another each time."""
    assessment = ClinicalAssessment.objects.filter(visit__study=study, ptga_mm__lt=50).first()

    def change() -> None:
        with transaction.atomic():
            assessment.ptga_mm += 1
            assessment.save(update_fields=["ptga_mm"])
            mark_study_changed(study.pk)

    return change


def saving_scores(report: Report, study: Study, *, repeats: int) -> None:
    """Save one cell of a form, again and again, as the form's script does."""
    assignment = Assignment.objects.filter(
        case__campaign__study=study, case__campaign__state="open", status="assigned"
    ).first()
    client = signed_in(assignment.reader)
    client.post(reverse("scoring:start", args=[assignment.token]))
    url = reverse("scoring:save-scores", args=[assignment.token])
    state = {"value": 0, "revision": 0}

    def save() -> None:
        state["value"] = (state["value"] + 1) % 10
        body = {"marks": {"erosion.RAD@1": str(state["value"])}, "revision": state["revision"]}
        answer = client.post(url, json.dumps(body), content_type="application/json")
        if answer.status_code != 200:
            message = f"saving a score answered {answer.status_code}: {answer.content[:200]!r}"
            raise RuntimeError(message)
        state["revision"] = answer.json()["revision"]

    report.time("save a score, server time", save, bar=8, repeats=repeats, unit="ms")


def opening(report: Report, study: Study, *, bar: float) -> None:
    """Make a campaign of all patients with both films, draw its readers and open it."""
    by = holder(study, "data_manager")
    readers = [
        member.user for member in Membership.objects.current().filter(study=study, role="reader")
    ][:2]
    visits = list(PlannedVisit.objects.filter(study=study, code__in=["bl", "m12"]))
    protocol = Protocol(title="Opened", instrument="ramris-2016", features=["erosion", "bme"])
    started = time.perf_counter()
    campaign = create_campaign(study=study, code="opened", protocol=protocol, by=by)
    cases = add_cases(campaign=campaign, planned_visits=visits, by=by).added
    choose_readers(campaign=campaign, readers=readers, strategy=Strategy.FIXED, by=by)
    open_campaign(campaign=campaign, by=by)
    seconds = time.perf_counter() - started
    report.add(f"open a campaign of {cases} cases", bar=bar, unit="s", values=[seconds])


PAGES = {
    "investigator": [
        "home", "cohort:study", "cohort:patients", "scoring:campaigns", "assays:batches",
        "assays:samples", "analytics:overview", "analytics:cohort", "analytics:imaging",
        "analytics:roc", "analytics:models", "analytics:readers", "analytics:sensitivity",
        "analytics:report", "analytics:plan", "analytics:runs", "exports:list",
        "analytics:compare-runs",
    ],
    "data_manager": ["cohort:members", "cohort:audit"],
    "reader": ["scoring:worklist"],
}  # fmt: skip


# Comparing two runs computes their figures again.
OTHER_BARS = {"analytics:compare-runs": 1000.0}


def pages(report: Report, study: Study, *, bar: float, repeats: int) -> None:
    """Fetch every list and study page as the person who uses it."""
    n = study.patients.count()
    for role, names in PAGES.items():
        client = signed_in(holder(study, role))
        for name in names:
            arguments = [] if name in {"home", "scoring:worklist"} else [study.code]
            url = reverse(name, args=arguments)
            limit = OTHER_BARS.get(name, bar)
            fetch(report, client, url, f"page {name}, {n} patients", bar=limit, repeats=repeats)
    client = signed_in(holder(study, "data_manager"))
    for name in ("scoring:campaign", "scoring:reliability"):
        url = reverse(name, args=[study.code, "mri"])
        fetch(report, client, url, f"page {name}, {n} patients", bar=bar, repeats=repeats)
    patient = study.patients.first()
    client = signed_in(holder(study, "investigator"))
    url = reverse("cohort:patient", args=[study.code, patient.pseudonym])
    fetch(report, client, url, f"page cohort:patient, {n} patients", bar=bar, repeats=repeats)


def fetch(report: Report, client: Client, url: str, name: str, *, bar: float, repeats: int) -> None:
    def get() -> None:
        answer = client.get(url)
        if answer.status_code != 200:
            message = f"{url} answered {answer.status_code}"
            raise RuntimeError(message)

    report.time(name, get, bar=bar, repeats=repeats, unit="ms")


def decoding(report: Report, study: Study, *, repeats: int) -> None:
    """Read a stored run's results: fetched, named and decoded, as the first page of a run does."""
    run_id = study.analysis_state.current_id

    def decode() -> None:
        StoredRun(AnalysisRun.objects.defer("data_set").get(pk=run_id)).results  # noqa: B018

    n = study.patients.count()
    report.time(
        f"results of a run fetched and decoded, {n} patients", decode, bar=None, repeats=repeats,
        unit="ms",
    )  # fmt: skip


def report_files(report: Report, study: Study, *, repeats: int) -> None:
    """Ask for the report as PDF: made for the first time, and kept from the time before."""
    client = signed_in(holder(study, "investigator"))
    url = reverse("analytics:report-pdf", args=[study.code])
    n = study.patients.count()

    def get() -> None:
        answer = client.get(url)
        if answer.status_code != 200:
            message = f"{url} answered {answer.status_code}"
            raise RuntimeError(message)

    change = change_of(study)

    def compute() -> None:
        """As the worker does: its figures are drawn before anybody asks for them."""
        change()
        recompute(study.pk)
        draw_ahead(study.pk)

    report.time(
        f"report as PDF, first, {n} patients", get, bar=1.5, repeats=max(3, repeats // 3),
        before=compute,
    )  # fmt: skip
    report.time(f"report as PDF, again, {n} patients", get, bar=150, repeats=repeats, unit="ms")


def importing(report: Report, study: Study, *, repeats: int) -> None:
    """Import plates of 96 wells and 10 spots, each a new file."""
    by, lot = holder(study, "coordinator"), KitLot.objects.get(number=LOT_NUMBER)
    codes = list(Sample.objects.filter(study=study).values_list("code", flat=True))
    codes = codes[:SAMPLES_PER_PLATE]
    cohort = generate(len(codes))
    waiting = []
    for number in range(repeats + 1):
        plates = draw_plates(cohort.drivers.concentration, codes, seed=(number, 99))
        text = workbench_export(plates, series="Z", first_day=date(2026, 1, 1 + number))
        waiting.append(Upload(f"bench-{number}.csv", text.encode()))
    state: dict[str, object] = {}
    files = iter(waiting)
    choices = Choices(accept_repeats=True)

    def preview() -> None:
        file = stage_file(study=study, upload=next(files), by=by).file
        state["file"] = choose_lot(file=file, lot=lot, by=by)
        build_preview(state["file"], choices)

    accepting: list[float] = []

    def accept_last() -> None:
        if "file" in state:
            started = time.perf_counter()
            accept_file(file=state.pop("file"), choices=choices, by=by)
            accepting.append(time.perf_counter() - started)

    report.time(
        "import: 96 × 10 plate to preview", preview, bar=0.5, repeats=repeats, before=accept_last
    )
    accept_last()
    report.add("import: preview accepted", bar=0.5, unit="s", values=accepting[1:])


def peak_memory(command: list[str]) -> float:
    """Run a command to its end; return the most memory it held, in MiB.

    Asked of the running process: what the system reports of an ended one counts its parent's
    memory from before the command was started.
    """
    peak = 0
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
        while process.poll() is None:
            status = Path(f"/proc/{process.pid}/status").read_text()
            found = [line.split() for line in status.splitlines() if line.startswith("VmHWM:")]
            peak = max([peak, *(int(kibibytes) for _, kibibytes, _ in found)])
            time.sleep(0.02)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return peak / 1024


def exporting(report: Report, study: Study, *, bar: float) -> None:
    """Export in a process of its own, whose peak memory the system reports.

    Results are up to date, as they are by themselves; computing them is measured for itself.
    """
    n = study.patients.count()
    recompute(study.pk)
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable, "manage.py", "export", study.code,
            "--output", str(Path(folder) / "export.zip"), "--purpose", "measuring",
        ]  # fmt: skip
        started = time.perf_counter()
        peak = peak_memory(command)
        seconds = time.perf_counter() - started
    report.add(f"export, {n} patients", bar=bar, unit="s", values=[seconds])
    report.add(f"export, {n} patients, peak memory", bar=300, unit="MiB", values=[peak])
