"""What a file leaves open, asked once a file and never guessed.

A question shows up to three cells of the file, and how each possible answer reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Asked(StrEnum):
    """What can be asked about a file."""

    ENCODING = "encoding"
    DECIMAL_MARK = "decimal_mark"


class DecimalMark(StrEnum):
    """Which sign stands before the decimals; the other one can then only group thousands."""

    POINT = "point"
    COMMA = "comma"

    @property
    def sign(self) -> str:
        """Return the sign itself."""
        return "." if self is DecimalMark.POINT else ","


EXAMPLES = 3
"""Cells shown with a question."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said about a file; an empty text where nobody was asked."""

    encoding: str = ""
    decimal_mark: str = ""


NO_ANSWERS = Answers()


@dataclass(frozen=True, slots=True)
class Reading:
    """One possible answer, and the example cells as it reads them."""

    answer: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one file.

    ``places`` says where the examples stand. ``answer`` is a person's, or the one that the content
    leaves no doubt about; it is empty while the question is open, and then the file is read by the
    first of ``readings`` for the time being. ``printed`` are the example cells as they stand in the
    file; nobody knows them while the encoding is asked.
    """

    asked: Asked
    places: tuple[str, ...]
    readings: tuple[Reading, ...]
    answer: str = ""
    of_layout: bool = False
    printed: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return under which name the answer is kept, given and asked for."""
        return f"layout_{self.asked}" if self.of_layout else str(self.asked)

    @property
    def is_open(self) -> bool:
        """Return whether somebody has to answer."""
        return not self.answer
