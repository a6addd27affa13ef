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
    """Return an exposure's name, with its step where the exposures have several."""
    scales = {one.scale for one in exposures(stored)}
    if len(scales) == 1 or code not in stored.variables:
        return name
    return f"{name} ({step_of(stored.variables[code])})"


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


def measured_in_samples(stored: StoredRun) -> bool:
    """Return whether any exposure is a concentration of the assays."""
    return any(one.source == "assay" for one in exposures(stored))


def main_scale(stored: StoredRun) -> Scale:
    """Return the scale of the primary exposure."""
    return stored.variables[stored.primary].scale if stored.primary else "log2"


def main_step(stored: StoredRun) -> str:
    """Return what a step of the primary exposure is in models."""
    return str(STEPS[main_scale(stored)])
