"""Why a figure doesn't exist, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.stats.results import NotEstimable
from scoring.reliability.compute.agreement import INTERCHANGEABLE
from scoring.reliability.compute.drift import NO_SPREAD, TOO_FEW


def reason_of(value: Any) -> str:
    """Return why a value can't be estimated; nothing where it can."""
    if not isinstance(value, NotEstimable):
        return ""
    return _worded().get(value.reason, value.reason)


def pool_sentence() -> str:
    """Say why the columns of a pool can't be taken for persons."""
    return _(
        "Other readers read other cases, so that the first and the second reading of a case are "
        "not each one person’s. A two-way coefficient and a smallest detectable change need that; "
        "over all readers there is the one-way model, and each pair of readers has all figures."
    )


def _worded() -> dict[str, str]:
    return {
        INTERCHANGEABLE.reason: pool_sentence(),
        TOO_FEW.reason: _("Limits need at least two readings that others have read as well."),
        NO_SPREAD.reason: _(
            "Successive differences are all equal, so there is no spread to draw limits from."
        ),
    }
