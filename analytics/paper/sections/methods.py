"""The methods block: what was done, written from the run and never from memory."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.paper import reading
from analytics.paper.document import Facts, Heading, Paragraph, Part, Section
from analytics.paper.sections.access import seen_before_lock
from analytics.paper.sections.provenance import provenance
from analytics.paper.sections.statistics import statistics
from analytics.results.stored_run import StoredRun
from analytics.tables.endpoints import in_full, read_visits
from analytics.tables.flow import flow_reasons, flow_step, voided_records
from analytics.topics.registry import TOPICS


def methods(stored: StoredRun) -> Section:
    """Return the methods block."""
    parts: list[Part] = [
        *([Heading("Reading of the images"), *_reading(stored)] if _is_read(stored) else []),
        Heading("Endpoints and patients"),
        Facts(tuple(_endpoints(stored))),
        Heading("Statistics"),
        *statistics(stored),
        *(said for topic in TOPICS if topic.methods for said in topic.methods(stored)),
        Heading("Provenance"),
        Facts(tuple(provenance(stored))),
    ]
    return Section("methods", "Methods", tuple(parts))


def _is_read(stored: StoredRun) -> bool:
    """Whether the plan asks for readers' scores; one without any endpoint may still."""
    return bool(stored.plan.score_endpoints()) or not stored.plan.endpoints


def _reading(stored: StoredRun) -> list[Part]:
    protocols = stored.results.protocol
    if not protocols:
        return [Paragraph("No endpoint is defined, so no reading enters the results.", remark=True)]
    compared = {
        found.read_set.split(".")[0]
        for found in stored.endpoint_agreements()
        if any(len(team.readers) > 1 for team in found.teams)
    }
    parts: list[Part] = []
    for protocol in protocols:
        where = "Reader reliability" if protocol.code in compared else ""
        parts += [
            Paragraph(f"{protocol.title}:"),
            Facts(
                (
                    *reading.eight_items(protocol, where, read_visits(stored.plan)),
                    *seen_before_lock(stored, protocol.code),
                )
            ),
        ]
    return parts


def _missing(stored: StoredRun) -> str:
    words = [_("Each analysis uses the patients who have what it needs and names their number.")]
    scored = stored.plan.score_endpoints()
    if scored or not stored.plan.endpoints:
        words.append(
            _("A patient without the readings of every planned reader has no change score.")
            if all(one.follow_up for one in scored)
            else _("A patient without the readings of every planned reader has no score.")
        )
    if any(one.missing_rule == "pairwise" for one in scored) or not stored.plan.endpoints:
        words.append(
            _("Sites not scored at both visits by the same reader count in no change (pairwise).")
        )
    return " ".join(words)


def _endpoints(stored: StoredRun) -> list[tuple[str, str]]:
    rows = [
        (
            endpoint.label,
            _("version %(version)d: %(definition)s")
            % {"version": endpoint.version, "definition": in_full(endpoint)},
        )
        for endpoint in stored.plan.endpoints
    ]
    rows.append((_("Missing data"), _missing(stored)))
    excluded = [
        f"{flow_step(step)} ({flow_reasons(step)})" for step in stored.results.flow if step.excluded
    ]
    voided = voided_records(stored.results.left_out)
    rows.append(("Exclusions", "; ".join(excluded) or "none"))
    rows.append(
        ("Voided records", _("%(records)s left out") % {"records": voided} if voided else "none")
    )
    return rows
