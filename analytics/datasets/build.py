"""Putting the data set together."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from django.db import connection

from analytics.datasets.assays import assay_account
from analytics.datasets.clinical import assessments
from analytics.datasets.clinical_values import clinical_values
from analytics.datasets.courses import course_columns
from analytics.datasets.cytokines import (
    concentrations_at,
    concentrations_of,
    sampled_patients,
)
from analytics.datasets.dataset import (
    ANALYTE_PARTS,
    DataSet,
    analyte_column,
)
from analytics.datasets.flow import left_out, patient_flow
from analytics.datasets.further import AtVisit, further_columns
from analytics.datasets.materials import measured_materials
from analytics.datasets.measured_twice import with_changes
from analytics.datasets.meta import AdjudicatedCases, DataSetMeta
from analytics.datasets.outcomes import endpoint_columns, named
from analytics.datasets.people import FORMULAS, people
from analytics.datasets.protocol import reading_protocol
from analytics.datasets.read_columns import ReadColumns, read_columns
from analytics.datasets.read_sets import ReadSet, read_sets
from analytics.datasets.set_aside import set_aside
from analytics.design.described import ClinicalEndpoint
from analytics.design.plan import Plan
from analytics.design.variable import Variable

# For this transaction only: the sums need more room than the server's default for small queries,
# and compiling these queries takes longer than it saves.
SETTINGS = "SET LOCAL work_mem = '64MB'; SET LOCAL jit = off"


def build_data_set(study_id: int, plan: Plan, analytes: Sequence[Variable]) -> DataSet:
    """Return the study's data set for a plan: about eight queries, whatever the number of patients.

    Call it inside a transaction; the caller chooses the isolation that makes it one snapshot.
    """
    with connection.cursor() as cursor:
        cursor.execute(SETTINGS)
    baseline = plan.baseline_visit
    frame = people(study_id, baseline.id if baseline else None)
    parts = [frame]
    sets = read_sets(plan)
    read = [read_columns(study_id, frame, plan, read_set) for read_set in sets]
    parts += [columns for one in read for columns in one.columns]
    described = tuple(one.described for one in read)
    assessed = assessments(study_id, frame["patient_id"])
    parts += _clinical_columns(frame, plan, assessed)
    materials = list(plan.samples.materials)
    measured = concentrations_at(study_id, materials)
    parts.append(further_columns(study_id, frame, plan, assessed, measured))
    over_visits, courses = course_columns(study_id, plan, frame)
    parts.append(over_visits)
    sampled: set[int] = set()
    measured_in: dict[str, int] = {}
    if baseline is not None:
        parts.append(_analyte_columns(frame["patient_id"], measured(baseline), analytes))
        sampled = sampled_patients(study_id, baseline.id, materials)
        measured_in = measured_materials(study_id, baseline.id, materials)
    variables = (*analytes, *(further.variable for further in plan.further))
    whole, refused = set_aside(pd.concat(parts, axis=1), variables)
    whole = with_changes(whole, plan)
    meta = DataSetMeta(
        variables=variables,
        read_sets=described,
        detectable=tuple(limit for one in read for limit in one.detectable),
        courses=courses,
        protocol=reading_protocol(sets, described, _adjudicated(sets, read), whole),
        formulas=FORMULAS,
        materials=measured_in,
        flow=patient_flow(study_id, whole, plan, sampled),
        left_out=left_out(study_id),
        set_aside=refused,
        assays=assay_account(study_id),
    )
    return DataSet(whole, meta)


def _adjudicated(
    sets: Sequence[ReadSet], read: Sequence[ReadColumns]
) -> dict[int, AdjudicatedCases]:
    """The referred cases of campaigns, by id, that endpoints take adjudicated scores of."""
    found = zip(sets, (one.adjudicated for one in read), strict=True)
    return {read_set.campaign.id: cases for read_set, cases in found if cases is not None}


def _clinical_columns(frame: pd.DataFrame, plan: Plan, assessed: AtVisit) -> list[pd.DataFrame]:
    """The columns of endpoints made of clinical assessments."""
    made = []
    for endpoint in plan.endpoints:
        if isinstance(endpoint, ClinicalEndpoint):
            second = assessed(endpoint.follow_up) if endpoint.follow_up else None
            found = clinical_values(assessed(endpoint.baseline), second, endpoint)
            made.append(named(endpoint_columns(frame.index, found, endpoint, None), endpoint))
    return made


def _analyte_columns(
    patients: pd.Series, measured: pd.DataFrame, analytes: Sequence[Variable]
) -> pd.DataFrame:
    columns = {
        analyte_column(analyte.code, part): values
        for analyte in analytes
        for part, values in concentrations_of(
            patients, measured, analyte.code, ANALYTE_PARTS
        ).items()
    }
    return pd.DataFrame(columns, index=patients.index)
