"""Answers to a planner in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.stats.planning.auc import AucPlan
from analytics.stats.planning.icc import IccPlan
from analytics.stats.planning.mcnemar import PairedProportionsPlan
from analytics.stats.planning.means import MeansPlan


def auc(plan: AucPlan, aim: str, *, asked: str) -> str:
    """Say how many patients show what is aimed at, or with which power given patients do."""
    total = plan.events + plan.non_events
    counts = _("%(events)d with the outcome and %(others)d without it") % {
        "events": plan.events,
        "others": plan.non_events,
    }
    return _said(_patients(total, counts), aim, plan, asked)


def paired(plan: PairedProportionsPlan, given: Mapping[str, Any]) -> str:
    """Say it for two methods in the same patients."""
    aim = _(
        "two methods differ of which the first alone finds %(first)s and the second alone "
        "%(second)s"
    ) % {"first": _percent(given["only_first"]), "second": _percent(given["only_second"])}
    return _said(_patients(plan.patients), aim, plan, given["ask"])


def means(plan: MeansPlan, given: Mapping[str, Any]) -> str:
    """Say it for two groups."""
    aim = _("groups differ by %(difference)s where the SD is %(sd)s") % {
        "difference": f"{given['difference']:g}",
        "sd": f"{given['sd']:g}",
    }
    counts = _("%(first)d in the first group and %(second)d in the second") % {
        "first": plan.first,
        "second": plan.second,
    }
    return _said(_patients(plan.first + plan.second, counts), aim, plan, given["ask"])


def icc(plan: IccPlan, *, asked: str) -> str:
    """Say how wide the interval of an ICC is to be expected."""
    parts = {
        "patients": _patients(plan.patients),
        "readers": ngettext("%(n)d reader", "%(n)d readers", plan.readers) % {"n": plan.readers},
        "level": f"{100 * plan.level:g} %",
        "width": f"{plan.width:.2f}",
    }
    if asked == "size":
        return (
            _(
                "%(patients)s, each read by %(readers)s, give the ICC an interval (%(level)s) "
                "expected to be %(width)s wide."
            )
            % parts
        )
    return (
        _(
            "With %(patients)s, each read by %(readers)s, the interval of the ICC (%(level)s) is "
            "expected to be %(width)s wide."
        )
        % parts
    )


def refusal(message: str) -> str:
    """Write a refusal of the statistics for the page: names of fields without underscores."""
    words = message.replace("_", " ")
    return words[:1].upper() + words[1:]


def _said(
    patients: str, aim: str, plan: AucPlan | PairedProportionsPlan | MeansPlan, asked: str
) -> str:
    parts = {
        "patients": patients,
        "aim": aim,
        "power": _percent(float(plan.power)),
        "alpha": _percent(plan.alpha),
    }
    if asked == "size":
        return (
            _(
                "%(patients)s are needed to show that %(aim)s: the power is then %(power)s at a "
                "two-sided error probability of %(alpha)s."
            )
            % parts
        )
    return (
        _(
            "With %(patients)s the power to show that %(aim)s is %(power)s at a two-sided error "
            "probability of %(alpha)s."
        )
        % parts
    )


def _patients(count: int, parts: str = "") -> str:
    counted = ngettext("%(n)d patient", "%(n)d patients", count) % {"n": count}
    return f"{counted} ({parts})" if parts else counted


def _percent(share: float) -> str:
    return f"{float(f'{100 * share:.3g}'):g} %"
