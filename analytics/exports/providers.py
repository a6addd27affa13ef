"""What exports show on the study's pages."""

from __future__ import annotations

from ra_registry.cohort.providers import StudyTab
from ra_registry.core.permissions import Permission

TAB = StudyTab(
    label="Exports",
    url_name="exports:list",
    permission=Permission.EXPORT_DATA,
    order=60,
    whole_study=True,
)
