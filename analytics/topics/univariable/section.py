"""Each variable alone, in the report."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.design.options import ADJUSTMENT_NAMES
from analytics.paper import words
from analytics.paper.document import Heading, Paragraph, Part, Section, TablePart
from analytics.results.stored_run import StoredRun
from analytics.results.univariable import UnivariableModels, VariableAlone
from analytics.stats.results import NotEstimable
from analytics.tables.exposures import step_of
from analytics.tables.model_words import REMARKABLE, chosen, fitted
from analytics.tables.names import inside
from analytics.tables.needed import needed
from analytics.tables.terms import short_step, term_name
from analytics.topics.univariable import group_tables, tables


def univariable(stored: StoredRun) -> Section:
    """Return the models of one variable each, for the first outcome."""
    outcomes = stored.outcomes()
    parts = outcome_parts(stored, outcomes[0].endpoint) if outcomes else [_nothing(stored)]
    return Section("univariable", _("Univariable models"), tuple(parts))


def further(stored: StoredRun, outcome: str) -> list[Part]:
    """Return the same for another outcome, under a heading."""
    return [Heading(_("Univariable models")), *outcome_parts(stored, outcome)]


def outcome_parts(stored: StoredRun, outcome: str) -> list[Part]:
    """Return the univariable sentences and tables of one outcome."""
    found = stored.univariable(outcome)
    if not found.variables:
        return [_nothing(stored)]
    if not _fitted(found):
        return [Paragraph(univariable_sentence(stored, found), remark=True)]
    options = {"outcome": outcome}
    table, groups = tables.univariable(stored, outcome), tables.groups(stored, outcome)
    scarce = tables.few_events(stored, found)
    parts: list[Part] = [
        Paragraph(univariable_sentence(stored, found), (table.name,)),
        *([Paragraph(scarce, remark=True)] if scarce else []),
        TablePart(table, "univariable", options),
    ]
    further_tables = (
        (groups, "groups"),
        (group_tables.censored(stored, outcome), "censored-groups"),
        (group_tables.crossed(stored, outcome), "crossed"),
    )
    return [*parts, *(TablePart(one, key, options) for one, key in further_tables if one.rows)]


def methods(stored: StoredRun) -> list[Paragraph]:
    """Say how values below their limits and a yes/no covariate are compared."""
    found = stored.results.univariable
    said = []
    if any(one.exposures for one in found):
        text = _("Values with and without the outcome: Mann–Whitney test, exact given the ties.")
        said.append(Paragraph(text, cites=("mann",)))
    if any(exposure.censored for one in found for exposure in one.exposures):
        text = _(
            "Groups with values below their limits: generalised Wilcoxon tests of Peto and Peto "
            "and of Gehan, and the ratio of geometric means by censored lognormal regression."
        )
        said.append(Paragraph(text, cites=("peto", "gehan", "tobin")))
    if any(one.crossed for one in found):
        text = _("Yes/no covariate against the outcome: Fisher's conditional odds ratio.")
        said.append(Paragraph(text, cites=("fisher",)))
    return said


def _nothing(stored: StoredRun) -> Paragraph:
    return Paragraph(needed(stored, _("A model")), remark=True)


def _fitted(found: UnivariableModels) -> int:
    """How many variables gave a model."""
    return sum(not isinstance(fitted(alone.result), NotEstimable) for alone in found.variables)


def _reasons(stored: StoredRun, found: UnivariableModels) -> list[str]:
    """Why variables gave no model: a reason that all share once, others with their variables."""
    by_reason: dict[str, list[str]] = {}
    for alone in found.variables:
        why = fitted(alone.result)
        if isinstance(why, NotEstimable):
            by_reason.setdefault(words.clause(why.reason), []).append(
                inside(term_name(stored, alone.term))
            )
    if len(by_reason) == 1:
        return list(by_reason)
    return [f"{', '.join(names)}: {why}" for why, names in by_reason.items()]


def univariable_sentence(stored: StoredRun, found: UnivariableModels) -> str:
    """Name the variables that go with the outcome alone, with their odds ratios."""
    outcome, family = inside(found.label), found.family
    counted = _fitted(found)
    if not counted:
        return _("No variable alone gave a model of %(outcome)s: %(why)s.") % {
            "outcome": outcome,
            "why": "; ".join(_reasons(stored, found)),
        }
    said = [written for alone in found.variables if (written := _said(stored, found, alone))]
    opening = ngettext(
        "Of %(n)d variable, alone in a logistic model of %(outcome)s, ",
        "Of %(n)d variables, each alone in a logistic model of %(outcome)s, ",
        counted,
    ) % {"n": counted, "outcome": outcome}
    rule = ngettext(
        "P of the only exposure needs no adjustment; %(limit)s was the limit.",
        "P of the %(n)d exposures are adjusted by %(method)s; %(limit)s was the limit.",
        family.size,
    ) % {
        "n": family.size,
        "method": ADJUSTMENT_NAMES[family.method],
        "limit": f"{REMARKABLE:g}",
    }
    if not said:
        none = ngettext(
            "The only variable, alone in a logistic model of %(outcome)s, did not go with it.",
            "Of %(n)d variables, each alone in a logistic model of %(outcome)s, none went with it.",
            counted,
        ) % {"n": counted, "outcome": outcome}
        return f"{none} {rule}"
    went = ngettext(
        "%(opening)sthis went with it: %(variables)s. %(rule)s",
        "%(opening)sthese went with it: %(variables)s. %(rule)s",
        len(said),
    )
    return went % {"opening": opening, "variables": "; ".join(said), "rule": rule}


def _said(stored: StoredRun, found: UnivariableModels, alone: VariableAlone) -> str:
    """Write a variable that goes with the outcome; nothing for another."""
    fit = fitted(alone.result)
    if isinstance(fit, NotEstimable):
        return ""
    result, _quality = fit
    adjusted = {test.name: test.adjusted for test in found.family.tests}
    p = adjusted.get(alone.term, result.terms[0].test.p)
    if isinstance(p, NotEstimable) or p >= REMARKABLE:
        return ""
    if len(result.coefficients) > 1:
        return _("%(term)s (%(n)d coefficients, tested together, %(p)s)") % {
            "term": inside(term_name(stored, alone.term)),
            "n": len(result.coefficients),
            "p": words.p(p),
        }
    (coefficient,) = result.coefficients
    known = stored.variables.get(alone.term)
    facts = {
        "term": inside(term_name(stored, alone.term)),
        "step": step_of(known) if known else short_step(coefficient),
        "ratio": words.estimate(coefficient.odds_ratio, chosen(stored, coefficient)),
        "p": words.p(p),
    }
    if alone.term in adjusted:
        return _("%(term)s (odds ratio %(step)s %(ratio)s, %(p)s adjusted)") % facts
    return _("%(term)s (odds ratio %(step)s %(ratio)s, %(p)s)") % facts
