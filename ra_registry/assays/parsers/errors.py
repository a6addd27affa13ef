"""What is wrong with a file, said so that a coordinator can find the spot and mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_PROBLEMS = 50
"""Problems listed in one refusal. A file damaged in one way repeats the same sentence."""

_MAX_FOUND = 80


class Severity(StrEnum):
    """ERROR refuses the file; WARNING travels with the result for a person to judge."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding at one place of a file.

    ``line`` counts from 1. ``column`` is the header of the column where the file has headers, else
    its number or cell name; problems of the whole file stand at line 1, column "file".
    ``code`` is a short stable key by which an import can decide what blocks a commit.
    """

    line: int
    column: str
    found: str
    expected: str
    message: str
    severity: Severity = Severity.ERROR
    code: str = "format"
    sheet: str = ""

    def __post_init__(self) -> None:
        if self.line < 1 or not self.column or not self.expected or not self.message:
            raise ValueError("A problem names line, column, what was expected, and a message.")
        if len(self.found) > _MAX_FOUND:
            object.__setattr__(self, "found", self.found[: _MAX_FOUND - 1] + "…")

    def __str__(self) -> str:
        sheet = f'sheet "{self.sheet}", ' if self.sheet else ""
        return (
            f"{sheet}line {self.line}, column {self.column}: {self.message} "
            f"Found: {self.found or 'nothing'}. Expected: {self.expected}."
        )


class AssayFileError(ValueError):
    """The file can't be read as an assay file; ``problems`` says where and why.

    At most ``MAX_PROBLEMS`` are kept, ``total`` counts them all.
    """

    def __init__(self, problems: list[Problem] | tuple[Problem, ...]) -> None:
        if not problems:
            raise ValueError("A refusal names at least one problem.")
        self.problems = tuple(problems[:MAX_PROBLEMS])
        self.total = len(problems)
        more = f" (and {self.total - 1} more)" if self.total > 1 else ""
        super().__init__(f"{problems[0]}{more}")


def refuse_file(message: str, *, found: str, expected: str, code: str = "format") -> AssayFileError:
    """Return the error for a file that is wrong as a whole."""
    problem = Problem(
        line=1, column="file", found=found, expected=expected, message=message, code=code
    )
    return AssayFileError([problem])
