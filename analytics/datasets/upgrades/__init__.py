"""What turns a stored data set of one format into the next: its description and its columns."""

from __future__ import annotations

from analytics.datasets.upgrades import from_1, from_2

# By the format that is read.
UPGRADES = {1: from_1.upgrade, 2: from_2.upgrade}
COLUMN_UPGRADES = {1: from_1.columns, 2: from_2.columns}
# What a column of that format is called in the next one.
COLUMN_NAMES = {1: from_1.renamed, 2: from_2.renamed}
