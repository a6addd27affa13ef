"""Which lines of a results table are footers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ra_registry.assays.parsers.footer_texts import is_footer_text, is_note
from ra_registry.assays.parsers.wells import canonical_well
from ra_registry.assays.parsers.workbench_record import Record

_OF_A_MEASUREMENT = ("sample", "sample_group", "assay", "spot", "detection_range", "excluded")


def split_footers(records: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """Return the lines of data and the footers of one table, both in the order of the file.

    An average may stand anywhere between the lines of data, a note only below the last one.
    """
    named = {cell for record in records if _has_well(record) for cell in record.row.cells if cell}
    data: list[Record] = []
    footers: list[Record] = []
    for record in reversed(records):
        (footers if _is_footer(record, named, last=not data) else data).append(record)
    return data[::-1], footers[::-1]


def _has_well(record: Record) -> bool:
    return canonical_well(record.cell("well")) is not None


def _is_footer(record: Record, named: Collection[str], *, last: bool) -> bool:
    if _has_well(record):
        return False
    filled = [cell for cell in record.row.cells if cell]
    measured = [name for name in _OF_A_MEASUREMENT if record.cell(name) not in {"", filled[0]}]
    if is_footer_text(filled[0]):
        return len(measured) < len(_OF_A_MEASUREMENT) // 2
    cut = any(name.startswith(filled[0]) for name in named)
    return last and len(filled) == 1 and is_note(filled[0]) and not cut
