"""Studies of other designs than the paper's: one method, no image, numbers instead of events.

Every page opens, every table and figure comes, and no sentence speaks of what a study doesn't have.
"""

from __future__ import annotations

import re
from contextlib import nullcontext
from decimal import Decimal

import pytest
from django.urls import reverse

from analytics.design.endpoints.definition import Definition
from analytics.design.endpoints.presets import apply_preset
from analytics.design.endpoints.store import create_endpoint
from analytics.models import AnalysisRun
from analytics.paper.build import build_document
from analytics.paper.document import Facts, Heading, Paragraph, TablePart
from analytics.results.stored_run import StoredRun
from analytics.runs import services
from analytics.topics.registry import FIGURES, TABLES
from ra_registry.cohort.models import PlannedVisit, Visit
from tests.factories.clinical import AssessmentFactory
from tests.factories.cohorts import make_demo_cohort, manager_of
from tests.undone import undone

pytestmark = pytest.mark.django_db
PAGES = [
    "overview", "report", "cohort", "imaging", "roc", "models", "sensitivity", "readers", "plan",
    "endpoints", "runs",
]  # fmt: skip
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)


def parts_of(study):
    baseline, follow_up = PlannedVisit.objects.filter(study=study).order_by("day")
    campaigns = {campaign.code: campaign for campaign in study.campaigns.all()}
    return {
        "mri": campaigns["mri"], "radiograph": campaigns["xr"], "baseline": baseline,
        "follow_up": follow_up,
    }  # fmt: skip


def mri_only(study):
    here = {name: part for name, part in parts_of(study).items() if name != "radiograph"}
    apply_preset("mri", study=study, by=manager_of(study), **here)


def radiographs_only(study):
    here = {name: part for name, part in parts_of(study).items() if name != "mri"}
    apply_preset("radiographs", study=study, by=manager_of(study), **here)


def clinical_only(study):
    here = parts_of(study)
    for number, visit in enumerate(Visit.objects.filter(planned=here["follow_up"])):
        AssessmentFactory(
            visit=visit, tjc28=number % 7, sjc28=number % 5, ptga_mm=5 + 3 * (number % 20),
            phga_mm=4 + 2 * (number % 20), crp_value=Decimal(2 + number % 9), crp_unit="mg/L",
            esr=8 + number % 30, haq_di=Decimal("0.5") + Decimal("0.125") * (number % 8),
        )  # fmt: skip
    visits = {name: here[name] for name in ("baseline", "follow_up")}
    apply_preset("clinical", study=study, by=manager_of(study), **visits)


def numbers_only(study):
    here = parts_of(study)
    for label, follow_up, missing in (
        ("Wrist erosion", here["follow_up"], "pairwise"),
        ("Wrist erosion at baseline", None, "observed"),
    ):
        create_endpoint(
            study=study,
            definition=Definition(
                label=label, campaign=here["mri"], measure="erosion@wrist",
                baseline=here["baseline"], follow_up=follow_up, reader_rule="median",
                missing_rule=missing,
            ),
            by=manager_of(study),
        )  # fmt: skip


def status_by_sdc_and_per_cent(study):
    here, by = parts_of(study), manager_of(study)
    common = {"campaign": here["mri"], "measure": "erosion", "baseline": here["baseline"]}
    change = {**common, "follow_up": here["follow_up"], "missing_rule": "strict"}
    for definition in (
        Definition(label="Eroded", side="at-least", limit_by="points", threshold=Decimal(10),
                   reader_rule="mean", missing_rule="observed", **common),
        Definition(label="Beyond the error", side="above", limit_by="sdc-95", reader_rule="mean",
                   **change),
        Definition(label="A tenth worse", side="at-least", limit_by="per-cent",
                   threshold=Decimal(10), reader_rule="each", **change),
    ):  # fmt: skip
        create_endpoint(study=study, definition=definition, by=by)


DESIGNS = {
    "mri-only": (mri_only, ["radiograph"]),
    "radiographs-only": (radiographs_only, ["mri"]),
    "clinical-only": (clinical_only, ["mri", "radiograph", "erosion", "reader"]),
    "numbers-only": (
        numbers_only,
        [
            "radiograph",
            "kappa",
            "likelihood ratio",
            "SMD",
            "LLOD",
            "thresholds of the endpoints",
            "readers' mean change was",
            "planned direction",
            "needs an endpoint and",
        ],
    ),
    "other-limits": (status_by_sdc_and_per_cent, ["radiograph", "thresholds of the endpoints"]),
}


