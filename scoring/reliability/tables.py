"""The figures of one feature: coefficients, measurement error, limits of agreement, rereads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from analytics.stats.agreement.icc import Icc
from analytics.stats.results import NotEstimable
from scoring.instruments import Measure
from scoring.reliability import sentences
from scoring.reliability.compute.agreement import INTERCHANGEABLE, Agreement
from scoring.reliability.compute.comparisons import Comparison
from scoring.reliability.compute.reads import Occasion
from scoring.reliability.report import Report
from scoring.reliability.table import Column, Table


def coefficients(report: Report) -> Table:
    """All six Shrout-Fleiss forms of the feature and its regions, each named in full."""
    comparison = report.chosen
    rows = []
    for part in report.parts():
        found = [report.agreement(comparison, part, one) for one in report.occasions]
        for place, form in enumerate(found[0].icc.forms):
            values = [one.icc.forms[place] for one in found]
            rows.append(
                [
                    part.label,
                    _form(form, comparison),
                    *((value.value, value.interval) for value in values),
                ]
            )
    return Table(
        "coefficients",
        _("Intraclass correlation coefficients"),
        [
            Column(_("Score")),
            Column(_("Coefficient")),
            *(
                Column(_("%(occasion)s (95 %% interval)") % {"occasion": name}, "estimate", 3)
                for name in map(report.occasion_name, report.occasions)
            ),
        ],
        rows,
        note=_("Names by McGraw and Wong, in brackets by Shrout and Fleiss. F intervals."),
    )


def measurement_error(report: Report) -> Table:
    """What readings differ by: agreement, standard error, smallest detectable figures."""
    comparison = report.chosen
    k = {"count": comparison.columns}
    rows = [
        _error_row(report, comparison, part, occasion)
        for part in report.parts()
        for occasion in report.occasions
    ]
    return Table(
        "measurement-error",
        _("Measurement error, points"),
        [
            Column(_("Score")),
            Column(_("Occasion")),
            Column(_("Cases"), "count"),
            Column(_("Left out"), "count"),
            Column(_("Exact agreement"), "percent"),
            Column(_("Within 1 point"), "percent"),
            Column(_("SEM"), "fixed"),
            Column(_("SDD 95 %, two readings"), "fixed"),
            Column(_("SDD of the maximum"), "percent"),
            Column(_("SDC 95 %%, mean of %(count)d") % k, "fixed"),
            Column(_("SDC 80 %%, mean of %(count)d") % k, "fixed"),
            Column(_("SDC 95 %, one reading (95 % interval)"), "estimate"),
            Column(_("In words")),
        ],
        rows,
        note=_(
            "SEM = √MS residual; SDD = 1.96 × √(2 × MS residual); SDC = 1.96 × √(MS residual / k), "
            "for 80 %% 1.2816 in place of 1.96; here k = %(count)d, for one reading k = 1. With "
            "two readings SDC = 1.96 × SD(difference of changes) / (√2 × √k). SDD below 33 %% of "
            "the maximum was the bar of the OMERACT exercises."
        )
        % k,
    )


def limits(report: Report) -> Table:
    """Bland and Altman's mean difference and limits of agreement of each pair of readings."""
    rows = [
        row
        for part in report.parts()
        for occasion in report.occasions
        for comparison in _measured(report)
        for row in _limit_rows(report, comparison, part, occasion)
    ]
    return Table(
        "limits",
        _("Limits of agreement, points"),
        [
            Column(_("Score")),
            Column(_("Occasion")),
            Column(_("First – second")),
            Column(_("Cases"), "count"),
            Column(_("Mean difference (95 % interval)"), "estimate"),
            Column(_("Lower limit (95 % interval)"), "estimate"),
            Column(_("Upper limit (95 % interval)"), "estimate"),
            Column(_("In words")),
        ],
        rows,
        note=_("First minus second; mean difference ± 1.96 SD, t intervals (Bland and Altman)."),
    )


