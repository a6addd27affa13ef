"""Writing single results of a run in a sentence."""

from __future__ import annotations

from typing import Any

from django import template

from analytics.figures.registry import TABLE_OF
from analytics.models import AnalysisRun
from analytics.paper.document import FigurePart, Provenance, TablePart
from analytics.plans.choices import ADJUSTMENT_NAMES
from analytics.report import Report
from analytics.tables import TABLES, formats
from analytics.tables.names import exclusions, feature_name

register = template.Library()

register.filter("share", formats.percent)
register.filter("feature", feature_name)
register.filter("significant", formats.number)


@register.filter
def adjustment(key: Any) -> str:
    """Name a rule of adjusting P values."""
    return ADJUSTMENT_NAMES[key]


@register.filter
def leading_analyte(run: AnalysisRun) -> str:
    """Name the primary exposure of a run with its unit."""
    report = Report(run)
    return report.analyte(report.primary) if report.primary else ""


@register.filter
def share_limits(interval: Any) -> str:
    """Write an interval of a share in per cent: ``18 % to 36 %``."""
    if not isinstance(interval, dict) or "low" not in interval:
        return formats.NOT_ESTIMABLE
    return f"{formats.percent(interval['low'])} to {formats.percent(interval['high'])}"


@register.filter
def with_interval(result: dict[str, Any]) -> str:
    """Write a result's value with its interval, or why there is none."""
    why = formats.reason(result["value"])
    return why or formats.estimate(result["value"], result["interval"])


@register.filter
def used(sample: dict[str, Any]) -> str:
    """Write how many patients count, and why the others don't."""
    reasons = exclusions(sample)
    left_out = sample["n_given"] - sample["n_used"]
    text = f"{sample['n_used']} of {sample['n_given']}"
    return f"{text} ({left_out} left out, {reasons})" if left_out else text


@register.filter
def paired_rest(result: dict[str, Any], side: str) -> int:
    """Return how many patients are negative by one of two methods."""
    share = result[side]
    return int(share["n"] - share["successes"])


@register.filter
def source_of(provenance: Provenance, part: TablePart | FigurePart) -> str:
    """Name the run and the file that a table or figure of the report stands in."""
    return provenance.source(part)


@register.filter
def of_part(descriptions: dict[str, str], part: FigurePart) -> str:
    """Return what stands in for a figure of the report."""
    return descriptions[part.anchor]


@register.filter
def drawn_table(figure: str) -> str:
    """Return the key of the table that holds what a figure draws, or nothing."""
    key = TABLE_OF.get(figure, figure)
    return key if key in TABLES else ""
