"""A reading is checked as a whole; every problem says where, what and what was expected."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.instruments import (
    HALF_STEP,
    Entry,
    ProblemKind,
    StepError,
    UnknownFeatureError,
    UnscorableReason,
    get_instrument,
    validate_entries,
)
from tests.unit.scoring.instruments.strategies import readings

ALL_CODES = [code for key in ("ramris-2016", "svdh") for code in get_instrument(key).items_by_code]


def normal(instrument, features=None):
    return {item.code: Entry(value=0) for item in instrument.items_of(features)}


def only(problems):
    (problem,) = problems
    return problem


def test_a_complete_reading_has_no_problems(svdh, ramris, ramris_2002):
    for instrument in (svdh, ramris, ramris_2002):
        assert validate_entries(instrument, normal(instrument)) == []


def test_a_reason_stands_in_for_a_score(svdh):
    entries = normal(svdh) | {"RH.jsn.RC": Entry(reason=UnscorableReason.ARTHRODESIS)}
    assert validate_entries(svdh, entries) == []


@pytest.mark.parametrize(
    ("entry", "kind", "words"),
    [
        (Entry(value=6), ProblemKind.OUT_OF_RANGE, "found 6. Allowed are 0 to 5 in steps of 1."),
        (Entry(value=Decimal(-1)), ProblemKind.OUT_OF_RANGE, "found -1."),
        (Entry(value=Decimal("0.5")), ProblemKind.OFF_STEP, "found 0.5."),
        (Entry(value=Decimal("NaN")), ProblemKind.NOT_A_NUMBER, "found NaN."),
        (Entry(), ProblemKind.NEITHER, "found neither score nor reason."),
        (
            Entry(value=0, reason=UnscorableReason.AMPUTATION),
            ProblemKind.VALUE_AND_REASON,
            "found score 0 and reason “Amputation”. Expected either",
        ),
    ],
)
def test_each_kind_of_bad_entry(svdh, entry, kind, words):
    entries = normal(svdh) | {"LH.erosion.MCP3": entry}
    problem = only(validate_entries(svdh, entries))
    assert problem.kind is kind
    assert problem.site == "LH.erosion.MCP3"
    assert problem.message.startswith("Erosion, left hand, MCP 3 (LH.erosion.MCP3): ")
    assert words in problem.message


def test_a_missing_site_is_a_problem_of_a_submission_not_of_a_draft(ramris):
    entries = normal(ramris)
    del entries["jsn.CAP_HAM"]
    problem = only(validate_entries(ramris, entries))
    assert (problem.kind, problem.site) == (ProblemKind.NEITHER, "jsn.CAP_HAM")
    assert validate_entries(ramris, entries, complete=False) == []


def test_an_empty_entry_is_a_problem_even_in_a_draft(ramris):
    problem = only(validate_entries(ramris, {"jsn.CMC1": Entry()}, complete=False))
    assert problem.kind is ProblemKind.NEITHER


def test_half_steps_pass_when_the_campaign_allows_them(ramris):
    entries = normal(ramris) | {"erosion.RAD": Entry(value=Decimal("1.5"))}
    assert validate_entries(ramris, entries, step=HALF_STEP) == []
    assert only(validate_entries(ramris, entries)).kind is ProblemKind.OFF_STEP


def test_only_the_features_of_the_campaign_are_asked_for(ramris):
    entries = normal(ramris, ["erosion"])
    assert validate_entries(ramris, entries, features=["erosion"]) == []
    entries["bme.RAD"] = Entry(value=1)
    problem = only(validate_entries(ramris, entries, features=["erosion"]))
    assert problem.kind is ProblemKind.FEATURE_NOT_READ
    assert problem.message.endswith("Features read here: erosion.")


def test_a_wrong_campaign_is_not_blamed_on_the_reader(ramris):
    with pytest.raises(UnknownFeatureError, match="cartilage"):
        validate_entries(ramris, {}, features=["cartilage"])
    with pytest.raises(StepError):
        validate_entries(ramris, {}, step=Decimal("0.1"))


@pytest.mark.parametrize(
    ("key", "code", "kind", "words"),
    [
        ("ramris-2016", "synovitis.MCP1", "not_offered", "does not score the first MCP joint"),
        ("ramris-2016", "synovitis.CMC1", "not_offered", "first carpometacarpal joint"),
        ("ramris-2002", "erosion.MC1H", "not_offered", "does not score the first MCP joint"),
        ("ramris-2016", "jsn.MCP1", "not_offered", "the sites are MCP 2 to 5"),
        ("ramris-2016", "tenosynovitis.WFLX4", "not_offered", "three wrist flexor compartments"),
        ("ramris-2016", "erosion.CMC2", "not_offered", "scores CMC2 only as jsn.CMC2"),
        ("ramris-2002", "jsn.MCP2", "unknown_site", "RAMRIS 2002 does not score “jsn”"),
        ("svdh", "RH.jsn.IP1", "not_offered", "not scored at the thumb interphalangeal joint"),
        ("svdh", "LH.erosion.RC", "not_offered", "not in its joints"),
        ("svdh", "LH.erosion.CMC3", "not_offered", "not in its joints"),
        ("svdh", "RH.erosion.PIS", "not_offered", "triquetrum and pisiform"),
        ("svdh", "RH.jsn.CMC1", "not_offered", "only the 3rd to 5th"),
        ("svdh", "RH.erosion.DIP3", "not_offered", "Distal interphalangeal"),
        ("svdh", "RF.erosion.PIP2", "not_offered", "scores PIP2 only as RH.erosion.PIP2"),
        ("svdh", "RH.bme.RAD", "unknown_site", "does not score “bme”"),
        ("svdh", "RH.erosion.PIP22", "unknown_site", "Similar ones: RH.erosion.PIP2"),
        ("svdh", "", "unknown_site", "has no such site"),
        ("svdh", "PIP2", "unknown_site", "has no such site"),
        ("svdh", "RH.erosion.PIP2.PIP2", "unknown_site", "has no such site"),
    ],
)
def test_sites_that_do_not_exist_get_a_helpful_sentence(key, code, kind, words):
    """Traps 7 and 8."""
    instrument = get_instrument(key)
    problem = only(validate_entries(instrument, normal(instrument) | {code: Entry(value=1)}))
    assert problem.kind == kind
    assert problem.site == code
    assert f"“{code}”" in problem.message
    assert words in problem.message


def test_a_very_long_code_is_cut(svdh):
    problem = only(validate_entries(svdh, {"x" * 100_000: Entry(value=1)}, complete=False))
    assert problem.kind is ProblemKind.UNKNOWN_SITE
    assert len(problem.message) < 200


def test_all_problems_are_listed_in_a_stable_order(svdh):
    entries = normal(svdh)
    del entries["RH.erosion.PIP2"]
    entries["LF.jsn.IP1"] = Entry(value=5)
    entries |= {code: Entry(value=0) for code in ("RH.jsn.IP1", "LH.jsn.IP1", "AA", "RH.jsn.DIP2")}
    expected = ["AA", "LH.jsn.IP1", "RH.jsn.DIP2", "RH.jsn.IP1", "RH.erosion.PIP2", "LF.jsn.IP1"]
    backwards = dict(reversed(entries.items()))
    assert [problem.site for problem in validate_entries(svdh, entries)] == expected
    assert [problem.site for problem in validate_entries(svdh, backwards)] == expected


@settings(deadline=None, max_examples=50)
@given(readings())
def test_allowed_scores_make_a_valid_draft(reading):
    instrument, scores = reading
    entries = {code: Entry(value=value) for code, value in scores.items()}
    assert validate_entries(instrument, entries, step=HALF_STEP, complete=False) == []
    missing = validate_entries(instrument, entries, step=HALF_STEP)
    assert {problem.site for problem in missing} == instrument.items_by_code.keys() - scores.keys()


@settings(deadline=None, max_examples=50)
@given(codes=st.lists(st.text(max_size=20) | st.sampled_from(ALL_CODES), unique=True))
def test_no_code_makes_it_fail(codes):
    instrument = get_instrument("ramris-2002")
    problems = validate_entries(
        instrument, {code: Entry(value=0) for code in codes}, complete=False
    )
    assert {p.site for p in problems} == set(codes) - instrument.items_by_code.keys()