def rereads(report: Report) -> Table:
    """Each reader against themselves, of the chosen sum."""
    rows = [
        [
            report.names[one.readers[0]],
            report.occasion_name(occasion),
            *_reread_cells(report.agreement(one, report.measure, occasion)),
            _in_words(one, report.agreement(one, report.measure, occasion)),
        ]
        for one in report.compared.within
        for occasion in report.occasions
    ]
    return Table(
        "re-reads",
        _("Each reader read twice"),
        [
            Column(_("Reader")),
            Column(_("Occasion")),
            Column(_("Cases read twice"), "count"),
            Column(_("ICC(A,1) (95 % interval)"), "estimate"),
            Column(_("ICC(C,1) (95 % interval)"), "estimate"),
            Column(_("Exact agreement"), "percent"),
            Column(_("Within 1 point"), "percent"),
            Column(_("SDD 95 %"), "fixed"),
            Column(_("SDC 95 %, one reading (95 % interval)"), "estimate"),
            Column(_("First − repeated (95 % interval)"), "estimate"),
            Column(_("In words")),
        ],
        rows,
        note=_("The reader’s first reading of a case against the earliest repeated one."),
    )


def _form(form: Icc, comparison: Comparison) -> str:
    """``ICC(A,1) [ICC(2,1)]: two-way random, absolute agreement, single reading``."""
    words = {
        "one-way random": _("one-way random"),
        "two-way random": _("two-way random"),
        "two-way mixed": _("two-way mixed"),
        "absolute agreement": _("absolute agreement"),
        "consistency": _("consistency"),
        "single reader": _("single reading"),
        "mean of readers": _("mean of %(count)d readings") % {"count": comparison.columns},
    }
    said = ", ".join(words[part] for part in (form.model, form.kind, form.unit))
    return f"{form.form} [{form.shrout_fleiss}]: {said}"


def _error_row(
    report: Report, comparison: Comparison, part: Measure, occasion: Occasion
) -> list[Any]:
    found = report.agreement(comparison, part, occasion)
    sdd: Any = found.sdd and found.sdd.value
    sdc: list[Any] = [found.sdc_95 and found.sdc_95.value, found.sdc_80 and found.sdc_80.value]
    sdc.append(found.sdc_one and found.sdc_one.detectable.value)
    if comparison.kind == "pool":
        sdd = None if occasion.is_change else INTERCHANGEABLE
        sdc = [INTERCHANGEABLE if occasion.is_change else None] * 3
    one = found.sdc_one.interval if found.sdc_one else None
    return [
        part.label,
        report.occasion_name(occasion),
        found.n,
        found.left_out,
        found.exact,
        found.within_one,
        found.sem,
        sdd,
        sdd / (part.maximum_half_units / 2) if isinstance(sdd, float) else sdd,
        *sdc[:2],
        (sdc[2], one),
        _in_words(comparison, found),
    ]


def _in_words(comparison: Comparison, found: Agreement) -> str:
    """What is said of an error: a change's or a difference's sentence; reasons stand below."""
    said = sentences.difference(comparison, found) or sentences.change(comparison, found)
    return said or sentences.coefficient(found.form("ICC(1)").value)


def _measured(report: Report) -> Iterator[Comparison]:
    """The comparisons whose columns are persons: a pool's are its pairs."""
    if report.chosen.kind == "pool":
        yield from report.compared.pairs
    else:
        yield report.chosen


def _limit_rows(
    report: Report, comparison: Comparison, part: Measure, occasion: Occasion
) -> Iterator[list[Any]]:
    names = report.column_names(comparison)
    for one in report.agreement(comparison, part, occasion).limits:
        found = one.result
        yield [
            part.label,
            report.occasion_name(occasion),
            " – ".join(names[column] for column in one.columns),
            found.sample.n_used,
            (found.mean_difference, found.mean_interval),
            (found.lower_limit, found.lower_interval),
            (found.upper_limit, found.upper_interval),
            sentences.limits(one, names),
        ]


def _reread_cells(found: Agreement) -> list[Any]:
    agreeing, consistent = found.form("ICC(A,1)"), found.form("ICC(C,1)")
    bias = found.limits[0].result
    one = found.sdc_one
    return [
        found.n,
        (agreeing.value, agreeing.interval),
        (consistent.value, consistent.interval),
        found.exact,
        found.within_one,
        found.sdd and found.sdd.value,
        (one.detectable.value, one.interval) if one else (None, None),
        (bias.mean_difference, None if _missing(bias.mean_interval) else bias.mean_interval),
    ]


def _missing(value: Any) -> bool:
    return isinstance(value, NotEstimable)
