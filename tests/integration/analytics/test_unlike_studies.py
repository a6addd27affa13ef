"""Studies unlike the demo: every page, table and figure has values or plain sentences."""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import nullcontext

import pytest
from django.urls import reverse

from analytics.design.words import OPTIONS
from analytics.key_figures import key_figures
from analytics.models import AnalysisState
from analytics.results.stored_run import StoredRun
from analytics.runs import services
from analytics.runs.services import recompute
from analytics.topics.cohort.section import cohort
from analytics.topics.registry import FIGURES, TABLES, build_figure, build_table
from analytics.views.base import SECTIONS
from scoring.instruments import all_instruments
from tests.factories.cohorts import manager_of
from tests.factories.unlike import BELOW, Described, make_described_study, make_unlike_study
from tests.integration.analytics.said import choices, nowhere, run_of, said, text_of
from tests.undone import undone

pytestmark = pytest.mark.django_db
# A share is said in per cent: neither "0.52 of", nor a rate as a fraction.
FRACTION = re.compile(
    r"\b0\.\d+ of\b|\b(?:[Ss]ensitivity|[Ss]pecificity|[Pp]revalence|[PN]PV)[^.;\n]{0,24}?"
    r"(?<![\w.])[01]\.\d\d?\b(?!\d* (?:%|to \d))"
)


RATE = re.compile(
    r"(?:Sensitivity|Specificity|PPV|NPV|Share|Observed|Mean predicted|Cumulative share|Agreement"
    r"|Exact agreement|Within|Threshold|Change [<>≥≤])"
)


# What was said of each study, kept for the next question.
SAID: dict[str, list[tuple[str, str]]] = {}
LEVELS = (1.0, 3.0, 9.0, 2.0, 5.0, 30.0)
NOT_A_FIGURE = re.compile(r"\b(nan|NaN|inf|Infinity|None|undefined)\b")


def everybody(mri, *, levels=LEVELS, serology=(True, False)):
    """Six patients with the same change."""
    return [
        Described(
            mri=mri,
            xr=mri,
            measured={"mmp-3": level, "opg": level, "gm-csf": BELOW},
            seropositive=serology[place % len(serology)],
        )
        for place, level in enumerate(levels)
    ]


MAKERS = {
    "unlike": make_unlike_study,
    "empty": lambda: make_described_study("empty", []),
    "one": lambda: make_described_study("one", everybody((2, 1))[:1]),
    "two": lambda: make_described_study("two", [everybody((2, 1))[0], everybody((-2, -1))[1]]),
    "all-events": lambda: make_described_study("all-events", everybody((3, 2))),
    "no-events": lambda: make_described_study("no-events", everybody((0, 0))),
    "all-equal": lambda: make_described_study(
        "all-equal", everybody((1, 1), levels=(4.0,) * 6, serology=(True,))
    ),
    "all-missing": lambda: make_described_study(
        "all-missing", [Described(visits=0, seropositive=None)] * 6
    ),
    "one-reader": lambda: make_described_study(
        "one-reader",
        [*everybody((2,)), *everybody((-1,), levels=(1.0, 2.0, 40.0, 4.0, 2.0, 7.0))],
        readers=1,
    ),
}


