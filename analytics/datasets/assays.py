"""What is said of the assays behind a data set: rules for replicates, reasons, disagreements."""

from __future__ import annotations

from typing import Any

from analytics.datasets import sql
from analytics.datasets.meta import AcceptedFinding, AssayAccount, ReplicatePolicy
from ra_registry.assays.services.finding_words import kept_finding

POLICIES = """
SELECT DISTINCT ON (panel.code)
    panel.name AS panel, policy.replicates AS rule, policy.version, policy.rules
FROM assays_resultpolicy policy JOIN assays_panel panel ON panel.id = policy.panel_id
WHERE policy.study_id = %(study)s
ORDER BY panel.code, policy.version DESC
"""

# Findings that were accepted with a reason, of batches that count.
REASONS = """
SELECT file.name AS file, finding.value AS finding
FROM assays_batch batch
JOIN assays_assayfile file ON file.id = batch.file_id
CROSS JOIN LATERAL jsonb_array_elements(batch.findings) WITH ORDINALITY finding(value, place)
WHERE batch.study_id = %(study)s AND batch.voided_at IS NULL AND finding.value ->> 'reason' <> ''
ORDER BY batch.accepted_at, batch.id, finding.place
"""


def assay_account(study_id: int) -> AssayAccount:
    """Return the rule for replicates by panel, and every finding that was accepted with a reason.

    Two queries.
    """
    parameters = {"study": study_id}
    policies = sql.frame(POLICIES, parameters)
    reasons = sql.frame(REASONS, parameters)
    return AssayAccount(
        policies=tuple(
            ReplicatePolicy(row.panel, row.rule, int(row.version), int(row.rules))
            for row in policies.itertuples()
        ),
        accepted=tuple(
            _accepted(row.file, sql.json_value(row.finding)) for row in reasons.itertuples()
        ),
    )


def _accepted(file: str, kept: dict[str, Any]) -> AcceptedFinding:
    return AcceptedFinding(file, kept_finding(kept), kept["reason"])
