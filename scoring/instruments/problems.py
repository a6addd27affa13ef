"""What can be wrong with one entry of a reading, in a form the page can show beside the cell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scoring.instruments.errors import InstrumentError


class ProblemKind(StrEnum):
    """Stable code of a problem."""

    UNKNOWN_SITE = "unknown_site"
    NOT_OFFERED = "not_offered"
    FEATURE_NOT_READ = "feature_not_read"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    OFF_STEP = "off_step"
    VALUE_AND_REASON = "value_and_reason"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one site: ``site`` is the item code, ``where`` its readable name.

    ``found`` is a phrase, ``expected`` a sentence.
    """

    kind: ProblemKind
    site: str
    where: str
    found: str
    expected: str

    @property
    def message(self) -> str:
        """The problem in words: where, what was found, what was expected."""
        return f"{self.where}: found {self.found}. {self.expected}"


class ScoreError(InstrumentError):
    """A single score that can't be accepted; ``problem`` says where and why."""

    code = "score"

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message, details=[problem.message])
