"""Everything that a run computes: one field a part."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.datasets.meta import (
    AssayAccount,
    FlowStep,
    ReadingProtocol,
    SetAside,
    VoidedRecords,
)
from analytics.design.variable import Variable
from analytics.results.cohort import BaselineTable, LaboratoryLimits
from analytics.results.correlations import Correlations
from analytics.results.course import Course
from analytics.results.covariates import CovariateAccount
from analytics.results.dose import OutcomeDoseResponse
from analytics.results.imaging import Imaging, Occurrence
from analytics.results.models import MultivariableModel
from analytics.results.paired_change import EndpointScores
from analytics.results.readers import ReaderAgreement
from analytics.results.roc import OutcomeRoc
from analytics.results.sensitivity import Sensitivity
from analytics.results.subgroups import OutcomeSubgroups
from analytics.results.univariable import UnivariableModels
from analytics.results.validation import OutcomeValidation


@dataclass(frozen=True)
class Results:
    """The results of one run, in the order in which they are computed."""

    variables: tuple[Variable, ...]
    flow: tuple[FlowStep, ...]
    left_out: VoidedRecords
    set_aside: tuple[SetAside, ...]
    protocol: tuple[ReadingProtocol, ...]
    laboratory: LaboratoryLimits
    assays: AssayAccount
    materials: dict[str, int]
    cohort: BaselineTable
    occurrences: tuple[Occurrence, ...]
    imaging: Imaging
    paired_change: tuple[EndpointScores, ...]
    courses: tuple[Course, ...]
    readers: tuple[ReaderAgreement, ...]
    roc: tuple[OutcomeRoc, ...]
    univariable: tuple[UnivariableModels, ...]
    covariates: tuple[CovariateAccount, ...]
    models: tuple[MultivariableModel, ...]
    subgroups: tuple[OutcomeSubgroups, ...]
    dose_response: tuple[OutcomeDoseResponse, ...]
    validation: tuple[OutcomeValidation, ...]
    correlations: Correlations
    sensitivity: Sensitivity
