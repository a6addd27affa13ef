"""All reads of campaigns, cases, assignments and readings, each starting at what one may see."""

from scoring.selectors.candidates import Candidate, case_candidates, visits_of_cases
from scoring.selectors.check_list import ReadinessCheck, is_ready, readiness
from scoring.selectors.correction import Correction, correction_of
from scoring.selectors.gaps import Completeness, completeness
from scoring.selectors.images import CaseImages, images_of
from scoring.selectors.overview import (
    campaign,
    campaigns,
    cases,
    n_unread_of,
)
from scoring.selectors.own_case import hints_of, running_totals, version_shown
from scoring.selectors.own_work import (
    WorklistCampaign,
    next_assignment,
    own_assignment,
    own_assignments,
    worklist,
    worklist_campaigns,
)
from scoring.selectors.progress import Progress, progress
from scoring.selectors.review import reading, readings, readings_of, versions
from scoring.selectors.review_sheet import ReviewSheet, review_sheet
from scoring.selectors.signatures import printed_signature, signature_agrees, signer_of
from scoring.selectors.totals import TotalRow, changes_of, reading_totals, totals_of

__all__ = [
    "Candidate",
    "CaseImages",
    "Completeness",
    "Correction",
    "Progress",
    "ReadinessCheck",
    "ReviewSheet",
    "TotalRow",
    "WorklistCampaign",
    "campaign",
    "campaigns",
    "case_candidates",
    "cases",
    "changes_of",
    "completeness",
    "correction_of",
    "hints_of",
    "images_of",
    "is_ready",
    "n_unread_of",
    "next_assignment",
    "own_assignment",
    "own_assignments",
    "printed_signature",
    "progress",
    "readiness",
    "reading",
    "reading_totals",
    "readings",
    "readings_of",
    "review_sheet",
    "running_totals",
    "signature_agrees",
    "signer_of",
    "totals_of",
    "version_shown",
    "versions",
    "visits_of_cases",
    "worklist",
    "worklist_campaigns",
]
