"""What declared subgroups say, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.design.options import ADJUSTMENT_NAMES
from analytics.paper import words
from analytics.results.stored_run import StoredRun
from analytics.results.subgroups import OutcomeSubgroups, SubgroupEffect, SubgroupVariable
from analytics.stats.results import Estimate, NotEstimable
from analytics.tables.model_words import REMARKABLE
from analytics.tables.terms import plain_name, term_name
from analytics.topics.subgroups.tables import group_name, interval_of, primary_step


def sentences(stored: StoredRun, found: OutcomeSubgroups) -> list[str]:
    """Return a sentence for each variable: its groups, and whether the odds ratio differs."""
    adjusted = {test.name: test.adjusted for test in found.family.tests}
    return [_variable(stored, found, one, adjusted[one.variable]) for one in found.variables]


def caution(stored: StoredRun) -> str:
    """Say how subgroups are to be read."""
    return _(
        "The subgroups are those that version %(version)d of the plan declares. Whether the odds "
        "ratio differs between them is what the interaction test asks; that one interval leaves "
        "out 1 and another doesn't is no answer to it."
    ) % {"version": stored.plan.plan_version}


def _variable(
    stored: StoredRun, found: OutcomeSubgroups, one: SubgroupVariable, adjusted: Estimate
) -> str:
    name, model = plain_name(stored, one.variable), one.model
    if isinstance(model, NotEstimable):
        return _("By %(variable)s: %(reason)s.") % {
            "variable": name,
            "reason": words.not_estimable(model.reason),
        }
    exposure = term_name(stored, stored.primary) if stored.primary else _("the exposure")
    said = _("By %(variable)s the odds ratio of %(exposure)s %(step)s was %(groups)s") % {
        "step": primary_step(stored),
        "variable": name,
        "exposure": exposure,
        "groups": words.listed([_group(stored, group) for group in model.groups]),
    }
    return f"{said}; {_test(found, model.interaction.p, adjusted)}"


def _group(stored: StoredRun, group: SubgroupEffect) -> str:
    facts = {
        "name": group_name(group),
        "events": words.counted_events(group.events),
        "patients": words.patients(group.n),
    }
    if isinstance(group.odds_ratio, NotEstimable):
        facts["ratio"] = words.not_estimable(group.odds_ratio.reason)
    else:
        facts["ratio"] = words.estimate(group.odds_ratio, interval_of(stored, group))
    return _("%(ratio)s (%(name)s; %(events)s in %(patients)s)") % facts


def _test(found: OutcomeSubgroups, p: Estimate, adjusted: Estimate) -> str:
    """The interaction test, by the adjusted P where there are several, and what it says."""
    tested = _("interaction %(p)s") % {"p": words.p(p)}
    decides = p
    if found.family.size > 1:
        decides = adjusted
        method = ADJUSTMENT_NAMES[found.family.method]
        tested += ", " + _("adjusted %(p)s (%(method)s over %(n)d tests)") % {
            "p": words.p(adjusted),
            "method": method,
            "n": found.family.size,
        }
    if isinstance(decides, NotEstimable):
        return f"{tested}."
    if decides < REMARKABLE:
        return _("%(tested)s: it differs between these groups.") % {"tested": tested}
    return _("%(tested)s: the data don't show that it differs between these groups.") % {
        "tested": tested
    }
