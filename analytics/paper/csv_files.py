"""The CSV of a report's tables and figures, inside the HTML file.

The file is sent on and read where nobody is signed in, so a link to the site would lead nowhere
for most of its readers and would tie its bytes to one address. What it shows, it brings along in
full precision. Codes of patients stay behind: a figure's points are in the file, whose they are
is not.
"""

from __future__ import annotations

import base64
import io
from typing import NamedTuple

from analytics.paper.document import FigurePart, Provenance, TablePart
from analytics.results.stored_run import StoredRun
from analytics.tables.table import Table
from analytics.topics.registry import TABLES, VALUES_OF, build_table
from ra_registry.core.spreadsheets import BYTE_ORDER_MARK, write_csv

# The column of a table that names whose row it is.
PATIENT = "Patient"  # unseen


class Inside(NamedTuple):
    """A file inside the file: its name and the address that holds its content."""

    name: str
    address: str


def csv_inside(
    part: TablePart | FigurePart, report: StoredRun, provenance: Provenance
) -> Inside | None:
    """Return the CSV of a table, or of what a figure draws; None where a figure has no table."""
    if isinstance(part, TablePart):
        return _inside(build_table(report, part.key, part.options), part.csv, provenance)
    key = VALUES_OF.get(part.key, part.key)
    if key not in TABLES:
        return None
    table = build_table(report, key, part.options)
    return _inside(table, table.name, provenance)


def _inside(table: Table, name: str, provenance: Provenance) -> Inside:
    sink = io.StringIO()
    sink.write(BYTE_ORDER_MARK)
    kept = [place for place, label in enumerate(table.header()) if label != PATIENT]
    rows = ([row[place] for place in kept] for row in table.plain())
    write_csv(sink, [table.header()[place] for place in kept], rows)
    content = base64.b64encode(sink.getvalue().encode()).decode()
    return Inside(provenance.csv_file(name), f"data:text/csv;charset=utf-8;base64,{content}")
