"""A concentration below, above, of no stated place or with replicates that disagree: one treatment.

Table 1, the ROC curve, models, the analysis set and the API name the same patients and values.
"""

from __future__ import annotations

import contextlib
import csv
import io
import zipfile
from math import isnan

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from analytics.exports import build as build_module
from analytics.models import AnalysisRun
from analytics.results.stored_run import StoredRun
from analytics.runs.services import recompute
from analytics.stats.descriptive.limited import Limit
from analytics.topics.registry import build_table
from analytics.topics.shared.markers import marker
from ra_registry.assays.models import Analyte
from ra_registry.cohort.models import Visit
from tests.factories.clinical import SampleFactory
from tests.factories.cohorts import make_batch, make_measurement, manager_of
from tests.factories.unlike import LIMITS, PANEL, Described, make_described_study

pytestmark = pytest.mark.django_db
LLOD, _, ULOQ = LIMITS["mmp-3"]
BELOW, ABOVE = f"<{LLOD:g}", f">{ULOQ:g}"
# Each: the replicates as (number, status of the file or the curve), and what they amount to.
ODD = [
    ([(None, "below_curve")], BELOW),
    ([(0.3, "below_llod")], BELOW),
    ([(0.3, "unknown")], BELOW),
    ([(0.3, "in_range")], BELOW),
    ([(20.0, "unknown")], 20.0),
    ([(None, "unknown")], None),
    ([(None, "above_curve")], ABOVE),
    ([(700.0, "above_range")], ABOVE),
    ([(700.0, "unknown")], ABOVE),
    ([(None, "below_curve"), (30.0, "in_range")], 15.25),
    ([(None, "above_curve"), (300.0, "in_range")], 400.0),
    ([(None, "below_curve"), (None, "above_curve")], None),
]
PLAIN = [2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 34.0, 55.0, 89.0, 144.0]
EXPECTED = [amount for _, amount in ODD] + PLAIN
KNOWN = [amount for amount in EXPECTED if amount is not None]


@pytest.fixture
def study(inside_a_test, monkeypatch):
    monkeypatch.setattr(build_module, "consistent_snapshot", contextlib.nullcontext)
    readings = [(4, 4) if i % 3 == 0 else (0, 0) for i in range(len(EXPECTED))]
    study = make_described_study(
        "limits",
        [
            Described(mri=mri, xr=mri, seropositive=place % 2 == 0)
            for place, mri in enumerate(readings)
        ],
    )
    plate = make_batch(study, panel_code=PANEL)
    analyte = Analyte.objects.get(code="mmp-3")
    replicates = [wells for wells, _ in ODD] + [[(value, "in_range")] for value in PLAIN]
    for visit, wells in zip(baselines(study), replicates, strict=True):
        sample = SampleFactory(visit=visit)
        for value, status in wells:
            make_measurement(plate, sample, analyte, value, censor=status)
    recompute(study.pk)
    return study


def baselines(study):
    return Visit.objects.filter(study=study, planned__day=0).order_by("pk")


def expected(study):
    names = [visit.patient.pseudonym for visit in baselines(study).select_related("patient")]
    return dict(zip(names, EXPECTED, strict=True))


@pytest.fixture
def report(study):
    return StoredRun(AnalysisRun.objects.get(study=study))


def outcome(report):
    return report.plan.outcomes[0].endpoint


def test_table_1_counts_and_prints_them(report):
    row = next(one for one in report.results.cohort.exposures if one.code == "mmp-3")
    everybody = row.groups["all"]
    assert everybody.n == len(KNOWN)
    assert everybody.missing == len(EXPECTED) - len(KNOWN)
    assert everybody.below == KNOWN.count(BELOW)
    assert everybody.above == KNOWN.count(ABOVE)
    assert row.mixed == 3
    cell = next(r[1] for r in build_table(report, "cohort", {}).rows if r[0] == "MMP-3, ng/ml")
    assert cell == "17.6 [2.75 to 103] (4 below limit, 3 above limit)"
    assert everybody.minimum == Limit("<", LLOD)
    assert everybody.maximum == Limit(">", ULOQ)


def test_the_curve_the_models_and_the_flow_have_the_same_patients(report):
    key = outcome(report)
    values = report.marker(key, "mmp-3").values
    assert report.marker(key, "mmp-3").auc.sample.n_used == len(KNOWN)
    assert (values.below, values.above, values.mixed, values.dropped) == (4, 3, 3, 1)
    assert report.model(key).result.sample.n_used == len(KNOWN)
    assert report.dose(key).result.sample.n_used == len(KNOWN)
    found = next(one for one in report.univariable(key).exposures if one.alone.term == "mmp-3")
    assert found.alone.result.sample.n_used == len(KNOWN)
    assert found.with_outcome.n + found.without_outcome.n == len(KNOWN)
    assert report.results.flow[-1].n == len(KNOWN)
    pair = next(
        p for p in report.results.correlations.matrix.pairs
        if {p.first, p.second} == {"MMP-3", "DAS28-CRP"}
    )  # fmt: skip
    assert pair.sample.n_used == len(KNOWN)


def test_ranks_and_amounts_are_the_declared_ones(study, report):
    """Below: one tie, half the limit in models. Above without a number the upper limit stands."""
    data = report.data()
    found = marker(data, "mmp-3", report.plan)
    amounts = expected(study)
    for row, name in enumerate(data.frame["pseudonym"]):
        rank, amount = found.ranks.values[row], found.amounts.values[row]
        if amounts[name] is None:
            assert isnan(rank)
            assert isnan(amount)
        elif amounts[name] == BELOW:
            assert (rank, amount) == (LLOD / 2, LLOD / 2)
        elif amounts[name] == ABOVE:
            assert rank == amount
            assert rank >= ULOQ
        else:
            assert rank == amount == amounts[name]


def test_the_table_of_patients_prints_what_table_1_counts(study, report):
    table = build_table(report, "values", {"outcome": outcome(report), "analyte": "mmp-3"})
    found = {row[0].text: row[2].text for row in table.shown()}
    written = {None: "–", 20.0: "20.0", 15.25: "15.2", 400.0: "400"}
    for name, amount in expected(study).items():
        if amount in written or isinstance(amount, str):
            assert found[name] == written.get(amount, amount)


def test_the_analysis_set_and_the_api_say_the_same(study, tmp_path):
    target = tmp_path / "out.zip"
    silent = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    call_command("export", study.code, output=target, purpose="x", **silent)
    text = zipfile.ZipFile(target).read("csv/analysis_set.csv").decode()
    exported = {row["patient"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    client = APIClient()
    client.force_login(manager_of(study))
    address = f"/api/v1/studies/{study.code}/results/?analyte=mmp-3&page_size=200"
    answered = {row["patient"]: row for row in client.get(address).json()["results"]}
    for name, amount in expected(study).items():
        row = exported[name]
        assert read(row["mmp_3_value"], row["mmp_3_censor"], row["mmp_3_llod"]) == amount, name
        row = answered[name]
        assert read(row["concentration"], row["place"], row["llod"]) == amount, name


def read(value, place, llod):
    """What a person takes from the columns: a number, the limit it lies beyond, or nothing."""
    if place == "below":
        assert float(llod) == LLOD
        return BELOW
    if place == "above":
        return ABOVE
    return None if value in ("", None) else float(value)
