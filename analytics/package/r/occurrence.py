"""How often endpoints occur, and two of them on the same patients: McNemar's test and others."""

from __future__ import annotations

from analytics.package.r.columns import Columns, event
from analytics.package.r.text import Figure, check, ends, number, section
from analytics.results.stored_run import StoredRun
from analytics.stats.comparison.paired import PairedComparison
from analytics.stats.comparison.proportions import Proportion


def lines(report: StoredRun, columns: Columns) -> list[str]:
    """Return the checks of each endpoint's share and of each comparison."""
    level = number(report.plan.level)
    found = [section("Endpoints")]
    for occurrence in report.results.occurrences:
        found += check(
            report.endpoint(occurrence.endpoint).label,
            f"occurrence({event(occurrence.endpoint)}, {level})",
            _share(occurrence.share),
        )
    if report.results.imaging.comparisons:
        found.append(section("Endpoints compared on the same patients"))
    for pair in report.results.imaging.comparisons:
        first, second = (report.endpoint(key).label for key in (pair.first, pair.second))
        found += check(
            f"{first} and {second}",
            f"paired({event(pair.first)}, {event(pair.second)}, {level})",
            _paired(pair.result),
        )
    return found


def _share(share: Proportion) -> dict[str, Figure]:
    return {
        "with it": share.successes,
        "of": share.n,
        "share": share.value,
        **ends("Wilson", share.wilson),
        **ends("Clopper-Pearson", share.clopper_pearson),
    }


def _paired(found: PairedComparison) -> dict[str, Figure]:
    return {
        "both": found.table.both,
        "only the first": found.table.only_first,
        "only the second": found.table.only_second,
        "neither": found.table.neither,
        "first, share": found.first.value,
        "second, share": found.second.value,
        "difference": found.difference,
        **ends("Newcombe", found.newcombe),
        **ends("Tango", found.tango),
        "McNemar exact, P": found.exact.p,
        "McNemar mid-P": found.mid_p.p,
        "McNemar chi-square": found.chi_square.statistic,
        "McNemar chi-square, P": found.chi_square.p,
        "McNemar corrected": found.corrected.statistic,
        "McNemar corrected, P": found.corrected.p,
        "odds ratio": found.odds_ratio.value,
        **ends("odds ratio", found.odds_ratio.interval),
    }
