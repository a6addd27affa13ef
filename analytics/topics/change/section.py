"""Every patient's change: cumulative probability plot and summary."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.design.rules import READER_RULES
from analytics.paper import words
from analytics.paper.document import FigurePart, Paragraph, Part, Section, TablePart
from analytics.results.imaging import EndpointChange
from analytics.results.stored_run import StoredRun
from analytics.stats.descriptive.summaries import Quartiles
from analytics.tables import formats
from analytics.tables.endpoints import reads_name
from analytics.tables.names import inside
from analytics.topics.change import lines, tables
from analytics.topics.change.names import beyond, by_mean


def change(stored: StoredRun) -> Section | None:
    """Return the probability plot with mean, median and the shares beyond each threshold.

    A plan whose endpoints are no changes of scores has no such section.
    """
    changes = stored.results.imaging.changes
    if not changes and stored.plan.endpoints:
        return None
    if not changes:
        text = _("No endpoint is defined, so there is no change to describe.")
        return Section("change", _("Change"), (Paragraph(text, remark=True),))
    table = tables.changes(stored)
    figure = FigurePart(
        "cumulative-probability",
        _("Cumulative probability of change"),
        " ".join([lines.points(stored), lines.legend(stored)]).rstrip(),
    )
    known = any(found.result.numbers.n for found in changes)
    shown: tuple[Part, ...] = (figure, TablePart(table, "changes")) if known else ()
    refers = (table.name, figure.name) if known else ()
    said = [Paragraph(change_sentence(stored, found), refers) for found in changes]
    return Section("change", _("Change"), (*said, *shown))


def change_sentence(stored: StoredRun, found: EndpointChange) -> str:
    """Say mean, median and quartiles of one change, and how many lie beyond each threshold."""
    numbers, endpoint = found.result.numbers, stored.score_endpoint(found.endpoint)
    reads = reads_name(endpoint)
    quartiles = stored.quartiles(numbers)
    if not isinstance(quartiles, Quartiles):
        return _("%(reads)s: no patient has a change score.") % {"reads": reads}
    shares = "; ".join(
        _("change %(rule)s: %(k)d (%(rate)s)")
        % {"rule": rule, "k": share.successes, "rate": formats.percent(share.value, 0)}
        for rule, share in beyond(found.result)
    )
    text = (
        _(
            "%(reads)s: the readers' mean change was %(mean)s%(sd)s and its median %(median)s "
            "(quartiles %(lower)s and %(upper)s) in %(patients)s; %(shares)s."
        )
        if by_mean(endpoint)
        else _(
            "%(reads)s: the change (%(rule)s) had the mean %(mean)s%(sd)s and the median "
            "%(median)s (quartiles %(lower)s and %(upper)s) in %(patients)s; %(shares)s."
        )
    )
    return text % {
        "reads": reads,
        "rule": inside(str(READER_RULES[endpoint.reader_rule])),
        "mean": formats.fixed(numbers.mean, 2),
        "sd": ""
        if formats.reason(numbers.sd)
        else _(" (SD %(sd)s)") % {"sd": formats.fixed(numbers.sd, 2)},
        "median": formats.fixed(quartiles.median, 2),
        "lower": formats.fixed(quartiles.lower, 2),
        "upper": formats.fixed(quartiles.upper, 2),
        "patients": words.patients(numbers.n),
        "shares": shares,
    }
