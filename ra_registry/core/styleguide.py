"""The style guide: every component on one page, with made-up content. For development only."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ra_registry.core.entry.fields import DayField, NumberField
from ra_registry.core.signing.printed import Printed

FINGERPRINT = "9f2c41d07ab85e36c1d4f09e7b2a6855"
TAG_KINDS = [
    "draft",
    "submitted",
    "fresh",
    "stale",
    "running",
    "queued",
    "failed",
    "voided",
    "locked",
    "due",
    "overdue",
    "in-range",
    "below-llod",
    "above-range",
    "accepted",
    "active",
    "withdrawn",
    "plain",
]
ROLES = {1: "calibrator", 2: "calibrator", 11: "control", 12: "blank"}


class SampleForm(forms.Form):
    """One field of each kind; bound with faults so that the error states show."""

    code = forms.CharField(label="Patient code", help_text="As on the study's enrolment log.")
    il6 = NumberField(label="IL-6", low=0, required=False)
    visited_on = DayField(label="Date of visit")
    hand = forms.ChoiceField(
        label="Dominant hand",
        choices=[("R", "Right"), ("L", "Left")],
        widget=forms.RadioSelect,
        help_text="The hand that the MRI shows.",
    )
    reader = forms.ChoiceField(label="Reader", choices=[("", "Choose"), ("1", "Reader 1")])
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    consent = forms.BooleanField(label="Consent form is on file")


def page(request: HttpRequest) -> HttpResponse:
    """Show every component; touches no data."""
    messages.success(request, "Visit saved.")
    messages.warning(request, "Two wells exceed a replicate CV of 25 %.")
    return render(request, "styleguide.html", _context())


def _context() -> dict[str, Any]:
    form = SampleForm({"code": "", "il6": "seven", "visited_on": "2031-02-01", "hand": "R"})
    form.is_valid()
    tabs = ["Overview", "Patients", "Reads", "Assays", "Analysis", "Exports", "Members", "Audit"]
    return {
        "study": SimpleNamespace(
            code="ERA-1", title="Early rheumatoid arthritis, MRI and cytokines", is_synthetic=True
        ),
        "study_nav": [
            {"label": label, "url": f"#{label.lower()}", "active": label == "Patients"}
            for label in tabs
        ],
        "environment": "Style guide",
        "breadcrumbs": [
            {"label": "Patients", "url": "#"},
            {"label": "ERA-1-0042", "url": "#"},
            {"label": "Baseline"},
        ],
        "page_tabs": [
            {"label": "Erosion", "url": "#", "active": True, "count": 23},
            {"label": "Oedema", "url": "#", "active": False, "count": 23},
            {"label": "Synovitis", "url": "#", "active": False, "count": 7},
        ],
        "tag_kinds": TAG_KINDS,
        "form": form,
        "empty_form": SampleForm(),
        "page": Paginator(range(312), 25).page(2),
        "sort": "-il6",
        "patients": _patients(),
        "facts": [
            {"label": "Enrolled", "value": "14 Mar 2031"},
            {"label": "Centre", "value": "Nagasaki"},
            {"label": "Seropositive", "value": "Yes (RF 84 IU/ml, ACPA 120 U/ml)"},
            {"label": "Withdrawn", "value": None},
        ],
        "steps": [
            {"label": "File", "state": "done", "url": "#"},
            {"label": "Plate map", "state": "done", "url": "#"},
            {"label": "Curves", "state": "current"},
            {"label": "Samples", "state": ""},
            {"label": "Accept", "state": ""},
        ],
        "events": _events(),
        "signature": Printed(
            name="Renate Reader",
            at=datetime(2031, 3, 14, 9, 26, tzinfo=UTC),
            statement="I made this reading and these are my scores",
            content_hash=FINGERPRINT * 2,
            superseded_at=datetime(2031, 4, 2, 11, 5, tzinfo=UTC),
            superseded_as="Renate Reader",
            superseded_because="Columns swapped",
        ),
        "visits": [
            {"label": "Baseline", "state": "done", "note": "14 Mar 2031", "url": "#"},
            {"label": "3 months", "state": "done", "note": "11 Jun 2031", "url": "#"},
            {"label": "6 months", "state": "missed", "note": "Missed"},
            {"label": "1 year", "state": "due", "note": "Due by 28 Mar 2032"},
            {"label": "2 years", "state": "planned", "note": "Mar 2033"},
        ],
        "now": timezone.now(),
        "fingerprint": FINGERPRINT,
        "methods": [
            {"label": "Test", "value": "McNemar, exact, two-sided"},
            {"label": "Interval", "value": "Wilson, 95 %"},
            {"label": "Seed", "value": "20170601"},
        ],
        "plate": _plate(),
        "sites": _sites(),
        "plot_series": [
            {"start": 20 + 16 * n, "end": 12 + 15 * n, "x": 330, "y": 16 + 15.5 * n}
            for n in range(8)
        ],
    }


def _patients() -> list[dict[str, Any]]:
    rows = [("0041", "7.9", 12, "in-range"), ("0042", "< 0.5", 9, "below-llod")]
    rows += [("0043", "24.1", 21, "in-range"), ("0044", "3.2", 4, "in-range")]
    return [
        {"code": f"ERA-1-{number}", "il6": il6, "score": score, "kind": kind}
        for number, il6, score, kind in rows
    ]


def _events() -> list[dict[str, Any]]:
    return [
        {
            "when": "14 Mar 2031",
            "title": "Baseline visit",
            "text": "DAS28-CRP 5.12, HAQ-DI 1.25",
            "url": "#",
        },
        {
            "when": "20 Mar 2031",
            "title": "MRI read by Reader 2",
            "text": "RAMRIS erosion 9, oedema 14, synovitis 8",
            "tag": {"kind": "submitted", "label": "Submitted"},
        },
        {"when": "11 Sep 2031", "title": "6-month visit missed", "state": "problem"},
        {"when": "Mar 2032", "title": "1-year visit", "text": "Planned", "state": "planned"},
    ]


def _plate() -> dict[str, Any]:
    """An 8 x 12 plate: two columns of calibrators, samples, a control column, a blank column."""
    rows = []
    for index, letter in enumerate("ABCDEFGH"):
        wells = []
        for column in range(1, 13):
            role = ROLES.get(column, "sample" if (index, column) < (7, 8) else "empty")
            level = {"calibrator": 9 - index, "blank": 0, "empty": None}.get(
                role, (index * 5 + column * 3) % 8
            )
            wells.append(
                {
                    "name": f"{letter}{column:02}",
                    "role": role,
                    "level": level,
                    "label": "" if role == "empty" else f"{role[0].upper()}{index + 1}",
                    "note": "" if level is None else f"{(level + 1) ** 3 * 10}",
                    "flag": {(2, 5): "warn", (4, 7): "fail"}.get((index, column), ""),
                    "flag_text": "Replicate CV 31 %" if (index, column) == (2, 5) else "",
                    "excluded": (index, column) == (4, 7),
                    "url": "#plate" if role == "sample" else "",
                }
            )
        rows.append({"letter": letter, "wells": wells})
    return {"name": "Plate 1 of batch B-07, IL-6", "columns": range(1, 13), "rows": rows}


def _sites() -> list[dict[str, Any]]:
    names = ["MCP2 head", "MCP2 base", "MCP3 head", "MCP3 base", "Scaphoid", "Lunate"]
    values = [("1", "2"), ("0", "0"), ("3", "3"), ("NV", "2"), ("0", "11"), ("", "")]
    states = [("saved", "saved"), ("saved", "saving"), ("saved", "unsent")]
    states += [("reason", "saved"), ("saved", "invalid"), ("empty", "empty")]
    return [
        {
            "name": name,
            "cells": [{"value": v, "state": s} for v, s in zip(value, state, strict=True)],
        }
        for name, value, state in zip(names, values, states, strict=True)
    ]