@pytest.fixture(scope="module", params=MAKERS)
def study(request, django_db_setup, django_db_blocker):
    """Return one of the studies with its results, made once; each test rolls back to it."""
    with (
        django_db_blocker.unblock(),
        undone(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(services, "consistent_snapshot", nullcontext)
        made = MAKERS[request.param]()
        recompute(made.pk)
        patch.undo()
        yield made


@pytest.fixture
def client(study, sign_in):
    return sign_in(manager_of(study))


def test_everything_is_computed(study):
    assert AnalysisState.objects.get(study=study).last_error == ""
    json.dumps(run_of(study).results, allow_nan=False)


def test_each_page_has_values_or_sentences(study, client):
    for section, _ in SECTIONS:
        response = client.get(reverse(f"analytics:{section}", args=[study.code]))
        assert response.status_code == 200, section
        # The plan's page says "None" where a choice was left open.
        text = text_of(response).replace("None", "") if section == "plan" else text_of(response)
        assert NOT_A_FIGURE.findall(text) == [], section


def test_each_table_downloads(study, client):
    """Each once by its address; for the other choices the same rows without the way there."""
    run = run_of(study)
    report = StoredRun(run)
    for key in TABLES:
        first, *others = choices(run)
        response = client.get(reverse("analytics:table", args=[study.code, key]), first)
        assert response.status_code == 200, (key, response.content)
        rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
        assert {len(row) for row in rows} == {len(rows[0])}, key
        tables = [build_table(report, key, options) for options in others]
        rows += [row for table in tables for row in table.plain()]
        rows += [[cell.text for cell in row] for table in tables for row in table.shown()]
        text = " ".join(str(cell) for row in rows for cell in row if cell is not None)
        assert NOT_A_FIGURE.findall(text) == [], key


def test_each_figure_has_a_specification(study, client):
    run = run_of(study)
    report = StoredRun(run)
    for key in FIGURES:
        first, *others = choices(run)
        response = client.get(reverse("analytics:figure-spec", args=[study.code, key]), first)
        assert response.status_code == 200, (key, response.content)
        figures = [build_figure(report, key, options, nowhere) for options in others]
        for spec in [response.json()["spec"], *(figure.spec for figure in figures)]:
            json.dumps(spec, allow_nan=False)
            assert spec["description"], key
            assert NOT_A_FIGURE.findall(spec["description"]) == [], key


def test_the_report_is_written(study, client):
    response = client.get(reverse("analytics:report-html", args=[study.code]))
    assert response.status_code == 200
    assert NOT_A_FIGURE.findall(text_of(response)) == []


def test_a_share_is_per_cent_everywhere(study, client):
    assert sorted(places(FRACTION, study, client)) == []
    report = StoredRun(run_of(study))
    for options in choices(run_of(study)):
        for key in TABLES:
            for column in build_table(report, key, options).columns:
                rate = RATE.match(column.label)
                assert not rate or column.in_percent, (key, column.label)


def test_scores_and_concentrations_have_their_unit_in_the_heading(study):
    """Where a table's every row has one unit, its heading says it."""
    run = run_of(study)
    report = StoredRun(run)
    for options in choices(run):
        unit = report.variables[options["analyte"]].unit
        for key in ("cutoffs", "alternatives", "coordinates", "values"):
            for column in build_table(report, key, options).columns:
                if re.match(r"Cut-off|Concentration|LLO", column.label):
                    assert column.label.endswith(unit), (key, column.label)
        for key in ("slopes", "reader-pairs", "cumulative"):
            for column in build_table(report, key, options).columns:
                if column.kind == "fixed":
                    assert column.label.endswith(", points"), (key, column.label)


def keys_of(run):
    """Words of programs: keys of endpoints, features, instruments, analytes, options, columns."""
    own = {e["key"] for e in run.plan["endpoints"]} | set(run.plan["exposures"])
    features = {f.key for one in all_instruments() for f in one.features if len(f.key) < 4}
    options = {key for known in OPTIONS.values() for key in known if "-" in str(key)}
    censors = {"in_range", "below_curve", "below_llod", "above_curve", "above_range"}
    instruments = {one.key for one in all_instruments()}
    known = own | features | options | censors | instruments
    words = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    return re.compile(rf"(?<![\w/.-])(?:{words})(?![\w/-])|\w+_half\b|Benjamini-")


ONE_OF_SEVERAL = re.compile(
    r"(?<![\d.,–-])1 (?:patients|readers|readings|cases|events|tests|analytes|sites|examinations"
    r"|persons|visits|samples|resamples|groups|pairs|plates|others|batches|days|imputations"
    r"|areas|values|adjudications)\b(?! (?:given|in all))"
)


def places(pattern, study, client):
    """Where a pattern is found in what people are shown, each with the words around it."""
    if study.code not in SAID:
        SAID[study.code] = list(said(study, client))
    return {
        (where, " ".join(text[max(0, m.start() - 40) : m.end() + 30].split()))
        for where, text in SAID[study.code]
        for m in pattern.finditer(text)
    }


def test_labels_are_said_and_never_keys(study, client):
    assert sorted(places(keys_of(run_of(study)), study, client)) == []


def test_one_is_singular(study, client):
    found = sorted(places(ONE_OF_SEVERAL, study, client))
    assert found == [], "\n".join(map(str, found))


def test_headlines_have_each_endpoints_own_denominator(study):
    """Counted here from the data set; a comparison's patients are those who have both results."""
    run = run_of(study)
    report = StoredRun(run)
    frame = report.data().frame
    figures = {figure["label"]: figure for figure in key_figures(report, study.code)}
    for endpoint in run.plan["endpoints"]:
        events = frame[f"{endpoint['key']}/event"].dropna()
        figure = figures[endpoint["label"]]
        noun = "patient" if len(events) == 1 else "patients"
        assert figure["note"] == f"{int(events.sum())} of {len(events)} {noun}"
        if len(events):
            assert figure["value"] == f"{100 * events.mean():.0f} %"
    for label, figure in figures.items():
        if label.startswith(("AUC", "Cut-off")):
            assert report.endpoint(run.plan["outcomes"][0]["endpoint"]).label in figure["note"]


def test_shares_of_a_variable_say_of_how_many_known(study):
    report = StoredRun(run_of(study))
    frame = report.data().frame
    known = frame["seropositive"].dropna()
    text = " ".join(part.text for part in cohort(report).parts if hasattr(part, "text"))
    if not len(known):
        assert "seropositive" not in text
        return
    noun = "patient" if len(known) == 1 else "patients"
    counted = f"{int(known.sum())} of {len(known)} {noun}"
    assert counted in text
    if len(known) < len(frame):
        after = text.split(counted, 1)[1]
        assert "in whom it is known" in after.split("seropositive")[0]


def test_the_methods_block_names_the_materials_that_were_measured(study, client):
    """The plan allows plasma and serum; these studies have plasma only, or nothing measured."""
    text = text_of(client.get(reverse("analytics:report", args=[study.code])))
    assert "plasma and serum" not in text
    assert "djudicat" not in text
