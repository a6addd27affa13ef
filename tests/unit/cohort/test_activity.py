"""Composites in the words of a page."""

from __future__ import annotations

from decimal import Decimal

from ra_registry.cohort import activity
from ra_registry.cohort.models import ClinicalAssessment, Patient


def assessment(**changes: object) -> ClinicalAssessment:
    values = {
        "tjc28": 8,
        "sjc28": 6,
        "ptga_mm": 50,
        "phga_mm": 45,
        "esr": 32,
        "crp_value": Decimal("1.2"),
        "crp_unit": "mg/dL",
        "haq_di": Decimal("1.125"),
    }
    return ClinicalAssessment(**(values | changes))


def by_name(found: list[activity.Result]) -> dict[str, activity.Result]:
    return {result.name: result for result in found}


def test_crp_reaches_the_formulas_in_mg_per_l() -> None:
    assert activity.components(assessment()).crp_mg_l == Decimal(12)


def test_a_whole_assessment_gives_every_composite() -> None:
    found = by_name(activity.results(activity.components(assessment())))
    assert list(found) == [
        "DAS28-ESR",
        "DAS28-CRP",
        "SDAI",
        "CDAI",
        "Boolean remission 1.0",
        "Boolean remission 2.0",
    ]
    assert found["CDAI"].value == Decimal("23.50")
    assert found["CDAI"].state == "high"
    assert found["SDAI"].value == Decimal("24.70")
    assert found["Boolean remission 2.0"].state == "no remission"


def test_a_missing_patient_global_is_named_and_three_variables_step_in() -> None:
    found = by_name(activity.results(activity.components(assessment(ptga_mm=None))))
    assert found["DAS28-ESR"].value is None
    assert found["DAS28-ESR"].problem == "missing: PtGA"
    assert found["DAS28-ESR, 3 variables"].value is not None
    assert found["SDAI"].problem == "missing: PtGA"


def test_three_variables_do_not_step_in_for_missing_joints() -> None:
    found = by_name(activity.results(activity.components(assessment(tjc28=None, ptga_mm=None))))
    assert "DAS28-ESR, 3 variables" not in found
    assert found["DAS28-ESR"].problem == "missing: TJC28, PtGA"


def test_an_esr_of_zero_is_refused_with_its_reason() -> None:
    found = by_name(activity.results(activity.components(assessment(esr=0))))
    assert "no logarithm" in found["DAS28-ESR"].problem


def test_the_response_says_which_visit_lacks_what() -> None:
    baseline = activity.components(assessment(esr=None))
    reached = activity.components(assessment(tjc28=0, sjc28=0, crp_value=Decimal("0.1")))
    by_esr, by_crp = activity.responses(baseline, reached)
    assert by_esr.problem == "missing: baseline ESR"
    assert by_crp.state == "good"


def test_antibodies_stand_beside_their_limit() -> None:
    patient = Patient(
        rf_value=Decimal("48.00"), rf_unit="IU/ml", rf_uln=Decimal("15.00"), acpa_unit=""
    )
    rf, acpa = activity.antibodies(patient)
    assert (rf.measured, rf.limit, rf.level) == ("48 IU/ml", "15 IU/ml", "high positive")
    assert (acpa.measured, acpa.level) == ("", "")
    assert activity.serostatus_of(patient).state == "seropositive"


def test_one_negative_antibody_alone_is_no_serostatus() -> None:
    patient = Patient(rf_value=Decimal(5), rf_unit="IU/ml", rf_uln=Decimal(15), acpa_unit="")
    assert activity.serostatus_of(patient).problem == "missing: ACPA"
