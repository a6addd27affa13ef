"""Findings in words: one well is a well, one result a result, and a thousand is no 1e+03."""

from __future__ import annotations

import pytest

from ra_registry.assays.services.finding_words import sentence
from ra_registry.assays.verdict import Finding, FindingCode, judge
from ra_registry.assays.verdict.evidence import Conflict, FileEvidence, Lot, Spot

NAMES = {"il-6": "IL-6"}


@pytest.mark.parametrize(
    ("wells", "found", "expected", "said"),
    [
        (("B04",), "1", "1", "exclude 1 of 1 result of IL-6 that"),
        (("B04", "B05"), "2", "40", "exclude 2 of 40 results of IL-6 that"),
        (("B04",), "1", "1", "(well B04)"),
        (("B04", "B05"), "2", "40", "(wells B04, B05)"),
    ],
)
def test_counts_are_said_in_the_right_number(wells, found, expected, said):
    finding = Finding(
        FindingCode.BEYOND_LIMITS, plate="P", analyte="il-6", wells=wells, found=found,
        expected=expected,
    )  # fmt: skip

    assert said in sentence(finding, NAMES)


@pytest.mark.parametrize(("factor", "said"), [(1000, "1000 times"), (0.25, "0.25 times"),
                                              (12.345, "12.3 times")])  # fmt: skip
def test_a_ratio_is_written_out(factor, said):
    spots = tuple(
        Spot("P", f"A{column:02d}", "il-6", f"U{column}", vendor=5.0 * factor, own=5.0,
             stated="in_range", is_sample=True)
        for column in range(1, 10)
    )  # fmt: skip
    found = judge(FileEvidence(("P",), spots, (), Lot("K1")))
    [ratio] = [one for one in found if one.code is FindingCode.VENDOR_RATIO]

    assert said in sentence(ratio, NAMES)


@pytest.mark.parametrize("code", ["sample_conflict", "role_conflict", "dilution_conflict"])
def test_two_statements_are_one_finding_a_plate(code):
    evidence = FileEvidence(
        ("P",), (), (), Lot("K1"),
        conflicts=(Conflict(code, "P", "A01", "x", "y"), Conflict(code, "P", "A02", "x", "z")),
    )  # fmt: skip
    [finding] = [one for one in judge(evidence) if one.code == code]

    assert (finding.wells, finding.found, finding.expected) == (("A01", "A02"), "x", "y, z")
    assert "x" in sentence(finding, NAMES)
