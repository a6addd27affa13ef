"""The scores at both visits in the report, and whether they changed."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.paper import words
from analytics.paper.document import Paragraph, Part, Section, TablePart
from analytics.results.paired_change import EndpointScores
from analytics.results.stored_run import StoredRun
from analytics.stats.descriptive.summaries import NumberSummary, Quartiles
from analytics.stats.results import NotEstimable
from analytics.tables import formats
from analytics.tables.endpoints import reads_name
from analytics.topics.paired_change import tables


def section(stored: StoredRun) -> Section | None:
    """Return for each change the scores at both visits and its tests, with both tables.

    A plan whose endpoints are no changes of scores has no such section.
    """
    if stored.plan.endpoints and not stored.plan.distinct_changes():
        return None
    title = _("Scores at both visits")
    found = stored.results.paired_change
    if not found:
        return Section("paired-change", title, (Paragraph(nothing(stored), remark=True),))
    scores, tests = tables.scores(stored), tables.tests(stored)
    known = any(one.change.sample.n_used for one in found)
    shown: tuple[Part, ...] = (
        (TablePart(scores, "paired-scores"), TablePart(tests, "paired-change")) if known else ()
    )
    refers = (scores.name, tests.name) if known else ()
    said = [Paragraph(sentence(stored, one), refers) for one in found]
    return Section("paired-change", title, (*said, *shown))


def nothing(stored: StoredRun) -> str:
    """Say why there is nothing to show."""
    if stored.plan.endpoints:
        return _("An earlier release computed this run and did not test changes between visits.")
    return _("No endpoint is defined, so there is no change to test.")


def methods(stored: StoredRun) -> list[Paragraph]:
    """Say how changes are tested."""
    if not stored.results.paired_change:
        return []
    text = _(
        "Change between two visits: paired t test, and Wilcoxon's signed-rank test (exact below "
        "50 changes without ties, otherwise with corrections for ties and continuity) with the "
        "Hodges–Lehmann estimate."
    )
    return [Paragraph(text, cites=("wilcoxon", "hodges"))]


def sentence(stored: StoredRun, found: EndpointScores) -> str:
    """Say both scores, the change by both tests, and the rate before the first visit."""
    endpoint, sample = stored.score_endpoint(found.endpoint), found.change.sample
    reads = reads_name(endpoint)
    if not sample.n_used:
        return _("%(reads)s: no patient has a change to test.") % {"reads": reads}
    means, ranks = found.change.means, found.change.ranks
    first, second = endpoint.visits
    said = _(
        "%(reads)s: in %(patients)s the readers' mean score was %(first)s at %(baseline)s and "
        "%(second)s at %(follow_up)s. The mean change was %(mean)s, %(t)s: %(t_p)s; the "
        "Hodges–Lehmann estimate %(shift)s, %(variant)s: %(ranks_p)s%(unchanged)s."
    ) % {
        "reads": reads,
        "patients": words.patients(sample.n_used),
        "first": _mean(found.baseline, sample.n_used),
        "baseline": first.name,
        "second": _mean(found.follow_up, sample.n_used),
        "follow_up": second.name,
        "mean": words.estimate(means.mean_change, means.interval, 2),
        "t": means.test.variant,
        "t_p": words.p(means.test.p),
        "shift": words.estimate(ranks.shift, ranks.interval, 2),
        "variant": ranks.test.variant,
        "ranks_p": words.p(ranks.test.p),
        "unchanged": _unchanged(ranks.zeros),
    }
    return f"{said} {_rate(stored, found)}" if tables.has_rate(stored, found) else said


def _mean(numbers: NumberSummary, patients: int) -> str:
    """The mean with its SD, and of how many patients where not all have a score at the visit."""
    known = "" if numbers.n == patients else _(" in %(n)d of them") % {"n": numbers.n}
    if formats.reason(numbers.mean) or formats.reason(numbers.sd):
        return words.estimate(numbers.mean, None, 2) + known
    return _("%(mean)s (SD %(sd)s)%(known)s") % {
        "mean": formats.fixed(numbers.mean, 2),
        "sd": formats.fixed(numbers.sd, 2),
        "known": known,
    }


def _unchanged(zeros: int) -> str:
    """How many patients the ranks leave out."""
    if not zeros:
        return ""
    return ngettext(
        " (without %(count)d patient who didn't change)",
        " (without %(count)d patients who didn't change)",
        zeros,
    ) % {"count": zeros}


def _rate(stored: StoredRun, found: EndpointScores) -> str:
    yearly = found.yearly
    if isinstance(yearly, NotEstimable):
        return _("The estimated yearly progression was %(why)s.") % {
            "why": words.not_estimable(yearly.reason)
        }
    quartiles = stored.quartiles(yearly.numbers)
    if not isinstance(quartiles, Quartiles):
        return _("No patient has an estimated yearly progression%(excluded)s.") % {
            "excluded": words.excluded(yearly.sample)
        }
    return _(
        "Until %(baseline)s the estimated yearly progression was in the median %(median)s points a "
        "year (quartiles %(lower)s and %(upper)s) in %(patients)s%(excluded)s."
    ) % {
        "baseline": stored.score_endpoint(found.endpoint).baseline.name,
        "median": formats.fixed(quartiles.median, 2),
        "lower": formats.fixed(quartiles.lower, 2),
        "upper": formats.fixed(quartiles.upper, 2),
        "patients": words.patients(yearly.numbers.n),
        "excluded": words.excluded(yearly.sample),
    }
