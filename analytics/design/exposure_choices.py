"""Which exposures a plan may choose of those that a study has, and what is applied to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from analytics.design.values import Problems, add, each_once, is_number
from analytics.design.variable import Offered
from ra_registry.assays.reference_data import leading_analytes

LARGEST_COST_RATIO = 1000


def exposures_of(choices: Mapping[str, Any], offered: Offered) -> list[str]:
    """Return the codes of a plan's exposures: analytes in panel order, then what else is chosen.

    A primary exposure is one by that alone.
    """
    chosen = choices["further_exposures"]
    wanted = {choices["primary_exposure"], *(offered.proposed if chosen is None else chosen)}
    analytes = (one.code for one in offered.analytes if one.code not in choices["left_out"])
    return [*analytes, *(code for code in offered.further_codes if code in wanted)]


def primary_of(choices: Mapping[str, Any], exposures: Sequence[str]) -> str | None:
    """Return the primary exposure of a plan with these exposures.

    The chosen one; None where it isn't measured, since no other may take its place. Where nothing
    is chosen an analyte that leads its panel does, or else the first exposure.
    """
    chosen: str | None = choices["primary_exposure"]
    if chosen is not None:
        return chosen if chosen in exposures else None
    leading = leading_analytes()
    first = next(iter(exposures), None)
    return next((code for code in exposures if code in leading), first)


def check_exposures(choices: Mapping[str, Any], offered: Offered, problems: Problems) -> None:
    """Tell of exposures that the study has no values of."""
    primary, left_out = choices["primary_exposure"], choices["left_out"]
    analytes = {one.code for one in offered.analytes}
    if primary is not None and primary not in offered.variables:
        add(problems, "primary_exposure", f"“{primary}” is not measured in this study.")
    each_once(left_out, "left_out", problems)
    for code in left_out:
        if code not in analytes:
            add(problems, "left_out", f"“{code}” is not measured in this study.")
    if primary is not None and primary in left_out:
        add(problems, "left_out", "The primary exposure can't be left out.")
    further = _further(choices["further_exposures"], offered, problems)
    if analytes and analytes <= set(left_out) and not further and primary is None:
        add(problems, "left_out", _("Keep at least one exposure."))


def _further(chosen: Any, offered: Offered, problems: Problems) -> list[Any]:
    if chosen is None:
        return offered.proposed
    if not isinstance(chosen, list):
        add(problems, "further_exposures", _("Expected a list."))
        return []
    each_once(chosen, "further_exposures", problems)
    for code in chosen:
        if code not in offered.further_codes:
            add(
                problems,
                "further_exposures",
                _("“%(code)s” is no exposure beside the analytes that this study has values of.")
                % {"code": code},
            )
    return chosen


def check_published(choices: Mapping[str, Any], offered: Offered, problems: Problems) -> None:
    """Tell of a published cut-off, a prevalence or a cost that nothing can be computed with."""
    cutoff, prevalence = choices["published_cutoff"], choices["prevalence"]
    if cutoff is not None:
        code, value = cutoff.get("analyte"), cutoff.get("value")
        if code is None:
            add(problems, "published_cutoff.analyte", _("Say of which exposure the cut-off is."))
        elif code not in exposures_of(choices, offered):
            add(problems, "published_cutoff.analyte", f"“{code}” is not among the exposures.")
        if not is_number(value):
            add(problems, "published_cutoff.value", _("Give the cut-off as a number."))
        elif value <= 0 and _is_amount(code, offered):
            add(problems, "published_cutoff.value", _("Give a value above 0."))
    if prevalence is not None and not (is_number(prevalence) and 0 < prevalence < 1):
        add(
            problems,
            "prevalence",
            f"Give a share between 0 and 1, for example 0.30; found {prevalence}.",
        )
    cost = choices["cost_ratio"]
    if cost is not None and not (is_number(cost) and 0 < cost <= LARGEST_COST_RATIO):
        add(
            problems,
            "cost_ratio",
            f"Give a number above 0 and up to {LARGEST_COST_RATIO}, for example 2; found {cost}.",
        )


def check_one_part_each(choices: Mapping[str, Any], offered: Offered, problems: Problems) -> None:
    """Tell of the primary exposure as its own covariate, or as what divides its own patients.

    It is the primary exposure by being chosen, or by leading where none is.
    """
    if problems.keys() & {"primary_exposure", "left_out", "further_exposures"}:
        return
    primary = primary_of(choices, exposures_of(choices, offered))
    leading = [one for one in offered.further if one.variable.code == primary]
    sentence = (
        _("%(name)s is the primary exposure already, since no other is chosen.")
        if choices["primary_exposure"] is None
        else _("%(name)s is the primary exposure already.")
    )
    for one in leading:
        for field in {"covariates", "subgroups"} - problems.keys():
            for place, entry in enumerate(choices[field], start=1):
                if isinstance(entry, dict) and entry.get("variable") == one.column:
                    name = {"name": one.variable.name}
                    add(problems, f"{field}.{place}.variable", sentence % name)


def _is_amount(code: str | None, offered: Offered) -> bool:
    """Whether an exposure lies above 0 by its nature; a score may be 0, a change below it."""
    known = offered.variables.get(code or "")
    return known is None or known.scale == "log2"
