"""The dose-response table, and the tests of trend over its groups."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.results.stored_run import StoredRun
from analytics.stats.results import NotEstimable
from analytics.tables.table import Column, Table


def dose(stored: StoredRun, outcome: str) -> Table:
    """Events by quantile group of the primary exposure."""
    found = stored.dose(outcome)
    estimable = not isinstance(found.result, NotEstimable)
    rows = [
        [
            group.label,
            group.marker.minimum,
            group.marker.maximum,
            group.events.n,
            group.events.successes,
            (group.events.value, group.events.wilson),
        ]
        for group in (() if isinstance(found.result, NotEstimable) else found.result.groups)
    ]
    unit = stored.variables[found.exposure].unit if found.exposure else ""
    ends = (_("Lowest, {unit}"), _("Highest, {unit}")) if unit else (_("Lowest"), _("Highest"))
    return Table(
        f"dose-response-{outcome}",
        _("%(outcome)s by group of %(exposure)s")
        % {"outcome": found.label, "exposure": stored.variable(found.exposure)}
        if found.exposure
        else _("Dose-response"),
        [
            Column(_("Group"), "text"),
            *(Column(words.format(unit=unit)) for words in ends),
            Column(_("Patients"), "count"),
            Column(_("Events"), "count"),
            Column(_("Share ({interval})").format(interval=stored.ci), "share"),
        ],
        rows,
        note=_rule(stored) if estimable else "",
    )


def _rule(stored: StoredRun) -> str:
    return _("Groups by type-%(type)d quantiles, closed on the right; empty groups are merged.") % {
        "type": stored.plan.quantile_type
    }


def trends(stored: StoredRun, outcome: str) -> Table:
    """Tests of trend over the groups."""
    result = stored.dose(outcome).result
    tests = (
        ()
        if isinstance(result, NotEstimable)
        else (result.armitage, result.mantel, result.jonckheere)
    )
    return Table(
        f"trends-{outcome}",
        _("Tests of trend"),
        [
            Column(_("Test"), "text"),
            Column("z"),
            Column(_("P, two-sided"), "p"),
            Column(_("Patients"), "count"),
        ],
        [[test.variant, test.z, test.p, test.sample.n_used] for test in tests],
        note=_(
            "Cochran-Armitage and Mantel test the share of events, Jonckheere the value itself."
        ),
    )
