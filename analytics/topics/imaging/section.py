"""Two endpoints on the same patients."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.design.plan import PairedTest
from analytics.paper import words
from analytics.paper.document import Heading, Paragraph, Part, Section, TablePart
from analytics.results.stored_run import StoredRun
from analytics.stats.comparison.paired import PairedComparison
from analytics.stats.results import HypothesisTest
from analytics.tables import formats
from analytics.tables.names import inside
from analytics.topics.imaging import tables
from analytics.topics.imaging.names import heading, labels, title


def imaging(stored: StoredRun) -> Section | None:
    """Return each paired comparison: 2 x 2 table, named tests, difference with interval.

    A plan that compares nothing has no such section.
    """
    parts: list[Part] = []
    for found in stored.results.imaging.comparisons:
        if not found.result.table.n:
            said = comparison_sentence(labels(stored, found), found.result)
            parts += [Heading(title(stored, found)), Paragraph(said, remark=True)]
            continue
        options = {"comparison": found.key}
        tests = tables.comparison_tests(stored, found.key)
        square = tables.crosstab(stored, found.key)
        sentence = comparison_sentence(
            labels(stored, found), found.result, stored.test_of(found.key)
        )
        parts += [
            Heading(title(stored, found)),
            Paragraph(sentence, (square.name, tests.name)),
            TablePart(square, "comparison", options, csv_name=f"comparison-{found.key}"),
            TablePart(tests, "comparison-tests", options),
        ]
    return Section("imaging", heading(stored), tuple(parts)) if parts else None


def comparison_sentence(
    names: tuple[str, str], result: PairedComparison, test: PairedTest = "mid-p"
) -> str:
    """Say both shares, their difference with interval, and P by the leading test and exactly.

    ``names``: the labels of both endpoints; ``test``: the variant that the plan names.
    """
    first, second = names
    if not result.table.n:
        return _("No patient has both results: %(first)s and %(second)s can't be compared.") % {
            "first": inside(first),
            "second": inside(second),
        }
    return _(
        "%(first)s was seen in %(share)s and %(second)s in %(other)d (%(rate)s)%(excluded)s: "
        "difference %(difference)s. %(tests)s. %(both)d had both, %(only_first)d the first alone "
        "and %(only_second)d the second alone."
    ) % {
        "first": words.opening(first),
        "share": words.share(result.first),
        "second": inside(second),
        "other": result.second.successes,
        "rate": formats.percent(result.second.value, 0),
        "excluded": words.excluded(result.sample),
        "difference": words.points(result.difference, result.tango),
        "tests": "; ".join(
            f"{found.variant}: {words.p(found.p)}" for found in _tests(result, test)
        ),
        "both": result.table.both,
        "only_first": result.table.only_first,
        "only_second": result.table.only_second,
    }


def _tests(result: PairedComparison, test: PairedTest) -> list[HypothesisTest]:
    """The leading variant, and the exact one beside it."""
    by_name = {
        "mid-p": result.mid_p,
        "exact": result.exact,
        "chi-square": result.chi_square,
        "corrected": result.corrected,
    }
    return list({id(found): found for found in (by_name[test], result.exact)}.values())
