"""Which term of the model is the stronger, and how far the model's figures can be trusted."""

from __future__ import annotations

from typing import Any

from analytics.paper import words
from analytics.paper.document import FigurePart, Paragraph, Part, TablePart
from analytics.report import Report
from analytics.tables import build_table, cautions, formats
from analytics.tables import validation as tables
from analytics.tables.models import term_name
from analytics.tables.names import inside

# In how many resamples the order must hold before a sentence says "stronger".
SURE = 0.95


def outcome_parts(report: Report, outcome: str) -> list[Part]:
    """Return strength, performance and calibration of one outcome's model."""
    found, why = report.validation(outcome), tables.reason(report, outcome)
    if found is None or why:
        return [Paragraph(why, remark=True)]
    options = {"outcome": outcome}
    strength, performance = (
        build_table(report, key, options) for key in ("strength", "performance")
    )
    figure = FigurePart(
        "calibration",
        f"Calibration of the model of {inside(found['label'])}",
        "Share with the outcome by predicted risk; the diagonal is perfect calibration.",
        options,
    )
    return [
        Paragraph(strength_sentence(report, found), (strength.name,)),
        TablePart(strength, "strength", options),
        Paragraph(performance_sentence(found), (performance.name, figure.name)),
        *([Paragraph(lost, remark=True)] if (lost := cautions.unfitted(found)) else []),
        TablePart(performance, "performance", options),
        figure,
    ]


def strength_sentence(report: Report, found: dict[str, Any]) -> str:
    """Say which term is the stronger only where nearly all resamples agree."""
    result = found["dominance"]
    why = formats.reason(result)
    if why:
        return f"The order of strength of the terms is {words.not_estimable(why)}."
    first, *others = result["terms"]
    name = term_name(report, first["term"])
    measured = "; ".join(
        f"{term_name(report, term['term'])} likelihood-ratio chi-square "
        f"{formats.number(term['test']['statistic'])}, {formats.percent(term['share'], 0)} of the "
        f"sum, AUC lost without it {words.estimate(term['auc_lost'], term['auc_lost_interval'], 2)}"
        for term in (first, *others)
    )
    held = result["first_held"]
    if formats.reason(held):
        unsure = words.not_estimable(formats.reason(held))
        return f"Strength of the terms: {measured}. How sure the order is: {unsure}."
    share = formats.percent(held)
    if held >= SURE:
        degree = "stronger" if len(others) == 1 else "strongest"
        return (
            f"{words.opening(name)} was the {degree} term: its chi-square was the largest in "
            f"{share} of resamples. {measured}."
        )
    return (
        f"Which term is the strongest is not certain: {inside(name)} had the largest "
        f"chi-square, but in {share} of resamples only. {measured}."
    )


def performance_sentence(found: dict[str, Any]) -> str:
    """Say how well the model tells patients apart, as it appears and corrected."""
    area, crossed = found["optimism"]["auc"], found["cross_validation"]["pooled"]
    slope = found["calibration"]["left_out"].get("slope", found["calibration"]["left_out"])
    said = (
        words.not_estimable(formats.reason(slope))
        if formats.reason(slope)
        else words.estimate(slope["value"], slope["interval"], 2)
    )
    apparent, corrected = (words.estimate(area[key], None, 2) for key in ("apparent", "corrected"))
    return (
        f"The model's area under the ROC curve was {apparent} on the patients it was made from, "
        f"{corrected} corrected for optimism and {words.estimate(crossed, None, 2)} for patients "
        f"left out (cross-validation), whose calibration slope was {said}."
    )
