"""Everything that a person is shown of a study's results, as text."""

from __future__ import annotations

import io
import re

import docx
from django.urls import reverse
from django.utils.html import strip_tags
from pypdf import PdfReader

from analytics.exports.analysis_set import analysis_set
from analytics.exports.scores import scores_for
from analytics.exports.tables import TABLES as TABLES_OF_EXPORT
from analytics.key_figures import key_figures
from analytics.models import AnalysisRun
from analytics.results.stored_run import StoredRun
from analytics.topics.registry import FIGURES, TABLES, build_figure, build_table
from analytics.views.base import SECTIONS
from ra_registry.cohort.freshness import data_version

# Parts of a specification that name fields, colours and marks.
NOT_DRAWN = {
    "$schema", "field", "style", "type", "mark_type", "url", "op", "shape", "name", "select",
    "labelExpr", "align", "strokeCap", "interpolate", "format", "href", "patient", "orient",
    "symbolType", "baseline", "key", "group_key",
}  # fmt: skip
# Tables with rows only where the plan asks for bootstrap tests: see `test_plans`.
ASKED_FOR = {"accuracy-resampled", "net-benefit"}
# Of three visits or more.
OVER_VISITS = {
    "course-values", "course-changes", "course-model", "course-variances", "course-readings",
}  # fmt: skip
# Tables and figures of what a plan declares: see `test_declared`.
DECLARED = {"subgroups", "subgroups-forest"}
FILE_NAME = re.compile(r"[\w.-]+\.(?:csv|\s*csv)")


def run_of(study):
    return AnalysisRun.objects.get(study=study)


def choices(run):
    """Every set of options that the pages offer for tables and figures."""
    outcomes = [chosen["endpoint"] for chosen in run.plan["outcomes"]]
    features = [(row["read_set"], row["feature"]) for row in run.results["readers"]]
    comparisons = [pair["key"] for pair in run.plan["comparisons"]]
    exposures, endpoints = run.plan["exposures"], run.plan["endpoints"]
    # The extremes differ little from endpoint to endpoint: first and last show both modalities.
    places = range(len(endpoints)) if run.study.code == "unlike" else (0, len(endpoints) - 1)
    for place in places:
        reads, feature = features[place % len(features)]
        yield {
            "outcome": outcomes[place % len(outcomes)],
            "analyte": exposures[place % len(exposures)],
            "comparison": comparisons[place % len(comparisons)],
            "endpoint": endpoints[place]["key"],
            "reads": reads,
            "feature": feature,
        }


def said(study, client):
    """Yield where and what of everything that a person is shown of a study's results."""
    run = run_of(study)
    report = StoredRun(run)
    for section, _ in SECTIONS:
        yield section, text_of(client.get(reverse(f"analytics:{section}", args=[study.code])))
    yield "report", text_of(client.get(reverse("analytics:report-html", args=[study.code])))
    if study.code == "unlike":  # every form is written from the same parts
        yield "report as DOCX", docx_text(client.get(report_address(study, "docx")).content)
        yield "report as PDF", pdf_text(client.get(report_address(study, "pdf")).content)
    yield from exported_words(study)
    for options in choices(run):
        for key in TABLES:
            table = build_table(report, key, options)
            cells = [cell.text for row in table.shown() for cell in row]
            words = [table.title, table.note, *table.header(), *cells]
            yield f"table {key}", "\n".join(words)
            downloaded = [str(cell) for row in table.plain() for cell in row]
            yield f"download of {key}", "\n".join(downloaded)
        for key in FIGURES:
            figure = build_figure(report, key, options, nowhere)
            yield f"figure {key}", "\n".join([figure.title, *words_of(figure.spec)])
            listed = [str(value) for row in figure.patients.rows for value in row["values"]]
            yield f"patients of figure {key}", "\n".join([*figure.patients.columns, *listed])
    for figure in key_figures(report, study.code):
        yield "key figures", f"{figure['label']}: {figure['value']} {figure['note']}"


def report_address(study, kind):
    return reverse(f"analytics:report-{kind}", args=[study.code])


def docx_text(content):
    """Paragraphs and table cells of a document, file names of its tables left out."""
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    return FILE_NAME.sub("", "\n".join([*(p.text for p in document.paragraphs), *cells]))


def pdf_text(content):
    """A file's pages; its lines are joined, since a name may be broken at a hyphen."""
    pages = PdfReader(io.BytesIO(content)).pages
    text = "\n".join(page.extract_text() for page in pages)
    return FILE_NAME.sub("", re.sub(r"-\n", "-", text))


def exported_words(study):
    """The headings of the export's tables in words, and what they are called in the codebook."""
    for table in TABLES_OF_EXPORT:
        labels = [f"{column.label} {column.unit}" for column in table.columns]
        yield f"export {table.name}", "\n".join([str(table.grain), *labels])
    found = analysis_set(study, data_version(study.pk), scores_for(study.pk, None))
    yield (
        "export analysis set",
        "\n".join(
            f"{column.label} {column.unit} {' '.join(map(str, column.codes.values()))}"
            for column in found.columns
        ),
    )


def words_of(spec):
    """Every text of a figure's specification that is drawn: titles, marks, rows, tooltips."""
    if isinstance(spec, dict):
        for key, part in spec.items():
            if key not in NOT_DRAWN:
                yield from words_of(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from words_of(part)
    elif isinstance(spec, str):
        yield spec


def text_of(response):
    """What a page says, without its markup, scripts and styles."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return strip_tags(text)


def nowhere(patient):
    """No point leads to a patient here."""
