"""Exposures of patients with and without an outcome: the Mann-Whitney test."""

from __future__ import annotations

from analytics.package.r.columns import Columns, event, marker
from analytics.package.r.text import Figure, check, ends, logical, not_checked, number, section
from analytics.results.stored_run import StoredRun
from analytics.stats.comparison.groups import EXACT_LIMIT, RankComparison
from analytics.stats.results import NotEstimable


def lines(report: StoredRun, columns: Columns) -> list[str]:
    """Return the checks of each exposure for each outcome."""
    level = number(report.plan.level)
    found = []
    for outcome in report.results.univariable:
        found.append(section(f"Mann-Whitney tests for {outcome.label}"))
        for exposure in outcome.exposures:
            code, compared = exposure.alone.term, exposure.comparison
            what = f"{report.variable(code)}, {outcome.label}"
            counted = compared.first.n_used + compared.second.n_used <= EXACT_LIMIT
            found += [
                f"x <- for_ranks({marker(code)})",
                f"has <- {event(outcome.endpoint)}",
                *check(
                    what,
                    f"mann_whitney(x[has %in% 1], x[has %in% 0], {level}, "
                    f"{logical(value=counted)})",
                    _ranks(compared, counted=counted),
                ),
            ]
            if not counted and not isinstance(compared.exact.p, NotEstimable):
                found.append(not_checked(f"{what}: exact P", compared.exact.variant))
    return found


def _ranks(compared: RankComparison, *, counted: bool) -> dict[str, Figure]:
    return {
        "U": compared.normal.statistic,
        "probability": compared.probability,
        "shift": compared.shift,
        **ends("shift", compared.shift_interval),
        "P by normal approximation": compared.normal.p,
        "exact P": compared.exact.p if counted else None,
    }
