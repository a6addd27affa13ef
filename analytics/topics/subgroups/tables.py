"""Odds ratios in declared subgroups, with the test that they differ."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.design.options import ADJUSTMENT_NAMES
from analytics.results.stored_run import StoredRun
from analytics.results.subgroups import (
    OutcomeSubgroups,
    SubgroupEffect,
    SubgroupModel,
    SubgroupVariable,
)
from analytics.stats.results import Estimate, IntervalEstimate, NotEstimable
from analytics.tables import cautions
from analytics.tables.exposures import step_of
from analytics.tables.model_words import FIRTH, penalised, sample
from analytics.tables.table import Column, Table
from analytics.tables.terms import plain_name, term_name


def subgroups(stored: StoredRun, outcome: str) -> Table:
    """One row a subgroup; the test of its variable stands in the first."""
    found, level = stored.subgroups(outcome), {"level": stored.ci}
    adjusted = {test.name: test.adjusted for test in found.family.tests} if found else {}
    rows = [
        row
        for one in (found.variables if found else ())
        for row in _rows(stored, one, adjusted[one.variable])
    ]
    return Table(
        f"subgroups-{outcome}",
        _("Subgroups of %(outcome)s") % {"outcome": stored.endpoint(outcome).label},
        [
            Column(_("Variable"), "text"),
            Column(_("Subgroup"), "text"),
            Column(_("Patients"), "count"),
            Column(_("Events"), "count"),
            Column(
                _("Odds ratio %(step)s (%(level)s)") % {"step": primary_step(stored), **level},
                "estimate",
            ),
            Column(_("P, interaction"), "p"),
            Column(_("P, adjusted"), "p"),
            Column(_("Fit"), "text"),
        ],
        rows,
        note=_note(stored, found) if found else "",
    )


def _rows(stored: StoredRun, one: SubgroupVariable, adjusted: Estimate) -> list[list[Any]]:
    name, model = term_name(stored, one.variable), one.model
    if isinstance(model, NotEstimable):
        return [[name, None, None, None, (model, model), model, adjusted, None]]
    fit = _("Firth") if model.result.method == FIRTH else "ML"
    tests: list[list[Any]] = [[model.interaction.p, adjusted, fit]]
    tests += [[None, None, None]] * (len(model.groups) - 1)
    return [
        [
            name,
            group_name(group),
            group.n,
            group.events,
            (group.odds_ratio, interval_of(stored, group)),
            *test,
        ]
        for group, test in zip(model.groups, tests, strict=True)
    ]


def primary_step(stored: StoredRun) -> str:
    """Return what a step of the primary exposure is; nothing without one."""
    primary = stored.variables.get(stored.primary or "")
    return step_of(primary) if primary else ""


def group_name(group: SubgroupEffect) -> str:
    """Return what a subgroup is called."""
    return {"yes": _("yes"), "no": _("no")}.get(group.label, group.label)


def interval_of(stored: StoredRun, group: SubgroupEffect) -> IntervalEstimate:
    """Return the interval that the plan reads first; Wald's where the profile has no limit."""
    profile = stored.plan.odds_ratio_interval == "profile"
    if profile and not isinstance(group.profile, NotEstimable):
        return group.profile
    return group.wald


def models_of(found: OutcomeSubgroups) -> list[SubgroupModel]:
    """Return the models that could be fitted."""
    return [one.model for one in found.variables if not isinstance(one.model, NotEstimable)]


def _note(stored: StoredRun, found: OutcomeSubgroups) -> str:
    models = models_of(found)
    words = [
        _(
            "One model for each variable holds all patients, with an odds ratio of %(exposure)s in "
            "every subgroup."
        )
        % {"exposure": _exposure(stored)},
        adjusted_for(stored, found),
        *dict.fromkeys(sample(one.result.sample) for one in models),
        test_words(models),
        family_words(found),
        *([penalised(stored, [one.result for one in models])] if models else []),
        *few_events(found),
    ]
    return " ".join(filter(None, words))


def _exposure(stored: StoredRun) -> str:
    return term_name(stored, stored.primary) if stored.primary else _("the exposure")


def adjusted_for(stored: StoredRun, found: OutcomeSubgroups) -> str:
    """Say which covariates stand beside the groups, and that declared interactions don't."""
    named = dict.fromkeys(key for one in found.variables for key in one.covariates)
    if not named:
        said = _("No covariate stands beside the groups.")
    else:
        names = ", ".join(plain_name(stored, key) for key in named)
        said = _("Adjusted for %(names)s, each but where it makes the groups.") % {"names": names}
    if not stored.plan.interactions:
        return said
    return f"{said} " + _("The model's own interactions are not in it.")


def test_words(models: list[SubgroupModel]) -> str:
    """Say which test asks whether the odds ratios differ."""
    variants = dict.fromkeys(one.interaction.variant for one in models)
    if not variants:
        return ""
    return _("P, interaction: %(variants)s test against one odds ratio for all.") % {
        "variants": "; ".join(variants)
    }


def family_words(found: OutcomeSubgroups) -> str:
    """Say over how many tests P is adjusted, and that no interval is."""
    return ngettext(
        "With %(n)d interaction test there is nothing to adjust; intervals are of each subgroup.",
        "P, adjusted: %(method)s over %(n)d interaction tests; intervals are of each subgroup and "
        "not adjusted for their number.",
        found.family.size,
    ) % {"method": ADJUSTMENT_NAMES[found.family.method], "n": found.family.size}


def few_events(found: OutcomeSubgroups) -> list[str]:
    """Say of which models the data carry too few events, each sentence once."""
    said = (cautions.events(one.result) for one in models_of(found))
    return list(dict.fromkeys(filter(None, said)))
