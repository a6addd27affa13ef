"""The models of an outcome, part by part, and the rank correlations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from analytics.report import Report
from analytics.tables import Table, build_table, cautions, model_sentences
from analytics.tables.model_words import FIRTH, penalised
from analytics.tables.univariable import few_events
from analytics.views.base import open_room, show

PARTS = {
    "univariable": "Each variable alone",
    "multivariable": "Together",
    "validation": "How sure",
    "other": "Other models",
    "dose": "Dose-response",
    "correlations": "Correlations",
}
# The curve has a point at each per cent; the page lists every fifth.
EVERY = 5


@login_required
@require_safe
def models(request: HttpRequest, code: str) -> HttpResponse:
    """Show one part of an outcome's models; an unknown part is the first."""
    room = open_room(request, code)
    context: dict[str, Any] = {}
    if room.report and room.report.plan["outcomes"]:
        report = room.report
        part = request.GET.get("part", "")
        part = part if part in PARTS else "univariable"
        outcome = report.outcome_key(request.GET.get("outcome", ""))
        context = {
            "parts": [
                {
                    "label": words,
                    "url": f"?{urlencode({'part': key, 'outcome': outcome})}",
                    "active": key == part,
                    "count": None,
                }
                for key, words in PARTS.items()
            ],
            "part": part,
            "outcomes": report.outcomes(),
            "outcome": outcome,
            "label": report.endpoint(outcome)["label"],
            **_BUILDERS[part](report, outcome),
        }
    return show(request, room, "models", context)


def _tables(report: Report, outcome: str, **keys: str) -> dict[str, Table]:
    return {name: build_table(report, key, {"outcome": outcome}) for name, key in keys.items()}


def _said(*sentences: str) -> list[str]:
    return [sentence for sentence in sentences if sentence]


def _univariable(report: Report, outcome: str) -> dict[str, Any]:
    return {
        "sentence": model_sentences.univariable(report, outcome),
        "cautions": _said(few_events(report, report.univariable(outcome) or {"rows": []})),
        **_tables(report, outcome, table="univariable", groups="groups"),
    }


def _multivariable(report: Report, outcome: str) -> dict[str, Any]:
    result = report.model(outcome)["result"]
    separated = penalised(report, [result]) if result.get("method") == FIRTH else ""
    return {
        "sentence": model_sentences.multivariable(report, outcome),
        "cautions": _said(separated, cautions.events(result)),
        **_tables(report, outcome, table="model", steps="odds-by-step", quality="model-quality"),
    }


def _validation(report: Report, outcome: str) -> dict[str, Any]:
    tables = _tables(
        report,
        outcome,
        strength="strength",
        performance="performance",
        calibration="calibration",
        decision="decision",
    )
    decision = tables["decision"]
    tables["decision"] = replace(
        decision,
        rows=decision.rows[EVERY - 1 :: EVERY] or decision.rows,
        note=f"{decision.note} The download has every per cent.",
    )
    return {
        "sentence": model_sentences.strength(report, outcome),
        "cautions": _said(
            cautions.unfitted(report.validation(outcome) or {}),
            cautions.events(report.model(outcome)["result"]),
        ),
        **tables,
    }


def _other(report: Report, outcome: str) -> dict[str, Any]:
    return {
        "sentence": model_sentences.other_models(report, outcome),
        **_tables(report, outcome, table="other-models"),
    }


def _dose(report: Report, outcome: str) -> dict[str, Any]:
    return _tables(report, outcome, dose="dose", trends="trends")


def _correlations(report: Report, outcome: str) -> dict[str, Any]:
    return _tables(report, outcome, matrix="correlations", with_change="correlations-with-change")


_BUILDERS: dict[str, Callable[[Report, str], dict[str, Any]]] = {
    "univariable": _univariable,
    "multivariable": _multivariable,
    "validation": _validation,
    "other": _other,
    "dose": _dose,
    "correlations": _correlations,
}
