"""Reading a typed score, entries, half units and rounding for display."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.instruments import (
    HALF_STEP,
    WHOLE_STEP,
    Entry,
    InexactScoreError,
    ProblemKind,
    ScoreError,
    StepError,
    UnknownReasonError,
    UnscorableReason,
    from_half_units,
    get_instrument,
    half_units,
    parse_reason,
    parse_score,
    rounded,
    scored_sites,
)

FULL_WIDTH_3 = "\uff13"
FULL_WIDTH_POINT = "\uff0e"
FULL_WIDTH_5 = "\uff15"


@pytest.fixture
def erosion(ramris):
    return ramris.item("erosion.RAD")


@pytest.mark.parametrize(
    ("text", "step", "expected"),
    [
        ("0", WHOLE_STEP, "0"),
        ("10", WHOLE_STEP, "10"),
        (" 7 ", WHOLE_STEP, "7"),
        ("3.0", WHOLE_STEP, "3"),
        ("2.5", HALF_STEP, "2.5"),
        ("2,5", HALF_STEP, "2.5"),
        (".5", HALF_STEP, "0.5"),
        (FULL_WIDTH_3, WHOLE_STEP, "3"),
        (FULL_WIDTH_3 + FULL_WIDTH_POINT + FULL_WIDTH_5, HALF_STEP, "3.5"),
    ],
)
def test_typed_scores_are_read_exactly(erosion, text, step, expected):
    score = parse_score(text, erosion, step)
    assert isinstance(score, Decimal)
    assert str(score) == expected


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("11", ProblemKind.OUT_OF_RANGE, "11"),
        ("10.5", ProblemKind.OUT_OF_RANGE, "10.5"),
        ("-1", ProblemKind.OUT_OF_RANGE, "-1"),
        ("-0", ProblemKind.OUT_OF_RANGE, "-0"),
        ("1000", ProblemKind.OUT_OF_RANGE, "1000"),
        ("2.5", ProblemKind.OFF_STEP, "2.5"),
        ("2.25", ProblemKind.OFF_STEP, "2.25"),
        ("", ProblemKind.NOT_A_NUMBER, "nothing"),
        ("  ", ProblemKind.NOT_A_NUMBER, "nothing"),
        ("x", ProblemKind.NOT_A_NUMBER, "“x”"),
        ("NaN", ProblemKind.NOT_A_NUMBER, "“NaN”"),
        ("Infinity", ProblemKind.NOT_A_NUMBER, "“Infinity”"),
        ("1e1", ProblemKind.NOT_A_NUMBER, "“1e1”"),
        ("1,000", ProblemKind.NOT_A_NUMBER, "“1,000”"),
        ("1 2", ProblemKind.NOT_A_NUMBER, "“1 2”"),
        ("3.", ProblemKind.NOT_A_NUMBER, "“3.”"),
        ("\u0663", ProblemKind.NOT_A_NUMBER, "“\u0663”"),
        ("9" * 50, ProblemKind.NOT_A_NUMBER, f"“{'9' * 20}”"),
    ],
)
def test_a_bad_score_names_site_finding_and_range(erosion, text, kind, found):
    with pytest.raises(ScoreError) as error:
        parse_score(text, erosion)
    assert error.value.problem.kind is kind
    assert error.value.problem.site == "erosion.RAD"
    assert error.value.message == (
        f"Erosion, distal radius (erosion.RAD): found {found}. Allowed are 0 to 10 in steps of 1."
    )


def test_half_steps_are_named_when_allowed(erosion):
    with pytest.raises(ScoreError, match=r"found 2\.25\. Allowed are 0 to 10 in steps of 0\.5\."):
        parse_score("2.25", erosion, HALF_STEP)


def test_hand_and_foot_erosion_end_differently(svdh):
    """Trap 6."""
    assert parse_score("10", svdh.item("LF.erosion.MTP5")) == 10
    with pytest.raises(ScoreError, match=r"left hand, PIP 2.*found 6.*0 to 5"):
        parse_score("6", svdh.item("LH.erosion.PIP2"))


def test_oedema_of_4_is_refused(ramris):
    """Trap 9."""
    with pytest.raises(ScoreError, match=r"found 4.*0 to 3"):
        parse_score("4", ramris.item("bme.LUN"))


@pytest.mark.parametrize("step", [Decimal("0.25"), Decimal(2), Decimal(0), Decimal(-1)])
def test_other_steps_are_refused(erosion, step):
    with pytest.raises(StepError, match=r"must be 1 or 0\.5"):
        parse_score("1", erosion, step)


@given(st.data())
def test_every_allowed_score_survives_typing_and_storage(data):
    item = data.draw(st.sampled_from(get_instrument("svdh").items))
    halves = data.draw(st.integers(0, 2 * item.maximum))
    score = parse_score(str(from_half_units(halves)), item, HALF_STEP)
    assert half_units(item, score) == halves


@given(text=st.text(max_size=8))
def test_any_text_is_a_score_or_a_score_error(text):
    item = get_instrument("svdh").item("RH.erosion.IP1")
    try:
        score = parse_score(text, item, HALF_STEP)
    except ScoreError:
        return
    assert 0 <= score <= item.maximum
    assert score % HALF_STEP == 0


@pytest.mark.parametrize("value", [0.5, 1.0, True, "1", Fraction(1, 2)])
def test_inexact_values_are_refused(erosion, value):
    with pytest.raises(InexactScoreError, match="exact decimal or whole number"):
        half_units(erosion, value)
    with pytest.raises(InexactScoreError):
        Entry(value=value)


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "1E+999999", "1E-999999", "0.25"])
def test_decimals_no_reader_can_mean_are_refused(erosion, value):
    with pytest.raises(ScoreError):
        half_units(erosion, Decimal(value))


def test_reasons_never_count_as_zero():
    """Trap 11: a prosthesis is a reason and gives no score."""
    entries = {
        "erosion.RAD": Entry(value=Decimal(2)),
        "erosion.ULN": Entry(value=0),
        "erosion.LUN": Entry(reason=UnscorableReason.SURGERY_PROSTHESIS),
        "erosion.SCA": Entry(),
    }
    assert scored_sites(entries) == {"erosion.RAD": 2, "erosion.ULN": 0}


def test_reason_codes_are_the_agreed_ones():
    assert [reason.value for reason in UnscorableReason] == [
        "outside_fov",
        "motion_artefact",
        "metal_artefact",
        "no_contrast",
        "sequence_missing",
        "surgery_prosthesis",
        "arthrodesis",
        "amputation",
        "not_assessable_other",
    ]
    assert len({reason.label for reason in UnscorableReason}) == len(UnscorableReason)
    assert {reason for reason in UnscorableReason if reason.is_surgical} == {
        UnscorableReason.SURGERY_PROSTHESIS,
        UnscorableReason.ARTHRODESIS,
        UnscorableReason.AMPUTATION,
    }


def test_reason_codes_are_read_and_unknown_ones_named():
    assert parse_reason("motion_artefact") is UnscorableReason.MOTION_ARTEFACT
    with pytest.raises(UnknownReasonError, match=r"reason “ankylosis”.*arthrodesis"):
        parse_reason("ankylosis")


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(2, 3), 2, "0.67"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(5), 1, "5.0"),
        (Fraction(448), 0, "448"),
    ],
)
def test_rounding_for_display(value, places, expected):
    assert str(rounded(value, places)) == expected
