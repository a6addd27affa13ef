"""The ZIP archive of a workbook, checked before any spreadsheet code sees it."""

from __future__ import annotations

import io
import zipfile
import zlib

from ra_registry.assays.parsers.errors import AssayFileError, refuse_file

MAX_MEMBERS = 500
MAX_UNCOMPRESSED = 100 * 1024 * 1024
MAX_RATIO = 200

_RATIO_FLOOR = 100 * 1024  # small members reach any ratio without harm
_FORBIDDEN_PARTS = {
    "xl/vbaproject.bin": "a macro",
    "xl/macrosheets/": "a macro sheet",
    "xl/externallinks/": "a link to another workbook",
    "xl/connections.xml": "a data connection",
    "xl/activex/": "an ActiveX control",
    "xl/embeddings/": "an embedded file",
}


def checked_parts(content: bytes) -> dict[str, bytes]:
    """Return every member by name, decompressed within the limits; raise ``AssayFileError``.

    Reading each member to its end also proves its checksum: an archive whose directory understates
    a size fails here and never reaches the spreadsheet reader.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(members)
            return {member.filename: archive.read(member) for member in members}
    except AssayFileError:
        raise
    # What zipfile raises on damaged archives; there is no common base class.
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        IndexError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        raise damaged(str(error)) from error


def damaged(detail: str) -> AssayFileError:
    """Return the error for a workbook that can't be read."""
    return refuse_file(
        "The workbook is damaged or not a workbook.",
        found=detail or "an unreadable archive",
        expected="an XLSX workbook as saved by a spreadsheet program",
        code="damaged",
    )


def limit(message: str, found: int, most: int, unit: str) -> None:
    """Raise ``AssayFileError`` when ``found`` exceeds ``most``."""
    if found > most:
        raise refuse_file(
            message, found=f"{found} {unit}", expected=f"at most {most} {unit}", code="limits"
        )


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    limit("Too many parts in the workbook.", len(members), MAX_MEMBERS, "parts")
    limit("The workbook is too large when unpacked.", total, MAX_UNCOMPRESSED, "bytes")
    for member in members:
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise damaged(f"compression method {member.compress_type} of {member.filename}")
        if member.file_size > _RATIO_FLOOR:
            message = f"The part {member.filename} unpacks to an implausible size."
            ratio = member.file_size // max(member.compress_size, 1)
            limit(message, ratio, MAX_RATIO, "times its packed size")
        _check_part_name(member.filename)


def _check_part_name(filename: str) -> None:
    lowered = filename.lower()
    for start, meaning in _FORBIDDEN_PARTS.items():
        if lowered.startswith(start):
            raise refuse_file(
                f"The workbook contains {meaning}.",
                found=filename,
                expected="values only: save the results sheet alone as XLSX or CSV",
                code="active_content",
            )
