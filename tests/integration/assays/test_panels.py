"""Panels come with the installation; a laboratory's own change of one stays."""

from __future__ import annotations

import pytest

from ra_registry.assays import reference_data
from ra_registry.assays.models import Analyte, Panel
from ra_registry.assays.reference_data import (
    PROINFLAMMATORY_1,
    Preset,
    Spot,
    add_missing_panels,
)
from ra_registry.assays.services.certificates import CertificateRow
from ra_registry.assays.services.lots import create_lot
from tests.factories.assays import codes_of, export_of, shipped_panel, staged_file

pytestmark = pytest.mark.django_db
TWO = Preset(
    code="two-spots",
    name="Two spots",
    manufacturer="Nobody",
    spots=(Spot("crp", "CRP", ("hsCRP",), unit="mg/l"), Spot("il-6", "Interleukin 6", ())),
)


@pytest.fixture
def two(monkeypatch):
    monkeypatch.setattr(reference_data, "PRESETS", (PROINFLAMMATORY_1, TWO))
    add_missing_panels()
    return Panel.objects.get(code=TWO.code)


def test_a_further_preset_is_added_with_its_spots(two):
    spots = [(one.spot, one.analyte.code) for one in two.spots.select_related("analyte")]
    assert spots == [(1, "crp"), (2, "il-6")]
    crp = Analyte.objects.get(code="crp")
    assert (crp.unit, crp.aliases) == ("mg/l", ["hsCRP"])


def test_an_analyte_that_another_panel_has_is_the_same_one(two):
    assert Analyte.objects.get(code="il-6").name == "IL-6"
    assert Panel.objects.filter(analytes__code="il-6").count() == 2


def test_what_a_laboratory_has_changed_stays(two):
    two.name = "Ours"
    two.save()
    add_missing_panels()
    two.refresh_from_db()
    assert two.name == "Ours"
    assert two.spots.count() == 2


def test_a_lot_of_it_can_be_entered(two, study, coordinator):
    rows = [
        CertificateRow(analyte=name, llod=0.1, lloq=0.5, uloq=500.0, levels={}, line=line)
        for line, name in enumerate(("hsCRP", "IL6"), 2)
    ]
    lot = create_lot(by=coordinator, study=study.study, panel=two, number="K2", rows=rows)
    assert sorted(limit.analyte.code for limit in lot.limits.all()) == ["crp", "il-6"]


def test_a_file_of_the_first_panel_still_goes_to_the_first(two, study, lot):
    file = staged_file(study, export_of(codes_of(study.study)))
    assert (file.panel, file.lot) == (shipped_panel(), lot)
