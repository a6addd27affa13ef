"""Damaged copies of valid files are read or refused, and never raise another exception."""

from __future__ import annotations

import contextlib
import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from ra_registry.assays.parsers import AssayFileError, read_assay_file, read_layout
from tests.factories.assay_files import (
    SMALL_PLATE_TEXT,
    SMALL_TABLE,
    make_workbook,
    small_csv,
)

TEXTS = [
    small_csv(),
    small_csv(delimiter=";", preamble="Experiment Data Table\n"),
    "Unknown: IL-6,,,\nSample,Well,Signal,\nP1,A01,5,\n",
    SMALL_PLATE_TEXT,
    SMALL_PLATE_TEXT + SMALL_PLATE_TEXT.replace("2AB0CD1234", "2AB0CD5678"),
    "1\t2\nA\t3\t4\nB\t5\t6\n",
    ",1,2,3\nA,S001,B,RA-1 1:4\nB,x,y,z\n",
]
WORKBOOK = make_workbook(
    {"Results": SMALL_TABLE, "Experiment_Info": [["Barcode1", "2AB0CD1234"], ["Reagent", "Lot"]]}
)
PIECES = [
    "\t", ",", ";", '"', "\n", "\r", ":", "=====Data=====", "<>", "NaN", "-1", "1e308", "9" * 400,
    "SpotID :\t99999\n", "Stack ID :\n", "\x00", "\ufeff", "Ω", "²", "=", "A", "1:0", "S001",
    "Spots Per Well:\t0\n", "Type :\t96 Multi-Spot 0\n", "Well,Sample,Signal\n", "Plate_\n", "٣",
]  # fmt: skip

XML_PIECES = [b"", b"<", b'"', b"9" * 30, b"A", b"&", b"<c>", b"-", b"\xff"]


@st.composite
def damaged(draw):
    """A valid text with pieces cut out, doubled or put in."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        middle = draw(st.sampled_from(["", text[start:end] * 2, *PIECES]))
        text = text[:start] + middle + text[end:]
    return text


def read_or_refuse(reader, content: bytes, name: str) -> None:
    with contextlib.suppress(AssayFileError):
        reader(content, name)


@settings(max_examples=400, deadline=None)
@given(damaged(), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_damaged_texts(text, encoding):
    content = text.encode(encoding, errors="replace")

    read_or_refuse(read_assay_file, content, "results.csv")
    read_or_refuse(read_layout, content, "results.csv")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["results.csv", "results.xlsx"]))
def test_any_bytes(content, name):
    read_or_refuse(read_assay_file, content, name)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_archives(data):
    content = bytearray(WORKBOOK)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))

    read_or_refuse(read_assay_file, bytes(content), "results.xlsx")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_valid_archives_of_damaged_parts(data):
    """The checksums are right here, so the damage reaches the spreadsheet reader."""
    source = zipfile.ZipFile(io.BytesIO(WORKBOOK))
    names = source.namelist()
    victim = data.draw(st.sampled_from([name for name in names if name.startswith("xl/")]))
    part = source.read(victim)
    start = data.draw(st.integers(0, len(part)))
    end = min(len(part), start + data.draw(st.integers(0, 30)))
    piece = data.draw(st.sampled_from(XML_PIECES))
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name in names:
            changed = part[:start] + piece + part[end:] if name == victim else source.read(name)
            archive.writestr(name, changed)

    read_or_refuse(read_assay_file, output.getvalue(), "results.xlsx")
