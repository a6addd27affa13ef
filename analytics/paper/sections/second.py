"""The other outcomes, as the first: repair in a study that follows the paper."""

from __future__ import annotations

from analytics.paper.document import Heading, Part, Section
from analytics.paper.sections import dose, multivariable, roc, univariable
from analytics.report import Report


def further_outcomes(report: Report) -> list[Section]:
    """Return one section for each outcome after the first: curve, models and dose-response."""
    sections = []
    for outcome in report.outcomes()[1:]:
        key = outcome["endpoint"]
        parts: list[Part] = [
            Heading("ROC curve and cut-off"),
            *roc.outcome_parts(report, key),
            Heading("Univariable models"),
            *univariable.outcome_parts(report, key),
            Heading("Multivariable model"),
            *multivariable.outcome_parts(report, key),
            Heading("Dose-response"),
            *dose.outcome_parts(report, key),
        ]
        sections.append(Section(f"outcome-{key}", outcome["label"], tuple(parts)))
    return sections
