"""Each variable alone, on the page of models."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.paper import words
from analytics.results.stored_run import StoredRun
from analytics.results.univariable import VariableAlone
from analytics.stats.results import Estimate, NotEstimable
from analytics.tables import formats
from analytics.tables.exposures import counted_exposures
from analytics.tables.model_words import REMARKABLE, chosen, family, fitted
from analytics.tables.terms import step, term_name
from analytics.topics.shared.pages import for_outcome
from analytics.topics.topic import Options
from analytics.topics.univariable import group_tables, tables


def context(stored: StoredRun, options: Options) -> dict[str, Any]:
    """Return what the exposures alone say of one outcome, with both tables."""

    def shown(outcome: str) -> dict[str, Any]:
        return {
            "sentence": sentence(stored, outcome),
            "cautions": [tables.few_events(stored, stored.univariable(outcome))],
            "table": tables.univariable(stored, outcome),
            "groups": tables.groups(stored, outcome),
            "censored": group_tables.censored(stored, outcome),
            "crossed": group_tables.crossed(stored, outcome),
        }

    return for_outcome(stored, options, shown)


def sentence(stored: StoredRun, outcome: str) -> str:
    """Say which exposures are associated with the outcome on their own."""
    found = stored.univariable(outcome)
    adjusted: dict[str, float] = {
        test.name: test.adjusted
        for test in found.family.tests
        if not isinstance(test.adjusted, NotEstimable)
    }
    if not adjusted:
        return _("No exposure could be tested for this outcome.")
    named = [
        exposure.alone
        for exposure in found.exposures
        if adjusted.get(exposure.alone.term, 1) < REMARKABLE
    ]
    opening = ngettext(
        "Of %(exposures)s, %(n)d has an adjusted P below %(limit)s (%(family)s)",
        "Of %(exposures)s, %(n)d have an adjusted P below %(limit)s (%(family)s)",
        len(named),
    ) % {
        "exposures": counted_exposures(len(adjusted)),
        "n": len(named),
        "limit": f"{REMARKABLE:g}",
        "family": family(found.family),
    }
    said = [_one(stored, alone, adjusted[alone.term]) for alone in named]
    if said:
        return f"{opening}. {'. '.join(said)}."
    rest = ngettext("%(n)d does not.", "%(n)d do not.", len(adjusted)) % {"n": len(adjusted)}
    return f"{opening}; {rest}"


def _one(stored: StoredRun, alone: VariableAlone, p: Estimate) -> str:
    fit = fitted(alone.result)
    if isinstance(fit, NotEstimable):
        return f"{term_name(stored, alone.term)}: {words.not_estimable(fit.reason)}"
    (coefficient,) = fit[0].coefficients
    return _("%(term)s: odds ratio %(ratio)s %(step)s, adjusted %(p)s") % {
        "term": term_name(stored, alone.term),
        "ratio": formats.estimate(coefficient.odds_ratio, chosen(stored, coefficient)),
        "step": step(stored, coefficient.step, coefficient.term),
        "p": words.p(p),
    }
