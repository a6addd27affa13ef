"""The paper's report: the page, and the same document as HTML, DOCX and PDF."""

from __future__ import annotations

import base64
import io
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html import escape
from html.parser import HTMLParser

import docx
import pytest
from django.urls import reverse
from docx.oxml.ns import qn
from pypdf import PdfReader

from analytics.models import AnalysisRun
from analytics.paper import files, images
from analytics.paper.ahead import draw_ahead
from analytics.paper.build import build_document
from analytics.paper.document import Checklist, Facts, FigurePart, Paragraph, Section, TablePart
from analytics.paper.files import write
from analytics.paper.glyphs import printable
from analytics.results.stored_run import StoredRun
from analytics.runs.services import recompute
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.core.audit import AuditEvent
from tests.factories.cohorts import make_demo_cohort, manager_of
from tests.factories.people import MembershipFactory, UserFactory
from tests.factories.unlike import Described, make_described_study, make_unlike_study
from tests.own_cache import forget_cached

pytestmark = pytest.mark.django_db
SECTIONS = [
    "Patients",
    "Baseline",
    "Reader reliability",
    "MRI against radiograph",
    "Change",
    "Scores at both visits",
    "ROC curve and cut-off",
    "Univariable models",
    "Multivariable model",
    "Validation of the model",
    "Dose-response",
    "MRI erosion repair",
    "Sensitivity analyses",
    "Methods",
    "References",
    "Reporting checklists",
]
CHAPTER = "Supplement"
NOT_A_FIGURE = re.compile(r"\b(nan|NaN|inf|Infinity|None|undefined)\b")


@pytest.fixture
def study(computed_study):
    return computed_study


@pytest.fixture(params=["investigator", "data_manager"])
def client(request, study, sign_in):
    user = UserFactory()
    MembershipFactory(study=study, user=user, role=request.param)
    return sign_in(user)


@pytest.fixture
def report(study):
    return StoredRun(AnalysisRun.objects.get(study=study))


@pytest.fixture
def document(report, study):
    return build_document(report, study)


def address(study, kind=""):
    return reverse(f"analytics:report{kind and '-'}{kind}", args=[study.code])


def parts(document, kind):
    return [part for part in document.parts() if isinstance(part, kind)]


