"""Asking for a computation, and doing it."""

from __future__ import annotations

import time
from functools import partial

import structlog
from billiard.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError, transaction
from django.utils import timezone

from analytics.codec import encode
from analytics.datasets.build import build_data_set
from analytics.datasets.dataset import DataSet
from analytics.design.build import build_plan
from analytics.design.endpoints.store import endpoints_in_force
from analytics.design.exposures.registry import offered_exposures
from analytics.design.plan import Plan, campaigns_of
from analytics.design.versions import choices_in_force
from analytics.models import AnalysisRun, AnalysisState
from analytics.results.run import Results
from analytics.results.stored import store
from analytics.runs.claims import Claim, ClaimLost, is_live, state_of, take
from analytics.runs.code import code_version
from analytics.runs.compute import compute
from analytics.runs.fingerprint import fingerprint, package_versions
from analytics.runs.pace import paced
from ra_registry.accounts.models import User
from ra_registry.cohort import freshness
from ra_registry.cohort.models import Study
from ra_registry.core import audit
from ra_registry.core.errors import DomainError
from ra_registry.core.events import EventKind
from ra_registry.core.snapshot import consistent_snapshot

logger = structlog.get_logger(__name__)


@transaction.atomic
def request_run(*, study: Study, by: User) -> bool:
    """Ask for a recompute on a person's behalf. False: the same wish is waiting already."""
    state_of(study.pk)
    state = AnalysisState.objects.select_for_update().get(study=study)
    version = freshness.data_version(study.pk)
    if state.requested_version == version and not state.last_error:
        return False
    state.requested_version = version
    state.requested_at = timezone.now()
    state.requested_by = by
    state.last_error = ""
    state.clear_cancelling()
    state.save()
    audit.record(
        EventKind.RECOMPUTE_REQUESTED,
        by=by,
        study_code=study.code,
        target=study,
        data={"data_version": version},
    )
    transaction.on_commit(partial(freshness.request_recompute, study.pk))
    return True


@transaction.atomic
def cancel_run(*, study: Study, by: User) -> bool:
    """Stop what is being computed or waits to be. False: nothing is.

    The worker's claim ends here and now: at its next step it finds that out, stops and stores
    nothing, and a worker that died blocks nobody. Results shown before stay. Only data of now are
    cancelled: a change or a request that comes later is computed.
    """
    state_of(study.pk)
    # Whoever claims, stores or asks waits for this row and then sees what is written here.
    state = AnalysisState.objects.select_for_update().get(study=study)
    version = freshness.data_version(study.pk)
    # Results of older code are computed again though their data are the newest.
    moves = state.requested_version is not None or is_live(state.claimed_at)
    if not moves and version in (state.computed_version, state.cancelled_version):
        return False
    state.claimed_at, state.progress, state.progress_text = None, 0, ""
    state.clear_request()
    state.cancelled_version = version
    state.cancelled_at, state.cancelled_by = timezone.now(), by
    state.save()
    audit.record(
        EventKind.RECOMPUTE_CANCELLED,
        by=by,
        study_code=study.code,
        target=study,
        data={"data_version": version},
    )
    return True


def recompute(study_id: int) -> int:
    """Compute the study until its results are of its newest data. Safe to call at any time, twice.

    Returns the number of rounds: 0 when nothing was to be done or another worker is at it. The
    claim is given back before looking for newer data, so a write whose own request came while the
    claim was held is never overlooked.
    """
    rounds = 0
    while (claim := take(study_id)) is not None:
        rounds += 1
        if not _one_round(claim):
            break
    return rounds


def _one_round(claim: Claim) -> bool:
    """Compute once; False when it failed or the claim was lost."""
    log = logger.bind(study_id=claim.study_id)
    try:
        _compute_and_store(claim)
    except ClaimLost:
        log.warning("analysis_stopped")
        return False
    except Exception as error:  # whatever it was, people must see that it failed
        log.exception("analysis_failed")
        claim.fail(_sentence(error))
        return False
    claim.release()
    return True


def _compute_and_store(claim: Claim) -> None:
    started = time.monotonic()
    with consistent_snapshot():
        version = freshness.data_version(claim.study_id)
        plan, data = read_inputs(claim.study_id)
    claim.renew(40, "Comparing with earlier runs")
    mark = fingerprint(data, plan)
    run = AnalysisRun.objects.filter(study_id=claim.study_id, fingerprint=mark).first()
    if run is None:
        results = compute(data, plan, paced(claim.renew))
        claim.renew(98, "Storing")
        run = _new_run(claim, data, plan, results)
        run.data_version, run.fingerprint = version, mark
        run.seconds = time.monotonic() - started
    claim.store(run, version)
    logger.info(
        "analysis_stored",
        study_id=claim.study_id,
        data_version=version,
        seconds=round(time.monotonic() - started, 3),
    )


def read_inputs(study_id: int) -> tuple[Plan, DataSet]:
    """Return the plan and the data set as the database has them now."""
    endpoints = endpoints_in_force(study_id)
    offered = offered_exposures(study_id, endpoints)
    version, choices = choices_in_force(study_id)
    plan = build_plan(
        study_id=study_id,
        endpoints=endpoints,
        offered=offered,
        choices=choices,
        plan_version=version,
    )
    return plan, build_data_set(study_id, plan, offered.analytes)


def _new_run(claim: Claim, data: DataSet, plan: Plan, results: Results) -> AnalysisRun:
    return AnalysisRun(
        study_id=claim.study_id,
        code_version=code_version(),
        package_versions=package_versions(),
        plan=encode(plan),
        campaigns=list(campaigns_of(plan)),
        seed=plan.resampling.seed,
        n_patients=data.n,
        data_set=data.to_parquet(),
        results=store(results),
        computed_at=timezone.now(),
        requested_by=claim.requested_by,
    )


def _sentence(error: Exception) -> str:
    """Say in plain words why a computation failed; the log has the traceback."""
    if isinstance(error, DomainError):
        return error.message
    if isinstance(error, SoftTimeLimitExceeded):
        return "The computation took longer than it may and was stopped."
    if isinstance(error, OperationalError):
        return "The database did not answer in time. It is tried again in a few minutes."
    return (
        f"An unexpected fault ({type(error).__name__}) stopped the computation. The log has the "
        "details; the results shown before are still stored."
    )
