"""From bytes to lines: binary content, lost characters, and limits on size."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ra_registry.assays.parsers.encodings import decode_bytes
from ra_registry.assays.parsers.errors import AssayFileError, Problem, Severity
from ra_registry.assays.parsers.questions import Question

MAX_LINE = 100_000
"""Characters in one line. A 96-well plate with every column of the vendor needs about 2 000."""

MAX_COLUMNS = 2_000
"""Cells in one line, so that a line of nothing but delimiters is refused before it is split."""

# Control characters that no text export contains. Tab, line ends and form feed are allowed.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The lines of a text file and how they were decoded."""

    lines: tuple[str, ...]
    encoding: str
    warnings: tuple[Problem, ...]
    question: Question | None = None


def decode(content: bytes, encoding: str = "") -> DecodedText:
    """Decode the bytes of a text file, and split into lines.

    ``encoding`` is a person's answer; without one the content decides, see ``encodings``.
    """
    decoded = decode_bytes(content, encoding)
    lines = tuple(_LINE_END.split(decoded.text))
    problems = [problem for number, line in enumerate(lines, 1) for problem in _check(number, line)]
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise AssayFileError(errors)
    return DecodedText(lines, decoded.encoding, tuple(problems), decoded.question)


def _check(number: int, line: str) -> list[Problem]:
    if len(line) > MAX_LINE:
        return [
            Problem(
                line=number,
                column="whole line",
                found=f"{len(line)} characters",
                expected=f"at most {MAX_LINE} characters in a line",
                message="The line is too long for a plate export.",
                code="limits",
            )
        ]
    control = CONTROL.search(line)
    if control:
        return [
            Problem(
                line=number,
                column=f"character {control.start() + 1}",
                found=f"control character {ord(control.group()):#04x}",
                expected="text without control characters",
                message="The file holds binary content.",
                code="binary",
            )
        ]
    position = line.find("\ufffd")
    if position >= 0:
        return [
            Problem(
                line=number,
                column=f"character {position + 1}",
                found=line[max(0, position - 15) : position + 15].strip(),
                expected="readable characters",
                message="A character was lost when the file was converted earlier.",
                severity=Severity.WARNING,
                code="lost_character",
            )
        ]
    return []
