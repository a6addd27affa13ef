"""Dose-response in the report: events by group of the primary exposure, and tests of trend."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.paper import words
from analytics.paper.document import FigurePart, Heading, Paragraph, Part, Section, TablePart
from analytics.results.dose import GroupTrends, OutcomeDoseResponse
from analytics.results.stored_run import StoredRun
from analytics.stats.comparison.trend import TrendTest
from analytics.stats.results import NotEstimable
from analytics.tables.model_words import REMARKABLE
from analytics.tables.names import inside
from analytics.tables.needed import needed
from analytics.topics.dose import tables


def dose(stored: StoredRun) -> Section:
    """Return the dose-response of the first outcome."""
    outcomes = stored.outcomes()
    nothing = Paragraph(needed(stored, _("A dose-response")), remark=True)
    parts = outcome_parts(stored, outcomes[0].endpoint) if outcomes else [nothing]
    return Section("dose", _("Dose-response"), tuple(parts))


def further(stored: StoredRun, outcome: str) -> list[Part]:
    """Return the same for another outcome, under a heading."""
    return [Heading(_("Dose-response")), *outcome_parts(stored, outcome)]


def outcome_parts(stored: StoredRun, outcome: str) -> list[Part]:
    """Return groups, trends and figure for one outcome."""
    found = stored.dose(outcome)
    if isinstance(found.result, NotEstimable):
        return [Paragraph(found.result.reason, remark=True)]
    if not found.result.groups:
        return [Paragraph(dose_sentence(stored, found, found.result), remark=True)]
    options = {"outcome": outcome}
    table, trends = tables.dose(stored, outcome), tables.trends(stored, outcome)
    figure = FigurePart(
        "dose-response",
        _("%(outcome)s by group of %(exposure)s")
        % {"outcome": found.label, "exposure": _exposure(stored, found)},
        _("Bars: share of patients with the outcome; whiskers: %(level)s (Wilson).")
        % {"level": stored.ci},
        options,
    )
    sentence = dose_sentence(stored, found, found.result)
    return [
        Paragraph(sentence, (table.name, trends.name, figure.name)),
        figure,
        TablePart(table, "dose", options),
        TablePart(trends, "trends", options),
    ]


def _exposure(stored: StoredRun, found: OutcomeDoseResponse) -> str:
    return stored.variables[found.exposure].name if found.exposure else ""


def dose_sentence(stored: StoredRun, found: OutcomeDoseResponse, result: GroupTrends) -> str:
    """Say the events of each group from lowest to highest, and the tests of trend."""
    name, outcome = _exposure(stored, found), inside(found.label)
    if not result.groups:
        return _("No patient has both %(exposure)s and %(outcome)s.") % {
            "exposure": name,
            "outcome": outcome,
        }
    counts = [
        _("%(k)d of %(n)d") % {"k": group.events.successes, "n": group.events.n}
        for group in result.groups
    ]
    facts = {
        "n": len(counts),
        "exposure": name,
        "outcome": outcome,
        "counts": words.listed(counts),
        "direction": _direction(result.armitage),
        "tests": f" ({_said(result.armitage)}; {_said(result.mantel)})",
        "change": _(" The value itself over the groups, %(test)s.")
        % {"test": _said(result.jonckheere)},
    }
    return (
        ngettext(
            "In the only group of %(exposure)s, %(outcome)s was seen in %(counts)s"
            "%(direction)s%(tests)s.%(change)s",
            "From the lowest to the highest of %(n)d groups of %(exposure)s, %(outcome)s was seen "
            "in %(counts)s%(direction)s%(tests)s.%(change)s",
            len(counts),
        )
        % facts
    )


def _said(test: TrendTest) -> str:
    """A test by its short name, with its P."""
    return f"{test.variant.split(' (')[0]}: {words.p(test.p)}"


def _direction(test: TrendTest) -> str:
    """Name a trend only where the first test bears it."""
    if isinstance(test.p, NotEstimable) or isinstance(test.z, NotEstimable):
        return ""
    if test.p >= REMARKABLE:
        return _(", without a trend that the test shows")
    return _(", an increasing trend") if test.z > 0 else _(", a decreasing trend")
