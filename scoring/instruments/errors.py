"""Errors of the instruments. Each says which site or key, what was found and what is allowed."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import ClassVar

from ra_registry.core.errors import DomainError


class InstrumentError(DomainError):
    """Base of everything that can be wrong with a score, a site or an instrument."""

    code = "instrument"


class UnknownKeyError(InstrumentError):
    """A key that names nothing; the message lists the keys that do."""

    code = "unknown_key"
    what: ClassVar[str] = "key"

    def __init__(self, key: str, known: Iterable[str]) -> None:
        self.key = key
        self.known = tuple(known)
        super().__init__(f"Unknown {self.what} “{key}”. Known: {', '.join(self.known)}.")


class UnknownInstrumentError(UnknownKeyError):
    """No instrument has this key."""

    status = HTTPStatus.NOT_FOUND
    what = "instrument"


class UnknownItemError(UnknownKeyError):
    """The instrument has no item with this code."""

    what = "site"


class UnknownFeatureError(UnknownKeyError):
    """The instrument does not score this feature."""

    what = "feature"


class UnknownTotalError(UnknownKeyError):
    """The instrument defines no such total."""

    what = "total"


class UnknownMeasureError(UnknownKeyError):
    """Nothing with this key can be summed of the instrument."""

    what = "measure"


class UnknownPolicyError(UnknownKeyError):
    """No analysis policy has this key."""

    what = "policy"


class UnknownColumnError(UnknownKeyError):
    """No item of the instrument is exported under this column name."""

    what = "column"


class UnknownReasonError(UnknownKeyError):
    """No reason for an unscorable site has this code."""

    what = "reason"


class InexactScoreError(InstrumentError):
    """A score that is no exact multiple of half a unit, such as any binary float."""

    code = "inexact_score"


class StepError(InstrumentError):
    """A scoring step other than 1 or 0.5."""

    code = "step"


class InstrumentFileError(InstrumentError):
    """A file of an instrument that can't be used; the message names it and all that is wrong."""

    code = "instrument_file"


class PolicyError(InstrumentError):
    """A policy that can't answer the question it was asked."""

    code = "policy"


class ThresholdError(InstrumentError):
    """Thresholds under which one patient could progress and be repaired at once, or floats."""

    code = "threshold"
