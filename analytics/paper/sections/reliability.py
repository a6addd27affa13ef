"""How well readers agree on what the endpoints are made of."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.datasets.scores import read_set_key
from analytics.paper import words
from analytics.paper.document import FigurePart, Heading, Paragraph, Part, Section, TablePart
from analytics.report import Report
from analytics.tables import build_table, formats
from analytics.tables.names import feature_name, inside


def reliability(report: Report) -> Section:
    """Return agreement on status and on change for each feature that an endpoint uses."""
    parts: list[Part] = []
    for found in endpoint_features(report):
        parts += _feature(report, found)
    if not parts:
        parts = [Paragraph("No endpoint's campaign has submitted readings.", remark=True)]
    return Section("reliability", "Reader reliability", tuple(parts))


def endpoint_features(report: Report) -> list[dict[str, Any]]:
    """Return the agreement results of the read sets and features that endpoints are made of."""
    wanted = dict.fromkeys((read_set_key(e), e["feature"]) for e in report.plan["endpoints"])
    return [
        found
        for found in report.results["readers"]
        if (found["read_set"], found["feature"]) in wanted
    ]


def _feature(report: Report, found: dict[str, Any]) -> list[Part]:
    options = {"reads": found["read_set"], "feature": found["feature"]}
    heading = Heading(f"{found['title']}: {feature_name(found['feature'])}")
    if not found["teams"]:
        return [
            heading,
            Paragraph("No patient has been read by every planned reader.", remark=True),
        ]
    table = build_table(report, "agreement", options)
    parts: list[Part] = [heading]
    parts += [
        Paragraph(_team(team, number, len(found["teams"])), (table.name,))
        for number, team in enumerate(found["teams"], 1)
    ]
    parts.append(TablePart(table, "agreement", options))
    if len(found["teams"][0]["readers"]) > 1:
        kappas = build_table(report, "kappas", options)
        parts += [
            Paragraph(text, (kappas.name,)) for text in _kappas(found["teams"][0]) if kappas.rows
        ]
        parts += [TablePart(kappas, "kappas", options)] if kappas.rows else []
        parts.append(
            FigurePart(
                "bland-altman",
                _("%(reads)s, %(feature)s: change as two readers see it")
                % {"reads": found["title"], "feature": feature_name(found["feature"])},
                "Each point is a patient; lines: mean difference and limits of agreement.",
                {**options, "occasion": "change"},
            )
        )
    return parts


def _team(team: dict[str, Any], number: int, teams: int) -> str:
    """Coefficients of one team of readers, for the first visit and for change."""
    status, change = team["occasions"]["baseline"], team["occasions"]["change"]
    who = f"Team {number}: " if teams > 1 else ""
    counted = len(team["readers"])
    if counted < 2:
        return (
            f"{who}One reader read {words.patients(team['patients'])}; agreement between readers "
            "can't be stated."
        )
    text = (
        f"{who}{counted} readers read {words.patients(team['patients'])}. The intraclass "
        "correlation coefficient of a single reader (two-way random, absolute agreement) was "
        f"{_icc(status, 'ICC(A,1)')} at the first visit and {_icc(change, 'ICC(A,1)')} for change; "
        f"that of the readers' mean change was {_icc(change, 'ICC(A,k)')}."
    )
    detectable = change["sdc_95"]["value"]
    why = formats.reason(detectable)
    said = words.not_estimable(why) if why else f"{formats.fixed(detectable, 2)} points"
    return f"{text} The smallest detectable change (95 %) was {said}."


def _icc(occasion: dict[str, Any], form: str) -> str:
    found = next(entry for entry in occasion["icc"]["forms"] if entry["form"] == form)
    return words.estimate(found["value"], found["interval"], 2)


def _kappas(team: dict[str, Any]) -> list[str]:
    """One sentence on how single readers classify, where an endpoint is made of this feature."""
    said = [
        f"{inside(found['label'])} {words.estimate(result['value'], result['interval'], 2)}"
        for found in team["occasions"]["change"]["kappas"]
        for result in [found["result"]]
    ]
    return [f"Kappa of single readers: {'; '.join(said)}."] if said else []
