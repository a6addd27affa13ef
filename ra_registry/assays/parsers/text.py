"""From bytes to lines: encoding, binary content, and limits on size."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from ra_registry.assays.parsers.errors import AssayFileError, Problem, Severity, refuse_file

MAX_LINE = 100_000
"""Characters in one line. A 96-well plate with every column of the vendor needs about 2 000."""

MAX_COLUMNS = 2_000
"""Cells in one line, so that a line of nothing but delimiters is refused before it is split."""

# Control characters that no text export contains. Tab, line ends and form feed are allowed.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The lines of a text file and how they were decoded."""

    lines: tuple[str, ...]
    encoding: str
    warnings: tuple[Problem, ...]


def decode(content: bytes) -> DecodedText:
    """Decode UTF-8, UTF-16 or CP1252, and split into lines.

    UTF-8 is tried before CP1252 because CP1252 text with an umlaut is practically never valid
    UTF-8, while any UTF-8 text is valid CP1252 and would come out garbled.
    """
    text, encoding = _decode(content)
    lines = tuple(_LINE_END.split(text))
    problems = [problem for number, line in enumerate(lines, 1) for problem in _check(number, line)]
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise AssayFileError(errors)
    return DecodedText(lines=lines, encoding=encoding, warnings=tuple(problems))


def _decode(content: bytes) -> tuple[str, str]:
    encodings = _candidates(content)
    for encoding in encodings:
        try:
            return content.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise refuse_file(
        "The text can't be decoded.",
        found=f"bytes that are not {' or '.join(encodings)}",
        expected="text in UTF-8, UTF-16 or CP1252 (Windows, Western European)",
        code="encoding",
    )


def _candidates(content: bytes) -> tuple[str, ...]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    if content.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    head = content[:200]
    # Latin text in UTF-16 without a byte order mark has a zero in every other byte.
    if len(head) >= 4 and head[1::2].count(0) > len(head) // 3:
        return ("utf-16-le",)
    if len(head) >= 4 and head[0::2].count(0) > len(head) // 3:
        return ("utf-16-be",)
    return ("utf-8", "cp1252")


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
    control = _CONTROL.search(line)
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
