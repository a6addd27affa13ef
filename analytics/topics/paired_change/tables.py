"""The scores at both visits, and the tests of the change between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from analytics.results.paired_change import EndpointScores
from analytics.results.stored_run import StoredRun
from analytics.stats.descriptive.summaries import NumberSummary
from analytics.stats.results import NotEstimable
from analytics.tables import formats
from analytics.tables.endpoints import is_damage, reads_name
from analytics.tables.table import Column, Table


def scores(stored: StoredRun) -> Table:
    """The readers' mean score at both visits and, of damage, its rate before, a row each."""
    note = _("Mean of the readers over all scored sites, of patients with a change.")
    if any(has_rate(stored, found) for found in stored.results.paired_change):
        note += " " + _(
            "Estimated yearly progression: the first score over the years from the first symptom "
            "to enrolment, supposing no damage before it and a steady rate since."
        )
    quartiles = _("Quartiles of type %(type)d.") % {"type": stored.plan.quantile_type}
    return Table(
        "scores-at-both-visits",
        _("Scores at both visits"),
        [
            Column(_("Reads"), "text"),
            Column(_("Score"), "text"),
            Column(_("Patients"), "count"),
            Column(_("Mean"), "fixed"),
            Column(_("SD"), "fixed"),
            Column(_("Median (quartiles)"), "estimate", places=2),
        ],
        [row for found in stored.results.paired_change for row in _scores(stored, found)],
        note=f"{note} {quartiles}",
    )


def has_rate(stored: StoredRun, found: EndpointScores) -> bool:
    """Return whether the first score says how fast it came about: only damage adds up."""
    return is_damage(stored.score_endpoint(found.endpoint))


def _scores(stored: StoredRun, found: EndpointScores) -> Iterator[list[Any]]:
    endpoint = stored.score_endpoint(found.endpoint)
    reads = reads_name(endpoint)
    for visit, numbers in zip(endpoint.visits, (found.baseline, found.follow_up), strict=True):
        yield [reads, _("%(visit)s, points") % {"visit": visit.name}, *_summary(stored, numbers)]
    if not has_rate(stored, found):
        return
    yearly = found.yearly
    yield [
        reads,
        _("Estimated yearly progression, points a year"),
        *(
            (None, yearly, yearly, (yearly, yearly))
            if isinstance(yearly, NotEstimable)
            else _summary(stored, yearly.numbers)
        ),
    ]


def _summary(stored: StoredRun, numbers: NumberSummary) -> tuple[Any, ...]:
    quartiles = formats.middle(stored.quartiles(numbers))
    return numbers.n, numbers.mean, numbers.sd, quartiles


def tests(stored: StoredRun) -> Table:
    """The change of each feature by the paired t test and by the signed-rank test."""
    return Table(
        "paired-change",
        _("Change between the visits, tested"),
        [
            Column(_("Reads"), "text"),
            Column(_("Patients"), "count"),
            Column(_("Mean change (%(ci)s), points") % {"ci": stored.ci}, "estimate", places=2),
            Column(_("P, paired t"), "p"),
            Column(_("Hodges–Lehmann (%(ci)s), points") % {"ci": stored.ci}, "estimate", places=2),
            Column(_("P, signed rank"), "p"),
            Column(_("Unchanged"), "count"),
            Column(_("Signed-rank test"), "text"),
        ],
        [_tests(stored, found) for found in stored.results.paired_change],
        note=_(
            "The change follows the endpoint's rules for readers and sites, so it needn't be the "
            "difference of both scores. Patients without change count in the mean; the "
            "signed-rank test and its estimate leave them out."
        ),
    )


def _tests(stored: StoredRun, found: EndpointScores) -> list[Any]:
    means, ranks = found.change.means, found.change.ranks
    return [
        reads_name(stored.score_endpoint(found.endpoint)),
        found.change.sample.n_used,
        (means.mean_change, means.interval),
        means.test.p,
        (ranks.shift, ranks.interval),
        ranks.test.p,
        ranks.zeros,
        ranks.test.variant,
    ]
