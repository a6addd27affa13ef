"""What the tables of models say in words: terms, steps, samples, intervals and methods."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.plans.choices import ADJUSTMENT_NAMES
from analytics.report import Report
from analytics.tables import formats
from analytics.tables.models import step
from analytics.tables.names import exclusions

EARLIER = "This run was computed before {} existed; recompute to see it."
FIRTH = "Firth penalised likelihood"
INTERVALS = {"profile": "profile likelihood", "wald": "Wald"}


def family(found: dict[str, Any]) -> str:
    """Return how a family of tests is adjusted and over how many."""
    tests = ngettext("%(n)d test", "%(n)d tests", found["size"]) % {"n": found["size"]}
    return _("%(method)s over %(tests)s") % {
        "method": ADJUSTMENT_NAMES[found["method"]],
        "tests": tests,
    }


def why_not(result: dict[str, Any]) -> str:
    """Return why a model couldn't be fitted, or nothing."""
    return formats.reason(result) or formats.reason(result.get("quality"))


def chosen(report: Report, estimate: dict[str, Any]) -> Any:
    """Return the interval that the plan reads first; Wald's where the profile has no limit."""
    limits = estimate[report.plan["odds_ratio_interval"]]
    return estimate["wald"] if formats.reason(limits) else limits


def sample(report: Report, found: dict[str, Any]) -> str:
    """Return how many patients were used, and why the others weren't."""
    reasons = exclusions(found)
    left_out = found["n_given"] - found["n_used"]
    words = ngettext(
        "%(used)d of %(given)d patient used",
        "%(used)d of %(given)d patients used",
        found["n_given"],
    ) % {"used": found["n_used"], "given": found["n_given"]}
    return f"{words}, {left_out} left out ({reasons})." if left_out else f"{words}."


def intervals(report: Report) -> str:
    """Return which interval of the odds ratio is shown, and what stands in for it."""
    words = f"Intervals: {INTERVALS[report.plan['odds_ratio_interval']]}"
    if report.plan["odds_ratio_interval"] == "profile":
        words += ", Wald where the profile reaches no limit"
    return f"{words}."


def penalised(report: Report, results: Iterable[dict[str, Any]]) -> str:
    """Return which terms separate the data, so that their models are penalised."""
    names = dict.fromkeys(
        name
        for result in results
        if result.get("method") == FIRTH
        for name in separating(report, result)
    )
    if not names:
        return _("No model needed a penalty: the data are not separated.")
    return _(
        "Data separated by {terms}, so maximum likelihood has no finite odds ratio; Firth's "
        "penalised likelihood instead."
    ).format(terms=", ".join(names))


def separating(report: Report, result: dict[str, Any]) -> list[str]:
    """Return the names of the columns whose coefficients would run away."""
    return [
        step(report, column, column.split(":")[0].split(", spline")[0])
        for column in result["separation"]["columns"]
    ]
