"""What figures draw: patients and their list, limits, many patients."""

from __future__ import annotations

import json

import altair as alt
import pandas as pd
import pytest
from django.urls import reverse

from analytics.datasets.dataset import DataSet
from analytics.models import AnalysisRun
from analytics.results.stored_run import StoredRun
from analytics.topics.change.figures import probability, slopes
from analytics.topics.readers import figures as bland
from analytics.topics.registry import FIGURES, TABLES, VALUES_OF, build_figure, build_table
from analytics.topics.roc.figures import distribution
from tests.factories.cohorts import make_demo_cohort
from tests.factories.data_sets import make_analyte
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
READS = {"reads": "mri.bl-m12", "feature": "erosion"}
OF_PATIENTS = ["cumulative-probability", "slopes", "distribution", "bland-altman"]


@pytest.fixture
def study(computed_study):
    return computed_study


@pytest.fixture
def report(study):
    return StoredRun(AnalysisRun.objects.get())


def link(patient):
    return f"/patients/{patient}/"


def drawn(report, key, **options):
    figure = build_figure(report, key, {**READS, **options}, link)
    alt.Chart.from_dict(figure.spec, validate=True)
    return figure


def rows_of(figure):
    return [row for layer in figure.spec["layer"] for row in layer["data"]["values"]]


def told_fields(part, inherited=()):
    """Where rows are drawn: the fields that tool tips tell of them, and the rows."""
    if isinstance(part, list):
        for one in part:
            yield from told_fields(one, inherited)
    elif isinstance(part, dict):
        rows = part.get("data", {}).get("values", inherited)
        told = part.get("encoding", {}).get("tooltip", [])
        if told and "mark" in part:
            yield {one["field"] for one in told}, rows
        for one in ("layer", "hconcat", "vconcat", "spec"):
            yield from told_fields(part.get(one, []), rows)


@pytest.mark.parametrize("link_of", [link, lambda _patient: None], ids=["linked", "unlinked"])
@pytest.mark.parametrize("key", sorted(FIGURES))
def test_a_tool_tip_tells_of_nothing_that_its_rows_have_not(key, link_of, report):
    """What a row lacks is read out as undefined."""
    figure = build_figure(report, key, READS, link_of)
    for fields, rows in told_fields(figure.spec):
        for row in rows:
            assert fields <= row.keys(), fields - row.keys()
    spec = json.dumps(figure.spec)
    assert ('"href"' in spec) == ('"url"' in spec.replace('{"field": "url"}', ""))


@pytest.mark.parametrize("key", sorted(FIGURES))
def test_every_figure_has_a_table_with_what_it_draws(key, report):
    assert VALUES_OF.get(key, key) in TABLES


@pytest.mark.parametrize("key", OF_PATIENTS)
def test_every_drawn_patient_is_in_the_list_with_the_values_drawn(key, report):
    figure = drawn(report, key)
    points = {row["patient"] for row in rows_of(figure) if "patient" in row}
    listed = figure.patients.rows
    assert points == {row["patient"] for row in listed}
    assert all(row["url"] == link(row["patient"]) for row in listed)
    assert {len(row["values"]) for row in listed} == {len(figure.patients.columns)}
    assert json.dumps(listed, allow_nan=False)


@pytest.mark.parametrize("key", OF_PATIENTS)
def test_above_a_thousand_patients_nobody_is_drawn_alone(key, report, monkeypatch):
    for module in (bland, distribution, probability, slopes):
        monkeypatch.setattr(module, "POINTS_UP_TO", 5)
    figure = drawn(report, key)
    assert not figure.patients.rows
    if key != "cumulative-probability":
        assert not any("patient" in row for row in rows_of(figure))


def test_the_list_leads_only_those_who_may_open_patients(study, sign_in):
    manager = UserFactory()
    MembershipFactory(study=study, user=manager, role="data_manager")
    url = reverse("analytics:figure-spec", args=[study.code, "slopes"])
    body = sign_in(manager).get(url).json()
    assert len(body["patients"]["rows"]) == 20
    assert all(row["url"].startswith("/") for row in body["patients"]["rows"])
    anybody = build_figure(StoredRun(AnalysisRun.objects.get()), "slopes", {}, lambda _: None)
    assert not any("url" in row for row in anybody.patients.rows)


def test_slopes_stand_apart_by_what_the_change_is_called(report):
    figure = drawn(report, "slopes", endpoint="mri-progression")
    groups = [row["values"][0] for row in figure.patients.rows]
    comparisons = report.results.imaging.comparisons
    for name, comparison in zip(("Progression", "Repair"), comparisons, strict=True):
        assert groups.count(name) == comparison.result.first.successes
    table = build_table(report, "slopes", {"endpoint": "mri-progression"})
    changes = {row[0]: row[2] - row[1] for row in table.rows}
    for row in figure.patients.rows:
        assert row["values"][3] == pytest.approx(changes[row["patient"]], rel=1e-3, abs=1e-3)


