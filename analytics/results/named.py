"""Reasons that name endpoints, analytes and covariates by their labels, never by key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# Under these keys results say in words why there is no figure, or why a patient is left out.
REASONS = frozenset({"not_estimable", "reason"})


def named(results: Any, names: Mapping[str, str]) -> Any:
    """Return the JSON of results in whose reasons the names stand in the place of the keys."""
    if not names:
        return results
    keys = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])(?:{keys})(?![\w-])")

    def walk(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: walk(part, name) for name, part in value.items()}
        if isinstance(value, list):
            return [walk(part) for part in value]
        if key in REASONS and isinstance(value, str):
            return pattern.sub(lambda match: names[match.group()], value)
        return value

    return walk(results)
