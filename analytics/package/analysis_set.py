"""The data of a run as a table of points and words, with a codebook, as an export has them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext as _

from analytics.codec import Undecodable
from analytics.datasets.dataset import read_stored
from analytics.datasets.meta import DataSetMeta
from analytics.design.plan import Plan
from analytics.errors import NotComputed, OlderResults
from analytics.exports.analysis_columns import Exported, described
from analytics.models import AnalysisRun
from analytics.package.r.columns import Columns
from ra_registry.core.spreadsheets import write_csv

CODEBOOK = ["column", "label", "kind", "unit", "code", "meaning"]


@dataclass(frozen=True)
class AnalysisSet:
    """A stored data set with its description and the names and words of its columns.

    ``policy``: the plan's choice of what models take for a value below its limit.
    """

    table: pa.Table
    meta: DataSetMeta
    exported: tuple[Exported, ...]
    policy: str

    @property
    def columns(self) -> Columns:
        """What the columns are called, by their name in the stored data set."""
        return Columns({one.source: one.column.name for one in self.exported}, self.policy)

    def data(self) -> bytes:
        """Return the table as CSV: one row a patient, a missing value is an empty cell."""
        written = [
            list(map(one.convert, self.table.column(one.source).to_pylist()))
            for one in self.exported
        ]
        header = [one.column.name for one in self.exported]
        return as_csv(header, zip(*written, strict=True))

    def codebook(self) -> bytes:
        """Return what each column is, its unit, and the meaning of its codes, as CSV."""
        return as_csv(CODEBOOK, self._described())

    def _described(self) -> Iterable[Sequence[str]]:
        for one in self.exported:
            column = one.column
            start = [column.name, str(column.label), column.kind, str(column.unit)]
            for code, meaning in (column.meanings() or {"": ""}).items():
                yield [*start, code, str(meaning)]


def analysis_set(run: AnalysisRun, plan: Plan) -> AnalysisSet:
    """Return the data set of a run.

    Raises NotComputed where it isn't stored, OlderResults where today's code can't read it.
    """
    content = AnalysisRun.objects.values_list("data_set", flat=True).get(pk=run.pk)
    if content is None:
        raise NotComputed(_("The data set of this run is no longer stored."))
    try:
        table, meta = read_stored(bytes(content))
    except (Undecodable, LookupError) as error:
        raise OlderResults from error
    exported = tuple(described(table.schema.names, meta, plan))
    return AnalysisSet(table, meta, exported, plan.below_limit.models)


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as CSV in UTF-8, without a byte order mark."""
    sink = io.StringIO(newline="")
    write_csv(sink, header, rows)
    return sink.getvalue().encode()
