"""How sure the model is, on the page of models."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from analytics.results.stored_run import StoredRun
from analytics.stats.regression.dominance import Dominance, TermStrength
from analytics.stats.results import NotEstimable
from analytics.tables import cautions, formats
from analytics.tables.covariate_words import refits
from analytics.tables.table import Table
from analytics.tables.terms import term_name
from analytics.topics.shared.pages import for_outcome
from analytics.topics.topic import Options
from analytics.topics.validation import prediction_tables, tables

# The curve has a point at each per cent; the page lists every fifth.
EVERY = 5


def context(stored: StoredRun, options: Options) -> dict[str, Any]:
    """Return the tables of one outcome's model, with what to beware of."""

    def shown(outcome: str) -> dict[str, Any]:
        found = stored.validation(outcome).result
        lost = "" if isinstance(found, NotEstimable) else tables.not_converged(found)
        return {
            "sentence": sentence(stored, outcome),
            "cautions": [lost, refits(stored), cautions.events(stored.model(outcome).result)],
            "strength": tables.strength(stored, outcome),
            "performance": tables.performance(stored, outcome),
            "calibration": prediction_tables.calibration_groups(stored, outcome),
            "benefit": prediction_tables.net_benefit(stored, outcome),
            "decision": _shortened(prediction_tables.decision(stored, outcome)),
        }

    return for_outcome(stored, options, shown)


def _shortened(decision: Table) -> Table:
    note = _("%(note)s The download has every per cent.") % {"note": decision.note}
    return replace(decision, rows=decision.rows[EVERY - 1 :: EVERY] or decision.rows, note=note)


def sentence(stored: StoredRun, outcome: str) -> str:
    """Say which term is stronger by each measure, and how often the order held."""
    result = stored.validation(outcome).result
    found = result if isinstance(result, NotEstimable) else result.dominance
    return found.reason if isinstance(found, NotEstimable) else _order(stored, found)


def _order(stored: StoredRun, found: Dominance) -> str:
    first, second = found.terms[:2]
    # A term of several coefficients has no one odds ratio.
    per_sd = first.odds_ratio_per_sd is not None and second.odds_ratio_per_sd is not None
    measures = [
        (_("likelihood-ratio chi-square %(first)s against %(second)s"), _chi_square),
        (_("share of chi-square %(first)s against %(second)s"), _share),
        *([(_("odds ratio per SD %(first)s against %(second)s"), _per_sd)] if per_sd else []),
        (_("AUC lost without it %(first)s against %(second)s"), _auc_lost),
    ]
    said = [words % {"first": write(first), "second": write(second)} for words, write in measures]
    return _(
        "The stronger term by chi-square is %(first)s, ahead of %(second)s: %(measures)s. It came "
        "first in %(share)s of the resamples."
    ) % {
        "first": term_name(stored, first.term),
        "second": term_name(stored, second.term),
        "measures": "; ".join(said),
        "share": formats.percent(found.first_held),
    }


def _chi_square(term: TermStrength) -> str:
    return formats.number(term.test.statistic)


def _share(term: TermStrength) -> str:
    return formats.percent(term.share, 0)


def _per_sd(term: TermStrength) -> str:
    return formats.number(term.odds_ratio_per_sd)


def _auc_lost(term: TermStrength) -> str:
    return formats.estimate(term.auc_lost, term.auc_lost_interval, 3)
