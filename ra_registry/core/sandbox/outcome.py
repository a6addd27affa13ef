"""What became of one item."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Failure(StrEnum):
    """Why the child gave no answer to an item."""

    MEMORY = "memory"
    TIME = "time"
    DIED = "died"
    RAISED = "raised"


@dataclass(frozen=True)
class Done:
    """The handler's answer, as JSON holds it."""

    answer: Any


@dataclass(frozen=True)
class Failed:
    """The item ended its process, took too much, or met an error that nobody foresaw.

    ``detail`` is the kind of that error and never its text, which may quote the file.
    """

    why: Failure
    detail: str = ""


Outcome = Done | Failed
