"""ROC: area, cut-off, and how sure the cut-off is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.paper import words
from analytics.paper.document import FigurePart, Paragraph, Part, Section, TablePart
from analytics.plans.choices import ADJUSTMENT_NAMES
from analytics.report import Report
from analytics.tables import build_table, cautions, formats, limits
from analytics.tables.names import inside

CRITERION_WORDS = {
    "youden": "with the largest Youden index",
    "closest-topleft": "closest to perfect sensitivity and specificity",
}
NOTHING = "A ROC curve needs an endpoint and measured concentrations from the baseline visit."


def roc(report: Report) -> Section:
    """Return the curves for the first outcome."""
    outcomes = report.outcomes()
    parts = outcome_parts(report, outcomes[0]["endpoint"]) if outcomes else []
    return Section(
        "roc", "ROC curve and cut-off", tuple(parts or [Paragraph(NOTHING, remark=True)])
    )


def outcome_parts(report: Report, outcome: str) -> list[Part]:
    """Return panel, curve, cut-offs and certainty of the primary exposure for one outcome."""
    code = report.primary
    if code is None:
        return [Paragraph(NOTHING, remark=True)]
    options = {"outcome": outcome}
    exact = {**options, "analyte": code}
    panel = build_table(report, "roc", options)
    cutoffs = build_table(report, "cutoffs", exact)
    certainty = build_table(report, "certainty", exact)
    label = inside(report.endpoint(outcome)["label"])
    figure = FigurePart(
        "roc",
        f"ROC curve of {report.analyte(code)} for {label}",
        f"Cross: cut-off with {report.ci} of sensitivity and specificity. Thick line: where the "
        "cut-off falls in resamples.",
        exact,
    )
    found = report.marker(outcome, code)
    against = cautions.directions(report, outcome)
    parts: list[Part] = [
        Paragraph(area_sentence(report, outcome), (panel.name, figure.name)),
        *([Paragraph(against, remark=True)] if against else []),
        figure,
        TablePart(panel, "roc", options),
        Paragraph(cutoff_sentence(report, found), (cutoffs.name, certainty.name)),
        TablePart(cutoffs, "cutoffs", exact),
        TablePart(certainty, "certainty", exact),
    ]
    published = published_sentence(report, found)
    return [*parts, Paragraph(published)] if published else parts


def area_sentence(report: Report, outcome: str) -> str:
    """Say the area of the primary exposure, its P and which direction was planned."""
    roc_of, code = report.roc(outcome), str(report.primary)
    found = report.marker(outcome, code)
    area, name = found["auc"], report.analytes[code]["name"]
    label = inside(roc_of["label"])
    why = formats.reason(area["value"])
    if why:
        return f"The area under the ROC curve of {name} for {label} is {words.not_estimable(why)}."
    adjusted = next(t["adjusted"] for t in roc_of["family"]["tests"] if t["name"] == code)
    others = [m for m in roc_of["markers"] if isinstance(m["auc"]["value"], (int, float))]
    family = roc_of["family"]
    facts = {
        "outcome": label,
        "events": area["n_events"],
        "others": area["n_non_events"],
        "left_out": words.excluded(area["sample"]),
        "analyte": name,
        "area": words.estimate(area["value"], area["interval"], 2),
        "p": words.p(area["p"]),
        "adjusted": words.p(adjusted),
        "analytes": words.counted_analytes(family["size"]),
        "method": ADJUSTMENT_NAMES[family["method"]],
        "direction": words.opening(roc_of["direction"]),
    }
    text = (
        _(
            "For %(outcome)s (%(events)d with it, %(others)d without%(left_out)s) the area under "
            "the ROC curve of %(analyte)s was %(area)s, %(p)s against 0.5 and %(adjusted)s after "
            "adjustment over %(analytes)s (%(method)s). %(direction)s values were planned to "
            "speak for the outcome."
        )
        % facts
    )
    return f"{text}{_largest(report, found, others)}"


def _largest(report: Report, found: dict[str, Any], others: list[dict[str, Any]]) -> str:
    """Say which area is the largest, where there are several."""
    if len(others) < 2:
        return ""
    best = max(others, key=lambda marker: float(marker["auc"]["value"]))
    if best is found:
        return f" It was the largest of {len(others)} areas."
    leader = report.analytes[best["analyte"]]["name"]
    area = formats.fixed(best["auc"]["value"], 2)
    return f" The largest of {len(others)} areas was that of {leader} ({area})."


def cutoff_sentence(report: Report, found: dict[str, Any]) -> str:
    """Say the cut-off with its bootstrap interval, its accuracy and what choosing it flatters."""
    optima = found["youden"].get("optima", [])
    if not optima:
        return f"A cut-off is {words.not_estimable(formats.reason(found['youden']))}."
    unit = report.analytes[found["analyte"]]["unit"]
    resampled = found["bootstrap"]
    interval = limits.interval(found, resampled.get("midpoint"))
    accuracy = found["accuracy"][0]["accuracy"]
    sensitivity, specificity = (words.rate(accuracy[key]) for key in ("sensitivity", "specificity"))
    tied = f" It ties with {len(optima) - 1} other." if len(optima) > 1 else ""
    criterion = CRITERION_WORDS[report.plan["cutoff_criterion"]]
    return (
        f"The cut-off {criterion} was {formats.number(limits.best(found))} {unit}"
        f"{_bootstrap(interval, unit)}, with sensitivity {sensitivity} and "
        f"specificity {specificity}.{tied}{_optimism(resampled.get('youden_optimism'))}"
    )


def published_sentence(report: Report, found: dict[str, Any]) -> str:
    """Say how a cut-off from the literature does here, where the plan names one."""
    planned = report.plan.get("published_cutoff")
    if not planned or planned["analyte"] != found["analyte"]:
        return ""
    given = f"{formats.number(planned['value'])} {report.analytes[found['analyte']]['unit']}"
    applied = found.get("published")
    if not applied:
        return f"The published cut-off of {given} was not applied when this run was computed."
    if formats.reason(applied):
        return f"The published cut-off of {given}: {words.not_estimable(formats.reason(applied))}."
    accuracy = applied["accuracy"]
    sensitivity, specificity = (words.rate(accuracy[key]) for key in ("sensitivity", "specificity"))
    return (
        f"The published cut-off of {given}, applied as it is, had sensitivity {sensitivity} and "
        f"specificity {specificity}."
    )


def _bootstrap(interval: Any, unit: str) -> str:
    if not interval:
        return ""
    why = formats.reason(interval)
    if why:
        return f" (no bootstrap interval: {words.clause(why)})"
    level = f"{100 * interval['level']:g} %"
    return f" (bootstrap {level} interval {formats.interval(interval)} {unit})"


def _optimism(optimism: Any) -> str:
    if not optimism or formats.reason(optimism) or formats.reason(optimism["corrected"]):
        return ""
    apparent, corrected, flattered = (
        formats.fixed(optimism[key], 2) for key in ("apparent", "corrected", "optimism")
    )
    return (
        f" Chosen on the same patients, its Youden index of {apparent} is optimistic by "
        f"{flattered}; corrected it is {corrected}."
    )
