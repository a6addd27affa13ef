"""Pseudonyms are random and say nothing."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ra_registry.cohort.models import Patient
from ra_registry.cohort.models.patient import PSEUDONYM
from ra_registry.cohort.pseudonyms import SIGNS, draw_pseudonym, study_prefix
from ra_registry.core.identifiers import misreading
from tests.factories.clinical import PatientFactory
from tests.factories.people import CentreFactory, StudyFactory


@pytest.mark.parametrize(
    ("code", "prefix"),
    [("kb", "KB"), ("alpha", "AL"), ("early-ra", "ER"), ("a-b-c-d", "ABC"), ("x", "X")],
)
def test_the_prefix_comes_from_the_studys_code(code: str, prefix: str) -> None:
    assert study_prefix(code) == prefix


@pytest.mark.django_db
def test_a_drawn_pseudonym_is_valid() -> None:
    pseudonym = draw_pseudonym(StudyFactory(code="kb"))
    PSEUDONYM(pseudonym)
    assert pseudonym.startswith("KB-")


@pytest.mark.django_db
def test_when_the_short_ones_run_out_they_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    study = StudyFactory(code="kb")
    PatientFactory(centre=CentreFactory(study=study), pseudonym="KB-" + SIGNS[0] * 4)
    monkeypatch.setattr("ra_registry.cohort.pseudonyms.secrets.choice", lambda signs: signs[0])
    assert draw_pseudonym(study) == "KB-" + SIGNS[0] * 5


@given(code=st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True))
@example(code="m-a-r")
@example(code="12")
@example(code="1e")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@pytest.mark.django_db
def test_no_drawn_pseudonym_is_read_as_anything_else(code: str) -> None:
    """Also where the study's code makes a month or a number of the letters in front."""
    study = StudyFactory.build(code=code)
    with mock.patch.object(Patient.objects, "filter", return_value=Patient.objects.none()):
        drawn = {draw_pseudonym(study) for _ in range(20)}
    assert not [pseudonym for pseudonym in drawn if misreading(pseudonym)]


@pytest.mark.django_db
def test_a_draw_that_makes_a_date_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    signs = iter("3467" + "3C67")
    monkeypatch.setattr("secrets.choice", lambda _: next(signs))
    assert draw_pseudonym(StudyFactory(code="m-a-r")) == "MAR-3C67"