def test_the_page_opens_with_few_queries(study, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        response = client.get(address(study))
    text = response.content.decode()
    assert [section.title for section in response.context["document"].sections] == SECTIONS
    for section in response.context["document"].sections:
        assert f'href="#{section.anchor}"' in text
        assert f'id="{section.anchor}"' in text


def test_every_table_and_figure_leads_to_its_file_and_its_run(study, sign_in, report):
    client = sign_in(manager_of(study))
    text = client.get(address(study)).content.decode().replace("&amp;", "&")
    tables = set(re.findall(r'href="([^"]+\.csv\?[^"]+)"', text))
    figures = set(re.findall(r'data-figure="([^"]+)"', text))
    assert len(tables) > 20
    assert len(figures) > 8
    for url in tables | figures:
        assert f"run={report.run.pk}" in url
        assert client.get(url).status_code == 200, url
    assert reverse("analytics:run", args=[study.code, report.run.pk]) in text


def test_every_sentence_with_a_source_leads_to_it(document):
    anchors = {part.anchor for part in document.parts() if isinstance(part, TablePart | FigurePart)}
    said = [part for part in parts(document, Paragraph) if not part.remark and part.sources]
    assert said
    for part in said:
        assert len(part.references) == len(part.sources), part.sources
        assert {reference.anchor for reference in part.references} <= anchors


def test_numbers_in_the_text_are_those_of_the_run(document, report):
    result = report.comparison("progression").result
    share, other = result.first, result.second
    text = " ".join(part.text for part in parts(document, Paragraph))
    assert f"seen in {share.successes} of {share.n} patients" in text
    assert f"in {other.successes} (" in text


def test_the_methods_say_how_was_resampled(document, report):
    text = " ".join(part.text for part in parts(document, Paragraph))
    assert f"{report.plan.resampling.resamples} resamples" in text
    assert f"seed {report.plan.resampling.seed}, numpy PCG64" in text
    assert "Stratified by outcome: intervals of ROC curves, areas and cut-offs." in text


def test_an_earlier_run_is_reported_as_it_was(study, client, report, inside_a_test):
    campaign = study.campaigns.get(code="mri")
    campaign.title = "Another title"
    campaign.save()
    mark_study_changed(study.pk)
    recompute(study.pk)
    old = client.get(address(study), {"run": report.run.pk}).content.decode()
    assert "An earlier run." in old
    assert "Another title" not in old
    assert "Another title" in client.get(address(study)).content.decode()
    for wanted in ("999999", "x"):
        assert client.get(address(study), {"run": wanted}).status_code == 404
        assert client.get(address(study, "pdf"), {"run": wanted}).status_code == 404


@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
def test_a_file_is_named_recorded_and_the_same_again(kind, study, sign_in, report):
    client = sign_in(manager_of(study))
    first = client.get(address(study, kind))
    name = f'filename="{study.code}-run{report.run.pk}-report-preliminary.{kind}"'
    assert name in first.headers["Content-Disposition"]
    event = AuditEvent.objects.get(kind="table_downloaded")
    assert event.data == {"report": kind, "run": report.run.pk}
    forget_cached()
    assert client.get(address(study, kind)).content == first.content


def test_the_html_needs_nothing_else(document, report):
    text = write(document, report, "html").decode()
    found = _Tags(text)
    assert found.attributes("html", "lang") == ["en-GB"]
    assert found.count["svg"] == len(parts(document, FigurePart))
    tables = len(parts(document, TablePart)) + len(parts(document, Checklist))
    assert found.count["table"] == found.count["caption"] == tables
    assert found.count["h1"] == 1
    assert found.count["script"] == found.count["link"] == found.count["img"] == 0
    identifiers = found.every("id")
    assert len(identifiers) == len(set(identifiers))
    targets = {target for target in found.attributes("a", "href") if target and target[0] == "#"}
    assert {target.removeprefix("#") for target in targets} <= set(identifiers)
    assert document.provenance.line in text


def test_the_docx_opens_with_headings_header_rows_and_alternative_texts(document, report):
    file = docx.Document(io.BytesIO(write(document, report, "docx")))
    heads = [p.text for p in file.paragraphs if p.style.name == "Heading 1"]
    assert heads == [*SECTIONS[:-1], CHAPTER]
    repeated = list(file.element.body.iter(qn("w:tblHeader")))
    assert len(repeated) == len(parts(document, TablePart)) + len(parts(document, Checklist))
    described = [e.get("descr") for e in file.element.body.iter(qn("wp:docPr"))]
    assert len(described) == len(parts(document, FigurePart))
    assert all(described)
    assert file.core_properties.language == "en-GB"
    assert file.core_properties.title.startswith(document.title)
    assert document.provenance.line in file.sections[0].footer.paragraphs[0].text
    marks = {e.get(qn("w:name")) for e in file.element.body.iter(qn("w:bookmarkStart"))}
    links = {e.get(qn("w:anchor")) for e in file.element.body.iter(qn("w:hyperlink"))}
    assert links
    assert links <= marks
    codes = [e.text.split() for e in file.element.body.iter(qn("w:instrText"))]
    referred = {code[1] for code in codes if code[0] == "REF"}
    assert "table_1" in referred
    assert referred <= marks
    # The contents list is a field that is filled in, a link a line.
    assert sum(code[0] == "TOC" for code in codes) == 1
    listed = [p for p in file.paragraphs if p.style.name.startswith("toc")]
    titles = ["".join(e.text or "" for e in p._p.iter(qn("w:t"))) for p in listed]
    assert titles == [*SECTIONS[:-1], CHAPTER, SECTIONS[-1]]
    kinds = [e.get(qn("w:fldCharType")) for e in file.element.body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == len(codes)


def test_the_pdf_has_its_fonts_outline_and_foot(document, report):
    file = PdfReader(io.BytesIO(write(document, report, "pdf")))
    assert file.metadata.title.startswith(document.title)
    assert file.trailer["/Root"]["/Lang"] == "en-GB"
    titles = [entry.title for entry in file.outline if not isinstance(entry, list)]
    assert titles == [*SECTIONS[:-1], CHAPTER]
    assert file.trailer["/Root"]["/MarkInfo"]["/Marked"]
    described = [e["/Alt"] for e in _elements(file) if e.get("/S") == "/Figure"]
    assert len(described) >= len(parts(document, FigurePart))
    assert all(described)
    pages = [page.extract_text() for page in file.pages]
    for number, text in enumerate(pages, 1):
        assert document.provenance.line in text
        assert f"{number} / {len(pages)}" in text
    fonts = [
        font.get_object()
        for page in file.pages
        for font in page["/Resources"]["/Font"].get_object().values()
    ]
    names = {str(font["/BaseFont"]).split("+")[-1].split("-Id")[0] for font in fonts}
    assert names >= {"SourceSansPro-Regular", "SourceSansPro-Bold"}
    kinds = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert all({"/FontFile2", "/FontFile3"} & set(kind.get_object()) for kind in kinds)
    assert "IFN-γ" in " ".join(pages)


def _elements(file):
    """Every element of the tree that tells a screen reader what stands where."""
    waiting = [file.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += element
        elif isinstance(element, dict):
            yield element
            waiting += [element["/K"]] if "/K" in element else []


TYPED = [
    '#read("/etc/passwd")', "$x$ *a* _b_ @ref <label> ` // /* \\ [#panic()]", "関節リウマチ IFN-γ",
    "😀 مرحبا \ue000", "</script><b>&amp;",
]  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
def test_what_people_type_is_printed_and_never_run(typed, document, report):
    said = Section("said", typed, (Paragraph(typed), Facts(((typed, typed),))))
    own = replace(document, title=typed, sections=(said,))
    pages = PdfReader(io.BytesIO(write(own, report, "pdf"))).pages
    text = "".join(page.extract_text() for page in pages)
    shown = "".join(printable(typed).split())
    assert "".join(text.split()).count(shown) >= 4
    assert "root:" not in text
    file = docx.Document(io.BytesIO(write(own, report, "docx")))
    assert file.paragraphs[0].text == typed
    assert write(own, report, "html").decode().count(escape(typed)) >= 4


def test_a_file_brings_its_tables_along_without_codes_of_patients(document, report):
    text = write(document, report, "html").decode()
    held = re.findall(r'href="data:text/csv;charset=utf-8;base64,([^"]+)"', text)
    assert len(held) >= len(parts(document, TablePart))
    files = [base64.b64decode(one).decode("utf-8-sig") for one in held]
    assert any(one.startswith("Step,Patients") for one in files)
    pseudonyms = report.data(["pseudonym"]).frame["pseudonym"]
    for name in pseudonyms:
        assert not any(name in one for one in files)


def test_a_file_is_made_once_for_all_who_ask_for_it(document, report, monkeypatch):
    made = []

    def slowly(*args):
        made.append(args[-1])
        time.sleep(0.3)
        return b"file"

    monkeypatch.setattr(files, "_write", slowly)
    forget_cached()
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: write(document, report, "pdf"), range(3)))
    forget_cached()  # no other test of this run may be given what was made here
    assert found == [b"file"] * 3
    assert made == ["pdf"]


def test_figures_are_drawn_before_the_report_is_asked_for(document, report, study, monkeypatch):
    forget_cached()
    assert draw_ahead(study.pk) == len(parts(document, FigurePart))
    monkeypatch.setattr(images, "draw", None)
    assert write(document, report, "pdf").startswith(b"%PDF")


def test_synthetic_data_are_labelled_in_every_form(document, report, study):
    assert study.is_synthetic == document.provenance.synthetic
    labelled = build_document(report, _synthetic(study))
    assert "ynthetic data" in write(labelled, report, "html").decode()
    pdf = PdfReader(io.BytesIO(write(labelled, report, "pdf")))
    assert all("Synthetic data" in page.extract_text() for page in pdf.pages)
    file = docx.Document(io.BytesIO(write(labelled, report, "docx")))
    assert file.sections[0].header.paragraphs[0].text == "Synthetic data"


def _synthetic(study):
    study.is_synthetic = True
    return study


NOBODY = [
    ("empty", []),
    ("one", [Described(mri=(2, 1), xr=(1, 1))]),
    ("missing", [Described(visits=0, seropositive=None)] * 3),
]


@pytest.mark.parametrize(("code", "patients"), NOBODY)
def test_a_study_with_nothing_to_estimate_gets_sentences_in_every_form(
    code, patients, inside_a_test
):
    study = make_described_study(code, patients)
    recompute(study.pk)
    _in_every_form(study)


def test_a_study_that_is_built_otherwise_is_reported_by_its_own_names(inside_a_test):
    study = make_unlike_study()
    recompute(study.pk)
    text = _in_every_form(study)
    report = StoredRun(AnalysisRun.objects.get(study=study))
    assert report.variables[report.primary].name in text
    assert "IL-6" not in text


def test_one_reader_and_no_endpoint_get_sentences_in_every_form(inside_a_test):
    described = [Described(mri=(place,), xr=(1,)) for place in range(-1, 3)]
    single = make_described_study("single", described, readers=1)
    recompute(single.pk)
    assert "agreement between readers can't be stated" in _in_every_form(single)
    unplanned = make_demo_cohort(2, code="unplanned", endpoints=False)
    recompute(unplanned.pk)
    assert "No endpoint is defined" in _in_every_form(unplanned)


def _in_every_form(study):
    """Return what the report says, after it has been written in each format."""
    report = StoredRun(AnalysisRun.objects.get(study=study))
    document = build_document(report, study)
    assert docx.Document(io.BytesIO(write(document, report, "docx"))).paragraphs
    assert PdfReader(io.BytesIO(write(document, report, "pdf"))).pages
    assert write(document, report, "html").startswith(b"<!DOCTYPE html>")
    text = " ".join(part.text for part in parts(document, Paragraph))
    assert NOT_A_FIGURE.findall(text) == []
    return text


class _Tags(HTMLParser):
    """Counts tags and collects their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)
        names = [name for name, _ in self.found]
        self.count = {
            name: names.count(name)
            for name in ("svg", "table", "caption", "h1", "script", "link", "img")
        }

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def attributes(self, tag, name):
        return [attrs.get(name) for found, attrs in self.found if found == tag]

    def every(self, name):
        return [attrs[name] for _, attrs in self.found if name in attrs]
