"""One line a feature: what a data manager wants to know first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from analytics.stats.results import NotEstimable
from scoring.instruments import Measure
from scoring.reliability import sentences
from scoring.reliability.compute.comparisons import Comparison
from scoring.reliability.compute.reads import Occasion
from scoring.reliability.report import Report
from scoring.reliability.table import Column, Linked, Table

# The address of the page that shows a sum, by the sum's key.
Address = Callable[[str], str]


def summary(report: Report, address: Address) -> Table:
    """Return the coefficient of a single reading at each occasion, and what can be told from error.

    A pool has the one-way coefficient and the largest detectable change of its pairs.
    """
    comparison = report.chosen
    form = leading_form(comparison)
    columns = [
        Column(_("Score")),
        Column(_("Cases"), "count"),
        *(
            Column(f"{form}, {report.occasion_name(occasion)}", "estimate")
            for occasion in report.occasions
        ),
        *([Column(_detectable_label(comparison), "fixed")] if _changes(report) else []),
        Column(_("In words")),
    ]
    rows = [_line(report, comparison, measure, form, address) for measure in report.lines()]
    return Table("summary", _("In short"), columns, rows, note=_note(comparison))


def leading_form(comparison: Comparison) -> str:
    """Return the coefficient to lead with: two-way random, or one-way where columns mix persons."""
    return "ICC(1)" if comparison.kind == "pool" else "ICC(A,1)"


def detectable(report: Report, comparison: Comparison, measure: Measure, at: Occasion) -> Any:
    """Return the smallest detectable change, in a pool that of the pair with the largest."""
    if comparison.kind != "pool":
        found = report.agreement(comparison, measure, at).sdc_95
        return found and found.value
    values = [
        pair.value
        for one in report.pairs_of(comparison)
        for pair in [report.agreement(one, measure, at).sdc_95]
        if pair and not isinstance(pair.value, NotEstimable)
    ]
    return max(values, default=None)


def _changes(report: Report) -> list[Occasion]:
    return [one for one in report.occasions if one.is_change]


def _line(
    report: Report, comparison: Comparison, measure: Measure, form: str, address: Address
) -> list[Any]:
    found = [report.agreement(comparison, measure, one) for one in report.occasions]
    coefficients = [one.form(form) for one in found]
    sdc = [detectable(report, comparison, measure, one) for one in _changes(report)[-1:]]
    return [
        Linked(measure.label, address(measure.key)),
        max(one.n for one in found),
        *((one.value, one.interval) for one in coefficients),
        *sdc,
        _words(report, comparison, measure, form),
    ]


def _words(report: Report, comparison: Comparison, measure: Measure, form: str) -> str:
    """The bands of status and change, and the sentence on what differs by chance."""
    said = []
    for occasion in (report.occasions[0], *_changes(report)[-1:]):
        word = sentences.quality(report.agreement(comparison, measure, occasion).form(form).value)
        said.append(f"{report.occasion_name(occasion)}: {word}.")
    status = report.agreement(comparison, measure, report.occasions[0])
    return " ".join([*said, sentences.difference(comparison, status)]).strip()


def _detectable_label(comparison: Comparison) -> str:
    if comparison.kind == "pool":
        return _("SDC 95 %, pair with the largest")
    return _("SDC 95 %%, mean of %(count)d") % {"count": comparison.columns}


def _note(comparison: Comparison) -> str:
    if comparison.kind == "pool":
        return _(
            "ICC(1): one-way random, absolute agreement, single reading. SDC: smallest detectable "
            "change in points."
        )
    return _(
        "ICC(A,1): two-way random, absolute agreement, single reading. SDC: smallest detectable "
        "change in points."
    )
