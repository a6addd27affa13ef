"""Export tables of what readers judged. Only submitted readings leave the registry."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from analytics.datasets.in_force import CASE_IN_FORCE
from analytics.exports.cohort_tables import PATIENT, VISIT
from analytics.exports.table import ExportColumn, ExportTable
from scoring.instruments import UnscorableReason
from scoring.models.assignment import AssignmentKind
from scoring.models.reading import SignatureMeaning
from scoring.selectors.instruments import known_feature_labels

CAMPAIGN = ExportColumn("campaign", "Campaign, by code")
# Who read, without a name: a place on the roster is the same person in every case of a campaign.
PERSON = ExportColumn(
    "person", _("Reader of the campaign, by place on its roster: R reader, E expert, A adjudicator")
)
PERSON_SQL = """(
            SELECT upper(left(entry.role, 1)) || entry.place FROM scoring_rosterentry entry
            WHERE entry.campaign_id = campaign.id AND entry.user_id = a.reader_id
            ORDER BY (a.kind = 'adjudication') <> (entry.role = 'adjudicator'), entry.id LIMIT 1
        )"""
READER = ExportColumn("reader", "Number of the reader in the case", "whole number")
KIND = ExportColumn("kind", "Why the case was read", codes=dict(AssignmentKind.choices))
VERSION = ExportColumn("reading_version", "Version of the reading", "whole number")

READINGS = ExportTable(
    name="readings",
    grain="one row a submitted version of a reading",
    columns=(
        CAMPAIGN,
        PATIENT,
        ExportColumn("case", _("Number of the case among those who manage the campaign")),
        READER,
        PERSON,
        KIND,
        VERSION,
        ExportColumn("is_current", "The version that counts", "yes/no"),
        ExportColumn("reason", "Why a correction was made"),
        ExportColumn("order_shown", "True positions of the time points in the order shown"),
        ExportColumn("started_at", "Started", "moment"),
        ExportColumn("submitted_at", "Submitted", "moment"),
        ExportColumn(
            "signature_meaning",
            _("What the signature states"),
            codes=dict(SignatureMeaning.choices),
        ),
        ExportColumn("content_hash", "SHA-256 of the scores that were signed"),
    ),
    sql=f"""
        SELECT campaign.code, p.pseudonym, kase.number, a.reader_number, {PERSON_SQL}, a.kind,
            r.number, r.is_current, r.reason, array_to_string(a."order", ' '), r.started_at,
            r.submitted_at, r.signature_meaning, r.content_hash
        FROM scoring_reading r
        JOIN scoring_assignment a ON a.id = r.assignment_id
        JOIN scoring_case kase ON kase.id = a.case_id
        JOIN scoring_campaign campaign ON campaign.id = kase.campaign_id
        JOIN cohort_patient p ON p.id = kase.patient_id AND p.voided_at IS NULL
        WHERE campaign.study_id = %(study)s AND campaign.id = ANY(%(campaigns)s::bigint[])
            AND r.state = 'submitted' AND {CASE_IN_FORCE}
        ORDER BY campaign.code, p.pseudonym, a.kind, a.reader_number, r.number
    """,  # noqa: S608 - built from a constant
)

# No ORDER BY over millions of rows: the rows of one reading come together, readings by their id.
SITE_SCORES = ExportTable(
    name="site_scores",
    grain="one row a site, feature, time point and submitted version of a reading",
    columns=(
        CAMPAIGN,
        PATIENT,
        VISIT,
        READER,
        KIND,
        VERSION,
        ExportColumn("is_current", "The version that counts", "yes/no"),
        ExportColumn("item", "Scored item of the instrument"),
        ExportColumn("feature", "Feature", codes=known_feature_labels),
        ExportColumn("region", "Region or limb"),
        ExportColumn("site", "Anatomical site"),
        ExportColumn("score", "Score", "decimal number", _("points")),
        ExportColumn(
            "maximum", "Largest possible score of the site", "decimal number", _("points")
        ),
        ExportColumn(
            "not_scorable",
            "Why the site has no score",
            codes={reason.value: reason.label for reason in UnscorableReason},
        ),
    ),
    sql=f"""
        SELECT campaign.code, p.pseudonym, pv.code, a.reader_number, a.kind, r.number,
            r.is_current, item.code, item.feature, item.region, item.site,
            (s.half_units / 2.0)::float8, (item.maximum_half_units / 2.0)::float8, s.reason
        FROM scoring_reading r
        JOIN scoring_assignment a ON a.id = r.assignment_id
        JOIN scoring_case kase ON kase.id = a.case_id
        JOIN scoring_campaign campaign ON campaign.id = kase.campaign_id
        JOIN cohort_patient p ON p.id = kase.patient_id AND p.voided_at IS NULL
        JOIN scoring_sitescore s ON s.reading_id = r.id
        JOIN scoring_casetimepoint tp ON tp.id = s.time_point_id
        JOIN cohort_visit v ON v.id = tp.visit_id
        JOIN cohort_plannedvisit pv ON pv.id = v.planned_id
        JOIN scoring_instrumentitem item ON item.id = s.item_id
        WHERE campaign.study_id = %(study)s AND campaign.id = ANY(%(campaigns)s::bigint[])
            AND r.state = 'submitted' AND {CASE_IN_FORCE}
    """,  # noqa: S608 - built from a constant
)
