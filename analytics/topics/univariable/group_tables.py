"""Groups with and without the outcome beside the ranks: censored values, and a yes/no covariate."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.results.stored_run import StoredRun
from analytics.results.univariable import CensoredGroups, ExposureAlone
from analytics.stats.censored.two_groups import GroupCount
from analytics.tables.names import exclusions
from analytics.tables.table import Column, Table
from analytics.tables.terms import term_name


def censored(stored: StoredRun, outcome: str) -> Table:
    """Exposures with values below a limit: tests and a ratio that invent no value there."""
    exposures = stored.univariable(outcome).exposures
    return Table(
        f"censored-groups-{outcome}",
        _("Values below their limits, with and without %(outcome)s")
        % {"outcome": stored.endpoint(outcome).label},
        [
            Column(_("Exposure"), "text"),
            Column(_("With: below the limit"), "text"),
            Column(_("Without: below the limit"), "text"),
            Column(_("Ratio of geometric means (%(level)s)") % {"level": stored.ci}, "estimate"),
            Column(_("P, Tobit"), "p"),
            Column(_("P, Peto–Peto"), "p"),
            Column(_("P, Gehan"), "p"),
            Column(_("P, Mann-Whitney"), "p"),
        ],
        [
            _censored(stored, exposure, exposure.censored)
            for exposure in exposures
            if exposure.censored is not None
        ],
        note=_(
            "Each value below its own limit counts as below it, with no number in its place. "
            "Ratio: with over without, by censored lognormal regression (Tobit), Wald interval and "
            "likelihood-ratio test. Peto–Peto and Gehan: generalised Wilcoxon tests. Mann-Whitney: "
            "with every value below the highest limit as one tie. P values are not adjusted."
        ),
    )


def _censored(stored: StoredRun, exposure: ExposureAlone, found: CensoredGroups) -> list[Any]:
    model = found.regression
    ratio: tuple[Any, Any] = (model.log_sd, model.log_sd)
    if model.ratios:
        ratio = (model.ratios[0].ratio, model.ratios[0].interval)
    return [
        term_name(stored, exposure.alone.term),
        _below(found.peto.first),
        _below(found.peto.second),
        ratio,
        model.overall.p,
        found.peto.test.p,
        found.gehan.test.p,
        exposure.test.p,
    ]


def _below(group: GroupCount) -> str:
    return _("%(below)d of %(n)d") % {"below": group.below, "n": group.n}


def crossed(stored: StoredRun, outcome: str) -> Table:
    """A yes/no covariate against the outcome, with the conditional odds ratio."""
    found = stored.univariable(outcome).crossed
    note = _(
        "Odds ratio: conditional maximum likelihood given the margins, with Fisher's exact "
        "interval; it isn't the cross product of the counts."
    )
    left_out = " ".join(
        _("Left out: %(reasons)s.") % {"reasons": exclusions(one.sample)}
        for one in found
        if one.sample.excluded
    )
    return Table(
        f"crossed-{outcome}",
        _("Covariate against %(outcome)s") % {"outcome": stored.endpoint(outcome).label},
        [
            Column(_("Covariate"), "text"),
            Column(_("With it: patients"), "count"),
            Column(_("With it: events"), "count"),
            Column(_("Without it: patients"), "count"),
            Column(_("Without it: events"), "count"),
            Column(_("Conditional odds ratio (%(level)s)") % {"level": stored.ci}, "estimate"),
            Column(_("P, Fisher"), "p"),
        ],
        [
            [
                term_name(stored, one.term),
                *(cell for events, others in one.counts for cell in (events + others, events)),
                (one.odds.value, one.odds.interval),
                one.fisher.p,
            ]
            for one in found
        ],
        note=" ".join(filter(None, [note, left_out])),
    )
