"""Who was studied, and who is left out of what."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.datasets.meta import FlowStep
from analytics.paper import words
from analytics.paper.document import Paragraph, Section, TablePart
from analytics.results.stored_run import StoredRun
from analytics.tables.flow import flow_reasons, flow_step
from analytics.tables.names import inside
from analytics.topics.flow import set_aside, tables


def flow(stored: StoredRun) -> Section:
    """Return the flow of patients."""
    table = tables.flow(stored)
    registered, analysed, *steps = stored.results.flow
    if not registered.n:
        nobody = Paragraph(_("No patient is registered."), remark=True)
        return Section("flow", _("Patients"), (nobody, TablePart(table, "flow")))
    sentences = [_analysed(registered, analysed)]
    incomplete = [step for step in steps if step.excluded]
    sentences += [
        _("%(step)s is known in %(n)d of %(all)d%(reasons)s.")
        % {"step": flow_step(step), "n": step.n, "all": analysed.n, "reasons": _reasons(step)}
        for step in incomplete
    ]
    if steps and not incomplete:
        known = words.listed([inside(flow_step(step)) for step in steps])
        sentences.append(_("Nobody is left out of what follows: %(known)s.") % {"known": known})
    sentences += set_aside.sentences(stored)
    paragraph = Paragraph(" ".join(sentences), (table.name,))
    return Section("flow", _("Patients"), (paragraph, TablePart(table, "flow")))


def _analysed(registered: FlowStep, analysed: FlowStep) -> str:
    said = ngettext(
        "%(patients)s was registered and %(analysed)s%(reasons)s.",
        "%(patients)s were registered and %(analysed)s%(reasons)s.",
        registered.n,
    )
    return said % {
        "patients": words.opening(words.patients(registered.n)),
        "analysed": ngettext("%(n)d is in the analysis", "%(n)d are in the analysis", analysed.n)
        % {"n": analysed.n},
        "reasons": _reasons(registered),
    }


def _reasons(step: FlowStep) -> str:
    found = flow_reasons(step)
    return _(" (left out: {reasons})").format(reasons=found) if found else ""
