"""Which definitions of endpoints can be computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from analytics.design.clinical import VARIABLES, ClinicalVariable
from analytics.design.described import ADJUDICATED, LimitSide
from analytics.design.endpoints.definition import Definition
from analytics.design.limit import is_upward
from analytics.design.rules import CHANGE_RULES, LIMITS, READER_RULES, SIDES, STATUS_RULES
from analytics.errors import EndpointRefused
from ra_registry.cohort.models import Study
from scoring.instruments import UnknownItemError, UnknownMeasureError, get_instrument, get_measure
from scoring.models import Campaign
from scoring.models.protocol import Adjudication

Problems = dict[str, list[str]]
SIDES_BY_KEY: dict[str, LimitSide] = {key: key for key in SIDES}
SIZED = ("points", "per-cent")
PLACE = "place-"
# Rules that fill in a film need one value a patient, not one a reader.
FILLED = ("last-observation", "mean-change", "conditional-mean")


def check(study: Study, definition: Definition) -> None:
    """Raise EndpointRefused, by field, where a definition can't be computed."""
    problems: Problems = {}
    _label(definition, problems)
    _visits(study, definition, problems)
    if definition.campaign is None:
        _clinical(definition, problems)
    elif definition.campaign.study_id != study.pk:
        problems["campaign"] = [_("This campaign belongs to another study.")]
    else:
        _scores(definition, definition.campaign, problems)
    _limit(definition, problems)
    if problems:
        raise EndpointRefused(_("The definition can't be computed."), field_errors=problems)


def _label(definition: Definition, problems: Problems) -> None:
    if not definition.label.strip():
        problems["label"] = [_("Say what the endpoint is called.")]


def _visits(study: Study, definition: Definition, problems: Problems) -> None:
    first, last = definition.baseline, definition.follow_up
    for name, visit in (("baseline", first), ("follow_up", last)):
        if visit is not None and visit.study_id != study.pk:
            problems[name] = [_("This visit belongs to another study.")]
    if last is not None and last.day <= first.day:
        problems["follow_up"] = [
            _("%(last)s must be planned after %(first)s.") % {"last": last, "first": first}
        ]


def _clinical(definition: Definition, problems: Problems) -> None:
    variable = VARIABLES.get(definition.variable)
    if variable is None:
        problems["variable"] = [_expected(VARIABLES, definition.variable)]
    elif variable.response and definition.follow_up is None:
        problems["follow_up"] = [_("A response is told by two visits; choose the second.")]
    if definition.limit_by in {"sdc-95", "sdc-80"}:
        problems["limit_by"] = [
            _("Only scores of readers have a smallest detectable change; give a number.")
        ]


def _scores(definition: Definition, campaign: Campaign, problems: Problems) -> None:
    # Brings pandas along, which storing an endpoint does without.
    from analytics.tables.names import feature_name, inside

    instrument = get_instrument(campaign.instrument)
    try:
        measure = get_measure(instrument, definition.measure, definition.sites)
    except UnknownItemError as error:
        problems["sites"] = [error.message]
    except UnknownMeasureError as error:
        problems["measure"] = [error.message]
    else:
        if not measure.items:
            problems["sites"] = [_("Choose at least one site.")]
        if not measure.features <= set(campaign.features):
            read = ", ".join(inside(feature_name(key, instrument.key)) for key in campaign.features)
            problems["measure"] = [
                _("The campaign reads %(read)s, not all that %(measure)s needs.")
                % {"read": read, "measure": inside(measure.label)}
            ]
    rules = CHANGE_RULES if definition.follow_up else STATUS_RULES
    if definition.missing_rule not in rules:
        problems["missing_rule"] = [_expected(rules, definition.missing_rule)]
    _readers(definition, campaign, problems)


def _readers(definition: Definition, campaign: Campaign, problems: Problems) -> None:
    rule = definition.reader_rule
    if rule not in READER_RULES:
        problems["reader_rule"] = [_expected(READER_RULES, rule)]
    elif rule == ADJUDICATED and campaign.adjudication == Adjudication.NONE:
        problems["reader_rule"] = [
            _("“%(title)s” has no adjudication, so no score is adjudicated; choose another rule.")
            % {"title": campaign.title}
        ]
    elif rule.startswith(PLACE) and int(rule.removeprefix(PLACE)) > campaign.readers_per_case:
        problems["reader_rule"] = [
            _("The campaign plans %(n)d readers a case.") % {"n": campaign.readers_per_case}
        ]
    elif rule == "each" and definition.missing_rule in FILLED:
        problems["missing_rule"] = [_("A film is filled in for the readers together, not each.")]
    elif rule == "each" and not definition.side:
        problems["reader_rule"] = [_("Each reader can agree on an event only; choose a side.")]


def _limit(definition: Definition, problems: Problems) -> None:
    by, size = definition.limit_by, definition.threshold
    if not definition.side:
        if by or size is not None:
            problems["side"] = [_("Say on which side of the limit an event lies.")]
    elif definition.side not in SIDES_BY_KEY:
        problems["side"] = [_expected(SIDES, definition.side)]
    elif by not in LIMITS:
        problems.setdefault("limit_by", [_expected(LIMITS, by)])
    elif by != "points" and definition.follow_up is None:
        problems.setdefault("limit_by", [_("A status is cut at a number.")])
    elif by in SIZED:
        _size(definition, SIDES_BY_KEY[definition.side], problems)
    elif size is not None:
        problems["threshold"] = [_("The readers decide the size; leave the number empty.")]


def _size(definition: Definition, side: LimitSide, problems: Problems) -> None:
    size = definition.threshold
    if size is None:
        problems["threshold"] = [_("Give a number.")]
    elif definition.follow_up is not None and not _is_response(definition):
        if is_upward(side) and size < 0:
            problems["threshold"] = [_("For a change above the threshold give 0 or more.")]
        elif not is_upward(side) and size > 0:
            problems["threshold"] = [_("For a change below the threshold give 0 or less.")]
    _level(definition, problems)


def _level(definition: Definition, problems: Problems) -> None:
    """An ordered category is cut at one of its levels."""
    variable = VARIABLES.get(definition.variable)
    size = definition.threshold
    if variable is None or not variable.levels or size is None:
        return
    if definition.follow_up is not None and not variable.response:
        return
    if size not in variable.levels:
        levels = ", ".join(f"{number} ({name})" for number, name in variable.levels.items())
        problems["threshold"] = [_("Give a level: %(levels)s.") % {"levels": levels}]


def _is_response(definition: Definition) -> bool:
    variable = VARIABLES.get(definition.variable)
    return variable is not None and variable.response


def _expected(allowed: Mapping[Any, object], found: str) -> str:
    names = "; ".join(f"{key} ({_label_of(named)})" for key, named in allowed.items())
    words = {"names": names, "found": found or _("nothing")}
    return _("Expected one of %(names)s; found %(found)s.") % words


def _label_of(named: object) -> str:
    return str(named.label if isinstance(named, ClinicalVariable) else named)
