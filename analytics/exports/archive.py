"""Writing the zip file: one CSV a table, one workbook, a codebook and a manifest of hashes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from analytics.exports.table import ExportColumn
from analytics.exports.workbook import SHEET_ROWS, Sheet, Workbook
from ra_registry.core.spreadsheets import batches, csv_rows, neutralise

COPY_BYTES = 1 << 20
# The rows of an export repeat themselves: more effort makes it hardly smaller.
COMPRESSION = 3
CONTENTS = "contents"
CONTENTS_HEADER = ["table", "grain", "rows", "file", "sheet"]
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
    sheet can hold is left out of the workbook; the manifest and the workbook's contents say so.
    ``bom``: whether CSV members begin with a byte order mark. ``remarks`` stand on the workbook's
    first sheet, above its contents.
    """

    path: Path
    bom: bool = False
    remarks: Sequence[str] = ()
    members: list[Member] = field(default_factory=list)
    described: list[tuple[str, str, ExportColumn]] = field(default_factory=list)

    def __enter__(self) -> ArchiveWriter:
        self._folder = tempfile.TemporaryDirectory(dir=self.path.parent)
        self._book_path = Path(self._folder.name) / "tables.xlsx"
        self._book = Workbook(self._book_path, compression=COMPRESSION)
        blank = [None] * (len(CONTENTS_HEADER) - 1)
        self._contents: list[list[Any]] = [[remark, *blank] for remark in self.remarks]
        self._zip = zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION)
        return self

    def __exit__(self, *exception: object) -> None:
        self._book.close()
        self._zip.close()
        self._folder.cleanup()

    def add_table(
        self,
        *,
        name: str,
        grain: str,
        columns: Sequence[ExportColumn],
        rows: Iterable[Sequence[Any]],
        size_hint: int,
        on_rows: Callable[[int], None] | None = None,
    ) -> None:
        """Write one table.

        ``size_hint``, its number of rows or any above what a sheet can hold, decides whether it
        gets a sheet. ``on_rows`` is told now and then how many rows are written.
        """
        header = [column.name for column in columns]
        fits = size_hint < SHEET_ROWS
        with self._book.sheet(name, header) if fits else nullcontext() as sheet:
            count = self._write(f"csv/{name}.csv", header, rows, sheet, on_rows)
        member = self.members[-1]
        if not fits:
            member.note = _("More rows than a sheet can hold: CSV only.")
        where = name if fits else member.note
        self._contents.append([name, grain, count, member.name, where])
        self.described += [(name, grain, column) for column in columns]

    def add_text(self, name: str, text: str) -> None:
        """Write a small text file."""
        with self._member(name) as target:
            target.write(text.encode())

    def finish(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Write codebook, workbook and manifest; return the manifest."""
        codebook = list(self._codebook())
        with self._book.sheet("codebook", CODEBOOK_HEADER) as sheet:
            self._write("codebook.csv", CODEBOOK_HEADER, codebook, sheet)
        with self._book.sheet(CONTENTS, CONTENTS_HEADER) as sheet:
            sheet.write(csv_rows(self._contents))
        self._book.finish(first=CONTENTS)
        # A workbook is compressed already, and stored as it is.
        with (
            self._member(zipfile.ZipInfo("tables.xlsx")) as target,
            self._book_path.open("rb") as book,
        ):
            shutil.copyfileobj(book, target, COPY_BYTES)
        manifest = {**facts, "files": [vars(member) for member in self.members]}
        self._zip.writestr("manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False))
        return manifest

    def _write(
        self,
        name: str,
        header: Sequence[str],
        rows: Iterable[Sequence[Any]],
        sheet: Sheet | None,
        on_rows: Callable[[int], None] | None = None,
    ) -> int:
        """Write rows as a CSV member and onto the sheet, where there is one; return how many."""
        count = 0
        with self._member(name) as target:
            text = self._text(target)
            writer = csv.writer(text, lineterminator="\r\n")
            writer.writerow([neutralise(title) for title in header])
            for batch in map(csv_rows, batches(rows)):
                writer.writerows(batch)
                count += len(batch)
                if sheet is not None:
                    sheet.write(batch)
                if on_rows is not None:
                    on_rows(count)
            text.flush()
            text.detach()
        self.members[-1].rows = count
        return count

    def _text(self, target: IO[bytes]) -> io.TextIOWrapper:
        """Text for a CSV member, after its byte order mark where one is wanted."""
        encoding = "utf-8-sig" if self.bom else "utf-8"
        return io.TextIOWrapper(target, encoding=encoding, newline="")

    @contextmanager
    def _member(self, entry: str | zipfile.ZipInfo) -> Iterator[IO[bytes]]:
        """Open a file of the archive; it is hashed while it is written."""
        name = entry if isinstance(entry, str) else entry.filename
        with self._zip.open(entry, "w", force_zip64=True) as raw:
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
                [*start, code, str(meaning)]
                for code, meaning in (column.meanings() or {"": ""}).items()
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
