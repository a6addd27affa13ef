"""The main analysis, step by step."""

from __future__ import annotations

from collections.abc import Callable

from threadpoolctl import threadpool_limits

from analytics.datasets.dataset import DataSet
from analytics.design.plan import Plan
from analytics.results.imaging import Imaging
from analytics.results.run import Results
from analytics.topics.change.compute import changes
from analytics.topics.cohort.compute import cohort_table
from analytics.topics.cohort.laboratory import laboratory
from analytics.topics.correlations.compute import correlations
from analytics.topics.course.compute import courses
from analytics.topics.dose.compute import dose_responses
from analytics.topics.imaging.compute import comparisons, occurrences
from analytics.topics.models.compute import models
from analytics.topics.models.covariates import covariate_accounts
from analytics.topics.paired_change.compute import paired_scores
from analytics.topics.readers.compute import reliability
from analytics.topics.roc.compute import roc
from analytics.topics.sensitivity.compute.analyses import sensitivity
from analytics.topics.subgroups.compute import subgroups
from analytics.topics.univariable.compute import univariable
from analytics.topics.validation.compute import validation

Progress = Callable[[int, str], None]


@threadpool_limits.wrap(limits=1, user_api="blas")
def compute(data: DataSet, plan: Plan, progress: Progress) -> Results:
    """Return the results.

    Linear algebra keeps to one thread: sums come out the same on every machine, and at a study's
    size a second thread costs more than it saves.

    Degenerate data (no patient, no event, one reader) give "not estimable" with a reason in the
    place of a figure, never an error. ``progress`` gets a percentage and a few words.
    """
    meta = data.meta
    progress(45, "Describing the cohort")
    cohort = cohort_table(data, plan)
    shares = occurrences(data, plan)
    images = Imaging(comparisons(data, plan), changes(data, plan))
    progress(55, "Agreement of readers")
    readers = reliability(data, plan)
    curves = roc(data, plan, each=lambda words: progress(60, words))
    progress(85, "Each exposure alone")
    alone = univariable(data, plan)
    progress(88, "Fitting models")
    fitted, doses = models(data, plan), dose_responses(data, plan)
    validated = validation(
        data, plan, each=lambda label: progress(91, f"Validating the model of {label}")
    )
    progress(94, "Correlations")
    correlated = correlations(data, plan)
    progress(96, "Sensitivity analyses")
    return Results(
        variables=meta.variables,
        flow=meta.flow,
        left_out=meta.left_out,
        set_aside=meta.set_aside,
        protocol=meta.protocol,
        laboratory=laboratory(data),
        assays=meta.assays,
        materials=meta.materials,
        cohort=cohort,
        occurrences=shares,
        imaging=images,
        paired_change=paired_scores(data, plan),
        courses=courses(data, plan),
        readers=readers,
        roc=curves,
        univariable=alone,
        covariates=covariate_accounts(data, plan),
        models=fitted,
        subgroups=subgroups(data, plan),
        dose_response=doses,
        validation=validated,
        correlations=correlated,
        sensitivity=sensitivity(data, plan, readers),
    )
