"""The roles, as one table that a study monitor can review.

A role is held per study, optionally for one centre only. A reader holds nothing else in the same
study: knowing a cytokine value or a visit date would break the blinding.
"""

from __future__ import annotations

from dataclasses import dataclass

from ra_registry.core.permissions import Permission


@dataclass(frozen=True)
class Role:
    """A named set of rights."""

    key: str
    name: str
    description: str
    permissions: frozenset[Permission]


READER = Role(
    "reader",
    "Reader",
    "Scores blinded cases. Sees no patient, date, laboratory value or other reader's score.",
    frozenset({Permission.READ_CASES}),
)
COORDINATOR = Role(
    "coordinator",
    "Coordinator",
    "Enrols patients, records visits and assessments, imports assay batches.",
    frozenset(
        {
            Permission.VIEW_STUDY,
            Permission.VIEW_PATIENTS,
            Permission.EDIT_PATIENTS,
            Permission.VIEW_ASSAYS,
            Permission.IMPORT_ASSAYS,
        }
    ),
)
INVESTIGATOR = Role(
    "investigator",
    "Investigator",
    "Reads cohort, readings, assays and analyses; recomputes and exports.",
    frozenset(
        {
            Permission.VIEW_STUDY,
            Permission.VIEW_PATIENTS,
            Permission.VIEW_CAMPAIGNS,
            Permission.VIEW_READINGS,
            Permission.VIEW_ASSAYS,
            Permission.VIEW_ANALYSES,
            Permission.RUN_ANALYSES,
            Permission.EXPORT_DATA,
        }
    ),
)
DATA_MANAGER = Role(
    "data_manager",
    "Data manager",
    "Sets up study, members and campaigns; corrects data; reviews the audit trail.",
    frozenset(Permission) - {Permission.READ_CASES},
)
MONITOR = Role(
    "monitor",
    "Monitor",
    "Reviews patients, readings, assays and the audit trail; changes nothing.",
    frozenset(
        {
            Permission.VIEW_STUDY,
            Permission.VIEW_PATIENTS,
            Permission.VIEW_CAMPAIGNS,
            Permission.VIEW_READINGS,
            Permission.VIEW_ASSAYS,
            Permission.VIEW_AUDIT,
        }
    ),
)

ROLES: dict[str, Role] = {
    role.key: role for role in (READER, COORDINATOR, INVESTIGATOR, DATA_MANAGER, MONITOR)
}
ROLE_CHOICES = [(role.key, role.name) for role in ROLES.values()]


def roles_with(permission: Permission) -> list[str]:
    """Return the keys of the roles that hold ``permission``."""
    return [role.key for role in ROLES.values() if permission in role.permissions]
