"""Reporting guidelines as data, and where a report answers each of their items."""

from __future__ import annotations

from analytics.paper.checklists.fill import fill, reporting
from analytics.paper.checklists.items import Guideline, Item

__all__ = ["Guideline", "Item", "fill", "reporting"]
