"""Sentences of the report: figures from results, reasons in place of figures, no more than that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.datasets.meta import AdjudicatedCases, Completeness, ReadingProtocol
from analytics.paper import words
from analytics.paper.document import (
    FigurePart,
    Paragraph,
    Reference,
    Section,
    TablePart,
)
from analytics.paper.layout import TEXT_WIDTH, column_widths
from analytics.paper.numbering import number_parts
from analytics.paper.reading import eight_items
from analytics.results.dose import DoseGroup, GroupTrends, OutcomeDoseResponse
from analytics.stats.comparison.paired import PairedTable, compare_paired_table
from analytics.stats.comparison.proportions import proportion
from analytics.stats.comparison.trend import TrendTest
from analytics.stats.descriptive.limited import MEASURED, describe_limited
from analytics.stats.regression.dominance import Dominance, TermStrength
from analytics.stats.results import HypothesisTest, Interval, NotEstimable, Resampling, Sample
from analytics.tables.table import Column, Table
from analytics.topics.dose.section import dose_sentence
from analytics.topics.imaging.section import comparison_sentence
from analytics.topics.validation.section import strength_sentence
from tests.factories.data_sets import make_analyte

NOT_ESTIMABLE = NotEstimable("At least 2 patients are needed.")
UNKNOWN = NotEstimable("At least 2 patients are needed.")
PROTOCOL = ReadingProtocol(
    code="mri",
    title="MRI of one hand",
    instrument="ramris-2016",
    modality="MR",
    readers_per_case=2,
    reading_mode="set",
    totals_visible=False,
    adjudication="none",
    surgery_policy="exclude",
    charter_version="1",
    step_half_units=2,
    seed=7,
    cases=10,
    examinations=20,
    dominant=20,
    clinical=0,
    symptomatic=0,
    both_sides=0,
    t1=20,
    contrast=18,
    water=20,
    planes=20,
    readings=20,
    re_readings=0,
    adjudications=0,
    adjudicated=None,
    corrections=0,
    transcribed=0,
    readers=2,
    completeness=(Completeness("mri.a-b", "erosion", scored=459, expected=460),),
)


class Named:
    """A run's report as far as sentences ask for names."""

    variables = {"il-6": make_analyte("il-6", "IL-6", "pg/ml")}


def paired_sentence(*cells):
    names = ("MRI erosion progression", "Radiograph erosion progression")
    return comparison_sentence(names, compare_paired_table(PairedTable(*cells)))


def test_the_paired_sentence_is_that_of_the_paper():
    assert paired_sentence(12, 11, 1, 64) == (
        "MRI erosion progression was seen in 23 of 88 patients (26 %) and radiograph erosion "
        "progression in 13 (15 %): difference 11 points, 95 % CI 4 to 20 (Tango score). McNemar, "
        "mid-p: P = 0.003; McNemar, exact conditional (binomial): P = 0.006. 12 had both, 11 the "
        "first alone and 1 the second alone."
    )


def test_nobody_with_both_results_gives_a_sentence_without_figures():
    assert "No patient has both results" in paired_sentence(0, 0, 0, 0)


def test_no_disagreement_still_gives_a_sentence():
    text = paired_sentence(0, 0, 0, 4)
    assert text.startswith("MRI erosion progression was seen in 0 of 4 patients (0 %)")
    assert "nan" not in text


@pytest.mark.parametrize(
    ("value", "limits", "places", "expected"),
    [
        (0.8212, Interval(0.735, 0.907, 0.95, "Wald"), 2, "0.82 (95 % CI 0.73 to 0.91)"),
        (2.79, Interval(1.85, 4.68, 0.9, "Wald"), None, "2.79 (90 % CI 1.85 to 4.68)"),
        (UNKNOWN, UNKNOWN, 2, "not estimable (at least 2 patients are needed)"),
        (1.0, UNKNOWN, 2, "1.00 (no interval: at least 2 patients are needed)"),
        (None, None, 2, "not estimable"),
        (0.5, None, 2, "0.50"),
    ],
)
def test_an_estimate_has_its_interval_or_a_reason(value, limits, places, expected):
    assert words.estimate(value, limits, places) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.00003, "P < 0.001"),
        (0.0034, "P = 0.003"),
        (0.4, "P = 0.40"),
        (UNKNOWN, "P not estimable (at least 2 patients are needed)"),
    ],
)
def test_p_values(value, expected):
    assert words.p(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MRI progression", "MRI progression"),
        ("Radiograph repair", "radiograph repair"),
        ("A tenth worse", "a tenth worse"),
        ("A", "A"),
        ("A B cell count", "A B cell count"),
        ("", ""),
    ],
)
def test_labels_inside_a_sentence(text, expected):
    assert words.inside(text) == expected


def strength(first_held):
    test = HypothesisTest(3.0, 0.08, "likelihood ratio", 1.0)
    terms = tuple(
        TermStrength(name, test, 0.5, 2.0, 0.1, NOT_ESTIMABLE) for name in ("il-6", "seropositive")
    )
    drawn = Resampling(resamples=2000, used=2000, seed=1, stratified=False)
    return Dominance(terms, 0.8, first_held, first_held, drawn, Sample(88, 88))


def test_stronger_is_said_only_where_the_resamples_bear_it():
    assert "IL-6 was the stronger term" in strength_sentence(Named(), strength(0.997))
    for share in (0.5, 0.94):
        text = strength_sentence(Named(), strength(share))
        assert "stronger" not in text
        assert "not certain" in text
    assert "not estimable" in strength_sentence(Named(), strength(NOT_ESTIMABLE))
    assert "not estimable" in strength_sentence(Named(), NOT_ESTIMABLE)


