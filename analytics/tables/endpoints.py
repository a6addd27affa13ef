"""Endpoints in words: what is measured, when, and what counts as an event."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.design.clinical import VARIABLES
from analytics.design.described import ClinicalEndpoint, Endpoint, Limit, LimitSide, ScoreEndpoint
from analytics.design.named import is_change
from analytics.design.plan import Plan
from analytics.design.rules import CHANGE_RULES, READER_RULES, STATUS_RULES
from analytics.tables.names import feature_name, inside
from scoring.instruments import (
    UnknownInstrumentError,
    UnknownMeasureError,
    get_instrument,
    get_measure,
)

SIGNS: dict[LimitSide, str] = {"above": ">", "below": "<", "at-least": "≥", "at-most": "≤"}


def what(endpoint: Endpoint) -> str:
    """Return what an endpoint measures: ``Erosion, wrist`` or ``DAS28-CRP``."""
    if isinstance(endpoint, ClinicalEndpoint):
        return str(VARIABLES[endpoint.variable].label)
    return feature_name(endpoint.measure, endpoint.campaign.instrument)


def is_damage(endpoint: ScoreEndpoint) -> bool:
    """Return whether all that is summed adds up over the disease, as erosions do."""
    try:
        instrument = get_instrument(endpoint.campaign.instrument)
        measure = get_measure(instrument, endpoint.measure, endpoint.sites)
    except (UnknownInstrumentError, UnknownMeasureError):
        return False
    return all(instrument.feature(key).is_damage for key in measure.features)


def against(first: Endpoint, second: Endpoint) -> str:
    """Return what two endpoints side by side are called, the second inside the words."""
    return _("%(first)s against %(second)s") % {
        "first": first.label,
        "second": inside(second.label),
    }


def reads_name(endpoint: ScoreEndpoint) -> str:
    """Return campaign and measure that a change is read from."""
    return f"{endpoint.campaign.title}, {what(endpoint)}"


def source(endpoint: Endpoint) -> str:
    """Return where its values come from: the campaign's title, or the clinical assessments."""
    if isinstance(endpoint, ClinicalEndpoint):
        return _("clinical assessments")
    return endpoint.campaign.title


def visits(endpoint: Endpoint) -> str:
    """Return when it is measured, inside a sentence: ``from Baseline to Month 12``."""
    first = endpoint.baseline.name
    if endpoint.follow_up is None:
        return _("at %(visit)s") % {"visit": first}
    return _("from %(first)s to %(second)s") % {
        "first": first,
        "second": endpoint.follow_up.name,
    }


def read_visits(plan: Plan) -> dict[str, str]:
    """Return when the images of each read set were made, by its key: ``at Baseline``."""
    return {endpoint.read_set: visits(endpoint) for endpoint in plan.score_endpoints()}


def value(endpoint: Endpoint) -> str:
    """Return the endpoint's value inside a sentence: ``change of erosion``, ``DAS28-CRP``."""
    name = inside(what(endpoint))
    return _("change of %(name)s") % {"name": name} if is_change(endpoint) else name


def rule(endpoint: Endpoint) -> str:
    """Return which values are an event, ``> 0.5``; nothing for an endpoint that is a number."""
    return limit_words(endpoint.limit, endpoint) if endpoint.limit else ""


def limit_words(limit: Limit, endpoint: Endpoint) -> str:
    """Return a limit of an endpoint: ``> 0.5 points``, ``≥ SDC (95 %)``, ``≥ good``, ``reached``.

    The upper one of two levels is reached or not: nothing lies above it.
    """
    size = size_words(limit, endpoint)
    if limit.side == "at-least" and len(_levels(endpoint)) == 2:
        return size
    return f"{SIGNS[limit.side]} {size}"


def _levels(endpoint: Endpoint) -> Mapping[int, str | Promise]:
    """The levels of a status that has names for them; none of a number."""
    if isinstance(endpoint, ClinicalEndpoint) and not is_change(endpoint):
        return VARIABLES[endpoint.variable].levels
    return {}


def size_words(limit: Limit, endpoint: Endpoint) -> str:
    """Return where a limit lies: a number in its unit, a level, a percentage or the SDC."""
    number = f"{float(limit.value or 0):g}".replace("-", "−")
    if limit.by == "per-cent":
        return _("%(number)s %% of the baseline") % {"number": number}
    if limit.by != "points":
        level = {"sdc-95": "95 %", "sdc-80": "80 %"}[limit.by]
        minus = "−" if limit.side in {"below", "at-most"} else ""
        return _("%(minus)sSDC (%(level)s)") % {"minus": minus, "level": level}
    levels = _levels(endpoint)
    if levels and limit.value is not None:
        return str(levels[int(float(limit.value))])
    if isinstance(endpoint, ScoreEndpoint):
        one = number.lstrip("−") == "1"
        return ngettext("%(n)s point", "%(n)s points", 1 if one else 2) % {"n": number}
    return f"{number} {unit(endpoint)}".rstrip()


def unit(endpoint: Endpoint) -> str:
    """Return the unit of an endpoint's value: points of a score, mm, or none."""
    if isinstance(endpoint, ClinicalEndpoint):
        return VARIABLES[endpoint.variable].unit
    return _("points")


def definition(endpoint: Endpoint) -> str:
    """Return the whole definition in one line, without its rules for readers and sites."""
    parts = [f"{value(endpoint)} {rule(endpoint)}".strip(), visits(endpoint), source(endpoint)]
    return ", ".join(parts)


def rules(endpoint: Endpoint) -> list[str]:
    """Return its rules for readers and for sites without a score; none for assessments."""
    if isinstance(endpoint, ClinicalEndpoint):
        return []
    sites = CHANGE_RULES if endpoint.follow_up else STATUS_RULES
    return [str(READER_RULES[endpoint.reader_rule]), str(sites[endpoint.missing_rule])]


def in_full(endpoint: Endpoint) -> str:
    """Return the whole definition with its rules, as a methods section states it."""
    return "; ".join([definition(endpoint), *(inside(rule) for rule in rules(endpoint))])
