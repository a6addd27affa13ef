"""Studies at the edges: every page opens and every sentence of the report is true of its study."""

from __future__ import annotations

import re
from contextlib import nullcontext
from html import unescape

import pytest
from django.urls import reverse

from analytics.runs import services
from tests.factories.cohorts import manager_of
from tests.factories.odd import PATIENTS, make_odd_study
from tests.integration.analytics.test_designs import PAGES, TAGS
from tests.undone import undone

pytestmark = pytest.mark.django_db
# Words that no study may read: keys, unfilled places, and counts that say nothing.
NEVER = {
    "a missing value's own name": r"\bNone\b|\bnan\b|\binf\b",
    "a place that was not filled": r"%\(|\{\w+\}",
    "nobody counted as somebody": r"\bOnly 0\b|\bover 0 (?:analytes|tests)\b|\b0 of \d+ stratified",
    "one in the plural": r"(?<![\d.])1 (?:patients|readings|cases|events|analytes|readers)\b",
    "a range of one number": r"between (-?[\d.]+) and \1;",
    "a name in small letters": r"\bdeLong\b|\bfirth's\b|\bfisher's\b",
    "a label in capitals inside words": r"against Radiograph",
}
NOBODY = ("nobody",)
SEPARATED = "Data separated by"


@pytest.fixture(scope="module", params=PATIENTS)
def odd(request, django_db_setup, django_db_blocker):
    """A study with its results, made once; each test rolls back to it."""
    with (
        django_db_blocker.unblock(),
        undone(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(services, "consistent_snapshot", nullcontext)
        study = make_odd_study(request.param)
        services.recompute(study.pk)
        patch.undo()
        yield study


def test_every_page_opens(odd, sign_in):
    client = sign_in(manager_of(odd))
    for page in PAGES:
        assert client.get(reverse(f"analytics:{page}", args=[odd.code])).status_code == 200, page
    # Each form is written from the same parts; one study is tried in all of them.
    for kind in ("docx", "pdf") if odd.code == "missing-visits" else ("pdf",):
        answer = client.get(reverse(f"analytics:report-{kind}", args=[odd.code]))
        assert answer.status_code == 200, kind


def test_its_sentences_hold(odd, sign_in):
    said = report_of(odd, sign_in)
    for what, pattern in NEVER.items():
        found = re.search(pattern, said)
        assert not found, (what, said[max(0, found.start() - 90) : found.end() + 60])
    assert ("No patient is registered." in said) == (odd.code in NOBODY)
    assert "did not converge: " not in said, "a model that other programs fit is fitted here"
    separated = [sentence for sentence in said.split(". ") if SEPARATED in sentence]
    assert len(separated) > 0 or odd.code in {
        "nobody", "one-patient", "two-patients", "nobody-seropositive",
    }  # fmt: skip


def report_of(study, sign_in) -> str:
    """The words of the report up to its checklists."""
    answer = sign_in(manager_of(study)).get(reverse("analytics:report-html", args=[study.code]))
    text = unescape(TAGS.sub(" ", answer.content.decode()))
    return re.sub(r"\s+", " ", text).partition("Where this report answers")[0]


@pytest.mark.parametrize("odd", ["four-non-events"], indirect=True)
def test_areas_below_one_half_are_remarked(odd, sign_in):
    said = report_of(odd, sign_in)
    assert "high values were declared to speak for the outcome, but here low ones do" in said
    assert "(20 with it, 4 without)" in said
