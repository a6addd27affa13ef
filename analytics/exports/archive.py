"""Writing the zip file: one CSV a table, one workbook, a codebook and a manifest of hashes."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from analytics.exports.table import Column
from ra_registry.core.spreadsheets import csv_cell, write_csv

SHEET_ROWS = 1_048_576  # what a sheet can hold, its header included
COPY_BYTES = 1 << 20
CODEBOOK_HEADER = ["table", "grain", "column", "label", "kind", "unit", "code", "meaning"]


@dataclass
class Member:
    """A file of the archive as the manifest names it."""

    name: str
    sha256: str
    size: int
    rows: int | None = None
    note: str = ""


@dataclass
class ArchiveWriter:
    """Fills one zip file, table after table; memory does not grow with the rows.

    Rows go to the CSV member and to the workbook in the same pass. A table with more rows than a
    sheet can hold is left out of the workbook, and the manifest says so. ``bom``: whether CSV
    members begin with a byte order mark.
    """

    path: Path
    bom: bool = False
    members: list[Member] = field(default_factory=list)
    described: list[tuple[str, str, Column]] = field(default_factory=list)

    def __enter__(self) -> ArchiveWriter:
        self._folder = tempfile.TemporaryDirectory(dir=self.path.parent)
        self._book_path = Path(self._folder.name) / "tables.xlsx"
        self._book = xlsxwriter.Workbook(
            self._book_path,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": False,
                "tmpdir": self._folder.name,
                "default_date_format": "yyyy-mm-dd",
            },
        )
        self._bold = self._book.add_format({"bold": True})
        self._zip = zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        return self

    def __exit__(self, *exception: object) -> None:
        self._zip.close()
        self._folder.cleanup()

    def add_table(
        self,
        *,
        name: str,
        grain: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Any]],
        size_hint: int,
        on_rows: Callable[[int], None] | None = None,
    ) -> None:
        """Write one table. ``size_hint`` (its number of rows) decides whether it gets a sheet."""
        header = [column.name for column in columns]
        sheet = self._sheet(name, header) if size_hint < SHEET_ROWS else None
        passed = _both(rows, sheet, on_rows)
        with self._member(f"csv/{name}.csv") as target:
            text = self._text(target)
            count = write_csv(text, header, passed)
            text.flush()
            text.detach()
        self.members[-1].rows = count
        if sheet is None:
            self.members[-1].note = "More rows than a sheet can hold: CSV only."
        self.described += [(name, grain, column) for column in columns]

    def add_text(self, name: str, text: str) -> None:
        """Write a small text file."""
        with self._member(name) as target:
            target.write(text.encode())

    def finish(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Write codebook, workbook and manifest; return the manifest."""
        codebook = list(self._codebook())
        sheet = self._sheet("codebook", CODEBOOK_HEADER)
        for number, row in enumerate(codebook, start=1):
            _write_sheet_row(sheet, number, row)
        self._book.close()
        with self._member("codebook.csv") as target:
            text = self._text(target)
            write_csv(text, CODEBOOK_HEADER, codebook)
            text.flush()
            text.detach()
        with self._member("tables.xlsx") as target, self._book_path.open("rb") as book:
            while block := book.read(COPY_BYTES):
                target.write(block)
        manifest = {**facts, "files": [vars(member) for member in self.members]}
        self._zip.writestr("manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False))
        return manifest

    def _text(self, target: IO[bytes]) -> io.TextIOWrapper:
        """Text for a CSV member, after its byte order mark where one is wanted."""
        encoding = "utf-8-sig" if self.bom else "utf-8"
        return io.TextIOWrapper(target, encoding=encoding, newline="")

    def _sheet(self, name: str, header: Sequence[str]) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, title in enumerate(header):
            sheet.write_string(0, column, title, self._bold)
        return sheet

    @contextmanager
    def _member(self, name: str) -> Iterator[IO[bytes]]:
        """Open a file of the archive; it is hashed while it is written."""
        with self._zip.open(name, "w", force_zip64=True) as raw:
            sink = _HashingSink(raw)
            buffered = io.BufferedWriter(sink, COPY_BYTES)
            self.members.append(Member(name, "", 0))
            yield buffered
            buffered.flush()
        self.members[-1].sha256 = sink.digest.hexdigest()
        self.members[-1].size = sink.size

    def _codebook(self) -> Iterator[list[str]]:
        for table, grain, column in self.described:
            start = [table, grain, column.name, str(column.label), column.kind, str(column.unit)]
            yield from (
                [*start, code, str(meaning)] for code, meaning in (column.codes or {"": ""}).items()
            )


class _HashingSink(io.RawIOBase):
    """Passes bytes on and keeps their SHA-256 and number."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self.digest = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self._raw.write(data)


def _both(
    rows: Iterable[Sequence[Any]], sheet: Worksheet | None, on_rows: Callable[[int], None] | None
) -> Iterator[Sequence[Any]]:
    """Yield each row on to the CSV after writing it to the sheet."""
    for number, row in enumerate(rows, start=1):
        if sheet is not None:
            _write_sheet_row(sheet, number, row)
        if on_rows is not None:
            on_rows(number)
        yield row


def _write_sheet_row(sheet: Worksheet, number: int, row: Sequence[Any]) -> None:
    for column, value in enumerate(row):
        cell = csv_cell(value)
        if isinstance(cell, str):
            if cell:
                sheet.write_string(number, column, cell)
        else:
            sheet.write_number(number, column, float(cell))