def dose_said(z, p, groups=2):
    """The sentence on so many groups of two patients, one of whom has the outcome."""
    test = TrendTest(z, p, "two-sided", "Cochran-Armitage (divisor N)", Sample(4, 4))
    values = describe_limited([1.0, 2.0], [MEASURED] * 2)
    group = DoseGroup("Q1", values, proportion(1, 2))
    result = GroupTrends((group,) * groups, (), test, test, test, Sample(4, 4))
    found = OutcomeDoseResponse("progression", "Progression", "il-6", result)
    return dose_sentence(Named(), found, result)


@pytest.mark.parametrize(
    ("z", "p", "said"),
    [
        (3.0, 0.01, "an increasing trend"),
        (-3.0, 0.01, "a decreasing trend"),
        (1.0, 0.3, "without a trend that the test shows"),
    ],
)
def test_a_trend_is_named_only_where_the_test_bears_it(z, p, said):
    text = dose_said(z, p)
    assert said in text
    assert "progression was seen in 1 of 2 and 1 of 2" in text


def test_a_trend_that_cannot_be_tested_is_not_named():
    assert "trend" not in dose_said(NOT_ESTIMABLE, NOT_ESTIMABLE)
    assert dose_said(NOT_ESTIMABLE, NOT_ESTIMABLE, groups=0) == (
        "No patient has both IL-6 and progression."
    )


def test_all_eight_items_are_there_and_gaps_are_named():
    items = dict(eight_items(PROTOCOL, "Reader reliability", {}))
    assert list(items) == [
        "Scoring method",
        "Number of readers",
        "Who read",
        "Blinding",
        "How images were viewed",
        "Acquisition",
        "Check of image quality",
        "Reproducibility",
    ]
    assert "not recorded" in items["Who read"]
    assert "random case number" in items["Blinding"]
    assert "seed 7" in items["How images were viewed"]
    assert "T1 after contrast in 18" in items["Acquisition"]
    assert "459 of 460" in items["Check of image quality"]
    assert "see Reader reliability" in items["Reproducibility"]


def test_field_strength_is_missed_of_magnets_only():
    for modality, said in (("MR", True), ("US", False), ("XR", False)):
        acquired = dict(eight_items(replace(PROTOCOL, modality=modality), "", {}))["Acquisition"]
        assert ("field strength" in acquired) == said
        assert acquired.endswith("settings: not recorded.")


def test_a_feature_that_is_read_twice_is_told_apart_by_its_visits():
    once = PROTOCOL.completeness[0]
    twice = replace(PROTOCOL, completeness=(once, replace(once, read_set="mri.m12")))
    visits = {once.read_set: "from Baseline to Month 12", "mri.m12": "at Month 12"}
    said = dict(eight_items(twice, "", visits))["Check of image quality"]
    assert "erosion from Baseline to Month 12 459 of 460; erosion at Month 12 459 of 460" in said
    assert "Baseline" not in dict(eight_items(PROTOCOL, "", visits))["Check of image quality"]


def test_blinding_is_not_claimed_for_transcribed_readings():
    copied = dict(eight_items(replace(PROTOCOL, transcribed=20), "", {}))
    assert "random case number" not in copied["Blinding"]
    assert "not recorded" in copied["Blinding"]
    assert "seed" not in copied["How images were viewed"]
    some = dict(eight_items(replace(PROTOCOL, transcribed=5), "", {}))
    assert "5 readings were transcribed" in some["Blinding"]


def test_an_unread_campaign_says_so():
    nothing = replace(PROTOCOL, readers=0, readings=0, examinations=0, cases=0, completeness=())
    items = dict(eight_items(nothing, "", {}))
    assert items["Who read"].startswith("Not recorded")
    assert items["Acquisition"] == "Not recorded."


def test_numbers_follow_the_order_and_sentences_lead_to_them():
    table = Table("flow", "Flow", [Column("Step", "text")], [])
    parts = (
        Paragraph("Two sources.", ("flow", "figure-roc", "absent")),
        TablePart(table, "flow"),
        FigurePart("roc", "ROC", ""),
    )
    (section,) = number_parts([Section("a", "A", parts)])
    assert section.parts[0].references == (
        Reference("Table 1", "table-1"),
        Reference("Figure 1", "figure-1"),
    )


@pytest.mark.parametrize("columns", [1, 4, 13])
def test_no_table_is_wider_than_the_text(columns):
    table = Table(
        "wide",
        "Wide",
        [Column(f"A rather long heading {number}") for number in range(columns)],
        [[123.456] * columns],
    )
    widths = column_widths(table)
    assert len(widths) == columns
    assert sum(widths) <= TEXT_WIDTH + 1e-6
    assert min(widths) > 0


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("two-closest", "mean of the two closest scores"),
        ("mean-of-three", "mean of the three scores"),
        ("replaces", "the adjudicator's score alone"),
    ],
)
def test_adjudicated_scores_are_told_with_their_rule(policy, said):
    cases = AdjudicatedCases(referred=3, decided=1, rule_version=1)
    protocol = replace(PROTOCOL, adjudications=1, adjudication=policy, adjudicated=cases)
    text = dict(eight_items(protocol, "", {}))["Number of readers"]
    assert "Referred to a third reader: 3 cases; decided: 1." in text
    assert f"Adjudicated score: {said}, formed exactly" in text
    assert "(rule version 1)" in text
    assert ("Of pairs equally close" in text) == (policy == "two-closest")
    assert "outside the readers' mean" not in text
    plain = dict(eight_items(replace(protocol, adjudicated=None), "", {}))["Number of readers"]
    assert "1 adjudication was submitted, outside the readers' mean." in plain
