"""Every right in the registry, by a short stable key."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """A right inside one study. Roles (``roles.py``) are the only way to hold one."""

    VIEW_STUDY = "study.view"
    MANAGE_STUDY = "study.manage"
    MANAGE_MEMBERS = "members.manage"
    VIEW_AUDIT = "audit.view"
    VIEW_PATIENTS = "patients.view"
    EDIT_PATIENTS = "patients.edit"
    READ_CASES = "cases.read"
    VIEW_CAMPAIGNS = "campaigns.view"
    MANAGE_CAMPAIGNS = "campaigns.manage"
    UNLOCK_CAMPAIGNS = "campaigns.unlock"
    VIEW_READINGS = "readings.view"
    VOID_READINGS = "readings.void"
    VIEW_ASSAYS = "assays.view"
    IMPORT_ASSAYS = "assays.import"
    VIEW_ANALYSES = "analyses.view"
    RUN_ANALYSES = "analyses.run"
    EXPORT_DATA = "data.export"
