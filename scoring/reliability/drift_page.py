"""Drift over reading order: a chart and its table for each reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from analytics.stats.results import NotEstimable
from scoring.models import Case
from scoring.reliability import sentences
from scoring.reliability.chart import Drawing, control_chart, drawn
from scoring.reliability.compute.drift import RULES, ControlChart, Rule, drift
from scoring.reliability.report import Report
from scoring.reliability.selectors import cases_by_id
from scoring.reliability.table import Column, Table


@dataclass(frozen=True)
class ReaderDrift:
    """One reader's chart, what it says, and the points that are drawn as a table, newest first."""

    reader: str
    drawing: Drawing
    said: str
    table: Table


def reader_drifts(report: Report) -> list[ReaderDrift]:
    """Return a chart of each reader. One query, for the numbers of the cases that are listed."""
    charts = drift(report.reads, report.totals, report.measure.key)
    cases = cases_by_id({int(one) for chart in charts for one in chart.case[drawn(chart)]})
    return [
        ReaderDrift(
            reader=report.names[chart.reader],
            drawing=control_chart(chart, report.names[chart.reader]),
            said=" ".join(sentences.drift(chart)),
            table=_table(_rows(report, chart, cases, drawn(chart))[::-1]),
        )
        for chart in charts
    ]


def drift_table(report: Report) -> Table:
    """Every point of every reader's chart with the rules that it meets, for the download."""
    charts = drift(report.reads, report.totals, report.measure.key)
    cases = cases_by_id({int(one) for chart in charts for one in chart.case})
    return _table([row for chart in charts for row in _rows(report, chart, cases, slice(None))])


def rule_words() -> dict[Rule, str]:
    """Return what each rule asks for."""
    return {
        "beyond-3": _("beyond 3σ"),
        "two-of-three": _("two of three beyond 2σ on one side"),
        "run": _("eight in a row on one side of the mean"),
    }


def _table(rows: list[list[Any]]) -> Table:
    return Table(
        "drift",
        _("Differences to the other readers, in reading order"),
        [
            Column(_("Reader")),
            Column(_("Reading"), "count"),
            Column(_("Case")),
            Column(_("Difference, points"), "fixed"),
            Column(_("Centre line"), "fixed"),
            Column(_("Sigma"), "fixed"),
            Column(_("Rule met")),
        ],
        rows,
    )


def _rows(
    report: Report, chart: ControlChart, cases: dict[int, Case], chosen: slice
) -> list[list[Any]]:
    words = rule_words()
    places = np.arange(len(chart.place))[chosen]
    centre, sigma = (
        None if isinstance(value, NotEstimable) else value for value in (chart.centre, chart.sigma)
    )
    return [
        [
            report.names[chart.reader],
            int(chart.place[at]),
            cases[int(chart.case[at])].number,
            float(chart.difference[at]),
            centre,
            sigma,
            "; ".join(words[rule] for rule in RULES if chart.signals[rule][at]),
        ]
        for at in places.tolist()
    ]
