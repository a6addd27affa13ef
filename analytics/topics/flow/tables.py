"""The flow of patients."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.results.stored_run import StoredRun
from analytics.tables.flow import flow_reasons, flow_step, voided_records
from analytics.tables.table import Column, Table
from analytics.topics.flow import set_aside


def flow(stored: StoredRun) -> Table:
    """How many patients there are, how many are left out at each step, and why."""
    voided = voided_records(stored.results.left_out)
    note = (
        _("Voided records are left out: %(records)s.") % {"records": voided}
        if voided
        else _("No record is voided.")
    )
    return Table(
        "flow",
        _("Flow of patients"),
        [
            Column(_("Step"), "text"),
            Column(_("Patients"), "count"),
            Column(_("Left out"), "count"),
            Column(_("Reason"), "text"),
        ],
        [
            [
                flow_step(step),
                step.n,
                sum(one.count for one in step.excluded),
                flow_reasons(step) or None,
            ]
            for step in stored.results.flow
        ],
        note=" ".join([note, *set_aside.sentences(stored)]),
    )
