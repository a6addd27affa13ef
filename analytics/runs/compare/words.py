"""The differences of two runs in the field's words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from analytics.codec import encode
from analytics.datasets.dataset import COURSE
from analytics.datasets.meta import DescribedReadSet
from analytics.design.choices import DEFAULT, Choices
from analytics.design.clinical import VARIABLES as CLINICAL
from analytics.design.described import Endpoint
from analytics.design.plan import Plan
from analytics.design.words import Difference, Names, differences
from analytics.tables.endpoints import definition
from analytics.tables.names import feature_name, inside
from analytics.tables.variables import VARIABLES

ReadSets = Mapping[str, DescribedReadSet]

PEOPLE: dict[str, str | Promise] = {
    **VARIABLES,
    "pseudonym": "Pseudonym",
    "centre": "Centre",
    "diagnosis": "Diagnosis",
    "dominant_hand": "Dominant hand",
    "rf_value": "Rheumatoid factor, value",
    "rf_uln": "Rheumatoid factor, upper limit of normal",
    "rf_sign": _("Rheumatoid factor, sign before the value"),
    "acpa_value": "ACPA, value",
    "acpa_sign": _("ACPA, sign before the value"),
    "esr_sign": _("ESR, sign before the value"),
    "crp_sign": _("CRP, sign before the value"),
    "symptom_onset_known_to": _("First symptoms, how exactly they are known"),
    "acpa_uln": "ACPA, upper limit of normal",
    "has_baseline": "Baseline visit",
    "has_assessment": "Baseline assessment",
}
ANALYTE_PARTS: dict[str, Any] = {
    "value": "concentration",
    "censor": "place on the curve",
    "replicates": "replicates",
    "llod": "limit of detection",
    "lloq": "lower limit of quantification",
    "uloq": "upper limit of quantification",
    "batch": "batch",
    "plates": "plate",
    "batches": "number of batches",
    "mixed": _("replicates that disagree"),
    "other_value": _("concentration under the other rule for replicates"),
    "other_censor": _("place under the other rule for replicates"),
}
VALUE_PARTS: dict[str, Any] = {
    "value": _("value"),
    "censor": _("side of a limit"),
    "llod": _("limit that it lies below"),
    "uloq": _("limit that it lies above"),
}
VISITS: dict[str, str | Promise] = {
    "baseline": _("first visit"),
    "follow_up": _("second visit"),
}
ENDPOINT_PARTS = {
    "event": "event",
    "change": "mean change",
    "readers": "readings",
    "pairs": "sites scored at both visits",
    "excluded": "why it has no result",
}
# Parts of a run's plan that the words of choices tell already.
TOLD = {
    "format", "plan_version", "endpoints", "baseline_visit", "exposures", "further", "outcomes",
    "primary_exposure", "covariates", "interactions", "subgroups",
    "below_limit", "cutoff_criterion", "auc_interval", "adjustment",
    "published_cutoff", "prevalence", "cost_ratio", "odds_ratio_interval", "dose_groups", "level",
    "quantile_type", "resampling", "bootstrap_tests", "supplement", "sensitivity",
}  # fmt: skip


def column_words(columns: tuple[str, ...], names: Names, read_sets: ReadSets) -> list[str]:
    """Return what differs, each thing once, in the order of the data set.

    ``read_sets``: those of both data sets by key; a campaign's title and instrument are read.
    """
    return list(dict.fromkeys(_column_word(column, names, read_sets) for column in columns))


def _column_word(column: str, names: Names, read_sets: ReadSets) -> str:
    place, *parts = column.split("/")
    if not parts:
        return str(PEOPLE.get(place, place))
    if place in names.variables:
        known = names.variables[place]
        words = ANALYTE_PARTS if known.is_concentration else VALUE_PARTS
        if len(parts) > 1:  # of a concentration that a change is made of
            *visits, part = parts
            said = [*(VISITS.get(visit, visit) for visit in visits), ANALYTE_PARTS.get(part, part)]
            return f"{known.name}: {', '.join(map(str, said))}"
        return f"{known.name}: {words.get(parts[0], parts[0])}"
    if place in names.endpoints:
        return f"{names.endpoints[place]}: {ENDPOINT_PARTS.get(parts[0], parts[0])}"
    if place.startswith(COURSE):
        return _course_word(place, read_sets)
    found = read_sets.get(place)
    title, instrument = (found.title, found.instrument) if found else (place, "")
    return gettext("{reads}: scores of {feature}").format(
        reads=title, feature=inside(feature_name(parts[0], instrument))
    )


def _course_word(key: str, read_sets: ReadSets) -> str:
    """``course.das28_esr``, or ``course.<campaign>.<measure>.<rule>``; a measure may hold dots."""
    of, *measure = key.removeprefix(COURSE).split(".")
    if not measure:
        return gettext("{value}: course over the visits").format(value=CLINICAL[of].label)
    found = next((one for one in read_sets.values() if one.campaign == of), None)
    title, instrument = (found.title, found.instrument) if found else (of, "")
    return gettext("{reads}: course of {feature} over the visits").format(
        reads=title, feature=inside(feature_name(".".join(measure[:-1]), instrument))
    )


def plan_words(earlier: Plan, later: Plan, names: Names) -> list[Difference]:
    """Return every choice that two plans make differently."""
    found = [
        _difference("Version of the plan", earlier.plan_version, later.plan_version),
        _difference("Baseline visit", _visit(earlier), _visit(later)),
        *_endpoints(earlier, later),
        *differences(_choices(earlier), _choices(later), names),
        _difference(_("Exposures analysed"), _exposures(earlier, names), _exposures(later, names)),
        *(
            _difference(key.replace("_", " ").capitalize(), _text(earlier, key), _text(later, key))
            for key in sorted({field.name for field in fields(Plan)} - TOLD)
        ),
    ]
    return [difference for difference in found if difference.older != difference.newer]


def _difference(label: str | Promise, older: Any, newer: Any) -> Difference:
    return Difference(str(label), str(older), str(newer))


def _endpoints(earlier: Plan, later: Plan) -> list[Difference]:
    texts = [{e.key: _endpoint(e) for e in plan.endpoints} for plan in (earlier, later)]
    labels = {e.key: e.label for plan in (earlier, later) for e in plan.endpoints}
    return [
        _difference(label, *(each.get(key, "not defined") for each in texts))
        for key, label in labels.items()
    ]


def _endpoint(endpoint: Endpoint) -> str:
    return f"version {endpoint.version}: {definition(endpoint)}"


def _choices(plan: Plan) -> Choices:
    """A run's plan as choices; the exposures are told on their own."""
    stored = encode(plan)
    found = {key: stored.get(key, default) for key, default in DEFAULT.items()}
    return found | {
        "left_out": [],
        "further_exposures": [],
        "primary_exposure": plan.primary_exposure or "none",
        "below_limit": plan.below_limit.models,
        "resamples": plan.resampling.resamples,
        "seed": plan.resampling.seed,
    }


def _visit(plan: Plan) -> str:
    visit = plan.baseline_visit
    return visit.name if visit else "none"


def _exposures(plan: Plan, names: Names) -> str:
    known = names.variables
    return ", ".join(known[code].name if code in known else code for code in plan.exposures) or (
        "none"
    )


def _text(plan: Plan, key: str) -> str:
    return json.dumps(encode(getattr(plan, key)), sort_keys=True, ensure_ascii=False)
