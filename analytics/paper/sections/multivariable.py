"""The logistic model of an outcome, and which of its terms is the stronger."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.paper import words
from analytics.paper.document import FigurePart, Paragraph, Part, Section, TablePart
from analytics.paper.sections import validation
from analytics.report import Report
from analytics.tables import build_table, cautions, formats
from analytics.tables.model_words import FIRTH, penalised
from analytics.tables.models import step, term_name
from analytics.tables.names import inside

NOTHING = "A model needs an endpoint and a measured exposure."


def multivariable(report: Report) -> Section:
    """Return the model of the first outcome with the forest plot of all."""
    outcomes = report.outcomes()
    if not outcomes:
        return Section("multivariable", "Multivariable model", (Paragraph(NOTHING, remark=True),))
    figure = FigurePart(
        "forest",
        "Odds ratios of every model",
        f"Squares: odds ratio per step of the term, with its {report.ci}, on a log axis.",
    )
    parts = outcome_parts(report, outcomes[0]["endpoint"])
    fitted = any(model["result"].get("coefficients") for model in report.results["models"])
    return Section("multivariable", "Multivariable model", (*parts, *([figure] if fitted else [])))


def outcome_parts(report: Report, outcome: str) -> list[Part]:
    """Return the model's sentences and its table for one outcome."""
    found = report.model(outcome)
    result = found["result"]
    why = formats.reason(result) or formats.reason(result.get("quality"))
    if why:
        return [Paragraph(f"{found['label']}: {why}", remark=True)]
    options = {"outcome": outcome}
    table = build_table(report, "model", options)
    return [
        Paragraph(model_sentence(report, found), (table.name,)),
        *_remarks(report, result),
        TablePart(table, "model", options),
        *validation.outcome_parts(report, outcome),
    ]


def _remarks(report: Report, result: dict[str, Any]) -> list[Part]:
    """What a reader must know of the model: separated data, few events a parameter."""
    said = [penalised(report, [result])] if result["method"] == FIRTH else []
    said.append(cautions.events(result))
    return [Paragraph(words, remark=True) for words in said if words]


def model_sentence(report: Report, found: dict[str, Any]) -> str:
    """Say each term's odds ratio with its interval, and how many events carry the model."""
    result = found["result"]
    tests = {term["term"]: term["test"] for term in result["terms"]}
    said = [_term(report, found, entry, tests) for entry in result["coefficients"]]
    ratio = formats.number(result["events_per_parameter"])
    return _(
        "In a logistic model of %(outcome)s (%(method)s, %(events)s in %(patients)s"
        "%(left_out)s, %(ratio)s events per parameter) the odds ratio of %(terms)s."
    ) % {
        "outcome": inside(found["label"]),
        "method": result["method"],
        "events": words.counted_events(result["n_events"]),
        "patients": words.patients(result["sample"]["n_used"]),
        "left_out": words.excluded(result["sample"]),
        "ratio": ratio,
        "terms": words.listed(said),
    }


def _term(
    report: Report, found: dict[str, Any], entry: dict[str, Any], tests: dict[str, Any]
) -> str:
    limits = entry.get(found["interval"], entry["wald"])
    if formats.reason(limits):
        limits = entry["wald"]
    name = term_name(report, entry["term"])
    return (
        f"{name if name.isupper() or name[1:2].isupper() else inside(name)} "
        f"({step(report, entry['step'], entry['term'])}) was "
        f"{words.estimate(entry['odds_ratio'], limits)}, likelihood ratio "
        f"{words.p(tests[entry['term']]['p'])}"
    )
