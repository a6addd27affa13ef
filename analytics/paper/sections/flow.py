"""Who was studied, and who is left out of what."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.paper import words
from analytics.paper.document import Paragraph, Section, TablePart
from analytics.report import Report
from analytics.tables import build_table, set_aside
from analytics.tables.names import flow_reasons, flow_step, inside


def flow(report: Report) -> Section:
    """Return the flow of patients."""
    table = build_table(report, "flow", {})
    registered, analysed, *steps = report.results["flow"]
    sentences = [
        (
            f"{words.opening(words.patients(registered['n']))} "
            f"{'was' if registered['n'] == 1 else 'were'} registered and "
            f"{analysed['n']} {'is' if analysed['n'] == 1 else 'are'} in the analysis"
            f"{_reasons(registered)}."
        )
    ]
    incomplete = [step for step in steps if step["excluded"]]
    sentences += [
        f"{flow_step(step['label'])} is known in {step['n']} of {analysed['n']}{_reasons(step)}."
        for step in incomplete
    ]
    if steps and not incomplete:
        known = words.listed([inside(flow_step(step["label"])) for step in steps])
        sentences.append(f"Nobody is left out of what follows: {known}.")
    sentences += set_aside.sentences(report)
    return Section(
        "flow",
        "Patients",
        (Paragraph(" ".join(sentences), (table.name,)), TablePart(table, "flow")),
    )


def _reasons(step: dict[str, Any]) -> str:
    found = flow_reasons(step)
    return _(" (left out: {reasons})").format(reasons=found) if found else ""
