"""The differences of two runs in the field's words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from analytics.plan import Plan
from analytics.plans.choices import DEFAULT, Choices
from analytics.plans.words import Difference, Names, differences
from analytics.runs.compute.cohort import CATEGORIES, NUMBERS
from analytics.tables.names import feature_name, inside

PEOPLE: dict[str, str | Promise] = {
    **{key: label for key, label, *_ in NUMBERS},
    **{key: label for key, label, _ in CATEGORIES},
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
ENDPOINT_PARTS = {
    "event": "event",
    "change": "mean change",
    "readers": "readings",
    "pairs": "sites scored at both visits",
    "excluded": "why it has no result",
}
# Parts of a run's plan that the words of choices tell already.
TOLD = {
    "plan_version", "endpoints", "baseline_visit", "exposures", "outcomes", "primary_exposure",
    "covariate", "below_limit", "cutoff_criterion", "auc_interval", "adjustment",
    "published_cutoff", "prevalence", "cost_ratio", "odds_ratio_interval", "dose_groups", "level",
    "quantile_type", "resampling", "sensitivity",
}  # fmt: skip


def column_words(columns: tuple[str, ...], names: Names, read_sets: Mapping[str, str]) -> list[str]:
    """Return what differs, each thing once, in the order of the data set.

    ``read_sets``: titles of the campaigns by read set.
    """
    return list(dict.fromkeys(_column_word(column, names, read_sets) for column in columns))


def _column_word(column: str, names: Names, read_sets: Mapping[str, str]) -> str:
    place, *parts = column.split("/")
    if not parts:
        return str(PEOPLE.get(place, place))
    if place in names.analytes:
        return f"{names.analytes[place]}: {ANALYTE_PARTS.get(parts[0], parts[0])}"
    if place in names.endpoints:
        return f"{names.endpoints[place]}: {ENDPOINT_PARTS.get(parts[0], parts[0])}"
    return gettext("{reads}: scores of {feature}").format(
        reads=read_sets.get(place, place), feature=inside(feature_name(parts[0]))
    )


def plan_words(earlier: Plan, later: Plan, names: Names) -> list[Difference]:
    """Return every choice that two plans make differently."""
    found = [
        _difference(
            "Version of the plan", earlier.get("plan_version", 0), later.get("plan_version", 0)
        ),
        _difference("Baseline visit", _visit(earlier), _visit(later)),
        *_endpoints(earlier, later),
        *differences(_choices(earlier), _choices(later), names),
        _difference("Analytes analysed", _exposures(earlier, names), _exposures(later, names)),
        *(
            _difference(key.replace("_", " ").capitalize(), _text(earlier, key), _text(later, key))
            for key in sorted({*earlier, *later} - TOLD)
        ),
    ]
    return [difference for difference in found if difference.older != difference.newer]


def _difference(label: str, older: Any, newer: Any) -> Difference:
    return Difference(label, str(older), str(newer))


def _endpoints(earlier: Plan, later: Plan) -> list[Difference]:
    texts = [{e["key"]: _endpoint(e) for e in plan["endpoints"]} for plan in (earlier, later)]
    labels = {e["key"]: e["label"] for plan in (earlier, later) for e in plan["endpoints"]}
    return [
        _difference(label, *(each.get(key, "not defined") for each in texts))
        for key, label in labels.items()
    ]


def _endpoint(endpoint: dict[str, Any]) -> str:
    sign = ">" if endpoint["direction"] == "above" else "<"
    return (
        f"version {endpoint['version']}: {inside(feature_name(endpoint['feature']))} {sign} "
        f"{endpoint['threshold']}, "
        f"{endpoint['campaign']['title']}, {endpoint['baseline']['name']} to "
        f"{endpoint['follow_up']['name']}"
    )


def _choices(plan: Plan) -> Choices:
    """A run's plan as choices; the analytes are told on their own."""
    resampling = plan["resampling"]
    found = {key: plan.get(key, default) for key, default in DEFAULT.items()}
    return found | {
        "left_out": [],
        "primary_exposure": plan["primary_exposure"] or "none",
        "below_limit": plan["below_limit"]["models"],
        "resamples": resampling["resamples"],
        "seed": resampling["seed"],
    }


def _visit(plan: Plan) -> str:
    visit = plan["baseline_visit"]
    return visit["name"] if visit else "none"


def _exposures(plan: Plan, names: Names) -> str:
    return ", ".join(names.analytes.get(code, code) for code in plan["exposures"]) or "none"


def _text(plan: Plan, key: str) -> str:
    return json.dumps(plan.get(key), sort_keys=True, ensure_ascii=False)