@pytest.fixture(scope="module", params=DESIGNS)
def design(request, django_db_setup, django_db_blocker):
    """A study of each design with its results, made once; each test rolls back to it."""
    define, absent = DESIGNS[request.param]
    with (
        django_db_blocker.unblock(),
        undone(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(services, "consistent_snapshot", nullcontext)
        study = make_demo_cohort(24, code=request.param, endpoints=False)
        define(study)
        services.recompute(study.pk)
        patch.undo()
        yield study, absent


def test_every_page_table_figure_and_file_comes(design, sign_in):
    study, _absent = design
    client = sign_in(manager_of(study))
    for page in PAGES:
        shown = client.get(reverse(f"analytics:{page}", args=[study.code]))
        assert shown.status_code == 200, page
        assert "No endpoint is defined" not in shown.content.decode(), page
    stored = StoredRun(AnalysisRun.objects.get(study=study))
    read = stored.results.readers
    options = {"reads": read[0].read_set, "feature": read[0].feature} if read else {}
    for key in TABLES:
        answer = client.get(reverse("analytics:table", args=[study.code, key]), options)
        assert answer.status_code in {200, 400}, key
    for key in FIGURES:
        answer = client.get(reverse("analytics:figure-spec", args=[study.code, key]), options)
        assert answer.status_code in {200, 400}, key
    # Each form is written from the same parts; one design is tried in all of them.
    for kind in ("html", "docx", "pdf") if study.code == "mri-only" else ("pdf",):
        answer = client.get(reverse(f"analytics:report-{kind}", args=[study.code]))
        assert answer.status_code == 200, kind


def test_no_sentence_speaks_of_what_the_study_does_not_have(design, sign_in):
    study, absent = design
    answer = sign_in(manager_of(study)).get(reverse("analytics:report-html", args=[study.code]))
    said = re.sub(r"\s+", " ", TAGS.sub(" ", answer.content.decode()))
    body = said.partition("Checklist")[0]
    for word in absent:
        found = re.findall(rf"[^.]{{0,80}}\b{word}[^.]{{0,60}}", body, re.IGNORECASE)
        assert not found, found[:4]
    assert not re.search(r"\bNone\b|\bnan\b|%\(", body)


def test_what_stands_beside_its_like_has_a_name_of_its_own(design):
    study, _absent = design
    document = build_document(StoredRun(AnalysisRun.objects.get(study=study)), study)
    figures = [figure.title for figure in document.figures()]
    assert len(figures) == len(set(figures))
    for section in document.sections:
        if section.anchor == "reliability":
            headings = [part.text for part in section.parts if isinstance(part, Heading)]
            assert len(headings) == len(set(headings))
            tables = [part.table for part in section.parts if isinstance(part, TablePart)]
            for table in tables:
                assert all(any(map(is_told, cells)) for cells in zip(*table.rows, strict=True)), (
                    table.title
                )


def test_a_label_is_small_inside_a_sentence(design):
    study, _absent = design
    document = build_document(StoredRun(AnalysisRun.objects.get(study=study)), study)
    said = " ".join(part.text for part in document.parts() if isinstance(part, Paragraph))
    found = re.search(r".{60}[^.:] (?:A [a-z]|Seropositive\b|Eroded\b|Beyond\b).{20}", said)
    assert not found, found.group()


def is_told(cell) -> bool:
    """Whether a cell has anything; a column without any would be one of dashes."""
    return cell[0] is not None if isinstance(cell, tuple) else cell is not None


def test_a_feature_read_at_several_visits_says_at_which(design):
    study, _absent = design
    document = build_document(StoredRun(AnalysisRun.objects.get(study=study)), study)
    facts = dict(row for part in document.parts() if isinstance(part, Facts) for row in part.rows)
    counted = re.findall(r"(?:: |; )(\D+) \d+ of", facts.get("Check of image quality", ""))
    assert len(counted) == len(set(counted))
    assert ("erosion at BL" in counted) == (study.code in {"numbers-only", "other-limits"})
