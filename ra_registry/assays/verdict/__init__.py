"""What a plate's numbers are worth: where results lie, what replicates say, what must be explained.

Pure functions. Every status of a result is decided in ``classify``, every mean of replicates in
``replicates``, every doubt about a file in ``findings``; the limits stand in ``thresholds``.
"""

from __future__ import annotations

from ra_registry.assays.verdict.classify import (
    RULES_VERSION,
    Basis,
    Evidence,
    Status,
    Verdict,
    classify,
    is_above,
    is_below,
    stated_status,
)
from ra_registry.assays.verdict.findings import (
    Finding,
    FindingCode,
    Severity,
)
from ra_registry.assays.verdict.judge import is_plausible_dilution, is_plausible_number, judge
from ra_registry.assays.verdict.replicates import (
    Combined,
    Place,
    Replicate,
    ReplicateRule,
    combine,
    other_rule,
)

__all__ = [
    "RULES_VERSION",
    "Basis",
    "Combined",
    "Evidence",
    "Finding",
    "FindingCode",
    "Place",
    "Replicate",
    "ReplicateRule",
    "Severity",
    "Status",
    "Verdict",
    "classify",
    "combine",
    "is_above",
    "is_below",
    "is_plausible_dilution",
    "is_plausible_number",
    "judge",
    "other_rule",
    "stated_status",
]
