"""Comparisons on their page: each comparison with its table, facts and tests."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.results.imaging import PairedEndpoints
from analytics.results.stored_run import StoredRun
from analytics.tables import formats
from analytics.topics.imaging import tables
from analytics.topics.imaging.names import labels, title
from analytics.topics.topic import Options


def context(stored: StoredRun, options: Options) -> dict[str, Any]:
    """Return the comparisons in the order of the plan."""
    return {"comparisons": [_shown(stored, one) for one in stored.results.imaging.comparisons]}


def _shown(stored: StoredRun, found: PairedEndpoints) -> dict[str, Any]:
    first, second = labels(stored, found)
    result, cells = found.result, found.result.table
    return {
        "title": title(stored, found),
        "query": f"&comparison={found.key}",
        "first": first,
        "second": second,
        "result": result,
        "without_first": cells.only_second + cells.neither,
        "without_second": cells.only_first + cells.neither,
        "odds_ratio": formats.reason(result.odds_ratio.value)
        or formats.estimate(result.odds_ratio.value, result.odds_ratio.interval),
        "difference": _("%(difference)s (%(ci)s %(tango)s, Tango; %(newcombe)s, Newcombe)")
        % {
            "difference": formats.percent(result.difference),
            "ci": stored.ci,
            "tango": formats.share_interval(result.tango),
            "newcombe": formats.share_interval(result.newcombe),
        },
        "tests": tables.comparison_tests(stored, found.key),
    }
