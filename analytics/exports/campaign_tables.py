"""Export tables of campaigns: their whole protocol, and what came of adjudication."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from analytics.datasets.in_force import CASE_IN_FORCE
from analytics.exports.cohort_tables import PATIENT
from analytics.exports.scoring_tables import CAMPAIGN
from analytics.exports.table import ExportColumn, ExportTable
from scoring.models.protocol import (
    AdjudicatedValue,
    Adjudication,
    CampaignKind,
    CampaignState,
    Comparison,
    FormOrder,
    MissingPolicy,
    ReadingMode,
    ResultsAccess,
    Strategy,
    SurgeryPolicy,
)

CAMPAIGNS = ExportTable(
    name="campaigns",
    grain="one row a reading campaign, with its protocol",
    columns=(
        CAMPAIGN,
        ExportColumn("title", "Title"),
        ExportColumn("kind", _("What the campaign is for"), codes=dict(CampaignKind.choices)),
        ExportColumn("instrument", "Scoring instrument and version"),
        ExportColumn("features", "Features that were scored"),
        ExportColumn("step", "Smallest step of a score", "decimal number", _("points")),
        ExportColumn("readers_per_case", "Readers per case", "whole number"),
        ExportColumn("strategy", _("Who reads which case"), codes=dict(Strategy.choices)),
        ExportColumn(
            "reading_mode", "How films were put before the reader", codes=dict(ReadingMode.choices)
        ),
        ExportColumn("form_order", _("Order of the form"), codes=dict(FormOrder.choices)),
        ExportColumn("totals_visible", "Totals were shown while reading", "yes/no"),
        ExportColumn(
            "re_read_percent",
            _("Cases read again by the same reader"),
            "whole number",
            _("percent"),
        ),
        ExportColumn(
            "re_read_days", _("Days between both readings, at least"), "whole number", _("days")
        ),
        ExportColumn("adjudication", _("Use of the third score"), codes=dict(Adjudication.choices)),
        ExportColumn("adjudication_measure", _("Total that two readers are compared by")),
        ExportColumn("adjudication_value", _("Compared by"), codes=dict(AdjudicatedValue.choices)),
        ExportColumn(
            "adjudication_comparison",
            _("How the difference meets the threshold"),
            codes=dict(Comparison.choices),
        ),
        ExportColumn(
            "adjudication_threshold",
            _("Threshold of adjudication, by the charter in force"),
            "decimal number",
            _("points"),
        ),
        ExportColumn("adjudicator_sees_readings", _("Adjudicators saw both readings"), "yes/no"),
        ExportColumn("surgery_policy", "Sites with surgery", codes=dict(SurgeryPolicy.choices)),
        ExportColumn(
            "missing_policy", _("Sites without a score"), codes=dict(MissingPolicy.choices)
        ),
        ExportColumn("calibration_required", _("Readers needed a certificate"), "yes/no"),
        ExportColumn(
            "results_access", _("Who saw scores before lock"), codes=dict(ResultsAccess.choices)
        ),
        ExportColumn("charter_version", "Version of the imaging charter"),
        ExportColumn("seed", "Seed of the drawn orders", "whole number"),
        ExportColumn("state", "State of the campaign", codes=dict(CampaignState.choices)),
    ),
    sql="""
        SELECT code, title, kind, instrument, array_to_string(features, '; '),
            step_half_units / 2.0, readers_per_case, strategy, reading_mode, form_order,
            totals_visible, re_read_percent, re_read_days, adjudication, adjudication_measure,
            adjudication_value, adjudication_comparison, adjudication_threshold::float8,
            adjudicator_sees_readings, surgery_policy, missing_policy, calibration_required,
            results_access, charter_version, seed, state
        FROM scoring_campaign WHERE study_id = %(study)s ORDER BY code
    """,
)

# An outcome counts while its three readings are the current ones; a corrected one makes another.
ADJUDICATIONS = ExportTable(
    name="adjudications",
    grain=_("one row a case that went to a third reader"),
    columns=(
        CAMPAIGN,
        PATIENT,
        ExportColumn("measure", _("Total that the two readings were compared by")),
        ExportColumn(
            "difference", _("Difference of the two readings"), "decimal number", _("points")
        ),
        ExportColumn("threshold", _("Threshold at that time"), "decimal number", _("points")),
        ExportColumn("charter_version", _("Version of the imaging charter at that time")),
        ExportColumn("policy", _("Use of the third score"), codes=dict(Adjudication.choices)),
        ExportColumn("rule_version", _("Version of the rule"), "whole number"),
        ExportColumn("change", _("Change that the case counts as"), "decimal number", _("points")),
        ExportColumn("decided_at", _("When the third reading was submitted"), "moment"),
    ),
    sql=f"""
        SELECT campaign.code, p.pseudonym, referral.measure, referral.difference::float8,
            referral.threshold::float8, referral.charter_version, decided.policy,
            decided.rule_version,
            (decided.values #>> '{{change,outcome,0}}')::float8
                / (decided.values #>> '{{change,outcome,1}}')::float8,
            decided.created_at
        FROM scoring_adjudicationreferral referral
        JOIN scoring_reading one ON one.id = referral.first_id AND one.is_current
        JOIN scoring_reading other ON other.id = referral.second_id AND other.is_current
        JOIN scoring_case kase ON kase.id = referral.case_id
        JOIN scoring_campaign campaign ON campaign.id = kase.campaign_id
        JOIN cohort_patient p ON p.id = kase.patient_id AND p.voided_at IS NULL
        LEFT JOIN LATERAL (
            SELECT outcome.* FROM scoring_adjudicationoutcome outcome
            JOIN scoring_reading third ON third.id = outcome.third_id AND third.is_current
            WHERE outcome.referral_id = referral.id
        ) decided ON true
        WHERE campaign.study_id = %(study)s AND campaign.id = ANY(%(campaigns)s::bigint[])
            AND {CASE_IN_FORCE}
        ORDER BY campaign.code, p.pseudonym
    """,  # noqa: S608 - built from a constant
)
