"""What instruments, the withdrawn ones included, call what they score."""

from __future__ import annotations

from scoring.instruments import all_instruments, feature_labels, from_plain
from scoring.models import InstrumentRow


def known_feature_labels() -> dict[str, str]:
    """Return each feature that a stored score can be of, with its names. One query."""
    withdrawn = InstrumentRow.objects.exclude(withdrawn_at=None).values_list(
        "definition", flat=True
    )
    return feature_labels([*all_instruments(), *map(from_plain, withdrawn)])
