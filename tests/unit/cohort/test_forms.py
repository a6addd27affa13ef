"""Forms name what was found and what was expected."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms

from ra_registry.cohort.forms.fields import Choice
from ra_registry.cohort.forms.patients import AssessmentForm, StopForm, TreatmentForm, VisitForm
from ra_registry.cohort.models import Treatment, Visit


@pytest.mark.parametrize(
    ("field", "typed", "complaint"),
    [
        (Choice(choices=[("F", "Female"), ("M", "Male")]), "X", "expected one of Female, Male."),
    ],
)
def test_a_field_says_what_it_expected(field: forms.Field, typed: str, complaint: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    assert complaint in refused.value.messages[0]


def test_what_was_not_recorded_stays_nothing_and_zero_stays_zero() -> None:
    form = AssessmentForm({"tjc28": "0", "sjc28": ""})
    assert form.is_valid()
    assert form.cleaned_data["tjc28"] == 0
    assert form.cleaned_data["sjc28"] is None
    assert form.cleaned_data["crp_value"] is None


def test_a_first_entry_asks_for_no_reason_and_a_correction_does() -> None:
    assert "reason" not in VisitForm().fields
    form = VisitForm({"took_place_on": "2024-03-11", "revision": "1"}, record=Visit())
    assert not form.is_valid()
    assert list(form.errors) == ["reason"]


def test_stopping_a_treatment_has_its_own_reason() -> None:
    form = StopForm(record=Treatment(revision=3))
    assert "reason" not in form.fields
    assert form.initial["revision"] == 3


def test_a_form_knows_the_record_it_would_repeat() -> None:
    typed = {"kind": "csdmard", "drug": "methotrexate", "dose": "10", "dose_unit": "mg"}
    form = TreatmentForm(typed | {"started_on": "2024-03-11"})
    assert form.is_valid()
    twin = Treatment(**form.values())
    assert form.same_as(twin)
    twin.dose = Decimal("12.5")
    assert not form.same_as(twin)


def test_every_visible_field_stands_in_exactly_one_group() -> None:
    for form in (AssessmentForm(), AssessmentForm(record=_assessment()), TreatmentForm()):
        shown = [field.name for group in form.groups() for field in group.fields]
        assert sorted(shown) == sorted(field.name for field in form.visible_fields())


def _assessment() -> object:
    from ra_registry.cohort.models import ClinicalAssessment

    return ClinicalAssessment(tjc28=1)
