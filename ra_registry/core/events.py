"""The kinds of audit events."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """What can stand in the audit trail; an unknown kind can't be recorded."""

    SIGNED_IN = "signed_in", "Signed in"
    SIGN_IN_FAILED = "sign_in_failed", "Sign-in failed"
    SIGNED_OUT = "signed_out", "Signed out"
    MFA_CHANGED = "mfa_changed", "Second factor changed"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    SIGNATURE_REFUSED = "signature_refused", _("Signature refused")
    SIGNATURE_SUPERSEDED = "signature_superseded", _("Signature superseded")
    USER_CREATED = "user_created", "Account created"
    TOKEN_CREATED = "token_created", "API token created"
    TOKEN_REVOKED = "token_revoked", "API token revoked"
    STUDY_CREATED = "study_created", "Study created"
    STUDY_CHANGED = "study_changed", "Study changed"
    ROLE_GRANTED = "role_granted", "Role granted"
    ROLE_ENDED = "role_ended", "Role ended"
    PATIENT_ENROLLED = "patient_enrolled", "Patient enrolled"
    PATIENT_CHANGED = "patient_changed", "Patient changed"
    VISIT_CHANGED = "visit_changed", "Visit recorded"
    RECORD_VOIDED = "record_voided", "Record voided"
    RECORD_RESTORED = "record_restored", _("Record restored")
    CAMPAIGN_CREATED = "campaign_created", "Campaign created"
    CAMPAIGN_OPENED = "campaign_opened", "Campaign opened"
    CAMPAIGN_CLOSED = "campaign_closed", "Campaign closed"
    CAMPAIGN_REOPENED = "campaign_reopened", _("Campaign reopened")
    CAMPAIGN_EXTENDED = "campaign_extended", _("Campaign extended")
    CAMPAIGN_LOCKED = "campaign_locked", _("Campaign locked")
    CAMPAIGN_UNLOCKED = "campaign_unlocked", _("Campaign unlocked")
    CHARTER_CHANGED = "charter_changed", _("Charter of a campaign changed")
    CASE_REPORTED = "case_reported", _("Case reported by its reader")
    CASE_REPORT_ANSWERED = "case_report_answered", _("Report of a case answered")
    READING_QUERIED = "reading_queried", _("Reader asked about a reading")
    QUERY_ANSWERED = "query_answered", _("Question about a reading answered")
    CASE_ADJUDICATED = "case_adjudicated", _("Case adjudicated")
    CASE_REFERRED = "case_referred", _("Case given to an adjudicator")
    CERTIFICATE_ISSUED = "certificate_issued", _("Reader's certificate issued")
    CASES_ASSIGNED = "cases_assigned", "Cases assigned"
    READING_STARTED = "reading_started", "Reading started"
    READING_SUBMITTED = "reading_submitted", "Reading submitted"
    READING_UNLOCKED = "reading_unlocked", "Correction of a reading opened"
    READINGS_IMPORTED = "readings_imported", "Readings imported"
    UNBLINDED = "unblinded", "Un-blinded"
    ASSAY_UPLOADED = "assay_uploaded", "Assay file uploaded"
    UPLOAD_REFUSED = "upload_refused", "Upload refused"
    ASSAY_ACCEPTED = "assay_accepted", "Assay batch accepted"
    ASSAY_DISCARDED = "assay_discarded", "Assay preview discarded"
    ASSAY_VOIDED = "assay_voided", "Assay batch voided"
    RESULT_POLICY_CHANGED = "result_policy_changed", _("Replicate policy changed")
    RESULTS_EVALUATED = "results_evaluated", _("Results classified by newer rules")
    KIT_LOT_ADDED = "kit_lot_added", "Kit lot added"
    SAMPLES_REGISTERED = "samples_registered", "Samples registered"
    QUESTION_ANSWERED = "question_answered", _("Unusual value kept")
    LIMITS_CHANGED = "limits_changed", _("Limits of plausibility changed")
    PLAN_CHANGED = "plan_changed", "Analysis definition changed"
    RECOMPUTE_REQUESTED = "recompute_requested", "Recompute requested"
    RECOMPUTE_CANCELLED = "recompute_cancelled", "Recompute cancelled"
    EXPORT_REQUESTED = "export_requested", "Export requested"
    EXPORT_DOWNLOADED = "export_downloaded", "Export downloaded"
    TABLE_DOWNLOADED = "table_downloaded", "Table downloaded"