def test_lines_stand_at_thresholds_and_at_the_detectable_change(report):
    figure = drawn(report, "cumulative-probability")
    limits = sorted(row["limit"] for row in rows_of(figure) if "limit" in row)
    agreement = report.agreement("mri.bl-m12", "erosion").teams[0].change
    expected = agreement.sdc_95.value
    assert expected in limits
    assert -expected in limits
    datums = [
        layer["encoding"]["y"]["datum"]
        for layer in figure.spec["layer"]
        if "datum" in layer["encoding"].get("y", {})
    ]
    assert {-0.5, 0.5} <= set(datums)


def test_limits_of_detection_that_differ_between_plates_are_all_drawn(report, monkeypatch):
    def data(self, columns=None):
        found = DataSet.from_parquet(bytes(self.run.data_set), columns)
        frame = found.frame.copy()
        frame["il-6/llod"] = [0.05, 0.08] * (len(frame) // 2)
        frame["il-6/plates"] = ["P1", "P2"] * (len(frame) // 2)
        return DataSet(frame, found.meta)

    monkeypatch.setattr(StoredRun, "data", data)
    limits = [row for row in rows_of(drawn(report, "distribution")) if "plates" in row]
    assert [(row["limit"], row["plates"]) for row in limits] == [(0.05, "P1"), (0.08, "P2")]


def test_bland_altman_draws_limits_with_intervals_and_the_detectable_change(report):
    change = drawn(report, "bland-altman", occasion="change")
    status = drawn(report, "bland-altman", occasion="baseline")
    marks = [layer["mark"].get("type") for layer in change.spec["layer"]]
    assert marks.count("rect") == 3
    styles = [[layer["mark"].get("style") for layer in f.spec["layer"]] for f in (change, status)]
    assert "limit" in styles[0]
    assert "limit" not in styles[1]


def test_the_panel_puts_the_primary_exposure_in_front(report):
    figure = drawn(report, "roc-panel")
    domain = next(
        layer["encoding"]["color"]["scale"]["domain"]
        for layer in figure.spec["layer"]
        if "color" in layer["encoding"]
    )
    assert domain[0].startswith("IL-6 ")
    assert len(domain) == len(report.plan.exposures)
    front = figure.spec["layer"][-1]
    assert {row["analyte"] for row in front["data"]["values"]} == {domain[0]}


def test_curves_have_bands_comparisons_and_other_cutoffs(report):
    found = report.roc("mri-progression")
    pairs = len(report.plan.exposures) * (len(report.plan.exposures) - 1) // 2
    assert len(found.comparisons.comparisons) == found.comparisons.adjusted.size == pairs
    marker = report.marker("mri-progression", "il-6")
    assert len(marker.band.points) <= 101
    assert all(point.low <= point.high for point in marker.band.points)
    criteria = [row.criterion for row in marker.alternatives]
    assert criteria == ["closest-topleft", "sensitivity", "specificity"]
    assert marker.alternatives[1].cutoff.sensitivity >= 0.9
    assert marker.alternatives[2].cutoff.specificity >= 0.9


def test_a_comparison_is_the_same_from_both_sides(report):
    options = {"outcome": "mri-progression"}
    mine = build_table(report, "compared", {**options, "analyte": "il-6"})
    theirs = build_table(report, "compared", {**options, "analyte": "tnf-a"})
    forward = next(row for row in mine.rows if row[0] == "TNF-α")
    back = next(row for row in theirs.rows if row[0] == "IL-6")
    assert forward[3][0] == pytest.approx(-back[3][0])
    assert forward[3][1].low == pytest.approx(-back[3][1].high)
    assert forward[5:] == back[5:]


@pytest.mark.parametrize("n", [1, 2, 3])
def test_a_handful_of_patients_gives_figures_or_sentences(n, inside_a_test):
    from analytics.runs.services import recompute

    study = make_demo_cohort(n, code=f"few-{n}")
    recompute(study.pk)
    report = StoredRun(AnalysisRun.objects.filter(study=study).latest("pk"))
    for key in FIGURES:
        drawn(report, key)
    for key in ("alternatives", "compared", "comparisons", "curves", "slopes", "odds-ratios"):
        list(build_table(report, key, {}).shown())


def test_equal_limits_give_one_line(report):
    frame = pd.DataFrame({"il-6/llod": [0.05, 0.05], "il-6/plates": ["P2", "P1"]})
    (rule, words) = distribution._limits(frame, make_analyte("il-6"))
    assert [row["plates"] for row in rule["data"]["values"]] == ["P1, P2"]
    assert words["mark"]["text"] == "LLOD 0.05"
