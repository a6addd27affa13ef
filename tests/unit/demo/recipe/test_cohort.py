"""What holds for every cohort, whatever its size and seeds."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ra_registry.cohort.formulas import Components, antibody_level, das28_esr, serostatus
from ra_registry.cohort.models.patient import PSEUDONYM, Hand, Sex
from ra_registry.cohort.models.treatment import TreatmentKind
from ra_registry.core.identifiers import misreading
from ra_registry.demo.recipe import ACPA_ULN, NOT_SCORED, RF_ULN, WINDOW_DAYS, generate
from ra_registry.demo.recipe.people import draw_pseudonyms
from ra_registry.demo.recipe.randomness import Stream
from scoring.instruments import get_instrument


@pytest.fixture(scope="module")
def cohort():
    return generate()


@pytest.fixture(scope="module")
def large():
    return generate(10_000)


def test_same_seeds_same_cohort(cohort):
    again = generate()
    assert np.array_equal(again.ramris["bme"].read, cohort.ramris["bme"].read)
    assert again.people.pseudonym == cohort.people.pseudonym
    assert again.treatments == cohort.treatments


def test_seed_c_moves_nothing_that_is_calibrated(cohort):
    other = generate(seed_c=1)
    assert np.array_equal(other.ramris["erosion"].read, cohort.ramris["erosion"].read)
    assert np.array_equal(other.svdh["erosion"].read, cohort.svdh["erosion"].read)
    assert np.array_equal(other.drivers.concentration, cohort.drivers.concentration)
    assert other.people.pseudonym != cohort.people.pseudonym


@pytest.mark.parametrize(("family", "instrument"), [("ramris", "ramris-2016"), ("svdh", "svdh")])
def test_every_item_of_the_instrument_is_scored_once_within_its_range(cohort, family, instrument):
    items = {item.code: item for item in get_instrument(instrument).items}
    scored = [code for scores in getattr(cohort, family).values() for code in scores.items]
    assert sorted(scored) == sorted(items)
    for scores in getattr(cohort, family).values():
        maximum = [items[code].maximum for code in scores.items]
        assert scores.maximum.tolist() == maximum
        assert scores.read.shape == (2, 2, 88, len(maximum))
        assert np.all(scores.read >= NOT_SCORED)
        assert np.all(scores.read <= maximum)
        assert np.all((scores.true >= 0) & (scores.true <= maximum))


def test_erosion_is_complete_and_only_a_handful_of_other_sites_has_a_reason(cohort):
    for family in (cohort.ramris, cohort.svdh):
        for feature, scores in family.items():
            assert np.array_equal(scores.read == NOT_SCORED, scores.reason > 0)
            share = np.mean(scores.reason > 0)
            assert share == 0 if feature == "erosion" else share < 0.02


def test_examination_without_contrast_has_no_synovitis_score_from_either_reader(cohort):
    synovitis = cohort.ramris["synovitis"]
    missing = synovitis.reason == 1 + synovitis.reasons.index("no_contrast")
    examinations = missing.any(axis=(0, 3))
    assert examinations.sum() == 2
    assert missing[:, examinations].all()


def test_two_readers_agree_mostly_but_not_always(cohort):
    for family in (cohort.ramris, cohort.svdh):
        for scores in family.values():
            agreement = np.mean(scores.read[0] == scores.read[1])
            assert 0.75 < agreement < 0.995


def test_disease_is_active_at_baseline_and_better_after_a_year(cohort):
    medians = [
        float(np.median([value for value in _das28(cohort, visit) if value is not None]))
        for visit in (0, 1)
    ]
    assert 4.5 < medians[0] < 5.5
    assert 2.6 < medians[1] < 3.6


def _das28(cohort, visit):
    """DAS28-ESR of all patients; also proves that every assessment passes the formulas' checks."""
    for patient in range(cohort.n):
        taken = cohort.clinical.assessment(visit, patient)
        parts = Components(
            tjc28=taken.tjc28,
            sjc28=taken.sjc28,
            ptga_mm=taken.ptga_mm,
            phga_mm=taken.phga_mm,
            esr=taken.esr,
            crp_mg_l=taken.crp_mg_l,
            haq_di=taken.haq_di,
        )
        yield das28_esr(parts).value


