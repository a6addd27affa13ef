"""Pseudonyms are random and say nothing."""

from __future__ import annotations

import pytest

from ra_registry.cohort.models.patient import PSEUDONYM
from ra_registry.cohort.pseudonyms import SIGNS, draw_pseudonym, study_prefix
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
