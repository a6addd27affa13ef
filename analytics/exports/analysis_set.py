"""The analysis set: the data of the run that the pages show, one row a patient.

It goes into an export only where it was computed from the same data as the export's other tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from analytics.datasets.dataset import read_batches, read_description
from analytics.design.plan import load_plan
from analytics.exports.analysis_columns import Exported, described
from analytics.exports.course_table import CourseTable, course_table
from analytics.exports.scores import ExportedScores
from analytics.exports.table import ExportColumn
from analytics.models import AnalysisState
from ra_registry.cohort.models import Study

BATCH = 200


@dataclass(frozen=True)
class AnalysisSet:
    """The stored data set of a run, ready to be written. ``run`` is what the manifest names."""

    grain: str
    columns: tuple[ExportColumn, ...]
    rows: Iterator[Sequence[Any]]
    size: int
    courses: CourseTable | None
    run: dict[str, Any]


@dataclass(frozen=True)
class LeftOut:
    """Why there is no analysis set, in a sentence."""

    reason: str


def analysis_set(study: Study, version: int, scores: ExportedScores) -> AnalysisSet | LeftOut:
    """Return the data set of the run of this data version, or why it is left out.

    ``scores``: of which campaigns they may be in it.
    """
    state = (
        AnalysisState.objects.select_related("current")
        .defer("current__results")
        .filter(study=study)
        .first()
    )
    run = state.current if state is not None else None
    if state is None or run is None or run.data_set is None:
        return LeftOut(_("The analysis set is left out: nothing was computed for this study yet."))
    if state.computed_version != version:
        versions = {"run": run.pk, "computed": state.computed_version, "data": version}
        return LeftOut(
            _(
                "The analysis set is left out: the latest run, %(run)d, is of data version "
                "%(computed)d, and the tables are of data version %(data)d."
            )
            % versions
        )
    if not set(run.campaigns) <= set(scores.campaign_ids):
        return LeftOut(
            _(
                "The analysis set is left out: it holds scores that open when their campaign is "
                "locked."
            )
        )
    content = bytes(run.data_set)
    names, meta = read_description(content)
    plan = load_plan(run.plan)
    columns = described(names, meta, plan)
    return AnalysisSet(
        grain=_("one row a patient, run %(run)d with fingerprint %(fingerprint)s")
        % {"run": run.pk, "fingerprint": run.fingerprint},
        columns=tuple(exported.column for exported in columns),
        rows=_rows(content, columns),
        size=run.n_patients,
        courses=course_table(content, meta, plan, patients=run.n_patients),
        run={
            "run": run.pk,
            "fingerprint": run.fingerprint,
            "data_version": version,
            "code_version": run.code_version,
            "plan_version": plan.plan_version,
            "computed_at": run.computed_at.isoformat(timespec="seconds"),
        },
    )


def _rows(content: bytes, columns: Sequence[Exported]) -> Iterator[Sequence[Any]]:
    for table in read_batches(content, BATCH):
        written = (
            map(exported.convert, table.column(exported.source).to_pylist()) for exported in columns
        )
        yield from zip(*written, strict=True)
