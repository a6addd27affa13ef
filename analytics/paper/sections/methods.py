"""The methods block: what was done, written from the run and never from memory."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.paper import reading, words
from analytics.paper.document import Facts, Heading, Paragraph, Part, Section
from analytics.paper.sections.reliability import endpoint_features
from analytics.plan import plan_hash
from analytics.plans.choices import (
    ADJUSTMENT_NAMES,
    AUC_INTERVALS,
    CRITERIA,
    MODEL_POLICIES,
    ODDS_RATIO_INTERVALS,
)
from analytics.report import Report
from analytics.tables import formats, laboratory
from analytics.tables.models import term_name
from analytics.tables.names import feature_name, inside
from ra_registry.assays.models.result import Replicates
from ra_registry.assays.models.sample import Material
from ra_registry.assays.services.finding_words import sentence_of

OLD_RUN = (
    "This run was computed before the reading protocol was stored with it; recompute to see it."
)
SIGNS = {"above": ">", "below": "<"}


def methods(report: Report) -> Section:
    """Return the methods block."""
    parts: list[Part] = [
        Heading("Reading of the images"),
        *_reading(report),
        Heading("Endpoints and patients"),
        Facts(tuple(_endpoints(report))),
        Heading("Statistics"),
        Facts(tuple(_statistics(report))),
        Heading("Provenance"),
        Facts(tuple(_provenance(report))),
    ]
    return Section("methods", "Methods", tuple(parts))


def _reading(report: Report) -> list[Part]:
    protocols = report.results.get("protocol")
    if protocols is None:
        return [Paragraph(OLD_RUN, remark=True)]
    if not protocols:
        return [Paragraph("No endpoint is defined, so no reading enters the results.", remark=True)]
    compared = {
        found["read_set"].split(".")[0]
        for found in endpoint_features(report)
        if any(len(team["readers"]) > 1 for team in found["teams"])
    }
    parts: list[Part] = []
    for protocol in protocols:
        where = "Reader reliability" if protocol["code"] in compared else ""
        parts += [
            Paragraph(f"{protocol['title']}:"),
            Facts(reading.eight_items(protocol, where)),
        ]
    return parts


def _endpoints(report: Report) -> list[tuple[str, str]]:
    rows = [
        (
            endpoint["label"],
            (
                _(
                    "version %(version)d: %(rule)s change of %(readers)s in %(feature)s %(sign)s "
                    "%(threshold)s from %(baseline)s to %(follow_up)s, %(campaign)s; sites: "
                    "%(sites)s"
                )
                % {
                    "version": endpoint["version"],
                    "rule": endpoint["reader_rule"],
                    "readers": words.counted_readers(endpoint["campaign"]["readers_per_case"]),
                    "feature": inside(feature_name(endpoint["feature"])),
                    "sign": SIGNS[endpoint["direction"]],
                    "threshold": endpoint["threshold"],
                    "baseline": endpoint["baseline"]["name"],
                    "follow_up": endpoint["follow_up"]["name"],
                    "campaign": endpoint["campaign"]["title"],
                    "sites": endpoint["missing_rule"],
                }
            ),
        )
        for endpoint in report.plan["endpoints"]
    ]
    rows.append(
        (
            "Missing data",
            (
                "Each analysis uses the patients who have what it needs and names their number. "
                "A patient without the readings of every planned reader has no change score. Sites "
                "not scored at both visits by the same reader count in no change (pairwise)."
            ),
        )
    )
    excluded = [
        f"{step['label']}: {entry['reason']} {entry['count']}"
        for step in report.results["flow"]
        for entry in step["excluded"]
    ]
    voided = [f"{count} {name}" for name, count in report.results["left_out"].items() if count]
    rows.append(("Exclusions", "; ".join(excluded) or "none"))
    rows.append(("Voided records", f"{', '.join(voided)} left out" if voided else "none"))
    return rows


def _statistics(report: Report) -> list[tuple[str, str]]:
    plan = report.plan
    return [
        ("Primary exposure", _exposure(report)),
        (_("Replicates"), _replicates(report)),
        (_("Plates accepted with a reason"), _accepted_with_reason(report)),
        ("Values below the limit of detection", _below(plan)),
        *_laboratory(report),
        ("Direction", _directions(report)),
        (
            "ROC",
            (
                f"Interval of the area: {AUC_INTERVALS[plan['auc_interval']]}; tied pairs count "
                "half. P against 0.5, adjusted over the panel by "
                f"{ADJUSTMENT_NAMES[plan['adjustment']]}."
            ),
        ),
        (
            "Cut-off",
            (
                f"{CRITERIA[plan['cutoff_criterion']]}; positive includes the cut-off; midpoint "
                "between observed values. All exact optima are listed; in a resample the middle "
                f"one of tied optima counts. {_published(report)}"
            ),
        ),
        (
            "Paired comparison",
            (
                "McNemar: mid-p, exact conditional, chi-square without and with continuity "
                "correction, each named; difference with Tango's score interval and Newcombe's."
            ),
        ),
        (
            "Logistic models",
            (
                f"Odds ratios with {ODDS_RATIO_INTERVALS[plan['odds_ratio_interval']].lower()} "
                f"intervals; concentrations on the {plan['transformation']} scale (per doubling); "
                f"covariate: {_covariate(report)}. Separated data are fitted by Firth's "
                "method, which the model then names."
            ),
        ),
        (
            "Dose-response",
            (
                f"{plan['dose_groups']} groups by type-{plan['quantile_type']} quantiles, closed "
                "on the right; Cochran-Armitage, Mantel and, on change, Jonckheere-Terpstra."
            ),
        ),
        (
            "Reliability",
            (
                "ICC, two-way random, absolute agreement, single and average, with F intervals; "
                "Cohen's kappa, unweighted; smallest detectable change from the residual mean "
                "square of change."
            ),
        ),
        (
            "Intervals",
            (
                f"Level {formats.percent(plan['level'], 0)}; shares by Wilson; likelihood ratios "
                f"by Simel; quartiles of type {plan['quantile_type']}."
            ),
        ),
        ("Resampling", _resampling(report)),
    ]


def _exposure(report: Report) -> str:
    plan = report.plan
    if report.primary is None:
        return "none measured"
    said = {
        "analyte": report.analyte(report.primary),
        "analytes": words.counted_analytes(len(plan["exposures"])),
        "materials": _materials(report),
        "batches": plan["samples"]["several_batches"],
    }
    return (
        _(
            "%(analyte)s, of %(analytes)s measured at the first visit in %(materials)s; "
            "measured in several batches: %(batches)s."
        )
        % said
    )


def _replicates(report: Report) -> str:
    """The rule in force for replicates that disagree, and how many results it decided."""
    account = report.results.get("assays")
    if account is None:  # a run from before results were versions
        return str(report.plan.get("replicates", ""))
    rules: dict[str, Any] = dict(Replicates.choices)
    said = [
        _("%(panel)s: mean of the wells; replicates on different sides of a limit: %(rule)s")
        % {"panel": one["panel"], "rule": inside(str(rules[one["rule"]]))}
        + " "
        + _("(policy version %(version)d, classification %(rules)d)") % one
        for one in account["policies"]
    ]
    mixed = [
        f"{report.analytes[marker['analyte']]['name']} {marker['values']['mixed']}"
        for marker in (report.results["roc"] or [{"markers": []}])[0]["markers"]
        if marker["values"]["mixed"]
    ]
    counted = _("such results: %(counts)s") % {"counts": ", ".join(mixed) or _("none")}
    return f"{'; '.join([*said, counted])}." if said else _("none measured")


def _accepted_with_reason(report: Report) -> str:
    """What spoke against a plate file and why it was accepted all the same, file by file."""
    reasons = (report.results.get("assays") or {}).get("reasons", [])
    names = {code: analyte["name"] for code, analyte in report.analytes.items()}
    said = [
        f"{one['file']}: {sentence_of(one['finding'], names)} "
        + _("Reason: %(reason)s") % {"reason": one["finding"]["reason"]}
        for one in reasons
    ]
    return "; ".join(said) or _("none")


def _materials(report: Report) -> str:
    """The materials that were measured, as they are recorded; not those that the plan allows."""
    measured = report.results.get("materials")
    if measured is None:
        return words.listed(report.plan["samples"]["materials"])
    found = [(Material(key).label.lower(), n) for key, n in measured.items() if n]
    if len(found) == 1:
        return found[0][0]
    said = [f"{name} ({words.patients(n)})" for name, n in found]
    return words.listed(said) or _("no sample")


def _below(plan: dict[str, Any]) -> str:
    policy = MODEL_POLICIES[plan["below_limit"]["models"]]
    return f"Ranks and ROC: tied below the highest limit; models: {policy}."


def _laboratory(report: Report) -> list[tuple[str, str]]:
    """What was made of clinical laboratory values and dates that are limits or partial."""
    said = " ".join([*laboratory.sentences(report), laboratory.ranks(report)]).strip()
    return [(_("Laboratory limits and partial dates"), said)] if said else []


def _directions(report: Report) -> str:
    said = [
        f"{chosen['exposure_direction']} values speak for "
        f"{inside(report.endpoint(chosen['endpoint'])['label'])}"
        for chosen in report.plan["outcomes"]
    ]
    return f"{'; '.join(said)}: planned, never chosen from the data." if said else "no outcome"


def _published(report: Report) -> str:
    planned = report.plan.get("published_cutoff")
    if not planned:
        return "The plan names no published cut-off."
    known = planned["analyte"] in report.analytes
    name = report.analyte(planned["analyte"]) if known else planned["analyte"]
    return f"Published cut-off applied as it is: {formats.number(planned['value'])} ({name})."


def _covariate(report: Report) -> str:
    covariate = report.plan["covariate"]
    return inside(term_name(report, covariate)) if covariate else "none"


def _resampling(report: Report) -> str:
    """How often, and of which results the resamples keep the number of events."""
    rule = report.plan["resampling"]
    return (
        _(
            "%(resamples)d resamples (fewer above %(full_up_to)d patients, then at least "
            "%(fewest)d), seed %(seed)d, numpy PCG64. Stratified by outcome: intervals of ROC "
            "curves, areas and cut-offs. Not stratified: the optimism of the model and the shares "
            "of its terms; cross-validation has stratified folds."
        )
        % rule
    )


def _provenance(report: Report) -> list[tuple[str, str]]:
    run = report.run
    packages = ", ".join(f"{name} {number}" for name, number in run.package_versions.items())
    return [
        ("Run", f"{run.pk}, computed {run.computed_at:%Y-%m-%d %H:%M} UTC"),
        ("Data", f"version {run.data_version}, {words.patients(run.n_patients)}"),
        (
            "Plan",
            (
                f"version {report.plan.get('plan_version', 0)} (0 is the default), SHA-256 "
                f"{plan_hash(report.plan)}"
            ),
        ),
        ("Fingerprint of data, plan, code and packages", run.fingerprint),
        ("Code", run.code_version),
        ("Packages", packages),
        ("Seed", str(run.seed)),
    ]
