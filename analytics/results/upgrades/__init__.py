"""What turns results of one format into those of the next."""

from __future__ import annotations

from analytics.results.upgrades import from_1, from_2

# By the format that is read.
UPGRADES = {1: from_1.upgrade, 2: from_2.upgrade}
