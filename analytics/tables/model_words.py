"""What the tables of models say in words: samples, intervals, methods and families of tests."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.design.options import ADJUSTMENT_NAMES
from analytics.results.stored_run import StoredRun
from analytics.stats.comparison.multiplicity import Family
from analytics.stats.regression.logistic import Coefficient, LogisticResult, ModelQuality
from analytics.stats.regression.odds_scales import ScaledOdds
from analytics.stats.results import IntervalEstimate, NotEstimable, Sample
from analytics.tables.names import exclusions, inside
from analytics.tables.terms import column_name

FIRTH = "Firth penalised likelihood"  # unseen
# Below this an adjusted P or that of a trend is put into words; every P is printed.
REMARKABLE = 0.05


def fitted(
    result: LogisticResult | NotEstimable,
) -> tuple[LogisticResult, ModelQuality] | NotEstimable:
    """Return a model with its fit as a whole, or why it couldn't be fitted."""
    if isinstance(result, NotEstimable):
        return result
    if isinstance(result.quality, NotEstimable):
        return result.quality
    return result, result.quality


def family(found: Family) -> str:
    """Return how a family of tests is adjusted and over how many."""
    tests = ngettext("%(n)d test", "%(n)d tests", found.size) % {"n": found.size}
    return _("%(method)s over %(tests)s") % {
        "method": ADJUSTMENT_NAMES[found.method],
        "tests": tests,
    }


def chosen(stored: StoredRun, estimate: Coefficient | ScaledOdds) -> IntervalEstimate:
    """Return the interval that the plan reads first; Wald's where the profile has no limit."""
    profile = stored.plan.odds_ratio_interval == "profile"
    if profile and not isinstance(estimate.profile, NotEstimable):
        return estimate.profile
    return estimate.wald


def sample(found: Sample) -> str:
    """Return how many patients were used, and why the others weren't."""
    words = ngettext(
        "%(used)d of %(given)d patient used",
        "%(used)d of %(given)d patients used",
        found.n_given,
    ) % {"used": found.n_used, "given": found.n_given}
    left_out = found.n_given - found.n_used
    if not left_out:
        return f"{words}."
    gaps = _("%(n)d left out (%(reasons)s)") % {"n": left_out, "reasons": exclusions(found)}
    return f"{words}, {gaps}."


def intervals(stored: StoredRun) -> str:
    """Return which interval of the odds ratio is shown, and what stands in for it."""
    if stored.plan.odds_ratio_interval == "profile":
        return _("Intervals: profile likelihood, Wald where the profile reaches no limit.")
    return _("Intervals: Wald.")


def penalised(stored: StoredRun, results: Iterable[LogisticResult | NotEstimable]) -> str:
    """Return which terms separate the data, so that their models are penalised.

    Nothing where no model could be fitted.
    """
    found = [result for result in results if isinstance(result, LogisticResult) and result.method]
    if not found:
        return ""
    names = dict.fromkeys(
        name for result in found if result.method == FIRTH for name in separating(stored, result)
    )
    if not names:
        return _("No model needed a penalty: the data are not separated.")
    return _(
        "Data separated by {terms}, so maximum likelihood has no finite odds ratio; Firth's "
        "penalised likelihood instead."
    ).format(terms=", ".join(map(inside, names)))


def separating(stored: StoredRun, result: LogisticResult) -> list[str]:
    """Return the names of the columns whose coefficients would run away."""
    columns = result.separation.columns if result.separation else ()
    return [column_name(stored, column) for column in columns]
