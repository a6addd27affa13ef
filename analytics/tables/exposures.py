"""What is said of a run's exposures: what a step is, and what stands for values below a limit.

A score has no limit and no logarithm, so nothing of either is said where there are scores alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analytics.design.options import MODEL_POLICIES
from analytics.design.variable import Scale, Variable
from analytics.results.stored_run import StoredRun

STEPS: dict[Scale, Promise] = {
    "log2": gettext_lazy("per doubling"),
    "linear": gettext_lazy("per unit"),
}
# Of a laboratory value that is no concentration of the assays, which has no limit of detection.
VALUE_POLICIES = {"half-limit": gettext_lazy("limit / 2"), "root-two": gettext_lazy("limit / √2")}


def exposures(stored: StoredRun) -> list[Variable]:
    """Return the plan's exposures."""
    return [stored.variables[code] for code in stored.plan.exposures]


def counted_exposures(count: int) -> str:
    """Write a number of exposures."""
    return ngettext("%(n)d exposure", "%(n)d exposures", count) % {"n": count}


def step_of(variable: Variable) -> str:
    """Return what a step of an exposure is in models."""
    return str(STEPS[variable.scale])


def common_step(stored: StoredRun) -> str:
    """Return what a step of every exposure is, or ``per step`` where they differ."""
    found = {step_of(one) for one in exposures(stored)} or {str(STEPS["log2"])}
    return found.pop() if len(found) == 1 else _("per step")


def with_step(stored: StoredRun, code: str, name: str) -> str:
    """Return an exposure's name, with its step where the exposures have several.

    A step that is one unit says of what.
    """
    known = stored.variables.get(code)
    if known is None:
        return name
    named = known.with_unit if known.scale == "linear" else name
    several = len({one.scale for one in exposures(stored)}) > 1
    return f"{named} ({step_of(known)})" if several else named


def below_limit(stored: StoredRun, of: Iterable[Variable] | None = None) -> str:
    """Return what models take for a value below its limit; nothing where there are no limits.

    ``of``: the exposures in question, by default all of the plan.
    """
    limited = [one for one in (exposures(stored) if of is None else of) if one.scale == "log2"]
    if not limited:
        return ""
    policy = stored.plan.below_limit.models
    if any(one.source == "assay" for one in limited):
        return MODEL_POLICIES[policy]
    return str(VALUE_POLICIES[policy])


def change_rule(stored: StoredRun) -> str:
    """Return how changes of concentrations take values beyond a limit."""
    return _(
        "a value below its limit counts as %(policy)s, and values beyond the same limit at both "
        "visits change by 0"
    ) % {"policy": MODEL_POLICIES[stored.plan.below_limit.models]}


def changes_note(stored: StoredRun) -> str:
    """Return the rule as a sentence with the number of changes that it made, by exposure.

    Nothing where no exposure is the change of a concentration.
    """
    if not any(one.is_concentration_change for one in exposures(stored)):
        return ""
    said = _("Changes of concentrations: %(rule)s.") % {"rule": change_rule(stored)}
    counted = _changes_below(stored)
    if not counted:
        return said
    counts = _("With a value below its limit: %(counts)s.") % {"counts": counted}
    return f"{said} {counts}"


def _changes_below(stored: StoredRun) -> str:
    """The number of such changes by exposure; every outcome's models count the same patients."""
    found = next(iter(stored.results.univariable), None)
    return ", ".join(
        f"{stored.variables[one.alone.term].name} {one.values.below}"
        for one in (found.exposures if found else ())
        if stored.variables[one.alone.term].is_concentration_change and one.values.below
    )


def measured_in_samples(stored: StoredRun) -> bool:
    """Return whether any exposure is made of concentrations of the assays."""
    return any(one.source == "assay" for one in exposures(stored))


def main_scale(stored: StoredRun) -> Scale:
    """Return the scale of the primary exposure."""
    return stored.variables[stored.primary].scale if stored.primary else "log2"


def main_step(stored: StoredRun) -> str:
    """Return what a step of the primary exposure is in models."""
    return str(STEPS[main_scale(stored)])
