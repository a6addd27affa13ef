"""How templates write estimates."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def estimate(value: object) -> str:
    """Return a coefficient with two decimals, or the reason why there is none."""
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(getattr(value, "reason", "–"))
