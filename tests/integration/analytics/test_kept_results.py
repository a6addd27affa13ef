"""A stored run is fetched and decoded once in a process, whoever asks for it."""

from __future__ import annotations

import pytest

from analytics.errors import OlderResults
from analytics.models import AnalysisRun
from analytics.results import stored_run as module
from analytics.results.stored_run import StoredRun
from analytics.selectors import HEAVY
from tests.factories.stored_runs import stored_fields
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(world: World) -> AnalysisRun:
    module._kept.cache_clear()
    return AnalysisRun.objects.create(study=world.one.study, **stored_fields("format-1"))


def light(run: AnalysisRun) -> StoredRun:
    """The run as pages fetch it."""
    return StoredRun(AnalysisRun.objects.defer(*HEAVY).get(pk=run.pk))


def test_two_requests_share_the_decoded_results(run, django_assert_num_queries):
    first = light(run).results
    second = light(run)
    with django_assert_num_queries(0):
        assert second.results is first
    assert first == StoredRun(run).results


def test_a_run_in_hand_is_decoded_as_it_is(run):
    kept = light(run).results
    run.results = {**run.results, "roc": []}
    assert StoredRun(run).results.roc == ()
    assert light(run).results is kept


def test_another_run_of_the_same_id_is_another_run(run):
    """As in a database that was restored under a running program."""
    kept = light(run).results
    other = AnalysisRun.objects.defer(*HEAVY).get(pk=run.pk)
    other.fingerprint = "0" * 64
    assert StoredRun(other).results is not kept


def test_that_a_run_cannot_be_read_is_kept_as_well(world, django_assert_num_queries):
    fields = stored_fields("without-formats")
    run = AnalysisRun.objects.create(study=world.one.study, **fields)
    with pytest.raises(OlderResults):
        _ = light(run).results
    second = light(run)
    with django_assert_num_queries(0), pytest.raises(OlderResults):
        _ = second.results


def test_few_runs_are_kept():
    assert module._kept.cache_info().maxsize == module.KEPT
