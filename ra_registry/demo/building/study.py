"""A whole synthetic study, step after step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from analytics.design.endpoints.presets import apply_preset
from ra_registry.assays.models import Measurement, Plate, Sample, Well
from ra_registry.cohort.models import Patient, Study, Visit
from ra_registry.cohort.questions.searching import find_questions
from ra_registry.core.planner import refresh_statistics
from ra_registry.demo.building.patients import BASELINE, YEAR_ONE, draw_blood, enrol
from ra_registry.demo.building.people import set_up
from ra_registry.demo.building.plates import import_baseline, stage_year_one
from ra_registry.demo.building.reads import lock, open_for_reading, read_everything
from ra_registry.demo.cast import DemoStudy
from ra_registry.demo.recipe import SAMPLES_PER_PLATE, generate
from ra_registry.imaging.models import ImagingExamination

# Beyond this many patients a study is for measuring speed: nobody reviews or reads in it.
WORKED_IN_UP_TO = 500
LABORATORY_DAY = timedelta(days=1300)


def is_there(demo: DemoStudy) -> bool:
    """Tell whether the study was built completely: its endpoints come last."""
    study = Study.objects.filter(code=demo.code).first()
    return study is not None and study.endpoints.exists()


def build(demo: DemoStudy, *, say: Callable[[str], None]) -> Study:
    """Build one synthetic study."""
    a, b, c = demo.seeds
    shares = (0.65, 0.35) if len(demo.centres) > 1 else (1.0,)
    cohort = generate(
        demo.patients, seed_a=a, seed_b=b, seed_c=c, prefix=demo.prefix, centre_shares=shares
    )
    setting = set_up(demo)
    say(f"{demo.code}: {cohort.n} patients with visits, assessments and treatments")
    enrolled = enrol(setting, cohort, demo.opened_on)
    say(f"{demo.code}: readings of MRI and radiographs by two readers")
    mri, films = read_everything(setting, enrolled, cohort)
    say(f"{demo.code}: plate files through the importer")
    day = demo.opened_on + LABORATORY_DAY
    codes = draw_blood(setting, enrolled, visit=BASELINE, suffix="BL", n=cohort.n)
    import_baseline(setting, cohort, codes, series=demo.series, day=day)
    if cohort.n <= WORKED_IN_UP_TO:
        n = min(cohort.n, SAMPLES_PER_PLATE)
        later = draw_blood(setting, enrolled, visit=YEAR_ONE, suffix="M12", n=n)
        series = chr(ord(demo.series) + len("AB"))
        stage_year_one(setting, cohort, later, series=series, day=day + timedelta(days=400))
        open_for_reading(
            setting,
            code="mri-again",
            title="MRI of the dominant hand, read again",
            instrument="ramris-2016",
            features=["synovitis", "erosion", "bme"],
            seed=3,
            readers=1,
        )
    refresh_statistics(Patient, Visit, ImagingExamination, Sample, Plate, Well, Measurement)
    if cohort.n <= WORKED_IN_UP_TO:
        find_questions(study=setting.study)
    apply_preset(
        "paper",
        study=setting.study,
        mri=mri,
        radiograph=films,
        baseline=setting.baseline,
        follow_up=setting.year_one,
        by=setting.one("data_manager"),
    )
    for campaign in (mri, films):
        lock(setting, campaign)
    return setting.study


def scaled(demo: DemoStudy, *, code: str, patients: int) -> DemoStudy:
    """Return the same recipe for another number of patients, under another code."""
    return replace(demo, code=code, patients=patients)
