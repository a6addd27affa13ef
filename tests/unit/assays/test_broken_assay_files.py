"""Whatever arrives, the answer is a typed refusal that names a place and what was expected."""

from __future__ import annotations

import io
import random
import struct
import zipfile

import pytest
import xlsxwriter

from ra_registry.assays.parsers import AssayFileError, Problem, read_assay_file, read_layout
from ra_registry.assays.parsers.errors import MAX_PROBLEMS
from ra_registry.assays.parsers.reader import MAX_BYTES
from tests.factories.assay_files import (
    SMALL_PLATE_TEXT,
    SMALL_TABLE,
    make_workbook,
    small_csv,
)


def workbook_with(parts: dict[str, bytes], *, without: tuple[str, ...] = ()) -> bytes:
    """Return a valid results workbook with parts added, replaced or left out."""
    source = zipfile.ZipFile(io.BytesIO(make_workbook({"Results": SMALL_TABLE})))
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            if name not in parts and name not in without:
                archive.writestr(name, source.read(name))
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


def sheet_xml(cells: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'.encode()


SHEET = "xl/worksheets/sheet1.xml"


def with_declared_size(size: int) -> bytes:
    """Return a workbook whose directory declares a size for its sheet that isn't true."""
    content = bytearray(workbook_with({}))
    entry = content.rindex(SHEET.encode()) - 46
    content[entry + 24 : entry + 28] = struct.pack("<I", size)
    return bytes(content)


def with_compression(method: int) -> bytes:
    content = bytearray(workbook_with({}))
    entry = content.rindex(SHEET.encode()) - 46
    content[entry + 10 : entry + 12] = struct.pack("<H", method)
    return bytes(content)


def formula_workbook() -> bytes:
    rows = [list(row) for row in SMALL_TABLE]
    rows[2][8] = "=700+812"
    return make_workbook({"Results": rows})


def date_workbook(day: float, number_format: str) -> bytes:
    """Return results with a date that no calendar has; the spreadsheet reader panics on some."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as workbook:
        sheet = workbook.add_worksheet("Results")
        for line, row in enumerate(SMALL_TABLE):
            sheet.write_row(line, 0, row)
        sheet.write_number(
            1, len(SMALL_TABLE[0]), day, workbook.add_format({"num_format": number_format})
        )
    return output.getvalue()


MILLION_CELLS = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in (1, 1048576))

TEXT_CASES = {
    "empty": (b"", "empty"),
    "white space": (b" \r\n\t\r\n", "empty"),
    "random bytes": (random.Random(1).randbytes(5000), "encoding"),
    "random bytes after a header": (
        small_csv().encode() + random.Random(2).randbytes(500),
        "encoding",
    ),
    "NUL bytes": (small_csv().encode().replace(b"IL-6", b"IL\x006"), "binary"),
    "control characters": (small_csv().encode().replace(b"IL-6", b"IL\x016"), "binary"),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(200), "binary"),
    "a PDF": (b"%PDF-1.7\n\x00\x01\x02", "binary"),
    "half of UTF-16": (small_csv().encode("utf-16")[:-1], "encoding"),
    "broken UTF-8 with a mark": (b"\xef\xbb\xbf" + small_csv().encode() + b"\xff", "encoding"),
    "a million columns": (b"," * 1_000_000 + b"\n" + small_csv().encode(), "limits"),
    "many columns": (small_csv().encode() + b"," * 50_000, "limits"),
    "a very long line": (small_csv().encode() + b"x" * 200_000, "limits"),
    "a very long quoted cell": (
        small_csv().encode() + b'"' + (b"x" * 90_000 + b"\n") * 3,
        "quotes",
    ),
    "a letter": (b"Dear colleague,\nplease find the plate attached.\n", "unknown_format"),
    "a table of something else": (b"id,age,sex\n1,54,f\n2,61,m\n", "unknown_format"),
    "XML": (b"<?xml version='1.0'?><BioPlexPlate></BioPlexPlate>", "unsupported_format"),
    "only a header": (small_csv().splitlines()[0].encode(), "empty"),
    "a half line": (small_csv().encode()[:-30], "cut_line"),
    "a plate text cut in its header": (SMALL_PLATE_TEXT[:200].encode(), "unknown_format"),
    "a plate text cut in a line": (
        SMALL_PLATE_TEXT[: SMALL_PLATE_TEXT.index("\t 142")].encode(),
        "cut_line",
    ),
    "formula cells": (small_csv().replace("RA-017", "=cmd").encode(), "formula"),
    "a layout": (b",1,2\nA,S001,B\nB,x,y\n", "layout"),
    "too large": (b"x" * (MAX_BYTES + 1), "limits"),
}

WORKBOOK_CASES = {
    "an empty archive": (b"PK\x05\x06" + bytes(18), "suffix"),
    "a truncated archive": (workbook_with({})[:-100], "damaged"),
    "the start of an archive": (b"PK\x03\x04" + bytes(50), "damaged"),
    "an archive without a workbook": (workbook_with({}, without=("xl/workbook.xml",)), "damaged"),
    "a bomb": (workbook_with({SHEET: b" " * 60_000_000}), "limits"),
    "200 MB declared": (with_declared_size(200 * 1024 * 1024), "limits"),
    "an understated size": (with_declared_size(10), "damaged"),
    "an unknown compression": (with_compression(99), "damaged"),
    "too many parts": (workbook_with({f"x/{n}": b"" for n in range(600)}), "limits"),
    "an external link": (
        workbook_with({"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        "active_content",
    ),
    "a macro": (workbook_with({"xl/vbaProject.bin": b"x"}), "active_content"),
    "a macro in capitals": (workbook_with({"XL/VBAPROJECT.BIN": b"x"}), "active_content"),
    "a data connection": (workbook_with({"xl/connections.xml": b"<a/>"}), "active_content"),
    "an embedded file": (workbook_with({"xl/embeddings/a.bin": b"x"}), "active_content"),
    "a formula": (formula_workbook(), "formula"),
    "a far corner": (
        workbook_with({SHEET: sheet_xml('<row r="1"><c r="XFD1048576"><v>1</v></c></row>')}),
        "limits",
    ),
    "a million rows": (workbook_with({SHEET: sheet_xml(MILLION_CELLS)}), "limits"),
    "a far column": (
        workbook_with({SHEET: sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>')}),
        "limits",
    ),
    "cells without names": (
        workbook_with(
            {SHEET: sheet_xml("<row>" + "<c><v>1</v></c>" * 2000 + '</row><row r="50000"/>')}
        ),
        "limits",
    ),
    "an odd reference": (
        workbook_with({SHEET: sheet_xml('<row r="1"><c r="&#65;1"><v>1</v></c></row>')}),
        "damaged",
    ),
    "a document type": (
        workbook_with({SHEET: b'<!DOCTYPE a [<!ENTITY b "c">]>' + sheet_xml("")}),
        "damaged",
    ),
    "a broken sheet": (workbook_with({SHEET: sheet_xml("<row><c>")[:-30]}), "damaged"),
    "a broken workbook part": (workbook_with({"xl/workbook.xml": b"<workbook"}), "damaged"),
    "a workbook without results": (make_workbook({"Sheet1": [["a", "b"]]}), "unknown_format"),
    "an empty workbook": (make_workbook({"Sheet1": []}), "unknown_format"),
    "results in a hidden sheet": (
        make_workbook({"Sheet1": [["a"]], "Results": SMALL_TABLE}, hidden=("Results",)),
        "unknown_format",
    ),
    "a date beyond any calendar": (date_workbook(1e17, "[h]:mm:ss"), "damaged"),
    "a date that panics": (date_workbook(-1e300, "hh:mm"), "damaged"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_workbook"),
    "text named as a workbook": (small_csv().encode(), "suffix"),
}


def check(refusal: AssayFileError) -> None:
    for problem in refusal.problems:
        assert problem.line >= 1
        assert problem.column
        assert problem.expected
        assert problem.message
        assert len(problem.found) <= 80


@pytest.mark.parametrize(("content", "code"), TEXT_CASES.values(), ids=TEXT_CASES)
def test_broken_texts_are_refused(content, code):
    with pytest.raises(AssayFileError) as refusal:
        read_assay_file(content, "results.csv")

    check(refusal.value)
    assert refusal.value.problems[0].code == code


@pytest.mark.parametrize(("content", "code"), WORKBOOK_CASES.values(), ids=WORKBOOK_CASES)
def test_broken_workbooks_are_refused(content, code):
    with pytest.raises(AssayFileError) as refusal:
        read_assay_file(content, "results.xlsx")

    check(refusal.value)
    assert refusal.value.problems[0].code == code


@pytest.mark.parametrize(
    "content",
    [case[0] for case in (*TEXT_CASES.values(), *WORKBOOK_CASES.values())],
    ids=[*TEXT_CASES, *WORKBOOK_CASES],
)
@pytest.mark.parametrize("name", ["layout.csv", "layout.xlsx"])
def test_the_layout_reader_raises_nothing_else_either(content, name):
    try:
        layout = read_layout(content, name)
    except AssayFileError as refusal:
        check(refusal)
    else:
        assert layout.wells


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("results.csv", make_workbook({"Results": SMALL_TABLE})),
        ("results.exe", small_csv().encode()),
        ("results.xlsm", make_workbook({"Results": SMALL_TABLE})),
        ("results", small_csv().encode()),
        ("", small_csv().encode()),
        (".csv", small_csv().encode()),
        ("results.csv.zip", b"PK\x03\x04"),
    ],
)
def test_the_name_has_to_fit_the_content(name, content):
    with pytest.raises(AssayFileError) as refusal:
        read_assay_file(content, name)

    assert refusal.value.problems[0].code == "suffix"


def test_a_formula_is_named_by_its_cell():
    with pytest.raises(AssayFileError) as refusal:
        read_assay_file(formula_workbook(), "results.xlsx")

    [problem] = refusal.value.problems
    assert (problem.sheet, problem.line, problem.column) == ("Results", 3, "I")


def _read_or_refused(reader, content):
    """Return what was read, or the problems that the refusal names."""
    try:
        return reader(content, "results.csv")
    except AssayFileError as refusal:
        return refusal.problems


@pytest.mark.parametrize(
    "line",
    ["A" + " " * 90_000, "=====A" + " " * 90_000, "1" * 90_000 + "x", "(" * 90_000, "1:" * 45_000],
)
@pytest.mark.parametrize("text", [SMALL_PLATE_TEXT, small_csv(delimiter=";"), ",1,2\nA,a,b\n"])
def test_long_runs_do_not_stall_the_reader(text, line):
    """A pattern that backtracks would not end within anybody's patience."""
    content = f"{line}\n{text}\n{line}".encode()

    for reader in (read_assay_file, read_layout):
        assert _read_or_refused(reader, content)


def test_a_sample_name_of_many_digits_is_just_a_name():
    rows = [f"{'9' * 5000}{level},IL-6,A0{level},{4**level},5" for level in (1, 2, 3)]
    parsed = read_assay_file(
        "\n".join(["Sample,Assay,Well,Concentration,Signal", *rows]).encode(), "results.csv"
    )

    assert len(parsed.rows) == 3


def test_a_character_lost_earlier_is_told():
    parsed = read_assay_file(small_csv().replace("IL-6", "IL\ufffd6").encode(), "results.csv")

    assert parsed.warnings[0].code == "lost_character"
    assert parsed.warnings[0].line == 2


def test_a_file_full_of_errors_lists_the_first_ones_and_counts_all():
    header, *_ = small_csv().splitlines()
    rows = [f"P,RA,U,IL-6,A01,1,,,bad{number},,,no" for number in range(300)]
    with pytest.raises(AssayFileError, match="and 299 more") as refusal:
        read_assay_file("\n".join([header, *rows]).encode(), "results.csv")

    assert len(refusal.value.problems) == MAX_PROBLEMS
    assert refusal.value.total == 300


def test_a_problem_without_a_place_can_not_be_made():
    with pytest.raises(ValueError, match="names line, column"):
        Problem(line=0, column="A", found="", expected="x", message="y")
    with pytest.raises(ValueError, match="at least one"):
        AssayFileError([])
