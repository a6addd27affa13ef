"""What was done to measured values, which several parts tell."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from analytics.results.measured import MeasuredValues

FIELDS = {field.name for field in fields(MeasuredValues)}
# Format 1 told the policy in words; those of the common limit name the limit as well.
POLICIES = {"LLOD / 2": "half-limit", "LLOD / sqrt 2": "root-two"}


def with_policies(part: Any) -> Any:
    """Return a part in which every such account names the plan's choice in place of words."""
    if isinstance(part, list):
        return [with_policies(one) for one in part]
    if not isinstance(part, dict):
        return part
    if part.keys() == FIELDS:
        return part | {"policy": POLICIES.get(part["policy"], "common-limit")}
    return {name: with_policies(value) for name, value in part.items()}
