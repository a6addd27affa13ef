"""Registering samples: one, a visit's, a pasted list; and voiding."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ra_registry.assays.models import Sample
from ra_registry.assays.services.sample_list import register_list
from ra_registry.assays.services.samples import register_for_visit, register_sample, void_sample
from ra_registry.cohort.errors import AlreadyRecorded, RecordVoided, VoidedUnderKey
from ra_registry.cohort.freshness import data_version
from ra_registry.cohort.models import PlannedVisit
from ra_registry.cohort.services import void_patient, void_visit
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.events import EventKind
from ra_registry.core.models import AuditEvent
from tests.factories.clinical import PatientFactory, VisitFactory


@pytest.fixture
def visit(study):
    """Return a visit without a sample."""
    return study.visit(study.patients[0], study.year_one)


def test_a_sample_gets_a_code_of_pseudonym_and_visit(study, coordinator, visit):
    version = data_version(study.study.pk)

    sample = register_sample(by=coordinator, visit=visit)

    assert sample.code == f"{visit.patient.pseudonym}-M12"
    assert (sample.material, sample.taken_on) == ("plasma", visit.took_place_on)
    assert sample.created_by == coordinator
    assert data_version(study.study.pk) == version + 1
    event = AuditEvent.objects.latest("position")
    assert (event.kind, event.data["codes"]) == (EventKind.SAMPLES_REGISTERED, [sample.code])


def test_a_second_nameless_tube_is_more_often_a_double_click(coordinator, visit):
    first = register_sample(by=coordinator, visit=visit)

    with pytest.raises(
        AlreadyRecorded, match=rf"the sample {first.code} \(plasma\) already"
    ) as refusal:
        register_sample(by=coordinator, visit=visit)
    assert refusal.value.existing == first
    serum = register_sample(by=coordinator, visit=visit, material="serum")
    assert serum.code == f"{first.code}-2"
    assert register_sample(by=coordinator, visit=visit, code="TUBE-2").material == "plasma"


def test_a_code_is_used_once_in_a_study(coordinator, visit, world):
    register_sample(by=coordinator, visit=visit, code="TUBE-1")

    with pytest.raises(AlreadyRecorded, match="sample tube-1 already"):
        register_sample(by=coordinator, visit=visit, code="tube-1")
    other = world.two.visit(world.two.patients[0], world.two.year_one)
    assert register_sample(by=coordinator, visit=other, code="TUBE-1")


@pytest.mark.parametrize("code", ["x", "a b", "-a", "x" * 41, "a=b", "ä1"])
def test_unusable_codes_are_refused(coordinator, visit, code):
    with pytest.raises(ValidationFailed, match="code"):
        register_sample(by=coordinator, visit=visit, code=code)


def test_days_and_visits_have_to_make_sense(coordinator, visit):
    tomorrow = timezone.now().date() + timedelta(days=2)
    with pytest.raises(ValidationFailed, match="not in the future"):
        register_sample(by=coordinator, visit=visit, taken_on=tomorrow)
    void_visit(by=coordinator, visit=visit, reason="wrong patient")
    with pytest.raises(RecordVoided):
        register_sample(by=coordinator, visit=visit)


def test_voiding_frees_the_code(study, coordinator, visit):
    sample = register_sample(by=coordinator, visit=visit, code="TUBE-1")
    version = data_version(study.study.pk)

    with pytest.raises(ValidationFailed, match="Say why"):
        void_sample(by=coordinator, sample=sample, reason=" ")
    void_sample(by=coordinator, sample=sample, reason="wrong visit")
    void_sample(by=coordinator, sample=sample, reason="again")

    assert sample.void_reason == "wrong visit"
    assert data_version(study.study.pk) == version + 1
    assert AuditEvent.objects.filter(kind=EventKind.RECORD_VOIDED).count() == 1
    right = study.visit(study.patients[1], study.year_one)
    with pytest.raises(VoidedUnderKey):
        register_sample(by=coordinator, visit=right, code="tube-1")
    assert register_sample(by=coordinator, visit=right, code="TUBE-1", anew=True).visit == right


def test_a_list_says_what_of_it_is_voided(study, coordinator, visit):
    sample = register_sample(by=coordinator, visit=visit, code="TUBE-1")
    void_sample(by=coordinator, sample=sample, reason="wrong visit")
    gone = study.patients[1]
    void_patient(by=coordinator, patient=gone, reason="enrolled twice")
    lines = f"tube-1,{visit.patient.pseudonym},m12,,\nT-2,{gone.pseudonym},m12,,"

    with pytest.raises(ValidationFailed) as refused:
        register_list(by=coordinator, study=study.study, text=lines)

    first, second = refused.value.details
    assert "line 1, column code" in first
    assert "restore it from the list of voided samples" in first
    assert "line 2, column pseudonym" in second
    assert "a patient whose record is not voided" in second
    only = lines.splitlines()[0]
    [made] = register_list(by=coordinator, study=study.study, text=only, anew=True).samples
    assert made.pk != sample.pk


def test_the_code_of_a_hidden_sample_says_what_to_restore(study, coordinator, visit):
    sample = register_sample(by=coordinator, visit=visit, code="TUBE-1")
    void_patient(by=coordinator, patient=visit.patient, reason="enrolled twice")
    other = study.visit(study.patients[1], study.year_one)

    with pytest.raises(AlreadyRecorded, match=f"hangs on {visit.patient.pseudonym}, which is"):
        register_sample(by=coordinator, visit=other, code=sample.code)


def test_a_whole_visit_at_once(study, coordinator, django_assert_max_num_queries):
    for _ in range(20):
        VisitFactory(patient=PatientFactory(centre=study.south), planned=study.year_one)

    with django_assert_max_num_queries(20):
        made = register_for_visit(by=coordinator, study=study.study, planned=study.year_one)

    assert len(made) == 24
    assert {sample.visit.planned_id for sample in made} == {study.year_one.pk}
    assert register_for_visit(by=coordinator, study=study.study, planned=study.year_one) == []
    baseline = register_for_visit(by=coordinator, study=study.study, planned=study.baseline)
    assert baseline == [], "every baseline visit has its sample already"
    serum = register_for_visit(
        by=coordinator,
        study=study.study,
        planned=study.year_one,
        material="serum",
        centres={study.north.pk},
    )
    assert len(serum) == 2
    assert all(sample.code.endswith("-M12-2") for sample in serum)


def lines(study, *rows: str) -> str:
    first, second = (patient.pseudonym for patient in study.patients[:2])
    return "\n".join(row.format(first=first, second=second.lower()) for row in rows)


def test_a_pasted_list(study, coordinator):
    text = lines(
        study,
        "code,pseudonym,visit,material,date",
        "TUBE-1,{first},m12,serum,2025-03-12",
        "",
        ",{second},One year,,",
    )

    registered = register_list(by=coordinator, study=study.study, text=text)
    again = register_list(by=coordinator, study=study.study, text=text)

    one, two = registered.samples
    assert (one.code, one.material, one.taken_on) == ("TUBE-1", "serum", date(2025, 3, 12))
    assert (two.code, two.material) == (f"{study.patients[1].pseudonym}-M12", "plasma")
    assert two.taken_on == two.visit.took_place_on
    assert (again.samples, again.known) == ([], 2)
    event = AuditEvent.objects.latest("position")
    assert (event.kind, event.data["samples"]) == (EventKind.SAMPLES_REGISTERED, 2)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_list_out_of_a_spreadsheet(study, coordinator, delimiter):
    text = lines(study, "TUBE-1,{first},m12,plasma,2025-03-12").replace(",", delimiter)

    assert len(register_list(by=coordinator, study=study.study, text=text).samples) == 1


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ("T-1,NOBODY,m12,,", "pseudonym", "a patient of the study"),
        ("T-1,{first},m6,,", "visit", "one of bl, m12"),
        ("T-1,{first},m12,urine,", "material", "one of plasma, serum, synovial-fluid"),
        ("T-1,{first},m12,,12/03/2025", "date", "2025-03-12 or 2025-12-03"),
        ("T-1,{first},m12,,2999-01-01", "date", "not in the future"),
        ("T 1,{first},m12,,", "code", "2 to 40 letters"),
        ("GOOD-1,{second},m12,,", "code", "it stands in line 1 as well"),
        ("T-1,{first},m12,,,extra", "6", "five columns"),
        ("T-1", "pseudonym", "a patient of the study"),
    ],
)
def test_one_wrong_line_registers_nothing(study, coordinator, row, column, expected):
    before = Sample.objects.count()
    text = lines(study, "GOOD-1,{first},m12,,", row)

    with pytest.raises(ValidationFailed, match="1 line is wrong") as refusal:
        register_list(by=coordinator, study=study.study, text=text)

    [detail] = refusal.value.details
    assert detail.startswith(f"line 2, column {column}:")
    assert expected in detail
    assert Sample.objects.count() == before


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (",{first},m12,,", ",{first},m12,,"),
        (",{first},m12,,", ",{first},m12,plasma,"),
        ("TUBE-1,{first},m12,,", ",{first},m12,,"),
        ("TUBE-1,{first},m12,,", "tube-1,{first},m12,,"),
    ],
)
def test_a_tube_that_stands_twice_is_refused_with_both_lines(study, coordinator, first, second):
    """Without a code the second line would become another tube of the same blood."""
    before = Sample.objects.count()
    with pytest.raises(ValidationFailed, match="1 line is wrong") as refusal:
        register_list(by=coordinator, study=study.study, text=lines(study, first, second))
    [detail] = refusal.value.details
    assert detail.startswith("line 2, column code:")
    assert "each sample once in the list; it stands in line 1 as well" in detail
    assert Sample.objects.count() == before


def test_two_tubes_of_a_visit_have_their_codes(study, coordinator):
    text = lines(study, "TUBE-1,{first},m12,,", "TUBE-2,{first},m12,,", ",{first},m12,serum,")
    assert len(register_list(by=coordinator, study=study.study, text=text).samples) == 3


def test_one_visit_twice_without_a_code_is_no_second_tube(study, coordinator):
    text = lines(study, ",{first},m12,,", ",{second},m12,,", ",{first},m12,plasma,")

    with pytest.raises(ValidationFailed) as refusal:
        register_list(by=coordinator, study=study.study, text=text)

    [detail] = refusal.value.details
    assert detail.startswith("line 3, column code:")
    assert "it stands in line 1 as well" in detail


def test_a_typed_code_that_another_line_is_given(study, coordinator):
    code = f"{study.patients[0].pseudonym}-M12"
    text = lines(study, ",{first},m12,,", f"{code},{{second}},m12,,")

    with pytest.raises(ValidationFailed) as refusal:
        register_list(by=coordinator, study=study.study, text=text)

    assert "it stands in line 1 as well" in refusal.value.details[0]


def test_a_code_that_is_taken_is_told(study, coordinator, visit):
    register_sample(by=coordinator, visit=visit, code="TUBE-1")
    text = lines(study, "tube-1,{second},m12,,")

    with pytest.raises(ValidationFailed) as refusal:
        register_list(by=coordinator, study=study.study, text=text)

    assert "no other sample of the study has" in refusal.value.details[0]


def test_other_centres_patients_are_not_there(study, coordinator):
    south = study.patients[2].pseudonym

    with pytest.raises(ValidationFailed) as refusal:
        register_list(
            by=coordinator, study=study.study, text=f"T-1,{south},m12,,", centres={study.north.pk}
        )

    assert "whom you may see" in refusal.value.details[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The list is empty"),
        (" \n ", "The list is empty"),
        ("code,pseudonym,visit,material,date", "The list is empty"),
        ("a,b\n" * 5001, "5001 lines; at most 5000"),
        ('"T-1,PT', "1 line is wrong"),
        ("," * 3000, "1 line is wrong"),
    ],
)
def test_what_is_no_list(study, coordinator, text, message):
    with pytest.raises(ValidationFailed, match=message):
        register_list(by=coordinator, study=study.study, text=text)


def test_many_wrong_lines_are_cut(study, coordinator):
    with pytest.raises(ValidationFailed, match="80 lines are wrong") as refusal:
        register_list(by=coordinator, study=study.study, text="T-1,NOBODY,m12,,\n" * 80)

    assert len(refusal.value.details) == 51
    assert refusal.value.details[-1] == "… and 30 more."


def test_a_code_that_is_made_is_never_one_that_spreadsheets_change(study, coordinator):
    """The patient's pseudonym is older than the rule, the visit's code makes a date of it."""
    patient = PatientFactory(centre=study.patients[0].centre, pseudonym="2024")
    planned = PlannedVisit.objects.create(study=study.study, code="03", name="March", day=70)
    visit = VisitFactory(patient=patient, planned=planned)

    sample = register_sample(by=coordinator, visit=visit)

    assert sample.code == "S-2024-03"
