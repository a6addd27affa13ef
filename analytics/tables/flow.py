"""The steps of the flow of patients in words, and why patients are left out at each."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.datasets.meta import ExclusionCode, FlowStep, VoidedRecords


def flow_step(step: FlowStep) -> str:
    """Return what a step is called; an endpoint by its label."""
    if step.kind == "endpoint":
        return step.endpoint or ""
    return {
        "registered": _("Registered"),
        "analysed": _("In the analysis"),
        "primary_exposure": _("A value of the primary exposure"),
    }[step.kind]


def flow_reasons(step: FlowStep) -> str:
    """Return why patients are left out at a step, each reason with its number."""
    return "; ".join(f"{exclusion(one.code)}: {one.count}" for one in step.excluded)


def voided_records(found: VoidedRecords) -> str:
    """Return how many voided records of each kind are left out; nothing where there are none."""
    counted = (
        (found.patients, ngettext("patient", "patients", found.patients)),
        (found.visits, ngettext("visit", "visits", found.visits)),
        (found.assessments, ngettext("assessment", "assessments", found.assessments)),
        (found.examinations, ngettext("examination", "examinations", found.examinations)),
        (found.samples, ngettext("sample", "samples", found.samples)),
        (found.batches, ngettext("batch", "batches", found.batches)),
    )
    return ", ".join(f"{count} {name}" for count, name in counted if count)


def exclusion(code: ExclusionCode) -> str:
    """Return why patients are left out, inside a sentence."""
    return {
        "record_voided": _("record voided"),
        "no_baseline_visit": _("no baseline visit"),
        "no_follow_up_visit": _("no follow-up visit"),
        "not_in_campaign": _("not in the reading campaign"),
        "no_site_scored_twice": _("no site scored at both visits"),
        "readings_missing": _("readings missing"),
        "no_sample": _("no baseline sample"),
        "not_measured": _("sample not measured"),
        "replicates_disagree": _("replicates disagree"),
        "limit_unknown": _("beyond a limit that is not known"),
        "no_site_scored": _("no site scored"),
        "value_unknown": _("no value on record"),
        "variable_unknown": _("not assessed, or open between two results"),
        "no_value_to_compare_with": _("no baseline above 0 to compare with"),
        "waits_for_adjudication": _("waits for adjudication"),
        "no_detectable_change": _("no smallest detectable change of the readers"),
    }[code]
