"""What each role may do, written out a second time.

On purpose not read from ``core/roles.py``: whoever changes a role there changes it here as well,
and the review sees the change twice.
"""

from __future__ import annotations

RIGHTS: dict[str, set[str]] = {
    "reader": {"cases.read"},
    "coordinator": {
        "study.view",
        "patients.view",
        "patients.edit",
        "assays.view",
        "assays.import",
    },
    "investigator": {
        "study.view",
        "patients.view",
        "campaigns.view",
        "readings.view",
        "assays.view",
        "analyses.view",
        "analyses.run",
        "data.export",
    },
    "data_manager": {
        "study.view",
        "study.manage",
        "members.manage",
        "audit.view",
        "patients.view",
        "patients.edit",
        "campaigns.view",
        "campaigns.manage",
        "campaigns.unlock",
        "readings.view",
        "readings.void",
        "assays.view",
        "assays.import",
        "analyses.view",
        "analyses.run",
        "data.export",
    },
    "monitor": {
        "study.view",
        "patients.view",
        "campaigns.view",
        "readings.view",
        "assays.view",
        "audit.view",
    },
}
