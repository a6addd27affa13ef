"""STARD 2015 (Bossuyt et al.): numbers and topics, items in our own words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from analytics.paper.checklists.items import DIRECTION, Guideline, Item

STARD = Guideline(
    "stard",
    _("STARD 2015, diagnostic accuracy"),
    "stard",
    (
        Item("1", _("Title"), _("A measure of accuracy names the study as one of accuracy"),
             ("title",)),
        Item("2", _("Abstract"), _("Structured summary of design, methods, results, conclusions")),
        Item("3", _("Background"), _("Intended use and role of the index test")),
        Item("4", _("Objectives"), _("Aims and hypotheses"), ("methods",),
             _("the planned direction of each outcome; aims in words: not recorded"),
             needs=DIRECTION),
        Item("5", _("Study design"), _("Whether data were planned before the tests were done")),
        Item("6", _("Participants"), _("Eligibility criteria")),
        Item("7", _("Participants"), _("On what basis eligible people were found")),
        Item("8", _("Participants"), _("Where and when they were found")),
        Item("9", _("Participants"), _("Consecutive, random or convenience series")),
        Item("10a", _("Index test"), _("Enough detail to repeat it"), ("methods",)),
        Item("10b", _("Reference standard"), _("Enough detail to repeat it"), ("methods",)),
        Item("11", _("Reference standard"), _("Why it was chosen")),
        Item("12a", _("Index test"), _("Cut-offs, and which were set beforehand"),
             ("methods", "roc")),
        Item("12b", _("Reference standard"), _("Cut-offs, and which were set beforehand"),
             ("methods",)),
        Item("13a", _("Blinding"), _("What those who did the index test knew")),
        Item("13b", _("Blinding"), _("What those who read the reference standard knew"),
             ("methods",)),
        Item("14", _("Analysis"), _("How accuracy was estimated and compared"), ("methods",)),
        Item("15", _("Analysis"), _("How indeterminate results were met"), ("methods",)),
        Item("16", _("Analysis"), _("How missing results were met"), ("methods",)),
        Item("17", _("Analysis"), _("Variability of accuracy, planned or explored"),
             ("sensitivity",)),
        Item("18", _("Analysis"), _("Intended sample size and how it came about")),
        Item("19", _("Participants"), _("Flow, as a diagram"), ("flow",), _("as a table")),
        Item("20", _("Participants"), _("Baseline characteristics"), ("baseline",)),
        Item("21a", _("Participants"), _("Severity of disease in those with the condition"),
             ("baseline",), _("by the first outcome")),
        Item("21b", _("Participants"), _("Other diagnoses in those without it")),
        Item("22", _("Participants"), _("Time and treatment between index test and reference")),
        Item("23", _("Test results"), _("Cross tabulation of test and reference"), ("roc",)),
        Item("24", _("Test results"), _("Estimates of accuracy with their precision"), ("roc",)),
        Item("25", _("Test results"), _("Harm from either test")),
        Item("26", _("Discussion"), _("Limitations, with bias and uncertainty")),
        Item("27", _("Discussion"), _("Implications for practice")),
        Item("28", _("Other information"), _("Registration number and registry")),
        Item("29", _("Other information"), _("Where the protocol can be read"), (),
             _("Not recorded; the plan's fingerprint stands in the methods")),
        Item("30", _("Other information"), _("Funding and the funders' role")),
    ),
    needs=("roc",),
)  # fmt: skip