def test_antibodies_tell_the_serology_flag(cohort):
    states = [
        serostatus(
            rf=antibody_level(Decimal(str(rf)), RF_ULN, field="rf"),
            acpa=antibody_level(Decimal(str(acpa)), ACPA_ULN, field="acpa"),
        ).state
        for rf, acpa in zip(cohort.serology.rf, cohort.serology.acpa, strict=True)
    ]
    assert [state == "seropositive" for state in states] == cohort.drivers.seropositive.tolist()


def test_inflammation_follows_il6(cohort):
    """Spearman of IL-6 with CRP and with the synovitis total: related, not the same."""
    il6 = cohort.drivers.cytokine_z[:, 4]
    for other in (cohort.clinical.crp_mg_l[0], cohort.ramris["synovitis"].totals()[0, 0]):
        ranks = [np.argsort(np.argsort(values)) for values in (il6, other)]
        assert 0.4 < np.corrcoef(*ranks)[0, 1] < 0.9


def test_nobody_is_treated_before_enrolment_and_everybody_gets_methotrexate(cohort):
    assert all(course.start_day >= 0 for course in cohort.treatments)
    treated = {c.patient for c in cohort.treatments if c.drug == "methotrexate"}
    assert treated == set(range(cohort.n))
    assert all(
        course.stop_day is None or (course.stop_day >= course.start_day and course.stop_reason)
        for course in cohort.treatments
    )


def test_codes_are_those_that_the_registry_stores(cohort):
    kinds = {course.kind for course in cohort.treatments}
    assert kinds == {"csdmard", "glucocorticoid", "bdmard"} <= set(TreatmentKind.values)
    assert all(course.dose > 0 and course.dose_unit for course in cohort.treatments)
    assert set(cohort.people.sex) <= set(Sex.values)
    assert set(cohort.people.dominant_hand) <= set(Hand.values)
    for pseudonym in cohort.people.pseudonym:
        PSEUDONYM(pseudonym)


def test_glucocorticoids_for_some_and_biologics_for_a_few(cohort):
    shares = {
        kind: len({c.patient for c in cohort.treatments if c.kind == kind}) / cohort.n
        for kind in ("glucocorticoid", "bdmard")
    }
    assert 0.2 < shares["glucocorticoid"] < 0.5
    assert 0.05 < shares["bdmard"] < 0.3


def test_some_year_one_visits_fall_outside_the_window(cohort):
    off = np.abs(cohort.people.visit_day[1] - 365)
    assert 0 < np.sum(off > WINDOW_DAYS) < 0.15 * cohort.n
    assert np.all(cohort.people.visit_day[0] == 0)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 200), st.integers(0, 2**31 - 1))
def test_any_size_and_seed_gives_a_sound_cohort(n, seed):
    made = generate(n, seed_a=seed, seed_b=seed, seed_c=seed)
    assert made.n == n == len(set(made.people.pseudonym))
    assert np.all(made.drivers.concentration > 0)
    assert all(len(made.people.visit_day[visit]) == n for visit in (0, 1))
    for scores in (*made.ramris.values(), *made.svdh.values()):
        assert np.all(scores.read <= scores.maximum)


@pytest.mark.parametrize("n", [0, -1])
def test_an_empty_cohort_is_refused(n):
    with pytest.raises(ValueError, match="at least one patient"):
        generate(n)


def test_more_patients_than_pseudonyms_are_refused():
    with pytest.raises(ValueError, match="too many"):
        draw_pseudonyms(Stream(1), 60_000, prefix="KB")


def test_no_pseudonym_is_one_that_spreadsheets_change():
    assert not [
        name for name in draw_pseudonyms(Stream(3), 9_000, prefix="MAR") if misreading(name)
    ]


def test_pseudonyms_are_random_and_readable(large):
    names = large.people.pseudonym
    assert len(set(names)) == large.n
    assert set("".join(name.removeprefix("KB-") for name in names)).isdisjoint("01258ABEILOSUZ")
    ranks = np.argsort(np.argsort(names))
    assert abs(np.corrcoef(ranks, np.arange(large.n))[0, 1]) < 0.03


def test_large_cohort_keeps_the_expected_marginals(large):
    """The recipe's means over many cohorts of 88: 46.1, 23.0, 23.2 and 13.2 patients."""
    shares = []
    for family in (large.ramris, large.svdh):
        change = np.diff(family["erosion"].totals(), axis=1)[:, 0].sum(axis=0)
        shares += [np.mean(change > 1), np.mean(change < -1)]
    expected = np.array([46.1, 23.0, 23.2, 13.2]) / 88
    assert shares == pytest.approx(expected, abs=0.015)
