"""The tables of the analysis pages: the same rows for the page and for the download."""

from __future__ import annotations

from analytics.tables.registry import TABLES, build_table
from analytics.tables.table import Column, Table

__all__ = ["TABLES", "Column", "Table", "build_table"]
